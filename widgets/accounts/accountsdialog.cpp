// SPDX-License-Identifier: MIT
#include "widgets/accounts/accountsdialog.h"

#include "core/accounts/tokenplace.h"
#include "core/jobs/accountwork.h"
#include "widgets/accounts/accountsmodel.h"
#include "widgets/accounts/addaccountpage.h"
#include "widgets/accounts/defaultsform.h"
#include "widgets/accounts/devicepage.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/prompts.h"
#include "widgets/run/plainlist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Async<TokenKeeping> keepingFrom(QPointer<AccountsDialog> dialog, QString why)
{
    co_return dialog ? dialog->askKeeping(why) : TokenKeeping::Refuse;
}

} // namespace

AccountsDialog::AccountsDialog(Desk &desk, look::Prompts &prompts, Gh gh, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_prompts(prompts)
    , m_model(new AccountsModel(this))
    , m_list(new PlainList(QString(), this))
    , m_pages(new QStackedWidget(this))
    , m_addPage(new AddAccountPage(prompts, std::move(gh), this))
    , m_devicePage(new DevicePage(this))
    , m_notice(new look::NoticeBar(this))
{
    setObjectName(u"accountsDialog"_s);
    setWindowTitle(tr("Accounts"));
    build();
    reload(thisComputerId());
}

void AccountsDialog::build()
{
    m_list->setObjectName(u"accountsList"_s);
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TwoTextsDelegate(
        AccountsModel::ServerRole, 0, [](const QModelIndex &index) { return index.data(AccountsModel::IconRole).toString(); }, m_list));
    m_list->setFixedWidth(240);
    auto *add = new QPushButton(look::icon(u"add"_s), tr("&Add account…"), this);
    add->setObjectName(u"addAccountButton"_s);
    add->setAutoDefault(false);
    auto *left = new QVBoxLayout;
    left->setSpacing(look::gap);
    left->addWidget(m_list, 1);
    left->addWidget(add);
    addPage(detailsPage(), tr("The account"));
    addPage(m_addPage, tr("Add an account"));
    addPage(m_devicePage, tr("Sign in with a browser"));
    auto *right = new QVBoxLayout;
    right->setSpacing(look::gap);
    right->addWidget(m_notice);
    right->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    row->setSpacing(look::gap);
    row->addLayout(left);
    row->addLayout(right, 1);
    look::fitScreen(this, {800, 600});

    connect(add, &QPushButton::clicked, this, &AccountsDialog::showAdd);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AccountsDialog::showChosen);
    connect(m_list, &QListView::clicked, this, &AccountsDialog::showChosen);
    connectAdding();
}

// Each scrolls where there is little room.
void AccountsDialog::addPage(QWidget *page, const QString &name)
{
    auto *area = new QScrollArea(this);
    area->setAccessibleName(name);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(page);
    page->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    m_pages->addWidget(area);
}

void AccountsDialog::connectAdding()
{
    connect(m_addPage, &AddAccountPage::failed, m_notice, &look::NoticeBar::showError);
    connect(m_addPage, &AddAccountPage::wanted, this, &AccountsDialog::add);
    connect(m_addPage, &AddAccountPage::browserWanted, this, &AccountsDialog::signInByBrowser);
    connect(m_devicePage, &DevicePage::left, this, [this] { m_pages->setCurrentIndex(1); });
    connect(m_devicePage, &DevicePage::failed, this, [this](const Error &error) {
        m_pages->setCurrentIndex(1);
        m_notice->showError(error);
    });
    connect(m_devicePage, &DevicePage::signedIn, this, [this](const FoundToken &token) {
        m_pages->setCurrentIndex(1);
        if (const QString id = m_addPage->clientId(); id != m_clientId) {
            m_clientId = id;
            emit clientIdChanged(id);
        }
        if (m_awaited)
            add(*m_awaited, token);
    });
}

void AccountsDialog::setClientId(const QString &id)
{
    m_clientId = id;
    m_addPage->setClientId(id);
}

