// SPDX-License-Identifier: MIT
#include "widgets/run/secretssheet.h"

#include "core/base/onpool.h"
#include "core/secrets/secretfolder.h"
#include "core/secrets/secretname.h"
#include "core/secrets/secretset.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/prompts.h"
#include "widgets/look/secretfield.h"
#include "widgets/look/tones.h"
#include "widgets/run/plainlist.h"
#include "widgets/run/secretsmodel.h"

#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

SecretsSheet::SecretsSheet(const RunChoices &choices, TokenStorePtr tokens, look::Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_tokens(std::move(tokens))
    , m_prompts(prompts)
    , m_choices(choices)
    , m_model(new SecretsModel(this))
    , m_list(new PlainList(tr("The script finds its secrets in the environment, by their names.\nAdd a folder with a file for each, "
                              "or type them below."),
                           this))
    , m_notice(new look::NoticeBar(this))
    , m_name(new QLineEdit(this))
    , m_value(new look::SecretField(this))
    , m_set(new QComboBox(this))
    , m_nameProblem(new QLabel(this))
    , m_add(new QPushButton(tr("&Add"), this))
    , m_remove(new QPushButton(look::icon(u"remove"_s), tr("&Remove"), this))
    , m_setsMenu(new QMenu(this))
{
    setObjectName(u"secretsSheet"_s);
    setWindowTitle(tr("Secrets"));
    setWindowModality(Qt::WindowModal);
    m_list->setModel(m_model);
    m_list->setItemDelegate(
        new TwoTextsDelegate(SecretsModel::WhereRole, SecretsModel::ProblemRole, [](const QModelIndex &) { return u"key"_s; }, m_list));
    build();
    m_model->setSecrets(choices.spec.secrets);
    readSets();
    judgeName();
    askForLacking();
}

void SecretsSheet::build()
{
    m_list->setObjectName(u"secretsList"_s);
    m_list->setAccessibleName(tr("Secrets"));
    m_list->setRemover(m_remove, [this] { removeChosen(); });
    m_remove->setObjectName(u"removeSecret"_s);
    auto *folder = new QPushButton(look::icon(u"folder"_s), tr("From &folder…"), this);
    folder->setObjectName(u"secretsFolder"_s);
    auto *files = new QPushButton(look::icon(u"file"_s), tr("From f&iles…"), this);
    files->setObjectName(u"secretsFiles"_s);
    auto *sets = new QPushButton(look::icon(u"key"_s), tr("From &set"), this);
    sets->setObjectName(u"secretsSets"_s);
    sets->setMenu(m_setsMenu);
    auto *done = new look::PrimaryButton(QString(), tr("Done"), this);
    done->setObjectName(u"secretsDone"_s);
    for (QPushButton *button : {folder, files, sets, m_remove, m_add})
        button->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(look::gap);
    for (QWidget *widget : std::initializer_list<QWidget *>{folder, files, sets, m_remove})
        row->addWidget(widget);
    row->addStretch(1);
    auto *last = new QHBoxLayout;
    auto *promise = new QLabel(tr("Values are sealed before they leave this computer, and never shown again."), this);
    promise->setForegroundRole(QPalette::PlaceholderText);
    promise->setWordWrap(true);
    last->addWidget(promise, 1);
    last->addWidget(done);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    column->addLayout(row);
    column->addWidget(m_list, 1);
    column->addWidget(typedLine());
    column->addSpacing(look::gap);
    column->addLayout(last);
    look::fitScreen(this, {640, 440});

    connect(folder, &QPushButton::clicked, this, [this] {
        if (const QString chosen = m_prompts.chooseFolder(this, tr("A folder with a file for each secret"), QString()); !chosen.isEmpty())
            addFolder(chosen);
    });
    connect(files, &QPushButton::clicked, this,
            [this] { addFiles(m_prompts.chooseFiles(this, tr("Files that each hold a secret"), QString(), QString())); });
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
}

QWidget *SecretsSheet::typedLine()
{
    auto *box = new QWidget(this);
    m_name->setObjectName(u"secretName"_s);
    m_name->setPlaceholderText(tr("NAME"));
    m_name->setAccessibleName(tr("Name of a new secret"));
    m_name->setFont(look::monospacedFont());
    m_value->setObjectName(u"secretValue"_s);
    m_value->setPlaceholderText(tr("Value"));
    m_value->setAccessibleName(tr("Value of the new secret"));
    m_set->setObjectName(u"secretSet"_s);
    m_set->setEditable(true);
    m_set->setInsertPolicy(QComboBox::NoInsert);
    m_set->lineEdit()->setPlaceholderText(tr("Next run only"));
    m_set->setAccessibleName(tr("Set in the keychain that keeps it; empty: for the next run only"));
    m_set->setToolTip(tr("The name of a set keeps the value in the keychain, for other jobs too."));
    m_nameProblem->setObjectName(u"secretNameProblem"_s);
    m_nameProblem->setWordWrap(true);
    m_add->setObjectName(u"addSecret"_s);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(look::gap);
    grid->setVerticalSpacing(look::halfGap);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 3);
    grid->setColumnStretch(2, 2);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_value, 0, 1);
    grid->addWidget(m_set, 0, 2);
    grid->addWidget(m_add, 0, 3);
    grid->addWidget(m_nameProblem, 1, 0, 1, 4);
    connect(m_name, &QLineEdit::textChanged, this, &SecretsSheet::judgeName);
    connect(m_value, &QLineEdit::textChanged, this, &SecretsSheet::judgeName);
    connect(m_name, &QLineEdit::returnPressed, m_value, qOverload<>(&QWidget::setFocus));
    connect(m_value, &QLineEdit::returnPressed, this, &SecretsSheet::addTyped);
    connect(m_add, &QPushButton::clicked, this, &SecretsSheet::addTyped);
    return box;
}

