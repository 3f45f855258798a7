// SPDX-License-Identifier: MIT
#include "core/jobs/watching.h"

#include "core/jobs/collecting.h"
#include "core/jobs/hindrance.h"
#include "core/jobs/livelog.h"
#include "core/jobs/pollplan.h"
#include "core/jobs/queuewait.h"
#include "core/jobs/runstate.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <optional>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcWatching, "punchcard.jobs.watching")

struct WatchingText
{
    Q_DECLARE_TR_FUNCTIONS(Watching)
};

// A run appears within seconds, at times a minute, after its push (github-api F).
constexpr Milliseconds runLate = 90s;
// GitHub's own server ends a cancelled run by force after five minutes.
constexpr Milliseconds cancelPatience = 330s;
// The run itself is asked for this often while its list of jobs is empty or all of them have ended.
constexpr int runEvery = 3;
// Of so many tasks each is fetched when it has ended. More are fetched at the end: one archive has all their logs, where
// one by one each would cost a request.
constexpr qsizetype fewTasks = 20;

/// Fetches beside the looking what a run that goes on has to give already.
class EarlyFetch
{
public:
    void begin(Drive &drive)
    {
        m_busy = true;
        m_task = run(drive);
    }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Nothing of it may be at work when the drive goes on.
    Async<> over()
    {
        if (m_task)
            (void)co_await *std::exchange(m_task, {});
        co_return {};
    }

private:
    Async<> run(Drive &drive)
    {
        const Result<> fetched = co_await fetchEarly(drive);
        if (!fetched && fetched.error().kind != Error::Kind::Cancelled)
            qCInfo(lcWatching).noquote() << "job" << qint64(drive.job.id) << "fetches the rest at its end:" << fetched.error().what;
        m_busy = false;
        co_return {};
    }

    std::optional<Async<>> m_task;
    bool m_busy = false;
};

/// One watch of one run: what has to be remembered between two looks.
class Watch
{
public:
    explicit Watch(Drive &drive)
        : m_drive(drive)
        , m_run(drive.job.runs.isEmpty() ? Run{.headSha = drive.job.commit.sha} : drive.job.runs.first())
        , m_begun(drive.now())
        , m_live(drive, m_run)
    {
    }

    Async<> follow();

private:
    Async<> watch();
    Async<> find();
    Async<> explainLateness();
    Async<> rerunIfWished();
    Async<> cancelIfWished();
    Async<bool> look();
    Async<bool> lookAtRun();
    Async<> store();
    [[nodiscard]] github::RunId id() const { return github::RunId(m_run.remoteId); }
    [[nodiscard]] const Attempt &newest() const { return m_run.attempts.last(); }
    [[nodiscard]] Milliseconds interval() const;
    [[nodiscard]] Time queuedSince() const;
    void fetchWhatEnded();
    Async<> noteWait();
    Async<> conclude();

    Drive &m_drive;
    Run m_run;
    Time m_begun;
    bool m_forced = false;
    int m_looks = 0;
    int m_quietLooks = 0; ///< since the last that brought something new
    qsizetype m_endedTasks = 0;
    QueueWait m_queue;
    EarlyFetch m_early;
    LiveLog m_live;
};

Async<> Watch::store()
{
    const Result<Run> stored = co_await m_drive.store->saveRun(m_drive.job.id, m_run);
    if (!stored)
        co_return stored.error();
    m_run = *stored;
    m_drive.job.runs = {m_run};
    co_return {};
}

Async<> Watch::find()
{
    bool explained = false;
    for (int tries = 0; m_run.remoteId == 0; ++tries) {
        const auto runs = co_await m_drive.client().runsByHeadSha(m_drive.repo(), m_drive.job.commit.sha, m_drive.context);
        if (!runs)
            co_return runs.error();
        // The filter is the server's; that it is our commit is for us to see.
        const auto ours = std::ranges::find(*runs, m_drive.job.commit.sha, &github::WorkflowRun::headSha);
        if (ours != runs->end()) {
            mergeRun(m_run, *ours);
            co_return co_await store();
        }
        const Time since = m_drive.job.submittedAt.value_or(m_begun);
        if (!explained && m_drive.now() - since > runLate) {
            explained = true;
            if (const Result<> said = co_await explainLateness(); !said || m_drive.job.outcome == Outcome::Refused)
                co_return said;
        }
        const Milliseconds wait = findInterval(tries, m_drive.session->isThisComputer());
        if (const Result<> slept = co_await m_drive.session->poller().sleep(m_drive.job.id, wait, m_drive.context); !slept)
            co_return slept;
        if (m_drive.job.wishes.cancel && explained) {
            m_drive.job.outcome = Outcome::Cancelled;
            co_return {};
        }
    }
    co_return {};
}