void AccountsDialog::signInByBrowser(const NewAccount &account, const QString &clientId)
{
    m_notice->hide();
    m_awaited = std::make_shared<NewAccount>(account);
    m_pages->setCurrentIndex(2);
    m_devicePage->begin({.apiRoot = account.root, .clientId = clientId, .caFile = account.caFile});
}

void AccountsDialog::save(const AccountChanges &changes)
{
    const std::optional<Account> account = chosen();
    if (!account)
        return;
    QCoro::connect(m_desk.sessions()->change(account->id, changes), this, [this](const Result<Account> &saved) {
        if (!saved)
            return m_notice->showError(saved.error());
        reload(saved->id, {tr("Saved. Jobs from now on begin with it.")});
        emit accountsChanged();
    });
}

QWidget *AccountsDialog::detailsPage()
{
    auto *page = new QWidget(this);
    m_title = new QLabel(page);
    m_title->setTextFormat(Qt::PlainText);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_facts = new QLabel(page);
    m_facts->setObjectName(u"accountFacts"_s);
    m_facts->setWordWrap(true);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_checkIcon = new QLabel(page);
    m_found = new QLabel(page);
    m_found->setObjectName(u"accountFound"_s);
    m_found->setWordWrap(true);
    m_found->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_check = new QPushButton(look::icon(u"check"_s), tr("&Check"), page);
    m_check->setObjectName(u"checkAccount"_s);
    m_remove = new QPushButton(look::icon(u"trash"_s), tr("&Remove…"), page);
    m_remove->setObjectName(u"removeAccount"_s);
    for (QPushButton *button : {m_check, m_remove})
        button->setAutoDefault(false);
    m_defaults = new DefaultsForm(page);
    auto *found = new QHBoxLayout;
    found->setSpacing(look::gap);
    found->addWidget(m_checkIcon, 0, Qt::AlignTop);
    found->addWidget(m_found, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(look::gap);
    buttons->addWidget(m_check);
    buttons->addStretch(1);
    buttons->addWidget(m_remove);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(look::wideGap, 0, 0, 0);
    column->setSpacing(look::gap);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addSpacing(look::gap);
    column->addLayout(found);
    column->addSpacing(look::gap);
    column->addWidget(m_defaults);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_check, &QPushButton::clicked, this, &AccountsDialog::check);
    connect(m_remove, &QPushButton::clicked, this, &AccountsDialog::removeChosen);
    connect(m_defaults, &DefaultsForm::saveWanted, this, &AccountsDialog::save);
    connect(m_defaults, &DefaultsForm::ownersWanted, this, &AccountsDialog::offerOwners);
    return page;
}

void AccountsDialog::reload(const QString &select, const QStringList &notes)
{
    QCoro::connect(m_desk.sessions()->accounts(), this, [this, select, notes](const Result<QList<Account>> &accounts) {
        if (!accounts)
            return m_notice->showError(accounts.error());
        m_model->setAccounts(*accounts);
        m_list->setCurrentIndex(m_model->index(std::max(m_model->rowOf(select), 0)));
        if (!notes.isEmpty())
            m_notice->showNote(notes.join(u' '));
    });
}

std::optional<Account> AccountsDialog::chosen() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? std::optional(m_model->accounts().at(index.row())) : std::nullopt;
}

void AccountsDialog::showChosen()
{
    const std::optional<Account> account = chosen();
    if (!account)
        return;
    m_notice->hide();
    m_pages->setCurrentIndex(0);
    m_title->setText(account->name);
    m_checkIcon->clear();
    m_found->clear();
    m_remove->setVisible(!account->isThisComputer());
    m_defaults->setVisible(!account->isThisComputer());
    m_defaults->setAccount(*account);
    m_devicePage->stop();
    if (account->isThisComputer()) {
        m_facts->setText(tr("Jobs run on this computer and need no account."));
        QCoro::connect(m_desk.sessions()->sandbox(), this, [this](const Result<> &sandbox) {
            if (chosen() && chosen()->isThisComputer())
                m_facts->setText(
                    sandbox
                        ? tr("Jobs run on this computer, in a sandbox, and need no account.")
                        : tr("Jobs run on this computer with all your rights, and need no account.\n%1").arg(sandbox.error().sentence()));
        });
        return;
    }
    const QString token = tokenPlaceText(*account, {});
    m_facts->setText(tr("Server: %1\nSigned in as: %2\nToken: %3").arg(account->apiRoot.toString(), account->login, token));
}