RunChoices SecretsSheet::choices() const
{
    RunChoices now = m_choices;
    now.spec.secrets = m_model->secrets();
    now.typed.removeIf([&now](const auto &pair) {
        return std::ranges::none_of(now.spec.secrets, [&pair](const SecretSource &source) {
            return source.from == SecretSource::From::Typed && source.name == pair.first;
        });
    });
    return now;
}

void SecretsSheet::addFolder(const QString &folder)
{
    const Context context;
    QCoro::connect(onPool(context, [folder] { return listSecrets(folder); }), this, [this](const Result<FolderSecrets> &found) {
        if (!found)
            return m_notice->showError(found.error());
        for (const SecretSource &source : found->secrets)
            add(source);
        if (!found->skipped.isEmpty())
            m_notice->showNote(found->skipped.join(u' '));
    });
}

void SecretsSheet::addFiles(const QStringList &files)
{
    const Context context;
    for (const QString &file : files) {
        const QString argument = secretNameFromFile(QFileInfo(file).fileName()) + u"=@"_s + file;
        QCoro::connect(onPool(context, [argument] { return secretFromArgument(argument); }), this,
                       [this](const Result<SecretSource> &source) {
                           if (source)
                               add(*source);
                           else
                               m_notice->showError(source.error());
                       });
    }
}

void SecretsSheet::add(const SecretSource &source)
{
    m_notice->hide();
    QList<SecretSource> all = m_model->secrets();
    all.removeIf([&source](const SecretSource &other) { return other.name.compare(source.name, Qt::CaseInsensitive) == 0; });
    all.append(source);
    if (const Result<> fits = checkSecretSet(all); !fits)
        return m_notice->showError(fits.error());
    m_model->put(source);
}

void SecretsSheet::addTyped()
{
    const QString name = m_name->text().trimmed();
    const QString set = m_set->currentText().trimmed();
    SecretString value(m_value->text().toUtf8());
    for (const Result<> &fine : {checkSecretName(name), checkSecretValue(name, value), set.isEmpty() ? Result<>() : checkSetName(set)}) {
        if (!fine)
            return m_notice->showError(fine.error());
    }
    m_value->clear();
    m_name->clear();
    m_name->setFocus();
    if (!set.isEmpty())
        return keepTyped(set, name, std::move(value));
    m_choices.typed.removeIf([&name](const auto &pair) { return pair.first == name; });
    m_choices.typed.append({name, std::move(value)});
    add({.name = name, .from = SecretSource::From::Typed});
    askForLacking();
}

