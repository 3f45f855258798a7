// SPDX-License-Identifier: MIT
#include "widgets/run/runstrip.h"

#include "core/jobs/inputs.h"
#include "core/jobs/rights.h"
#include "core/script/directives.h"
#include "core/store/habits.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/prompts.h"
#include "widgets/run/arraysheet.h"
#include "widgets/run/inputssheet.h"
#include "widgets/run/optionspanel.h"
#include "widgets/run/resultsline.h"
#include "widgets/run/runnerbox.h"
#include "widgets/run/secretssheet.h"
#include "widgets/run/submitter.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString iconOf(const Account &account)
{
    if (account.isThisComputer())
        return u"computer"_s;
    return account.owner.isEmpty() || account.owner == account.login ? u"account"_s : u"organisation"_s;
}

QToolButton *quietButton(const QString &name, const QString &icon, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(look::icon(icon));
    button->setIconSize(QSize(look::iconSize, look::iconSize));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(look::rowHeight);
    return button;
}

} // namespace

RunStrip::RunStrip(Desk &desk, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_prompts(prompts)
{
    setObjectName(u"runStrip"_s);
    buildParts(prompts);
    layOut();
    connectParts();
    m_choices = freshChoices();
    takeUp(m_choices);
    reloadAccounts();
}

void RunStrip::buildParts(look::Prompts &prompts)
{
    m_run = new look::PrimaryButton(u"run"_s, tr("Run"), this);
    m_run->setObjectName(u"runButton"_s);
    setFocusProxy(m_run);
    m_run->setToolTip(tr("Run the script (Ctrl+Enter)"));
    m_accountButton = quietButton(u"accountButton"_s, u"computer"_s, this);
    m_accountButton->setPopupMode(QToolButton::InstantPopup);
    m_accountButton->setAccessibleName(tr("Account"));
    m_accountMenu = new QMenu(m_accountButton);
    m_accountMenu->setObjectName(u"accountMenu"_s);
    m_accountButton->setMenu(m_accountMenu);
    m_runner = new RunnerBox(this);
    m_visibility = quietButton(u"visibilityButton"_s, u"lock"_s, this);
    m_secrets = quietButton(u"secretsButton"_s, u"key"_s, this);
    m_inputs = quietButton(u"inputsButton"_s, u"inputs"_s, this);
    m_results = new ResultsLine(prompts, this);
    m_options = quietButton(u"optionsButton"_s, u"settings"_s, this);
    m_options->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_options->setAccessibleName(tr("Options"));
    m_more = quietButton(u"moreButton"_s, u"more"_s, this);
    m_more->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("What else belongs to a run"));
    m_more->setMenu(new QMenu(m_more));
    m_more->menu()->setObjectName(u"moreMenu"_s);
    m_panel = new OptionsPanel(this);
    m_notice = new look::NoticeBar(this);
    m_submitter = new Submitter(m_desk, prompts, this);
    connect(m_submitter, &Submitter::accountKept, this, &RunStrip::reloadAccounts);
}

void RunStrip::layOut()
{
    m_row = new QHBoxLayout;
    m_row->setSpacing(look::gap);
    for (QWidget *part : std::initializer_list<QWidget *>{m_run, m_accountButton, m_runner, m_visibility, m_secrets, m_inputs, m_results,
                                                          m_options, m_more})
        m_row->addWidget(part);
    m_row->setStretchFactor(m_runner, 1);
    m_row->setStretchFactor(m_results, 2);
    m_row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::gap, look::gap, look::gap, look::gap);
    column->setSpacing(look::gap);
    column->setSizeConstraint(QLayout::SetNoConstraint);
    column->addLayout(m_row);
    column->addWidget(m_notice);
}

