// SPDX-License-Identifier: MIT
#include "core/jobs/watching.h"

#include "core/jobs/collecting.h"
#include "core/jobs/hindrance.h"
#include "core/jobs/pollplan.h"
#include "core/jobs/queuewait.h"
#include "core/jobs/runstate.h"
#include "core/jobs/runwatch.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

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
// Of so many tasks each log is fetched when it has ended. More are fetched at the end: one archive has them all, where one by
// one each would cost a request. Artifacts cost the same whenever they are fetched, but for the list of them, which is read no
// more often than this.
constexpr qsizetype fewTasks = 20;
constexpr Milliseconds betweenLists = 60s;
constexpr Milliseconds betweenListsHere = 2s;

/// Fetches beside the looking what a run that goes on has to give already.
class EarlyFetch
{
public:
    void begin(Drive &drive, Early what)
    {
        m_busy = true;
        m_task = run(drive, what);
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
    Async<> run(Drive &drive, Early what)
    {
        const Result<> fetched = co_await fetchEarly(drive, what);
        if (!fetched && fetched.error().kind != Error::Kind::Cancelled)
            qCInfo(lcWatching).noquote() << "job" << qint64(drive.job.id) << "fetches the rest at its end:" << fetched.error().what;
        m_busy = false;
        co_return {};
    }

    std::optional<Async<>> m_task;
    bool m_busy = false;
};

/// All runs of a job, followed in one loop: one, unless its array is very big.
class Watch
{
public:
    explicit Watch(Drive &drive);

    Async<> follow();

private:
    Async<> watch();
    Async<> find();
    Async<> explainLateness();
    Async<> rerunIfWished();
    Async<> refuseRerun(Error error);
    Async<> cancelIfWished();
    Async<> stopAfterFailure();
    Async<> look();
    Async<> noteWait();
    Async<> conclude();
    [[nodiscard]] bool isMissingAny() const;
    [[nodiscard]] bool haveEnded() const;
    [[nodiscard]] Milliseconds interval(int tries) const;
    [[nodiscard]] Milliseconds lookInterval() const;
    [[nodiscard]] Time queuedSince() const;
    [[nodiscard]] Outcome outcomeOfRun(const RunWatch &run, bool stopped) const;
    void fetchWhatEnded();