void SecretsSheet::keepTyped(const QString &set, const QString &name, SecretString value)
{
    const Context context;
    QCoro::connect(keepInSet(m_tokens, set, name, std::move(value), context), this, [this, set, name](const Result<> &kept) {
        if (!kept)
            return m_notice->showError(kept.error());
        add({.name = name, .from = SecretSource::From::Set, .where = set});
        if (!m_tokens->isLasting())
            m_notice->showNote(tr("No keychain works here, so the set “%1” lasts until Punchcard is closed.").arg(set));
        readSets();
    });
}

void SecretsSheet::addSet(const QString &set)
{
    const Context context;
    QCoro::connect(secretSets(m_tokens, context), this, [this, set](const Result<QList<SecretSet>> &sets) {
        if (!sets)
            return m_notice->showError(sets.error());
        const auto at = std::ranges::find(*sets, set, &SecretSet::name);
        for (const QString &name : at == sets->end() ? QStringList() : at->secrets)
            add({.name = name, .from = SecretSource::From::Set, .where = set});
    });
}

void SecretsSheet::removeSet(const QString &set)
{
    const look::Question question{.text = tr("Remove the set “%1” from the keychain?").arg(set),
                                  .explanation = tr("All of its values are lost. Scripts and jobs that name it ask for them again."),
                                  .yes = tr("Remove"),
                                  .dangerous = true};
    if (!m_prompts.confirm(this, question))
        return;
    const Context context;
    QCoro::connect(forgetSet(m_tokens, set, context), this, [this, set](const Result<> &removed) {
        readSets();
        if (!removed)
            return m_notice->showError(removed.error());
        QList<SecretSource> left = m_model->secrets();
        left.removeIf([&set](const SecretSource &source) { return source.from == SecretSource::From::Set && source.where == set; });
        m_model->setSecrets(left);
    });
}

void SecretsSheet::readSets()
{
    const Context context;
    QCoro::connect(secretSets(m_tokens, context), this, [this](const Result<QList<SecretSet>> &sets) {
        if (!sets)
            m_notice->showError(sets.error());
        const QString typed = m_set->currentText();
        m_set->clear();
        delete m_setsMenu->findChild<QMenu *>(u"removeSetMenu"_s);
        m_setsMenu->clear();
        for (const SecretSet &set : sets.value_or(QList<SecretSet>())) {
            m_set->addItem(set.name);
            QAction *action = m_setsMenu->addAction(look::icon(u"key"_s), set.name);
            action->setToolTip(set.secrets.join(u", "_s));
            connect(action, &QAction::triggered, this, [this, name = set.name] { addSet(name); });
        }
        if (const auto names = m_setsMenu->actions(); !names.isEmpty()) {
            m_setsMenu->addSeparator();
            QMenu *remove = m_setsMenu->addMenu(look::icon(u"trash"_s), tr("Remove a set"));
            remove->setObjectName(u"removeSetMenu"_s);
            for (const QAction *name : names)
                remove->addAction(tr("%1…", "the name of a set, which a dialog asks about").arg(name->text()), this,
                                  [this, set = name->text()] { removeSet(set); });
        } else
            m_setsMenu->addAction(tr("No set yet: type a secret and name its set"))->setEnabled(false);
        m_set->setCurrentIndex(-1);
        m_set->setEditText(typed);
    });
}

void SecretsSheet::removeChosen()
{
    QList<int> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        rows.append(index.row());
    std::ranges::sort(rows, std::greater());
    for (const int row : std::as_const(rows))
        m_model->removeAt(row);
}

void SecretsSheet::judgeName()
{
    const QString name = m_name->text().trimmed();
    const Result<> fine = name.isEmpty() ? Result<>() : checkSecretName(name);
    QPalette colours = m_nameProblem->palette();
    colours.setColor(QPalette::WindowText, look::colour(look::Tone::Failure, palette()));
    m_nameProblem->setPalette(colours);
    m_nameProblem->setText(fine ? QString() : fine.error().sentence());
    m_add->setEnabled(fine && !name.isEmpty() && !m_value->text().isEmpty());
}

void SecretsSheet::askForLacking()
{
    const QStringList lacking = choices().valuesLacking();
    m_model->setLacking(lacking);
    if (lacking.isEmpty())
        return;
    m_name->setText(lacking.first());
    m_value->setFocus();
    m_notice->showNote(tr("The value of %1 is not on this computer any more. Enter it again, or remove the secret.").arg(lacking.first()));
}

} // namespace punchcard