void RunStrip::connectParts()
{
    connect(m_run, &QPushButton::clicked, this, &RunStrip::run);
    connect(m_visibility, &QToolButton::clicked, this, &RunStrip::toggleVisibility);
    connect(m_secrets, &QToolButton::clicked, this, &RunStrip::showSecrets);
    connect(m_inputs, &QToolButton::clicked, this, &RunStrip::showInputs);
    connect(m_options, &QToolButton::clicked, this, &RunStrip::showOptions);
    connect(m_more->menu(), &QMenu::aboutToShow, this, &RunStrip::fillMoreMenu);
    connect(m_panel, &OptionsPanel::changed, this, [this] {
        m_panel->applyTo(m_choices.spec);
        noteChange();
    });
    connect(m_panel, &OptionsPanel::arrayWanted, this, &RunStrip::showArray);
    connect(m_runner, &RunnerBox::choiceChanged, this, [this] {
        m_choices.spec.runsOn = m_runner->choice().labels;
        m_choices.spec.runnerGroup = m_runner->choice().group;
        noteChange();
    });
    connect(m_results, &ResultsLine::folderChanged, this, [this](const QString &folder) {
        m_choices.spec.outFolder = folder;
        noteChange();
    });
    connect(m_submitter, &Submitter::busyChanged, this, [this](bool busy) { m_run->setEnabled(!busy); });
    connect(m_submitter, &Submitter::failed, m_notice, &look::NoticeBar::showError);
    connect(m_submitter, &Submitter::turnedBack, this, &RunStrip::backToScript);
    connect(m_submitter, &Submitter::housingChosen, this, [this](Housing housing, bool deletes) {
        m_choices.spec.housing = housing;
        m_choices.spec.deleteHouse = deletes;
        noteChange();
    });
    connect(m_submitter, &Submitter::rightsLacked, this, [this] {
        // They may be given at any moment.
        m_rights.remove(m_account.id);
        askForRights();
    });
    connect(m_submitter, &Submitter::submitted, this, [this](JobId job, const QStringList &notes) {
        // The values are in the job's own keychain entry now.
        m_choices.typed.clear();
        if (!notes.isEmpty())
            m_notice->showNote(notes.join(u' '));
        emit submitted(job, notes);
    });
    connect(m_submitter, &Submitter::raceStarted, this, [this](GroupId race, const QStringList &notes) {
        m_choices.typed.clear();
        if (!notes.isEmpty())
            m_notice->showNote(notes.join(u' '));
        emit raceStarted(race);
    });
}

void RunStrip::setScriptSource(ScriptSource source)
{
    m_source = std::move(source);
    scriptChanged();
}

RunChoices RunStrip::freshChoices() const
{
    const AccountDefaults &defaults = m_account.defaults;
    return {.spec = {.account = m_account.id,
                     .housing = defaults.housing,
                     .standingRepository = defaults.standingRepository,
                     .runsOn = defaults.runsOn,
                     .runnerGroup = defaults.runnerGroup,
                     .isPrivate = defaults.isPrivate,
                     .deleteHouse = defaults.deleteHouse,
                     .outFolder = m_usualResults},
            .typed = {}};
}

void RunStrip::takeUp(const RunChoices &choices)
{
    {
        const QScopedValueRollback taking(m_taking, true);
        m_choices = choices;
        const auto at = std::ranges::find(m_accounts, choices.spec.account, &Account::id);
        if (at != m_accounts.end())
            m_account = *at;
        else if (choices.spec.account == thisComputerId())
            m_account = thisComputer();
        // One that was removed since: what is chosen now stays. As long as none is read, it may be there.
        if (!m_accounts.isEmpty())
            m_choices.spec.account = m_account.id;
        m_runner->setChoice({.labels = choices.spec.runsOn, .group = choices.spec.runnerGroup});
        m_results->setFolder(choices.spec.outFolder);
        m_panel->setSpec(m_choices.spec, m_account.isThisComputer());
    }
    suggestRunners();
    askForRights();
    describe();
    emit choicesChanged();
}

void RunStrip::reloadAccounts()
{
    QCoro::connect(m_desk.sessions()->accounts(), this, [this](const Result<QList<Account>> &accounts) {
        const auto then = std::exchange(m_onceAccountsAreRead, nullptr);
        if (!accounts)
            return m_notice->showError(accounts.error());
        m_accounts = *accounts;
        m_offered.clear();
        takeUp(m_choices);
        if (then)
            then();
    });
}

void RunStrip::fillAccountMenu()
{
    m_accountMenu->clear();
    delete m_accountMenu->findChild<QActionGroup *>();
    auto *group = new QActionGroup(m_accountMenu);
    for (const Account &account : std::as_const(m_accounts)) {
        QAction *action = m_accountMenu->addAction(look::icon(iconOf(account)), account.name);
        action->setCheckable(true);
        action->setChecked(account.id == m_account.id);
        action->setData(account.id);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, id = account.id] { chooseAccount(id); });
    }
    m_accountMenu->addSeparator();
    QAction *add = m_accountMenu->addAction(look::icon(u"add"_s), tr("&Add account…"));
    add->setObjectName(u"addAccount"_s);
    connect(add, &QAction::triggered, this, &RunStrip::addAccountWanted);
}

