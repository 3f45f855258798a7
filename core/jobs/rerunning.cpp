// SPDX-License-Identifier: MIT
// The desk's jobs that run once more: all of a job, or what failed of it.
#include "core/jobs/rerunning.h"

#include "core/job/array.h"
#include "core/jobs/desk.h"
#include "core/jobs/givingup.h"
#include "core/jobs/holding.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RerunningText
{
    Q_DECLARE_TR_FUNCTIONS(Rerunning)
};

// GitHub takes a month; the clocks may differ.
constexpr auto longestAgo = std::chrono::days(29);

// What it needs is taken out of a standing repository at its end, even where the rest is kept.
bool gaveBackSecrets(const Job &job)
{
    return job.spec.housing == Housing::Standing && !job.spec.secrets.isEmpty();
}

Error nothingFailed(JobId id)
{
    return Error{.kind = Error::Kind::Conflict,
                 .what = RerunningText::tr("Nothing of job %1 failed.").arg(qint64(id)),
                 .remedy = RerunningText::tr("“punch rerun %1” runs all of it again.").arg(qint64(id))};
}

// Whoever shows the job shows the other beside it.
Async<> joinGroup(std::shared_ptr<store::Store> store, Job *job)
{
    if (job->group)
        co_return {};
    const Result<GroupId> group = co_await store->addGroup(u"retry"_s, Clock::system().now());
    if (!group)
        co_return group.error();
    job->group = *group;
    co_return co_await store->save(*job);
}

} // namespace

QList<int> failedElements(const Job &job)
{
    QList<int> elements = elementsOf(job.spec);
    QSet<int> good;
    const std::optional<Attempt> attempt = newestAttempt(job);
    for (const Task &task : attempt ? attempt->tasks : QList<Task>()) {
        if (task.conclusion == Conclusion::Success)
            good.insert(elementOf(job.spec, task));
    }
    elements.removeIf([&good](int element) { return good.contains(element); });
    return elements;
}

bool hasFailed(const Job &job)
{
    if (arraySize(job.spec) > 0)
        return !failedElements(job).isEmpty();
    const std::optional<Attempt> attempt = newestAttempt(job);
    const QList<Task> tasks = attempt ? attempt->tasks : QList<Task>();
    const auto isGood = [](const Task &task) { return task.conclusion == Conclusion::Success; };
    return job.outcome != Outcome::Succeeded || !std::ranges::all_of(tasks, isGood);
}

bool canBeTriedAgain(const Job &job, Time now)
{
    if (job.house.dropped || job.runs.isEmpty() || gaveBackSecrets(job))
        return false;
    return std::ranges::all_of(job.runs, [now](const Run &run) {
        const bool isYoung = !run.createdAt || now - *run.createdAt < longestAgo;
        const bool hasBegun = !run.attempts.isEmpty() && run.attempts.constLast().conclusion != Conclusion::StartupFailure;
        return run.remoteId != 0 && isYoung && hasBegun;
    });
}

Async<JobId> Desk::rerun(JobId id)
{
    return tryOnceMore(id, store::Wish::Rerun);
}

Async<JobId> Desk::retryFailed(JobId id)
{
    return tryOnceMore(id, store::Wish::RerunFailed);
}

Async<JobId> Desk::tryOnceMore(JobId id, store::Wish wish)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const auto sessions = m_sessions;
    const bool isOfFailed = wish == store::Wish::RerunFailed;
    Result<Held> held = co_await hold(store, id, &isOver);
    if (!held)
        co_return held.error();
    if (!self)
        co_return cancelledError();
    Job job = held->job;
    if (isOfFailed && !hasFailed(job))
        co_return nothingFailed(id);
    if (!canBeTriedAgain(job, Clock::system().now())) {
        if (isOfFailed) {
            if (const Result<> joined = co_await joinGroup(store, &job); !joined)
                co_return joined.error();
            job.spec.elements = failedElements(job);
        }
        if (!self)
            co_return cancelledError();
        co_return co_await runAnew(job);
    }
    // Before anything is changed: without its account it could only wait.
    if (const auto session = co_await sessions->of(job.spec.account); !session)
        co_return session.error();
    if (const Result<> wished = co_await store->wish(id, wish); !wished)
        co_return wished.error();
    if (job.wishes.cancel) {
        if (const Result<> undone = co_await store->wish(id, store::Wish::Cancel, false); !undone)
            co_return undone.error();
    }
    if (job.wishes.giveUp) {
        if (const Result<> wanted = co_await wantGivenUp(store, &job); !wanted)
            co_return wanted.error();
    }
    if (const Result<> undone = co_await waitAgain(store, &job); !undone)
        co_return undone.error();
    job.wishes.rerun = !isOfFailed;
    job.wishes.rerunFailed = isOfFailed;
    job.wishes.cancel = false;
    job.phase = Phase::Started;
    job.outcome = Outcome::Open;
    job.results = Results::Open;
    job.error.reset();
    job.finishedAt.reset();
    job.cancelAskedAt.reset();
    job.submittedAt = Clock::system().now();
    if (const Result<> saved = co_await store->save(job); !saved)
        co_return saved.error();
    if (!self)
        co_return cancelledError();
    if (const Result<bool> driven = co_await takeUp(job, std::move(held->lock)); !driven)
        co_return driven.error();
    co_return id;
}

} // namespace punchcard
