// SPDX-License-Identifier: MIT
#include "core/jobs/runstate.h"

#include "core/runners/hostedrunners.h"
#include "core/workflow/jobworkflow.h"

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Status statusOf(github::Status status)
{
    switch (status) {
    case github::Status::Requested:
    case github::Status::Queued: return Status::Queued;
    case github::Status::Pending:
    case github::Status::Waiting: return Status::Waiting;
    case github::Status::InProgress: return Status::InProgress;
    case github::Status::Completed: return Status::Completed;
    case github::Status::Other: return Status::Unknown;
    }
    return Status::Unknown;
}

Conclusion conclusionOf(github::Conclusion conclusion)
{
    switch (conclusion) {
    case github::Conclusion::None: return Conclusion::None;
    case github::Conclusion::Success: return Conclusion::Success;
    case github::Conclusion::Failure:
    case github::Conclusion::ActionRequired: return Conclusion::Failure;
    case github::Conclusion::Cancelled: return Conclusion::Cancelled;
    case github::Conclusion::Skipped: return Conclusion::Skipped;
    case github::Conclusion::TimedOut: return Conclusion::TimedOut;
    case github::Conclusion::StartupFailure: return Conclusion::StartupFailure;
    case github::Conclusion::Neutral:
    case github::Conclusion::Stale:
    case github::Conclusion::Other: return Conclusion::Other;
    }
    return Conclusion::Other;
}

Attempt &attemptOf(Run &run, int number)
{
    const auto found = std::ranges::find(run.attempts, number, &Attempt::number);
    if (found != run.attempts.end())
        return *found;
    run.attempts.append(Attempt{.number = number});
    return run.attempts.last();
}

} // namespace

Task taskOf(const github::WorkflowJob &job)
{
    Task task{.remoteId = qint64(job.id),
              .name = job.name,
              .status = statusOf(job.status),
              .conclusion = conclusionOf(job.conclusion),
              .createdAt = job.createdAt,
              .startedAt = job.startedAt,
              .completedAt = job.completedAt,
              .runnerId = job.runnerId,
              .runnerName = job.runnerName,
              .labels = job.labels,
              .page = job.htmlUrl};
    for (const github::Step &step : job.steps) {
        task.steps.append({.number = step.number,
                           .name = step.name,
                           .status = statusOf(step.status),
                           .conclusion = conclusionOf(step.conclusion),
                           .startedAt = step.startedAt,
                           .completedAt = step.completedAt});
    }
    return task;
}

bool mergeTasks(Run &run, int number, const QList<Task> &tasks)
{
    Attempt &attempt = attemptOf(run, number);
    if (attempt.tasks == tasks)
        return false;
    attempt.tasks = tasks;
    return true;
}

bool mergeRun(Run &run, const github::WorkflowRun &seen)
{
    const Run before = run;
    run.remoteId = qint64(seen.id);
    run.headSha = seen.headSha;
    run.createdAt = seen.createdAt;
    run.page = seen.htmlUrl;
    Attempt &attempt = attemptOf(run, seen.runAttempt);
    attempt.status = statusOf(seen.status);
    attempt.conclusion = conclusionOf(seen.conclusion);
    attempt.startedAt = seen.runStartedAt ? seen.runStartedAt : std::optional(seen.createdAt);
    attempt.updatedAt = seen.updatedAt;
    return !(run == before);
}

Milliseconds timeLimitOf(const JobSpec &spec, bool thisComputer)
{
    const auto isHosted = [](const QString &label) { return hostedRunners().find(label) != nullptr; };
    const bool onHosted = !thisComputer && spec.runnerGroup.isEmpty() && std::ranges::any_of(spec.runsOn, isHosted);
    const bool onSlim = onHosted && spec.runsOn.contains(u"ubuntu-slim"_s);
    const Milliseconds ofMachine = onSlim ? Milliseconds(15min) : onHosted ? Milliseconds(6h) : Milliseconds(5 * 24h);
    // What a workflow that says nothing of it gets, wherever it runs.
    const Milliseconds ofFile = spec.timeoutMinutes ? Milliseconds(std::chrono::minutes(*spec.timeoutMinutes)) : Milliseconds(6h);
    return std::min(ofMachine, ofFile);
}

std::optional<Milliseconds> longestTask(const Attempt &attempt)
{
    std::optional<Milliseconds> longest;
    for (const Task &task : attempt.tasks) {
        if (task.startedAt && task.completedAt && task.runnerId != 0)
            longest = std::max(longest.value_or(Milliseconds(0)), Milliseconds(*task.completedAt - *task.startedAt));
    }
    return longest;
}

QString failedStep(const Task &task)
{
    const auto step = std::ranges::find(task.steps, Conclusion::Failure, &Step::conclusion);
    return step == task.steps.end() ? QString() : step->name;
}

bool onlyUploadsFailed(const Attempt &attempt)
{
    bool any = false;
    for (const Task &task : attempt.tasks) {
        if (task.conclusion == Conclusion::Success)
            continue;
        const auto script = std::ranges::find(task.steps, workflow::scriptStep, &Step::name);
        if (task.conclusion != Conclusion::Failure || !workflow::isKeepStep(failedStep(task)) || script == task.steps.end()
            || script->conclusion != Conclusion::Success)
            return false;
        any = true;
    }
    return any;
}

Outcome outcomeOf(const Ending &ending)
{
    switch (ending.conclusion) {
    case Conclusion::Success: return Outcome::Succeeded;
    case Conclusion::Failure: return ending.onlyUploads ? Outcome::Succeeded : Outcome::Failed;
    case Conclusion::StartupFailure: return Outcome::Failed;
    case Conclusion::TimedOut: return Outcome::TimedOut;
    case Conclusion::Cancelled: break;
    case Conclusion::None:
    case Conclusion::Skipped:
    case Conclusion::Other: return Outcome::Lost;
    }
    if (ending.cancelAsked)
        return Outcome::Cancelled;
    // GitHub says "cancelled" as well when a task's time is over.
    if (ending.running && *ending.running >= ending.limit)
        return Outcome::TimedOut;
    // Nobody but us can cancel on this computer: the hub died under the job.
    return ending.thisComputer ? Outcome::Lost : Outcome::Cancelled;
}

bool isFailure(Conclusion conclusion)
{
    return conclusion == Conclusion::Failure || conclusion == Conclusion::TimedOut;
}

bool hasFailure(const Job &job)
{
    const std::optional<Attempt> whole = newestAttempt(job);
    return whole && std::ranges::any_of(whole->tasks, &isFailure, &Task::conclusion);
}

Outcome worse(Outcome a, Outcome b)
{
    static constexpr std::array order{Outcome::Open,      Outcome::Succeeded, Outcome::Failed, Outcome::TimedOut,
                                      Outcome::Cancelled, Outcome::Lost,      Outcome::Refused};
    return std::ranges::find(order, a) < std::ranges::find(order, b) ? b : a;
}

} // namespace punchcard