void RunStrip::chooseAccount(const QString &id)
{
    // Also when it is chosen already: what was last used elsewhere must not take it away.
    m_isSettled = true;
    const auto at = std::ranges::find(m_accounts, id, &Account::id);
    if (at == m_accounts.end() || at->id == m_account.id)
        return;
    RunChoices choices = m_choices;
    // What nobody changed follows the account.
    if (choices.spec.runsOn == m_account.defaults.runsOn && choices.spec.runnerGroup == m_account.defaults.runnerGroup) {
        choices.spec.runsOn = at->defaults.runsOn;
        choices.spec.runnerGroup = at->defaults.runnerGroup;
    }
    const AccountDefaults &before = m_account.defaults;
    if (choices.spec.housing == before.housing && choices.spec.standingRepository == before.standingRepository) {
        choices.spec.housing = at->defaults.housing;
        choices.spec.standingRepository = at->defaults.standingRepository;
    }
    if (choices.spec.isPrivate == before.isPrivate)
        choices.spec.isPrivate = at->defaults.isPrivate;
    if (choices.spec.deleteHouse == before.deleteHouse)
        choices.spec.deleteHouse = at->defaults.deleteHouse;
    choices.spec.account = at->id;
    choices.spec.owner.clear();
    choices.spec.ownerIsOrganisation.reset();
    takeUp(choices);
}

void RunStrip::suggestRunners()
{
    const bool isPrivate = m_choices.spec.isPrivate;
    m_runner->setApplies(!m_account.isThisComputer());
    if (m_account.isThisComputer())
        return;
    const store::Habits habits(m_desk.store().database());
    QCoro::connect(habits.usedLabels(m_account.id), this, [this, isPrivate, account = m_account](const Result<QStringList> &used) {
        if (account.id == m_account.id)
            m_runner->setSuggestions(runnerSuggestions(account, isPrivate, used.value_or(QStringList()), m_offered.value(account.id)));
    });
    askForRunners();
}

// Once for each account: what an organisation has seldom changes. A token that may not see them gets none.
void RunStrip::askForRunners()
{
    const QString organisation = m_account.owner;
    if (organisation.isEmpty() || organisation == m_account.login || m_offered.contains(m_account.id))
        return;
    m_offered.insert(m_account.id, {});
    QCoro::connect(m_desk.sessions()->of(m_account.id), this,
                   [this, organisation, id = m_account.id](const Result<std::shared_ptr<Session>> &session) {
                       if (!session)
                           return;
                       QCoro::connect((*session)->client().offeredRunners(organisation, {}), this,
                                      [this, id, kept = *session](const Result<QList<github::OfferedRunner>> &offered) {
                                          m_offered.insert(id, offered.value_or(QList<github::OfferedRunner>()));
                                          if (offered && !offered->isEmpty() && id == m_account.id)
                                              suggestRunners();
                                      });
                   });
}

// Once as well, so that Run need not wait: what a token may not do is said before anything is created.
void RunStrip::askForRights()
{
    if (m_account.isThisComputer() || m_rights.contains(m_account.id))
        return;
    m_rights.insert(m_account.id, std::nullopt);
    QCoro::connect(askRights(m_desk.sessions(), m_account), this, [this, id = m_account.id](const Result<Capabilities> &rights) {
        if (!rights) {
            m_rights.remove(id);
            return;
        }
        m_rights.insert(id, *rights);
        describe();
    });
}

void RunStrip::toggleVisibility()
{
    m_choices.spec.isPrivate = !m_choices.spec.isPrivate;
    suggestRunners();
    noteChange();
}

void RunStrip::noteChange()
{
    if (m_taking)
        return;
    m_isSettled = true;
    describe();
    emit choicesChanged();
}

void RunStrip::describe()
{
    const JobSpec &spec = m_choices.spec;
    const bool here = m_account.isThisComputer();
    fillAccountMenu();
    m_accountButton->setIcon(look::icon(iconOf(m_account)));
    m_accountButton->setToolTip(placeText());
    m_visibility->setEnabled(!here);
    m_visibility->setIcon(look::icon(spec.isPrivate ? u"lock"_s : u"globe"_s));
    m_visibility->setText(spec.isPrivate ? tr("Private") : tr("Public"));
    m_visibility->setAccessibleName(spec.isPrivate ? tr("Visibility: private") : tr("Visibility: public"));
    m_visibility->setToolTip(spec.isPrivate ? tr("The job's repository is private. Click to make it public.")
                                            : tr("Everybody can see the job's repository. Click to make it private."));
    const int secrets = int(spec.secrets.size());
    const int inputs = int(spec.inputs.size());
    m_secrets->setToolTip(secrets == 0 ? tr("No secrets: the script gets none") : tr("%n secret(s)", nullptr, secrets));
    m_inputs->setToolTip(inputs == 0 ? tr("Files and folders to put beside the script") : tr("%n input(s)", nullptr, inputs));
    const QStringList unusual = OptionsPanel::unusual(spec, here);
    m_options->setIcon(unusual.isEmpty() ? look::icon(u"settings"_s) : look::icon(u"settings"_s, look::Tone::Accent));
    m_options->setToolTip(unusual.isEmpty() ? tr("Options: time limit, array, rights, what happens to the repository")
                                            : unusual.join(u'\n'));
    arrange();
}

