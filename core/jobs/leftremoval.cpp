// SPDX-License-Identifier: MIT
// Deleting what was left: what is said in leftovers.h, and nothing that is not ours.
#include "core/job/marks.h"
#include "core/jobs/holding.h"
#include "core/jobs/leftovers.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RemovalText
{
    Q_DECLARE_TR_FUNCTIONS(LeftOvers)
};

Error notOurs(const Remnant &remnant)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = RemovalText::tr("%1 is not what the job left there: it was renamed, or made anew.").arg(remnant.name()),
                 .remedy = RemovalText::tr("Look at it, and delete it by hand if it is yours: %1").arg(remnant.page.toString()),
                 .page = remnant.page};
}

Error wantsWord(const Remnant &remnant)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = RemovalText::tr("%1 is deleted only when you name it: it may be needed still.").arg(remnant.name()),
                 .remedy = RemovalText::tr("Look at it, and then name it: %1").arg(remnant.page.toString()),
                 .page = remnant.page};
}

// A branch or a secret that names another job, or none, was never made for this one.
bool isNamedAfterItsJob(const Remnant &remnant)
{
    if (remnant.uid.isEmpty())
        return false;
    if (remnant.kind == Remnant::Kind::Branch)
        return anyBranchUid(remnant.branch) == remnant.uid;
    return remnant.kind == Remnant::Kind::Repository || standingSecretUid(remnant.secret) == remnant.uid;
}

// Whether the repository of that name is the one that was left, or the one that it was left in.
bool isTheSame(const Remnant &remnant, const github::Repository &there)
{
    const bool sameId = remnant.repositoryId == 0 || there.id == remnant.repositoryId;
    const bool sameName = there.name.name.compare(remnant.repo.name, Qt::CaseInsensitive) == 0
        && there.name.owner.compare(remnant.repo.owner, Qt::CaseInsensitive) == 0;
    const bool isMarked
        = remnant.kind != Remnant::Kind::Repository || (hasMarker(there.description, remnant.uid) && !hasStandingMarker(there.description));
    return sameId && sameName && isMarked;
}

Async<> deleteIt(Session &session, const Remnant &remnant, Context context)
{
    const Result<MutationGate::Permit> permit = co_await session.enter(context);
    if (!permit)
        co_return permit.error();
    switch (remnant.kind) {
    case Remnant::Kind::Branch: co_return co_await session.client().deleteRef(remnant.repo, remnant.branch, context);
    case Remnant::Kind::Secret: co_return co_await session.client().deleteSecret(remnant.repo, remnant.secret, context);
    case Remnant::Kind::Repository: break;
    }
    co_return co_await session.client().deleteRepository(remnant.repo, context);
}

// Nobody may run the job again, or fetch from there, while that is deleted. Nothing is held of a job that this home does not know.
Async<std::optional<Held>> holdJob(std::shared_ptr<store::Store> store, QString uid)
{
    const Result<QList<Job>> jobs = co_await store->jobs();
    if (!jobs)
        co_return jobs.error();
    const auto ours = std::ranges::find(*jobs, uid, &Job::uid);
    if (ours == jobs->end())
        co_return std::optional<Held>();
    Result<Held> held = co_await hold(store, ours->id, &isOver);
    if (!held)
        co_return held.error();
    co_return std::optional(std::move(*held));
}

// A rerun must not look for what is gone.
Async<> noteDropped(store::Store &store, Job job)
{
    job.house.dropped = true;
    co_return co_await store.save(job);
}

} // namespace

Async<> removeRemnant(std::shared_ptr<Sessions> sessions, std::shared_ptr<store::Store> store, Remnant remnant, bool word, Context context)
{
    if (!isNamedAfterItsJob(remnant))
        co_return notOurs(remnant);
    if (remnant.needsWord() && !word)
        co_return wantsWord(remnant);
    const Result<std::optional<Held>> held = co_await holdJob(store, remnant.uid);
    if (!held)
        co_return held.error();
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(remnant.account);
    if (!session)
        co_return session.error();
    const Result<github::Repository> there = co_await (*session)->client().repository(remnant.repo, context);
    const bool isGone = !there && there.error().kind == Error::Kind::Missing;
    if (!there && !isGone)
        co_return there.error();
    if (there && !isTheSame(remnant, *there))
        co_return notOurs(remnant);
    if (!isGone) {
        if (const Result<> deleted = co_await deleteIt(**session, remnant, context); !deleted)
            co_return deleted;
    }
    if (*held && remnant.kind != Remnant::Kind::Secret) {
        if (const Result<> noted = co_await noteDropped(*store, (*held)->job); !noted)
            co_return noted;
    }
    if (remnant.record == 0)
        co_return {};
    co_return co_await store->removeLeftOver(remnant.record);
}

} // namespace punchcard
