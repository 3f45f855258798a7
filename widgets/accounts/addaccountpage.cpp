// SPDX-License-Identifier: MIT
#include "widgets/accounts/addaccountpage.h"

#include "core/accounts/deviceflow.h"
#include "core/base/onpool.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/prompts.h"
#include "widgets/look/secretfield.h"

#include <QAction>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

AddAccountPage::AddAccountPage(look::Prompts &prompts, Gh gh, QWidget *parent)
    : QWidget(parent)
    , m_gh(std::move(gh))
    , m_server(new QLineEdit(this))
    , m_byGh(new QRadioButton(tr("Take over the sign-in of &gh"), this))
    , m_byBrowser(new QRadioButton(tr("With a &browser"), this))
    , m_byToken(new QRadioButton(tr("&Paste a token"), this))
    , m_byFile(new QRadioButton(tr("From a &file"), this))
    , m_clientId(new QLineEdit(this))
    , m_token(new look::SecretField(this))
    , m_file(new QLineEdit(this))
    , m_caFile(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_owner(new QLineEdit(this))
    , m_hint(new QLabel(this))
    , m_signIn(new look::PrimaryButton(QString(), tr("Sign in"), this))
{
    setObjectName(u"addAccountPage"_s);
    build(prompts);
    clear();
}

void AddAccountPage::build(look::Prompts &prompts)
{
    m_server->setObjectName(u"accountServer"_s);
    m_server->setPlaceholderText(tr("github.com, or the address of an Enterprise Server"));
    m_byToken->setObjectName(u"byToken"_s);
    m_byFile->setObjectName(u"byFile"_s);
    m_byGh->setObjectName(u"byGh"_s);
    m_byBrowser->setObjectName(u"byBrowser"_s);
    m_clientId->setObjectName(u"accountClientId"_s);
    m_clientId->setAccessibleName(tr("Client id of the app that signs in"));
    m_clientId->setPlaceholderText(builtInClientId().isEmpty() ? tr("client id of an OAuth app of the server")
                                                               : tr("client id; empty: Punchcard's own"));
    m_token->setObjectName(u"accountToken"_s);
    m_token->setAccessibleName(tr("Token"));
    m_file->setObjectName(u"accountTokenFile"_s);
    m_file->setAccessibleName(tr("File that holds the token"));
    m_caFile->setObjectName(u"accountCaFile"_s);
    m_caFile->setPlaceholderText(tr("only for a server with an authority of its own"));
    m_name->setObjectName(u"accountName"_s);
    m_name->setPlaceholderText(tr("the login"));
    m_owner->setObjectName(u"accountOwner"_s);
    m_owner->setPlaceholderText(tr("yourself; or an organisation"));
    m_signIn->setObjectName(u"signIn"_s);
    m_hint->setTextFormat(Qt::RichText);
    m_hint->setObjectName(u"tokenHint"_s);
    m_hint->setWordWrap(true);
    m_hint->setOpenExternalLinks(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    for (QLineEdit *line : {m_file, m_caFile}) {
        QAction *choose = line->addAction(look::icon(u"folder"_s), QLineEdit::TrailingPosition);
        choose->setText(tr("Choose a file"));
        connect(choose, &QAction::triggered, this, [this, line, &prompts] {
            const QStringList files = prompts.chooseFiles(this, tr("Choose a file"), QString(), QString());
            if (!files.isEmpty())
                line->setText(files.first());
        });
    }
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(look::wideGap);
    form->setVerticalSpacing(look::gap);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Server"), m_server);
    form->addRow(tr("Sign in"), m_byGh);
    form->addRow(QString(), m_byBrowser);
    form->addRow(QString(), m_clientId);
    form->addRow(QString(), m_byToken);
    form->addRow(QString(), m_token);
    form->addRow(QString(), m_byFile);
    form->addRow(QString(), m_file);
    form->addRow(QString(), m_hint);
    form->addRow(tr("&Name here"), m_name);
    form->addRow(tr("Repositories &under"), m_owner);
    form->addRow(tr("&Authorities (PEM)"), m_caFile);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, 0, 0, 0);
    column->addLayout(form);
    column->addStretch(1);
    column->addWidget(m_signIn, 0, Qt::AlignRight);

    for (QRadioButton *button : {m_byGh, m_byBrowser, m_byToken, m_byFile})
        connect(button, &QRadioButton::toggled, this, &AddAccountPage::judge);
    for (QLineEdit *line : {m_server, m_clientId, m_token, m_file}) {
        connect(line, &QLineEdit::textChanged, this, &AddAccountPage::judge);
        connect(line, &QLineEdit::returnPressed, m_signIn, &QPushButton::click);
    }
    connect(m_signIn, &QPushButton::clicked, this, &AddAccountPage::begin);
}

void AddAccountPage::clear()
{
    for (QLineEdit *line : {m_server, m_token, m_file, m_caFile, m_name, m_owner})
        line->clear();
    (builtInClientId().isEmpty() && m_clientId->text().isEmpty() ? m_byToken : m_byBrowser)->setChecked(true);
    setBusy(false);
    lookForGh();
}

// Who has signed in there need not do it again.
void AddAccountPage::lookForGh()
{
    const bool isThere = !QStandardPaths::findExecutable(m_gh.program).isEmpty();
    m_byGh->setEnabled(isThere);
    m_byGh->setToolTip(isThere ? QString() : tr("gh, GitHub's own command line, is not installed"));
    if (!isThere)
        return;
    const Context context;
    const QAbstractButton *chosen = m_byToken->isChecked() ? m_byToken : m_byBrowser;
    QCoro::connect(ghToken(m_gh, hostOfApiRoot(gitHubApiRoot()), context), this, [this, chosen](const Result<SecretString> &token) {
        // Unless something else has been chosen or begun since.
        if (token && chosen->isChecked() && m_server->text().isEmpty() && m_token->text().isEmpty())
            m_byGh->setChecked(true);
    });
}

void AddAccountPage::setClientId(const QString &id)
{
    m_clientId->setText(id);
}

QString AddAccountPage::clientId() const
{
    return m_clientId->text().trimmed();
}

void AddAccountPage::setBusy(bool busy)
{
    m_signIn->setText(busy ? tr("Signing in…") : tr("Sign in"));
    setEnabled(!busy);
    judge();
}

void AddAccountPage::judge()
{
    m_token->setEnabled(m_byToken->isChecked());
    m_file->setEnabled(m_byFile->isChecked());
    const Result<QUrl> root = m_server->text().trimmed().isEmpty() ? Result<QUrl>(gitHubApiRoot()) : apiRootFromText(m_server->text());
    m_clientId->setEnabled(m_byBrowser->isChecked());
    if (root)
        tellHow(*root);
    else
        m_hint->setText(root.error().sentence().toHtmlEscaped());
    const bool hasClient = !clientId().isEmpty() || !builtInClientId().isEmpty();
    const bool hasToken = m_byGh->isChecked() || (m_byBrowser->isChecked() && hasClient)
        || (m_byToken->isChecked() && !m_token->text().trimmed().isEmpty())
        || (m_byFile->isChecked() && !m_file->text().trimmed().isEmpty());
    m_signIn->setEnabled(root && hasToken);
}

void AddAccountPage::tellHow(const QUrl &root)
{
    if (m_byGh->isChecked()) {
        m_hint->setText(tr("gh is asked for its token each time; it is kept nowhere else."));
    } else if (m_byBrowser->isChecked()) {
        m_hint->setText(
            tr("You enter a code on a page of %1. The token is kept in the keychain.").arg(hostOfApiRoot(root).toHtmlEscaped()));
    } else {
        m_hint->setText(
            tr("<a href=\"%1\">Make a token</a> with the scopes %2. It is kept in the keychain.")
                .arg(newTokenPage(root, wantedScopes()).toString(QUrl::FullyEncoded).toHtmlEscaped(), wantedScopes().join(u", "_s)));
    }
}

void AddAccountPage::begin()
{
    const QString server = m_server->text().trimmed();
    const Result<QUrl> root = server.isEmpty() ? Result<QUrl>(gitHubApiRoot()) : apiRootFromText(server);
    if (!root) {
        emit failed(root.error());
        return;
    }
    const NewAccount account{
        .root = *root, .caFile = m_caFile->text().trimmed(), .name = m_name->text().trimmed(), .owner = m_owner->text().trimmed()};
    if (m_byGh->isChecked())
        return takeOverFromGh(account);
    if (m_byBrowser->isChecked()) {
        emit browserWanted(account, clientId().isEmpty() ? builtInClientId() : clientId());
        return;
    }
    if (m_byToken->isChecked()) {
        const Result<SecretString> token = tokenFromText(m_token->text().toUtf8(), tr("what was pasted"));
        m_token->clear();
        if (token)
            emit wanted(account, FoundToken{.token = *token, .from = FoundToken::From::Typed});
        else
            emit failed(token.error());
        return;
    }
    const Context context;
    const QString file = m_file->text().trimmed();
    QCoro::connect(onPool(context, [file] { return tokenFromFile(file); }), this, [this, account](const Result<FoundToken> &found) {
        if (found)
            emit wanted(account, *found);
        else
            emit failed(found.error());
    });
}

void AddAccountPage::takeOverFromGh(const NewAccount &account)
{
    const Context context;
    setBusy(true);
    QCoro::connect(ghToken(m_gh, hostOfApiRoot(account.root), context), this, [this, account](const Result<SecretString> &token) {
        setBusy(false);
        if (token)
            emit wanted(account, FoundToken{.token = *token, .from = FoundToken::From::Gh});
        else
            emit failed(token.error());
    });
}

} // namespace punchcard