QString RunStrip::placeText() const
{
    if (!m_account.isThisComputer()) {
        QStringList lines{tr("Runs on %1").arg(m_account.name)};
        const std::optional<Capabilities> rights = m_rights.value(m_account.id);
        for (const Lack &lack : rights ? rights->lacks : QList<Lack>())
            lines.append(lack.what);
        return lines.join(u'\n');
    }
    if (!m_isSandboxed)
        return tr("The script runs on this computer. Script, log and results stay here.");
    return *m_isSandboxed ? tr("The script runs on this computer, in a sandbox. Script, log and results stay here.")
                          : tr("The script runs on this computer, without a sandbox: with all your rights.");
}

void RunStrip::setSandboxed(bool sandboxed)
{
    m_isSandboxed = sandboxed;
    describe();
}

JobSpec RunStrip::spec() const
{
    JobSpec spec = m_choices.spec;
    const std::optional<ScriptInFront> script = m_source();
    const QString asked = m_asked ? askedName(*m_asked) : QString();
    spec.name = !asked.isEmpty() ? asked : script && !script->name.isEmpty() ? script->name : tr("script");
    if (spec.owner.isEmpty())
        spec.owner = m_account.owner;
    if (m_account.isThisComputer()) {
        // Chosen for another account: it stays remembered, but has no meaning here.
        spec.runsOn = m_account.defaults.runsOn;
        spec.runnerGroup.clear();
        spec.housing = Housing::Repository;
        spec.standingRepository.clear();
        spec.isPrivate = true;
        spec.deleteHouse = true;
        spec.oidc = false;
        spec.packages = false;
    }
    return spec;
}

Submission RunStrip::submission() const
{
    const std::optional<ScriptInFront> script = m_source();
    return {.spec = spec(), .script = script ? script->text : QByteArray(), .typed = m_choices.typed};
}

void RunStrip::run()
{
    startSubmitting(false);
}

void RunStrip::showPreflight()
{
    startSubmitting(true);
}

void RunStrip::showSecrets()
{
    editSecrets({});
}

void RunStrip::editSecrets(std::function<void()> then)
{
    auto *sheet = new SecretsSheet(m_choices, m_desk.sessions()->tokens(), m_prompts, window());
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet, then = std::move(then)] {
        m_choices = sheet->choices();
        noteChange();
        if (then && m_choices.valuesLacking().isEmpty())
            then();
    });
    sheet->open();
}

void RunStrip::showInputs()
{
    auto *sheet = new InputsSheet(m_choices.spec.inputs, m_prompts, window());
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet] {
        JobSpec &spec = m_choices.spec;
        spec.inputs = sheet->inputs();
        spec.each.removeIf([&spec](const QString &name) { return !std::ranges::contains(spec.inputs, name, &InputSource::name); });
        noteChange();
    });
    sheet->open();
}

void RunStrip::showArray()
{
    auto *sheet = new ArraySheet(m_choices.spec, m_prompts, window());
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet] {
        sheet->applyTo(m_choices.spec);
        noteChange();
    });
    sheet->open();
}

void RunStrip::addInputs(const QStringList &paths)
{
    for (const QString &path : paths) {
        Result<QList<InputSource>> with = withInput(m_choices.spec.inputs, path);
        if (!with)
            m_notice->showError(with.error());
        else
            m_choices.spec.inputs = std::move(*with);
    }
    noteChange();
}

void RunStrip::setResultsFolder(const QString &folder)
{
    m_results->setFolder(folder);
}

void RunStrip::showOptions()
{
    m_panel->setSpec(m_choices.spec, m_account.isThisComputer());
    m_panel->adjustSize();
    const QWidget *above = m_options->isVisible() ? m_options : m_more;
    const QPoint below = above->mapToGlobal(QPoint(above->width() - m_panel->width(), above->height() + look::halfGap));
    m_panel->move(below);
    m_panel->show();
    m_panel->setFocus();
}

void RunStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit backToScript();
    else
        QWidget::keyPressEvent(event);
}

} // namespace punchcard
