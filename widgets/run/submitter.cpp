// SPDX-License-Identifier: MIT
#include "widgets/run/submitter.h"

#include "core/base/onpool.h"
#include "core/jobs/actionrules.h"
#include "core/jobs/preflight.h"
#include "core/jobs/rights.h"
#include "widgets/run/preflightsheet.h"

#include <QJsonObject>
#include <QWidget>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

Submitter::Submitter(Desk &desk, look::Prompts &prompts, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_prompts(prompts)
    , m_window(window)
    , m_habits(desk.store().database())
{
}

void Submitter::start(const ScriptInFront &script, const RunChoices &choices, const Account &account, Sheet sheet,
                      const std::optional<Capabilities> &rights)
{
    if (m_busy)
        return;
    m_racers.clear();
    begin(script, choices, account, sheet, rights);
}

void Submitter::startRace(const ScriptInFront &script, const RunChoices &choices, const Account &account, const QList<Racer> &racers,
                          const std::optional<Capabilities> &rights)
{
    if (m_busy)
        return;
    m_racers = racers;
    begin(script, choices, account, Sheet::WhenNew, rights);
}

void Submitter::begin(const ScriptInFront &script, const RunChoices &choices, const Account &account, Sheet sheet,
                      const std::optional<Capabilities> &rights)
{
    m_script = script;
    m_choices = choices;
    m_account = account;
    m_rights = rights;
    m_sandbox = {};
    m_mayLackSandbox = false;
    setBusy(true);
    const bool isTold = sheet == Sheet::Always || !mayRun();
    const auto races = [](const Racer &racer) { return racer.account == thisComputerId(); };
    const bool racesHere = !account.isThisComputer() && std::ranges::any_of(m_racers, races);
    const auto go = [this, isTold](const QString &key) {
        m_seenKey = key;
        if (isTold)
            show();
        else
            submitIfSeen(key);
    };
    if (!account.isThisComputer() && !racesHere)
        return go(account.id);
    QCoro::connect(m_desk.sessions()->sandbox(), this, [this, go, racesHere](const Result<> &sandbox) {
        m_mayLackSandbox = !sandbox;
        if (racesHere) {
            if (sandbox || mayRaceHere(sandbox.error()))
                return go(m_account.id);
            setBusy(false);
            emit turnedBack();
            return;
        }
        m_sandbox = sandbox;
        // Who has seen that the script is walled off has not seen that it is not.
        go(sandbox ? m_account.id : m_account.id + u"/no-sandbox"_s);
    });
}

bool Submitter::mayRaceHere(const Error &noSandbox)
{
    return m_prompts.confirm(m_window->window(),
                             {.text = tr("Run the script on this computer with all your rights?"),
                              .explanation = noSandbox.sentence(),
                              .yes = tr("Race"),
                              .dangerous = true});
}

void Submitter::submitIfSeen(const QString &key)
{
    QCoro::connect(m_habits.hasSeenPreflight(key), this, [this](const Result<bool> &seen) {
        // Not to be told is worse than to be told twice.
        if (seen.value_or(false))
            submit();
        else
            show();
    });
}

void Submitter::show()
{
    QCoro::connect(lossByRules(m_desk.sharedStore(), m_choices.spec, m_account, Clock::system().now()), this,
                   [this](const std::optional<Error> &loss) { show({.sandbox = m_sandbox, .loss = loss}); });
}

void Submitter::show(const Surroundings &around)
{
    const Context context;
    const Submission submission{.spec = m_choices.spec, .script = m_script.text, .typed = m_choices.typed};
    const auto look = [submission, account = m_account, around]() -> Result<Preflight> { return preflight(submission, account, around); };
    QCoro::connect(onPool(context, look), this, [this](Result<Preflight> told) {
        if (told) {
            if (const Result<> may = mayRun(); !may && !told->problem)
                told->problem = may.error();
            return showSheet(*told);
        }
        setBusy(false);
        emit failed(told.error());
    });
}

void Submitter::showSheet(const Preflight &told)
{
    auto *sheet = new PreflightSheet(told, m_script, m_account.name, m_window->window());
    m_sheet = sheet;
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    if (!mayRun()) {
        if (lacksOnlyDeleting(m_choices.spec, *m_rights))
            sheet->offerHousing([this](Housing housing, bool deletes) { house(housing, deletes); });
        emit rightsLacked();
    }
    connect(sheet, &QDialog::accepted, this, [this] {
        QCoro::connect(m_habits.keepSeenPreflight(m_seenKey, Clock::system().now()), this, [](const Result<> &kept) {
            if (!kept)
                qWarning("the sheet will be shown again: %s", qPrintable(kept.error().what));
        });
        submit();
    });
    connect(sheet, &QDialog::rejected, this, [this] {
        setBusy(false);
        emit turnedBack();
    });
    sheet->open();
}

Result<> Submitter::mayRun() const
{
    return m_rights ? checkRights(m_choices.spec, m_account, *m_rights) : Result<>();
}

// The sheet comes again, with what is different now.
void Submitter::house(Housing housing, bool deletes)
{
    m_choices.spec.housing = housing;
    m_choices.spec.deleteHouse = deletes;
    emit housingChosen(housing, deletes);
    if (m_sheet) {
        m_sheet->disconnect(this);
        m_sheet->close();
    }
    show();
}

void Submitter::showLint(const ScriptInFront &script)
{
    if (script.id != m_script.id)
        return;
    // The sheet may still be on its way.
    m_script.lint = script.lint;
    m_script.isLintComing = script.isLintComing;
    if (m_sheet)
        m_sheet->showLint(m_script);
}

std::optional<bool> Submitter::live()
{
    const JobSpec &spec = m_choices.spec;
    if (spec.live || m_account.isThisComputer() || !spec.isPrivate)
        return spec.live;
    if (!m_account.defaults.live) {
        m_account.defaults.live = m_prompts.confirm(
            m_window->window(),
            {.text = tr("While a job runs, its output can be shown here."),
             .explanation = tr("For that, the job may write into its own repository: it puts what it prints there, with your secrets "
                               "struck out. This holds for private repositories, and can be changed for each run in the options."),
             .yes = tr("Show live output"),
             .no = tr("Not now")});
        QCoro::connect(m_desk.sessions()->keep(m_account), this, [this](const Result<> &kept) {
            if (!kept)
                qWarning("it will be asked again: %s", qPrintable(kept.error().what));
            emit accountKept();
        });
    }
    return m_account.defaults.live;
}

void Submitter::submit()
{
    const Context context;
    Submission submission{.spec = m_choices.spec, .script = m_script.text, .typed = m_choices.typed};
    submission.spec.live = live();
    submission.spec.mayLackSandbox = m_mayLackSandbox;
    if (!m_racers.isEmpty())
        return submitRace(submission);
    QCoro::connect(m_desk.submit(submission, context), this, [this](const Result<Desk::Submitted> &done) {
        setBusy(false);
        if (!done) {
            emit failed(done.error());
            return;
        }
        keepHabits();
        emit submitted(done->job.id, done->notes);
    });
}

void Submitter::submitRace(const Submission &script)
{
    const Result<QList<Submission>> racers = racersOf(script, m_racers);
    if (!racers) {
        setBusy(false);
        emit failed(racers.error());
        return;
    }
    QCoro::connect(m_desk.submitRace(*racers, Context()), this, [this](const Result<Desk::StartedRace> &race) {
        setBusy(false);
        if (!race) {
            emit failed(race.error());
            return;
        }
        keepHabits();
        QStringList notes;
        for (const Desk::RefusedRacer &refused : race->refused)
            notes.append(tr("%1 does not take part: %2", "racer, why").arg(refused.name, refused.error.sentence()));
        for (const Desk::Submitted &racer : race->racers)
            notes += racer.notes;
        notes.removeDuplicates();
        emit raceStarted(race->race, notes);
    });
}

void Submitter::keepHabits()
{
    const QStringList keys = store::scriptKeys(m_script.path, m_script.text);
    QCoro::connect(m_habits.keepChoices(keys, toJson(m_choices.spec), Clock::system().now()), this, [](const Result<> &kept) {
        if (!kept)
            qWarning("what was chosen is not remembered: %s", qPrintable(kept.error().what));
    });
}

void Submitter::setBusy(bool busy)
{
    m_busy = busy;
    emit busyChanged(busy);
}

} // namespace punchcard