    Drive &m_drive;
    std::vector<std::unique_ptr<RunWatch>> m_runs;
    Time m_begun;
    bool m_explained = false; ///< why one of them does not appear
    bool m_givenUp = false;   ///< those that have not appeared: nobody waits for them any more
    int m_quietLooks = 0;     ///< since the last that brought something new
    qsizetype m_endedTasks = 0;
    std::optional<Time> m_listedAt; ///< what many tasks left
    QueueWait m_queue;
    EarlyFetch m_early;
};

Watch::Watch(Drive &drive)
    : m_drive(drive)
    , m_begun(drive.now())
{
    QList<Run> runs = drive.job.runs;
    if (runs.isEmpty())
        runs.append(Run{.headSha = drive.job.commit.sha});
    for (const Run &run : std::as_const(runs))
        m_runs.push_back(std::make_unique<RunWatch>(drive, run));
}

bool Watch::isMissingAny() const
{
    return !m_givenUp && !std::ranges::all_of(m_runs, &RunWatch::isFound);
}

bool Watch::haveEnded() const
{
    return std::ranges::all_of(m_runs, [this](const auto &run) { return run->isFound() ? run->hasEnded() : m_givenUp; });
}

Async<> Watch::find()
{
    if (!isMissingAny())
        co_return {};
    for (const auto &run : m_runs) {
        if (run->isFound())
            continue;
        if (const Result<> looked = co_await run->find(); !looked)
            co_return looked;
    }
    if (!isMissingAny())
        co_return {};
    if (m_drive.job.wishes.cancel && m_explained) {
        m_givenUp = true;
        if (std::ranges::none_of(m_runs, &RunWatch::isFound))
            m_drive.job.outcome = Outcome::Cancelled;
        co_return {};
    }
    const Time since = m_drive.job.submittedAt.value_or(m_begun);
    if (m_explained || m_drive.now() - since <= runLate)
        co_return {};
    m_explained = true;
    co_return co_await explainLateness();
}

// Certain that it never will: then the job is over. Otherwise it waits, and the user is told what may be in its way.
Async<> Watch::explainLateness()
{
    const auto why = co_await whyNoRun(m_drive);
    if (!why)
        co_return why.error();
    if (*why && std::ranges::none_of(m_runs, &RunWatch::isFound)) {
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

// What is stored of the runs is of before the wish until that is carried out: so whoever takes the job up in between can
// tell which of them have been asked already.
Async<> Watch::rerunIfWished()
{
    Wishes &wishes = m_drive.job.wishes;
    if (!wishes.rerun && !wishes.rerunFailed)
        co_return {};
    const Again what = wishes.rerun ? Again::All : Again::Failed;
    for (const auto &run : m_runs) {
        if (what == Again::Failed && !hasFailedTasks(run->newest()))
            continue;
        const Result<> again = co_await run->runAgain(what);
        if (!again && again.error().status == 403 && !again.error().retry)
            co_return co_await refuseRerun(again.error());
        if (!again)
            co_return again;
    }
    const store::Wish wish = wishes.rerun ? store::Wish::Rerun : store::Wish::RerunFailed;
    wishes.rerun = wishes.rerunFailed = false;
    if (const Result<> done = co_await m_drive.store->wish(m_drive.job.id, wish, false); !done)
        co_return done;
    for (const auto &run : m_runs) {
        if (const Result<> kept = co_await run->keep(); !kept)
            co_return kept;
    }
    co_return {};
}

// The job stays what it was, and says why. Runs that did begin anew are followed.
Async<> Watch::refuseRerun(Error error)
{
    m_drive.job.error = error;
    m_drive.job.wishes.rerun = m_drive.job.wishes.rerunFailed = false;
    for (const store::Wish wish : {store::Wish::Rerun, store::Wish::RerunFailed}) {
        if (const Result<> done = co_await m_drive.store->wish(m_drive.job.id, wish, false); !done)
            co_return done;
    }
    co_return co_await m_drive.save();
}

Async<> Watch::cancelIfWished()
{
    Job &job = m_drive.job;
    if (!job.wishes.cancel)
        co_return {};
    const bool isLate = job.cancelAskedAt && m_drive.now() - *job.cancelAskedAt > cancelPatience;
    for (const auto &run : m_runs) {
        if (!run->isFound())
            continue;
        if (const Result<> asked = co_await run->cancel(isLate); !asked)
            co_return asked;
    }
    // One that appears only now is to be cancelled too.
    if (job.cancelAskedAt || isMissingAny())
        co_return {};
    job.cancelAskedAt = m_drive.now();
    co_return co_await m_drive.save();
}

// GitHub ends the other elements of the same run only.
Async<> Watch::stopAfterFailure()
{
    if (!m_drive.job.spec.failFast || m_runs.size() < 2 || !hasFailure(m_drive.job))
        co_return {};
    for (const auto &run : m_runs) {
        const bool hasOwn = run->isFound() && std::ranges::any_of(run->newest().tasks, &isFailure, &Task::conclusion);
        if (!run->isFound() || hasOwn)
            continue;
        if (const Result<> asked = co_await run->cancel(false); !asked)
            co_return asked;
    }
    co_return {};
}

Async<> Watch::look()
{
    bool isNews = false;
    for (const auto &run : m_runs) {
        if (!run->isFound() || run->hasEnded())
            continue;
        run->follow();
        const Result<bool> seen = co_await run->look();
        if (!seen)
            co_return seen.error();
        isNews = isNews || *seen;
    }
    m_quietLooks = isNews ? 0 : m_quietLooks + 1;
    if (!haveEnded())
        fetchWhatEnded();
    co_return {};
}

void Watch::fetchWhatEnded()
{
    const std::optional<Attempt> whole = newestAttempt(m_drive.job);
    const QList<Task> tasks = whole ? whole->tasks : QList<Task>();
    const qsizetype ended = std::ranges::count(tasks, Status::Completed, &Task::status);
    if (ended == m_endedTasks || m_early.isBusy() || !m_drive.session->poller().isLookedAt(m_drive.job.id))
        return;
    const bool areMany = tasks.size() > fewTasks;
    const Milliseconds least = m_drive.session->isThisComputer() ? betweenListsHere : betweenLists;
    if (areMany && m_listedAt && m_drive.now() - *m_listedAt < least)
        return;
    m_listedAt = m_drive.now();
    m_endedTasks = ended;
    m_early.begin(m_drive, areMany ? Early::Artifacts : Early::All);
}

Milliseconds Watch::interval(int tries) const
{
    if (!isMissingAny())
        return lookInterval();
    const Milliseconds find = findInterval(tries, m_drive.session->isThisComputer());
    return std::ranges::any_of(m_runs, &RunWatch::isFound) ? std::min(find, lookInterval()) : find;
}

Milliseconds Watch::lookInterval() const
{
    const auto quota = m_drive.client().quota();
    const Time since = m_drive.job.submittedAt.value_or(m_begun);
    const auto picked = [](const Task &task) { return task.runnerId != 0; };
    int pages = 0;
    for (const auto &run : m_runs)
        pages += run->hasEnded() ? 0 : run->pages();
    const PollSituation situation{.age = std::max(m_drive.now() - since, Milliseconds(0)),
                                  .running = std::ranges::any_of(newestAttempt(m_drive.job).value_or(Attempt{}).tasks, picked),
                                  .thisComputer = m_drive.session->isThisComputer(),
                                  .lookedAt = m_drive.session->poller().isLookedAt(m_drive.job.id),
                                  .quietLooks = m_quietLooks,
                                  .remaining = quota ? quota->remaining : -1,
                                  .untilReset = quota ? quota->reset - m_drive.now() : Milliseconds(0),
                                  .requests = m_drive.session->poller().sharers() - 1 + std::max(1, pages),
                                  .shortest
                                  = std::max(Milliseconds(m_drive.job.spec.pollMs.value_or(0)), m_drive.session->poller().least())};
    return pollInterval(situation);
}

// Since when nobody has taken it, by our clock.
Time Watch::queuedSince() const
{
    const auto isFirst = [](const auto &run) { return run->newest().number == 1; };
    return std::ranges::all_of(m_runs, isFirst) ? m_drive.job.submittedAt.value_or(m_begun) : m_begun;
}

Async<> Watch::noteWait()
{
    if (!std::ranges::all_of(m_runs, &RunWatch::isFound))
        co_return {};
    const Attempt whole = newestAttempt(m_drive.job).value_or(Attempt{});
    const auto queue = co_await m_queue.look(m_drive, whole, queuedSince());
    if (!queue)
        co_return queue.error();
    std::optional<Waiting> &known = m_drive.job.waiting;
    const bool isKnown = known && *queue && known->what == (*queue)->what;
    if (isKnown || (!known && !*queue))
        co_return {};
    known = *queue;
    co_return co_await m_drive.save();
}

Outcome Watch::outcomeOfRun(const RunWatch &run, bool stopped) const
{
    const Attempt &attempt = run.newest();
    const Ending ending{.conclusion = attempt.conclusion,
                        .onlyUploads = onlyUploadsFailed(attempt),
                        .cancelAsked = m_drive.job.cancelAskedAt.has_value(),
                        .thisComputer = m_drive.session->isThisComputer(),
                        .limit = timeLimitOf(m_drive.job.spec, m_drive.session->isThisComputer()),
                        .running = longestTask(attempt)};
    const Outcome outcome = outcomeOf(ending);
    const bool isEnded = attempt.conclusion == Conclusion::Cancelled && outcome != Outcome::TimedOut;
    return stopped && isEnded ? Outcome::Failed : outcome;
}

Async<> Watch::conclude()
{
    Job &job = m_drive.job;
    // The first failure ended the others: that is no cancel of anybody's.
    const bool stopped = job.spec.failFast && !job.cancelAskedAt && hasFailure(job);
    Outcome outcome = Outcome::Open;
    std::optional<Error> refusal;
    for (const auto &run : m_runs) {
        if (!run->isFound()) {
            outcome = worse(outcome, Outcome::Cancelled);
            continue;
        }
        const auto why = co_await whyNotTaken(m_drive, run->newest());
        if (!why)
            co_return why.error();
        if (*why && !job.cancelAskedAt)
            refusal = *why;
        else
            outcome = worse(outcome, outcomeOfRun(*run, stopped));
    }
    if (refusal) {
        // Where the other runs ran the job did, and has not all that it was to have.
        outcome = outcome == Outcome::Open ? Outcome::Refused : worse(outcome, Outcome::Failed);
        job.error = refusal;
    }
    job.outcome = outcome;
    if (outcome == Outcome::Lost && !job.error) {
        job.error = Error{.kind = Error::Kind::Missing,
                          .what = WatchingText::tr("What ran the job has ended without saying how the script fared."),
                          .remedy = WatchingText::tr("Look at what came back, then run it again."),
                          .page = pageOf(job)};
    }
    co_return {};
}

Async<> Watch::follow()
{
    const Result<> watched = co_await watch();
    for (const auto &run : m_runs) {
        if (const Result<> over = co_await run->over(); !over)
            co_return over;
    }
    if (const Result<> over = co_await m_early.over(); !over)
        co_return over;
    co_return watched;
}

Async<> Watch::watch()
{
    for (int tries = 0;; ++tries) {
        if (const Result<> found = co_await find(); !found || m_drive.job.outcome != Outcome::Open)
            co_return found;
        if (!isMissingAny()) {
            if (const Result<> asked = co_await rerunIfWished(); !asked)
                co_return asked;
        }
        if (const Result<> asked = co_await cancelIfWished(); !asked)
            co_return asked;
        if (const Result<> looked = co_await look(); !looked)
            co_return looked;
        if (const Result<> asked = co_await stopAfterFailure(); !asked)
            co_return asked;
        if (const Result<> noted = co_await noteWait(); !noted)
            co_return noted;
        if (haveEnded())
            co_return co_await conclude();
        const Milliseconds wait = interval(tries);
        if (const Result<> slept = co_await m_drive.session->poller().sleep(m_drive.job.id, wait, m_drive.context); !slept)
            co_return slept;
    }
}

} // namespace

Async<> watchRuns(Drive &drive)
{
    Watch watch(drive);
    co_return co_await watch.follow();
}

} // namespace punchcard
