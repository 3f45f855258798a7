// SPDX-License-Identifier: MIT
#include "core/jobs/takingback.h"

#include "core/jobs/leavingover.h"
#include "core/jobs/livelog.h"
#include "core/jobs/standingsecrets.h"

#include <QCoreApplication>

#include <span>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds cancelTakes = 2s;

Error stillGoesOn(Drive &drive, github::RunId run)
{
    drive.blame = Waiting::For::Network;
    return Error{.kind = Error::Kind::Conflict,
                 .what = QCoreApplication::translate("TakingBack", "The run %1 still goes on.").arg(qint64(run)),
                 .remedy = QCoreApplication::translate("TakingBack", "It was cancelled and is deleted when it has ended."),
                 .retry = Retry{drive.now() + cancelTakes}};
}

Async<> removeRun(Drive &drive, github::RunId run)
{
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<> deleted = co_await drive.client().deleteRun(drive.repo(), run, drive.context);
    if (deleted || deleted.error().retry || (deleted.error().status != 403 && deleted.error().status != 409))
        co_return deleted;
    // Either it has not ended, or the token may not.
    const auto seen = co_await drive.client().run(drive.repo(), run, drive.context);
    if (!seen && seen.error().kind == Error::Kind::Missing)
        co_return {};
    if (!seen)
        co_return seen.error();
    if (seen->value.status == github::Status::Completed)
        co_return deleted;
    if (const Result<> paced = co_await drive.session->enterAgain(*permit, drive.context); !paced)
        co_return paced;
    if (const Result<> cancelled = co_await drive.client().cancelRun(drive.repo(), run, drive.context); !cancelled)
        co_return cancelled;
    co_return stillGoesOn(drive, run);
}

Async<> removeRuns(Drive &drive)
{
    QList<github::RunId> runs;
    QStringList unseen; // those that had not appeared while anybody looked
    for (const Run &run : std::as_const(drive.job.runs)) {
        if (run.remoteId != 0)
            runs.append(github::RunId(run.remoteId));
        else
            unseen.append(run.headSha);
    }
    if (drive.job.runs.isEmpty() && !drive.job.commit.sha.isEmpty())
        unseen.append(drive.job.commit.sha);
    for (const QString &sha : std::as_const(unseen)) {
        const auto found = co_await drive.client().runsByHeadSha(drive.repo(), sha, drive.context);
        if (!found)
            co_return found.error();
        for (const github::WorkflowRun &run : *found)
            runs.append(run.id);
    }
    for (const github::RunId run : std::as_const(runs)) {
        if (const Result<> removed = co_await removeRun(drive, run); !removed)
            co_return removed;
    }
    co_return {};
}

// Somebody may have deleted it meanwhile, which is what was wanted.
Async<> removeBranch(Drive &drive)
{
    if (drive.job.commit.sha.isEmpty())
        co_return {}; // never pushed
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    co_return co_await drive.client().deleteRef(drive.repo(), drive.job.house.branch, drive.context);
}

// The secrets first: they are what would hurt most.
constexpr Async<> (*removals[])(Drive &) = {&removeStandingSecrets, &removeRuns, &removeBranch, &deleteLiveBranches};

} // namespace

Async<> takeBack(Drive &drive, TakeBack what)
{
    if (drive.job.house.dropped || drive.job.house.repositoryId == 0)
        co_return {}; // nothing of the job is there
    std::optional<Error> refused;
    for (const auto &removal : std::span(removals).first(what == TakeBack::All ? std::size(removals) : 1)) {
        const Result<> removed = co_await removal(drive);
        if (!removed && isForLater(drive.job, removed.error()))
            co_return removed;
        if (!removed && !refused)
            refused = removed.error();
    }
    if (refused)
        co_return co_await leaveOver(drive, *refused);
    if (what == TakeBack::All)
        drive.job.house.dropped = true;
    co_return {};
}

} // namespace punchcard
