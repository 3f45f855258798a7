// SPDX-License-Identifier: MIT
#include "core/job/job.h"

#include "core/job/array.h"

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// Of two runs' states: they are over together, and begun as soon as one is.
Status openerOf(Status a, Status b)
{
    if (a == b)
        return a;
    const bool hasBegun = a == Status::InProgress || b == Status::InProgress || a == Status::Completed || b == Status::Completed;
    return hasBegun ? Status::InProgress : a == Status::Queued || b == Status::Queued ? Status::Queued : std::max(a, b);
}

Conclusion graverOf(Conclusion a, Conclusion b)
{
    static constexpr std::array order{Conclusion::None,     Conclusion::Success,        Conclusion::Skipped,   Conclusion::Failure,
                                      Conclusion::TimedOut, Conclusion::StartupFailure, Conclusion::Cancelled, Conclusion::Other};
    return std::ranges::find(order, a) < std::ranges::find(order, b) ? b : a;
}

// The task of an earlier attempt that @p task repeats.
std::optional<qint64> originOf(const Job &job, const Task &task)
{
    for (const Run &run : job.runs) {
        const auto has = [&task](const Attempt &attempt) { return std::ranges::contains(attempt.tasks, task.remoteId, &Task::remoteId); };
        auto attempt = std::ranges::find_if(run.attempts, has);
        if (attempt == run.attempts.end() || !isRepeat(*attempt, task))
            continue;
        while (attempt != run.attempts.begin()) {
            --attempt;
            const auto earlier = std::ranges::find(attempt->tasks, task.name, &Task::name);
            if (earlier != attempt->tasks.end() && !isRepeat(*attempt, *earlier))
                return earlier->remoteId;
        }
    }
    return std::nullopt;
}

} // namespace

QString wordFor(Phase phase)
{
    static const QString words[]
        = {u"prepared"_s, u"housed"_s, u"secrets_sealed"_s, u"started"_s, u"ended"_s, u"collected"_s, u"cleared"_s};
    return words[int(phase)];
}

QString wordFor(Outcome outcome)
{
    static const QString words[] = {u"open"_s, u"succeeded"_s, u"failed"_s, u"cancelled"_s, u"timed_out"_s, u"lost"_s, u"refused"_s};
    return words[int(outcome)];
}

QString wordFor(Results results)
{
    static const QString words[] = {u"open"_s, u"complete"_s, u"incomplete"_s};
    return words[int(results)];
}

QString wordFor(Waiting::For what)
{
    static const QString words[]
        = {u""_s, u"network"_s, u"quota"_s, u"token"_s, u"secret"_s, u"keychain"_s, u"disk"_s, u"decision"_s, u"runner"_s};
    return words[int(what)];
}

QString wordFor(Item::Kind kind)
{
    return kind == Item::Kind::Log ? u"log"_s : u"artifact"_s;
}

QString wordFor(Item::State state)
{
    static const QString words[] = {u"wanted"_s, u"partly_here"_s, u"here"_s, u"refused"_s, u"gone"_s};
    return words[int(state)];
}

bool isSettled(const Item &item)
{
    return item.state != Item::State::Wanted && item.state != Item::State::PartlyHere;
}

std::optional<Attempt> newestAttempt(const Job &job)
{
    std::optional<Attempt> whole;
    for (const Run &run : job.runs) {
        if (run.attempts.isEmpty())
            continue;
        const Attempt &one = run.attempts.constLast();
        if (!whole) {
            whole = one;
            continue;
        }
        // Where only some ran again, the time counts from then.
        if (one.number > whole->number || !whole->startedAt)
            whole->startedAt = one.startedAt;
        else if (one.number == whole->number && one.startedAt)
            whole->startedAt = std::min(*whole->startedAt, *one.startedAt);
        if (one.updatedAt)
            whole->updatedAt = std::max(whole->updatedAt.value_or(*one.updatedAt), *one.updatedAt);
        whole->number = std::max(whole->number, one.number);
        whole->status = openerOf(whole->status, one.status);
        whole->conclusion = whole->status == Status::Completed ? graverOf(whole->conclusion, one.conclusion) : Conclusion::None;
        whole->tasks += one.tasks;
    }
    return whole;
}

QUrl pageOf(const Job &job)
{
    const auto run = std::ranges::find_if(job.runs, [](const Run &one) { return !one.page.isEmpty(); });
    return run == job.runs.end() ? job.house.page : run->page;
}

const Item *logOf(const Job &job, const Task &task)
{
    const auto named = [&job](qint64 remoteId) {
        const auto isIt = [remoteId](const Item &item) { return item.kind == Item::Kind::Log && item.remoteId == remoteId; };
        const auto found = std::ranges::find_if(job.items, isIt);
        return found == job.items.end() ? nullptr : &*found;
    };
    if (const Item *const own = named(task.remoteId))
        return own;
    const auto origin = originOf(job, task);
    return origin ? named(*origin) : nullptr;
}

bool isCurrent(const Job &job, const Item &item)
{
    const auto run = std::ranges::find(job.runs, item.run, &Run::id);
    if (run == job.runs.end() || run->attempts.isEmpty() || item.attempt >= run->attempts.constLast().number)
        return true;
    const Attempt &newest = run->attempts.constLast();
    const bool isLog = item.kind == Item::Kind::Log;
    // "uploads-3" is of "job 3".
    const int element = item.name.section(isLog ? u' ' : u'-', -1).toInt();
    const auto isOf = [&](const Task &task) { return isLog ? task.name == item.name : task.name == taskNameOf(element); };
    const auto task = std::ranges::find_if(newest.tasks, isOf);
    const auto isNewer = [&item](const Item &other) {
        return other.kind == item.kind && other.run == item.run && other.name == item.name && other.attempt > item.attempt;
    };
    return task != newest.tasks.end() && isRepeat(newest, *task) && std::ranges::none_of(job.items, isNewer);
}

bool logsAreSettled(const Job &job)
{
    const std::optional<Attempt> attempt = newestAttempt(job);
    return attempt && job.phase >= Phase::Ended && std::ranges::all_of(attempt->tasks, [&job](const Task &task) {
               const Item *const log = logOf(job, task);
               // Without a runner there is no log, ever.
               return task.runnerId == 0 || (log && isSettled(*log));
           });
}

} // namespace punchcard