// Certain that it never will: then the job is over. Otherwise it waits, and the user is told what may be in its way.
Async<> Watch::explainLateness()
{
    const auto why = co_await whyNoRun(m_drive);
    if (!why)
        co_return why.error();
    if (*why) {
        m_drive.job.outcome = Outcome::Refused;
        m_drive.job.error = *why;
        co_return {};
    }
    const Error error{.kind = Error::Kind::Refused,
                      .what = WatchingText::tr("The job was pushed, but its run has not appeared."),
                      .remedy
                      = WatchingText::tr("Look whether Actions is switched on for the repository, the organisation and the account; "
                                         "cancel the job if it stays like this."),
                      .page = m_drive.job.house.page};
    m_drive.job.waiting = Waiting{.what = Waiting::For::Decision, .until = {}, .error = error};
    co_return co_await m_drive.save();
}

Async<> Watch::rerunIfWished()
{
    if (!m_drive.job.wishes.rerun)
        co_return {};
    const int known = m_run.attempts.isEmpty() ? 1 : newest().number;
    // Asked for in an earlier life? Then the number has grown.
    Result<github::Fresh<github::WorkflowRun>> seen = co_await m_drive.client().run(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    if (seen->value.runAttempt <= known) {
        const Result<MutationGate::Permit> permit = co_await m_drive.enter();
        if (!permit)
            co_return permit.error();
        const Result<> asked = co_await m_drive.client().rerun(m_drive.repo(), id(), m_drive.context);
        if (!asked && asked.error().kind != Error::Kind::Unreachable)
            co_return asked;
        for (int tries = 0; seen->value.runAttempt <= known; ++tries) {
            if (!asked && tries == 20)
                co_return asked;
            const Milliseconds wait = findInterval(tries, m_drive.session->isThisComputer());
            if (const Result<> slept = co_await m_drive.session->poller().sleep(m_drive.job.id, wait, m_drive.context); !slept)
                co_return slept;
            seen = co_await m_drive.client().run(m_drive.repo(), id(), m_drive.context);
            if (!seen)
                co_return seen.error();
        }
    }
    mergeRun(m_run, seen->value);
    m_drive.job.wishes.rerun = false;
    if (const Result<> done = co_await m_drive.store->wish(m_drive.job.id, store::Wish::Rerun, false); !done)
        co_return done;
    co_return co_await store();
}

Async<> Watch::cancelIfWished()
{
    Job &job = m_drive.job;
    if (!job.wishes.cancel)
        co_return {};
    const bool isLate = job.cancelAskedAt && m_drive.now() - *job.cancelAskedAt > cancelPatience;
    if (job.cancelAskedAt && (!isLate || m_forced))
        co_return {};
    const Result<MutationGate::Permit> permit = co_await m_drive.enter();
    if (!permit)
        co_return permit.error();
    if (isLate) {
        const Result<> forced = co_await m_drive.client().forceCancelRun(m_drive.repo(), id(), m_drive.context);
        m_forced = forced.has_value();
        co_return forced;
    }
    if (const Result<> asked = co_await m_drive.client().cancelRun(m_drive.repo(), id(), m_drive.context); !asked)
        co_return asked;
    job.cancelAskedAt = m_drive.now();
    co_return co_await m_drive.save();
}

// True when the run has ended.
Async<bool> Watch::lookAtRun()
{
    const auto seen = co_await m_drive.client().run(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    // "Unchanged" is said of what anybody here was told last, which need not be what is in m_run.
    if (mergeRun(m_run, seen->value)) {
        if (const Result<> stored = co_await store(); !stored)
            co_return stored.error();
    }
    co_return seen->value.status == github::Status::Completed;
}

Async<bool> Watch::look()
{
    const auto seen = co_await m_drive.client().jobs(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    QList<Task> tasks;
    int number = newest().number;
    for (const github::WorkflowJob &job : seen->value) {
        tasks.append(taskOf(job));
        number = std::max(number, job.runAttempt);
    }
    const bool isNews = mergeTasks(m_run, number, tasks);
    m_quietLooks = isNews ? 0 : m_quietLooks + 1;
    if (isNews) {
        if (const Result<> stored = co_await store(); !stored)
            co_return stored.error();
    }
    const bool ended = !tasks.isEmpty() && std::ranges::all_of(tasks, [](const Task &task) { return task.status == Status::Completed; });
    ++m_looks;
    if (!ended)
        fetchWhatEnded();
    if (ended || (tasks.isEmpty() && m_looks % runEvery == 0))
        co_return co_await lookAtRun();
    co_return false;
}

void Watch::fetchWhatEnded()
{
    const QList<Task> &tasks = newest().tasks;
    const qsizetype ended = std::ranges::count(tasks, Status::Completed, &Task::status);
    if (ended == m_endedTasks || tasks.size() > fewTasks || m_early.isBusy() || !m_drive.session->poller().isLookedAt(m_drive.job.id))
        return;
    m_endedTasks = ended;
    m_early.begin(m_drive);
}

Milliseconds Watch::interval() const
{
    const auto quota = m_drive.client().quota();
    const Time since = m_drive.job.submittedAt.value_or(m_begun);
    const auto picked = [](const Task &task) { return task.runnerId != 0; };
    const PollSituation situation{.age = std::max(m_drive.now() - since, Milliseconds(0)),
                                  .running = std::ranges::any_of(newest().tasks, picked),
                                  .thisComputer = m_drive.session->isThisComputer(),
                                  .lookedAt = m_drive.session->poller().isLookedAt(m_drive.job.id),
                                  .quietLooks = m_quietLooks,
                                  .remaining = quota ? quota->remaining : -1,
                                  .untilReset = quota ? quota->reset - m_drive.now() : Milliseconds(0),
                                  .jobs = m_drive.session->poller().sharers(),
                                  .shortest
                                  = std::max(Milliseconds(m_drive.job.spec.pollMs.value_or(0)), m_drive.session->poller().least())};
    return pollInterval(situation);
}

// Since when nobody has taken it, by our clock.
Time Watch::queuedSince() const
{
    return newest().number == 1 ? m_drive.job.submittedAt.value_or(m_begun) : m_begun;
}

Async<> Watch::noteWait()
{
    const auto queue = co_await m_queue.look(m_drive, newest(), queuedSince());
    if (!queue)
        co_return queue.error();
    std::optional<Waiting> &known = m_drive.job.waiting;
    const bool isKnown = known && *queue && known->what == (*queue)->what;
    if (isKnown || (!known && !*queue))
        co_return {};
    known = *queue;
    co_return co_await m_drive.save();
}

Async<> Watch::conclude()
{
    const auto why = co_await whyNotTaken(m_drive, newest());
    if (!why)
        co_return why.error();
    if (*why && !m_drive.job.cancelAskedAt) {
        m_drive.job.outcome = Outcome::Refused;
        m_drive.job.error = *why;
        co_return {};
    }
    const Ending ending{.conclusion = newest().conclusion,
                        .onlyUploads = onlyUploadsFailed(newest()),
                        .cancelAsked = m_drive.job.cancelAskedAt.has_value(),
                        .thisComputer = m_drive.session->isThisComputer(),
                        .limit = timeLimitOf(m_drive.job.spec, m_drive.session->isThisComputer()),
                        .running = longestTask(newest())};
    m_drive.job.outcome = outcomeOf(ending);
    if (m_drive.job.outcome == Outcome::Lost && !m_drive.job.error) {
        m_drive.job.error = Error{.kind = Error::Kind::Missing,
                                  .what = WatchingText::tr("What ran the job has ended without saying how the script fared."),
                                  .remedy = WatchingText::tr("Look at what came back, then run it again."),
                                  .page = m_run.page};
    }
    co_return {};
}

Async<> Watch::follow()
{
    const Result<> watched = co_await watch();
    if (const Result<> over = co_await m_live.over(); !over)
        co_return over;
    if (const Result<> over = co_await m_early.over(); !over)
        co_return over;
    co_return watched;
}

Async<> Watch::watch()
{
    if (const Result<> found = co_await find(); !found || m_drive.job.outcome != Outcome::Open)
        co_return found;
    if (const Result<> asked = co_await rerunIfWished(); !asked)
        co_return asked;
    m_live.begin();
    for (;;) {
        if (const Result<> asked = co_await cancelIfWished(); !asked)
            co_return asked;
        const Result<bool> ended = co_await look();
        if (!ended)
            co_return ended.error();
        if (const Result<> noted = co_await noteWait(); !noted)
            co_return noted;
        if (*ended)
            break;
        if (const Result<> slept = co_await m_drive.session->poller().sleep(m_drive.job.id, interval(), m_drive.context); !slept)
            co_return slept;
    }
    co_return co_await conclude();
}

} // namespace

Async<> watchRuns(Drive &drive)
{
    Watch watch(drive);
    co_return co_await watch.follow();
}

} // namespace punchcard
