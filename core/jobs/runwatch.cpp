// SPDX-License-Identifier: MIT
#include "core/jobs/runwatch.h"

#include "core/jobs/pollplan.h"
#include "core/jobs/runstate.h"

#include <algorithm>

namespace punchcard {

namespace {

// The run itself is asked for this often while its list of jobs is empty or all of them have ended.
constexpr int runEvery = 3;
constexpr int tasksOnPage = 100;
// After so many looks a new attempt whose request got no answer was never begun.
constexpr int looksForAttempt = 20;

} // namespace

bool hasFailedTasks(const Attempt &attempt)
{
    const auto isGood = [](const Task &task) { return task.conclusion == Conclusion::Success || task.conclusion == Conclusion::Skipped; };
    return attempt.tasks.isEmpty() ? attempt.conclusion != Conclusion::Success : !std::ranges::all_of(attempt.tasks, isGood);
}

RunWatch::RunWatch(Drive &drive, Run run)
    : m_drive(drive)
    , m_run(std::move(run))
    , m_cancelled(drive.job.cancelAskedAt.has_value())
    , m_live(drive, m_run)
{
}

int RunWatch::pages() const
{
    const qsizetype tasks = m_run.attempts.isEmpty() ? 0 : newest().tasks.size();
    return std::max(1, int((tasks + tasksOnPage - 1) / tasksOnPage));
}

Async<> RunWatch::keep()
{
    const Result<Run> stored = co_await m_drive.store->saveRun(m_drive.job.id, m_run);
    if (!stored)
        co_return stored.error();
    m_run = *stored;
    QList<Run> &runs = m_drive.job.runs;
    const auto known = std::ranges::find(runs, m_run.number, &Run::number);
    if (known == runs.end())
        runs.append(m_run);
    else
        *known = m_run;
    co_return {};
}

Async<> RunWatch::find()
{
    const auto runs = co_await m_drive.client().runsByHeadSha(m_drive.repo(), m_run.headSha, m_drive.context);
    if (!runs)
        co_return runs.error();
    // The filter is the server's; that it is our commit is for us to see.
    const auto ours = std::ranges::find(*runs, m_run.headSha, &github::WorkflowRun::headSha);
    if (ours == runs->end())
        co_return {};
    mergeRun(m_run, *ours);
    co_return co_await keep();
}

Async<> RunWatch::runAgain(Again what)
{
    const int known = m_run.attempts.isEmpty() ? 1 : newest().number;
    // Asked for in an earlier life? Then the number has grown.
    Result<github::Fresh<github::WorkflowRun>> seen = co_await m_drive.client().run(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    if (seen->value.runAttempt <= known) {
        const Result<MutationGate::Permit> permit = co_await m_drive.enter();
        if (!permit)
            co_return permit.error();
        const Result<> asked = co_await (what == Again::All ? m_drive.client().rerun(m_drive.repo(), id(), m_drive.context)
                                                            : m_drive.client().rerunFailedJobs(m_drive.repo(), id(), m_drive.context));
        if (!asked && asked.error().kind != Error::Kind::Unreachable)
            co_return asked;
        for (int tries = 0; seen->value.runAttempt <= known; ++tries) {
            if (!asked && tries == looksForAttempt)
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
    co_return {};
}

Async<> RunWatch::cancel(bool force)
{
    if (m_ended || (force ? m_forced : m_cancelled))
        co_return {};
    const Result<MutationGate::Permit> permit = co_await m_drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<> asked = co_await (force ? m_drive.client().forceCancelRun(m_drive.repo(), id(), m_drive.context)
                                           : m_drive.client().cancelRun(m_drive.repo(), id(), m_drive.context));
    (force ? m_forced : m_cancelled) = asked.has_value();
    co_return asked;
}

Async<> RunWatch::lookAtRun()
{
    const auto seen = co_await m_drive.client().run(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    // "Unchanged" is said of what anybody here was told last, which need not be what is in m_run.
    if (mergeRun(m_run, seen->value)) {
        if (const Result<> kept = co_await keep(); !kept)
            co_return kept;
    }
    m_ended = seen->value.status == github::Status::Completed;
    co_return {};
}

Async<bool> RunWatch::look()
{
    const auto seen = co_await m_drive.client().jobs(m_drive.repo(), id(), m_drive.context);
    if (!seen)
        co_return seen.error();
    QList<Task> tasks;
    tasks.reserve(seen->value.size());
    int number = newest().number;
    for (const github::WorkflowJob &job : seen->value) {
        tasks.append(taskOf(job));
        number = std::max(number, job.runAttempt);
    }
    const bool isNews = mergeTasks(m_run, number, tasks);
    if (isNews) {
        if (const Result<> kept = co_await keep(); !kept)
            co_return kept.error();
    }
    const bool allEnded = !tasks.isEmpty() && std::ranges::all_of(tasks, [](const Task &task) { return task.status == Status::Completed; });
    ++m_looks;
    if (allEnded || (tasks.isEmpty() && m_looks % runEvery == 0)) {
        if (const Result<> looked = co_await lookAtRun(); !looked)
            co_return looked.error();
    }
    // One of the two is wrong, and a 304 would say so for ever.
    if (allEnded && !m_ended)
        m_drive.client().forgetAnswers();
    co_return isNews;
}

} // namespace punchcard
