// SPDX-License-Identifier: MIT
#include "core/job/run.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Milliseconds notNegative(Milliseconds duration)
{
    return std::max(duration, Milliseconds::zero());
}

} // namespace

bool isRepeat(const Attempt &attempt, const Task &task)
{
    return attempt.number > 1 && attempt.startedAt && task.completedAt && *task.completedAt < *attempt.startedAt;
}

RunTimes timesOf(const Attempt &attempt)
{
    std::optional<Time> first;
    std::optional<Time> last;
    bool all = !attempt.tasks.isEmpty();
    for (const Task &task : attempt.tasks) {
        if (isRepeat(attempt, task))
            continue;
        // A task that no runner picked up has a started_at that means nothing.
        if (task.runnerId == 0 || !task.startedAt) {
            all = all && task.status == Status::Completed;
            continue;
        }
        first = std::min(first.value_or(*task.startedAt), *task.startedAt);
        all = all && task.completedAt;
        if (task.completedAt)
            last = std::max(last.value_or(*task.completedAt), *task.completedAt);
    }
    RunTimes times;
    if (first && attempt.startedAt)
        times.queued = notNegative(*first - *attempt.startedAt);
    if (all && first && last)
        times.running = notNegative(*last - *first);
    if (all && last && attempt.startedAt)
        times.total = notNegative(*last - *attempt.startedAt);
    return times;
}

QString wordFor(Status status)
{
    switch (status) {
    case Status::Unknown: return u"unknown"_s;
    case Status::Queued: return u"queued"_s;
    case Status::Waiting: return u"waiting"_s;
    case Status::InProgress: return u"in_progress"_s;
    case Status::Completed: return u"completed"_s;
    }
    return u"unknown"_s;
}

QString wordFor(Conclusion conclusion)
{
    switch (conclusion) {
    case Conclusion::None: return u"none"_s;
    case Conclusion::Success: return u"success"_s;
    case Conclusion::Failure: return u"failure"_s;
    case Conclusion::Cancelled: return u"cancelled"_s;
    case Conclusion::Skipped: return u"skipped"_s;
    case Conclusion::TimedOut: return u"timed_out"_s;
    case Conclusion::StartupFailure: return u"startup_failure"_s;
    case Conclusion::Other: return u"other"_s;
    }
    return u"other"_s;
}

} // namespace punchcard
