// SPDX-License-Identifier: MIT
#include "core/job/job.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

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
        = {u""_s, u"network"_s, u"quota"_s, u"token"_s, u"secret"_s, u"keychain"_s, u"space"_s, u"decision"_s, u"runner"_s};
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

const Attempt *newestAttempt(const Job &job)
{
    return job.runs.isEmpty() || job.runs.constFirst().attempts.isEmpty() ? nullptr : &job.runs.constFirst().attempts.constLast();
}

const Item *logOf(const Job &job, const Task &task)
{
    const auto isIt = [&task](const Item &item) { return item.kind == Item::Kind::Log && item.remoteId == task.remoteId; };
    const auto found = std::ranges::find_if(job.items, isIt);
    return found == job.items.end() ? nullptr : &*found;
}

bool logsAreSettled(const Job &job)
{
    const Attempt *const attempt = newestAttempt(job);
    return attempt && job.phase >= Phase::Ended && std::ranges::all_of(attempt->tasks, [&job](const Task &task) {
               const Item *const log = logOf(job, task);
               // Without a runner there is no log, ever.
               return task.runnerId == 0 || (log && isSettled(*log));
           });
}

} // namespace punchcard
