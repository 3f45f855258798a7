// SPDX-License-Identifier: MIT
#include "widgets/accounts/defaultsform.h"

#include "core/runners/runnerchoice.h"
#include "widgets/look/metrics.h"

#include <QCheckBox>
#include <QCompleter>
#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStringListModel>

namespace punchcard {

using namespace Qt::StringLiterals;

DefaultsForm::DefaultsForm(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(this))
    , m_owner(new QLineEdit(this))
    , m_labels(new QLineEdit(this))
    , m_private(new QCheckBox(tr("Repositories are &private"), this))
    , m_ownRepository(new QRadioButton(tr("A repository of its o&wn for each job"), this))
    , m_standing(new QRadioButton(tr("The &standing repository, a branch for each job"), this))
    , m_standingName(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("&Keep them afterwards"), this))
    , m_live(new QCheckBox(tr("Show the &output of private jobs while they run"), this))
    , m_owners(new QStringListModel(this))
    , m_save(new QPushButton(tr("Sa&ve"), this))
{
    setObjectName(u"accountDefaults"_s);
    build();
}

void DefaultsForm::build()
{
    m_name->setObjectName(u"defaultName"_s);
    m_owner->setObjectName(u"defaultOwner"_s);
    m_labels->setObjectName(u"defaultLabels"_s);
    m_private->setObjectName(u"defaultPrivate"_s);
    m_ownRepository->setObjectName(u"defaultOwnRepository"_s);
    m_standing->setObjectName(u"defaultStanding"_s);
    m_standingName->setObjectName(u"defaultStandingName"_s);
    m_standingName->setAccessibleName(tr("Name of the standing repository"));
    m_standingName->setPlaceholderText(tr("Punchcard's own; or the name of one"));
    m_keep->setObjectName(u"defaultKeep"_s);
    m_live->setObjectName(u"defaultLive"_s);
    m_live->setToolTip(tr("For that a job may write into its own repository."));
    auto *owners = new QCompleter(m_owners, this);
    owners->setCaseSensitivity(Qt::CaseInsensitive);
    m_owner->setCompleter(owners);
    m_owner->installEventFilter(this);
    m_save->setObjectName(u"saveDefaults"_s);
    m_save->setAutoDefault(false);
    auto *form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setHorizontalSpacing(look::wideGap);
    form->setVerticalSpacing(look::gap);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Name here"), m_name);
    form->addRow(tr("Repositories &under"), m_owner);
    form->addRow(tr("Runner la&bels"), m_labels);
    form->addRow(tr("Jobs live in"), m_ownRepository);
    form->addRow(QString(), m_private);
    form->addRow(QString(), m_keep);
    form->addRow(QString(), m_standing);
    form->addRow(QString(), m_standingName);
    form->addRow(QString(), m_live);
    form->addRow(QString(), m_save);
    form->setAlignment(m_save, Qt::AlignRight);
    for (QLineEdit *line : {m_name, m_owner, m_labels, m_standingName}) {
        connect(line, &QLineEdit::textChanged, this, &DefaultsForm::judge);
        connect(line, &QLineEdit::returnPressed, m_save, &QPushButton::click);
    }
    for (QAbstractButton *button : std::initializer_list<QAbstractButton *>{m_private, m_ownRepository, m_standing, m_keep, m_live})
        connect(button, &QAbstractButton::toggled, this, &DefaultsForm::judge);
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveWanted(changes()); });
}

void DefaultsForm::setAccount(const Account &account)
{
    m_account = account;
    const AccountDefaults &defaults = account.defaults;
    m_name->setText(account.name);
    m_owner->setText(account.owner);
    m_owner->setPlaceholderText(account.login);
    m_labels->setText(textOf(RunnerChoice{.labels = defaults.runsOn, .group = defaults.runnerGroup}));
    m_private->setChecked(defaults.isPrivate);
    m_keep->setChecked(!defaults.deleteHouse);
    m_live->setChecked(defaults.live.value_or(true));
    m_owners->setStringList({});
    m_standingName->setText(defaults.standingRepository);
    (defaults.housing == Housing::Standing ? m_standing : m_ownRepository)->setChecked(true);
    judge();
}

void DefaultsForm::setOwners(const QStringList &owners)
{
    m_owners->setStringList(owners);
}

bool DefaultsForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && m_owners->rowCount() == 0)
        emit ownersWanted();
    return QWidget::eventFilter(watched, event);
}

AccountChanges DefaultsForm::changes() const
{
    const RunnerChoice runner = runnerChoiceFromText(m_labels->text());
    // Not answered by looking at it.
    const bool isAnswered = m_account.defaults.live || !m_live->isChecked();
    return {.name = m_name->text().trimmed(),
            .owner = m_owner->text().trimmed(),
            .runsOn = runner.labels,
            .runnerGroup = runner.group,
            .isPrivate = m_private->isChecked(),
            .deleteHouse = !m_keep->isChecked(),
            .housing = m_standing->isChecked() ? Housing::Standing : Housing::Repository,
            .standingRepository = m_standingName->text().trimmed(),
            .live = isAnswered ? std::optional(m_live->isChecked()) : std::nullopt};
}

void DefaultsForm::judge()
{
    m_standingName->setEnabled(m_standing->isChecked());
    m_keep->setEnabled(m_ownRepository->isChecked());
    m_private->setEnabled(m_ownRepository->isChecked()); // the standing one always is
    const Result<Account> now = changed(m_account, changes());
    // What cannot be is said when it is saved.
    m_save->setEnabled(!now || *now != m_account);
}

} // namespace punchcard