void AccountsDialog::offerOwners()
{
    const std::optional<Account> account = chosen();
    if (!account || account->isThisComputer())
        return;
    QCoro::connect(possibleOwners(m_desk.sessions(), *account), this, [this, id = account->id](const QStringList &owners) {
        if (chosen() && chosen()->id == id)
            m_defaults->setOwners(owners);
    });
}

void AccountsDialog::check()
{
    const std::optional<Account> account = chosen();
    if (!account)
        return;
    m_check->setEnabled(false);
    m_found->setText(tr("Asking the server…"));
    QCoro::connect(checkAccount(m_desk.sessions(), *account), this, [this, id = account->id](const Check &check) {
        m_check->setEnabled(true);
        if (chosen() && chosen()->id == id)
            showCheck(check);
    });
}

void AccountsDialog::showCheck(const Check &check)
{
    const bool fine = check.level == Check::Level::Ok;
    const look::Tone tone = fine ? look::Tone::Success : check.level == Check::Level::Warn ? look::Tone::Warning : look::Tone::Failure;
    m_checkIcon->setPixmap(
        look::icon(fine ? u"check"_s : u"warning"_s, tone).pixmap(QSize(look::iconSize, look::iconSize), devicePixelRatio()));
    m_found->setText(check.remedy.isEmpty() ? check.what : check.what + u'\n' + check.remedy);
}

void AccountsDialog::choose(const QString &id)
{
    reload(id);
}

void AccountsDialog::showAdd()
{
    m_notice->hide();
    m_addPage->clear();
    m_pages->setCurrentIndex(1);
    m_addPage->setFocus();
}

TokenKeeping AccountsDialog::askKeeping(const QString &why)
{
    const int answer
        = m_prompts.choose(this, why,
                           tr("For this session only it lies in memory, and you sign in again after the next start. In a file it "
                              "is sealed by a passphrase that you choose, which is asked for after each start."),
                           {tr("This session only"), tr("Seal it in a file…")});
    return answer == 0 ? TokenKeeping::Session : answer == 1 ? TokenKeeping::Sealed : TokenKeeping::Refuse;
}

void AccountsDialog::add(const NewAccount &account, const FoundToken &token)
{
    m_notice->hide();
    m_addPage->setBusy(true);
    NewAccount wanted = account;
    wanted.keeping = [dialog = QPointer(this)](const QString &why) { return keepingFrom(dialog, why); };
    QCoro::connect(addAccount(m_desk.sessions(), wanted, token), this, [this](const Result<SignedIn> &in) {
        m_addPage->setBusy(false);
        if (!in)
            return m_notice->showError(in.error());
        QStringList notes = in->notes;
        for (const Lack &lack : in->rights.lacks)
            notes << lack.what << lack.remedy;
        if (!in->rights.note.isEmpty())
            notes.append(in->rights.note);
        m_addPage->clear();
        reload(in->account.id, notes);
        m_pages->setCurrentIndex(0);
        emit accountsChanged();
        emit accountAdded(in->account.id);
    });
}

void AccountsDialog::removeChosen()
{
    const std::optional<Account> account = chosen();
    const look::Question question{.text = tr("Remove the account “%1”?").arg(account ? account->name : QString()),
                                  .explanation = tr("What Punchcard keeps of its token is removed. Jobs that it ran stay in the list."),
                                  .yes = tr("Remove"),
                                  .dangerous = true};
    if (!account || !m_prompts.confirm(this, question))
        return;
    const Context context;
    QCoro::connect(m_desk.sessions()->remove(*account, context), this, [this](const Result<QStringList> &removed) {
        if (!removed)
            return m_notice->showError(removed.error());
        reload(thisComputerId(), *removed);
        emit accountsChanged();
    });
}

} // namespace punchcard
