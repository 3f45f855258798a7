// SPDX-License-Identifier: MIT
#include "core/jobs/housing.h"

#include "core/accounts/signin.h"
#include "core/job/marks.h"
#include "core/jobs/items.h"
#include "core/jobs/leavingover.h"
#include "core/jobs/livelog.h"
#include "core/jobs/reponame.h"
#include "core/jobs/rights.h"
#include "core/jobs/standinghouse.h"
#include "core/jobs/takingback.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct HousingText
{
    Q_DECLARE_TR_FUNCTIONS(Housing)
};

bool sameLogin(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

void take(House &house, const github::Repository &repository)
{
    // The owner as the server spells it, and the branch as the account's settings name it.
    house.owner = repository.name.owner;
    house.name = repository.name.name;
    house.repositoryId = repository.id;
    house.branch = repository.defaultBranch;
    house.page = repository.htmlUrl;
}

// Without its branch nothing can be put into it, and the next answer may name it.
Error unfinished(const github::Repository &repository)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = HousingText::tr("The server did not say which branch the repository %1 has.").arg(repository.name.full()),
                 .remedy = HousingText::tr("Wait; it is asked again."),
                 .retry = Retry{Time{}}};
}

// The repository of that name, whosever it is; nullopt: there is none.
Async<std::optional<github::Repository>> seeHouse(Drive &drive)
{
    const Result<github::Repository> found = co_await drive.client().repository(drive.repo(), drive.context);
    if (!found && found.error().kind == Error::Kind::Missing)
        co_return std::optional<github::Repository>();
    if (!found)
        co_return found.error();
    co_return std::optional(*found);
}

bool isThisJobs(const Drive &drive, const github::Repository &found)
{
    const House &house = drive.job.house;
    return hasMarker(found.description, drive.job.uid) && (house.repositoryId == 0 || house.repositoryId == found.id);
}

bool isRenamed(const House &house, const github::Repository &now)
{
    return !sameLogin(now.name.name, house.name) || !sameLogin(now.name.owner, house.owner);
}

// Whoever gave it a name of their own has something in mind with it.
Async<> leaveRenamed(Drive &drive, github::Repository now)
{
    House &house = drive.job.house;
    house.page = now.htmlUrl;
    QUrl settings = now.htmlUrl;
    settings.setPath(settings.path() + u"/settings"_s);
    const Error renamed{.kind = Error::Kind::Conflict,
                        .what = HousingText::tr("The repository %1/%2 is called %3 now, and was not deleted therefore.")
                                    .arg(house.owner, house.name, now.name.full()),
                        .remedy = HousingText::tr("Delete it on its settings page if nobody needs it."),
                        .page = settings};
    co_return co_await leaveOver(drive, renamed, LeftBecause::ItSaysSo);
}

// Of our number, so ours, but without our mark: nothing deletes that by itself, and it is not to be forgotten either. Of another
// number: somebody else's.
Async<> letGo(Drive &drive, github::Repository found)
{
    House &house = drive.job.house;
    if (house.repositoryId == 0 || found.id != house.repositoryId) {
        house.dropped = true;
        co_return {};
    }
    const Error changed{
        .kind = Error::Kind::Refused,
        .what
        = HousingText::tr("The description of the repository %1 no longer says whose it is, so it was not deleted.").arg(found.name.full()),
        .remedy = HousingText::tr("Look at it, and delete it on its settings page if it is not needed."),
        .page = found.htmlUrl};
    co_return co_await leaveOver(drive, changed, LeftBecause::ItSaysSo);
}

// Whether the server has something of @p item that this computer has not, and may yet give it.
bool isOnlyThere(const Drive &drive, const Item &item)
{
    const bool isRefused = item.state == Item::State::Refused && item.kind == Item::Kind::Artifact;
    return !isSettled(item) || (isRefused && !isArchiveHere(drive.folder, item) && !isUnpacked(drive.folder, item));
}

// Not in the job's description: the clean-up after a later fetch that brings it deletes the repository.
void keepHouse(Job &job, const Item &item)
{
    const QString repository = job.house.owner + u'/' + job.house.name;
    const bool isStanding = job.spec.housing == Housing::Standing;
    job.error = Error{
        .kind = Error::Kind::Corrupt,
        .what = isStanding
            ? HousingText::tr("The job's branch and run in %1 are kept, since “%2” could not be fetched.").arg(repository, item.name)
            : HousingText::tr("The repository %1 is kept, since “%2” could not be fetched from it.").arg(repository, item.name),
        .remedy = isStanding ? HousingText::tr("Fetch it with “punch fetch %1”, which then deletes them.").arg(qint64(job.id))
                             : HousingText::tr("Fetch it with “punch fetch %1”, which then deletes the repository.").arg(qint64(job.id)),
        .page = job.house.page};
}

// What must not stay on the server although the results do.
Async<> keepResults(Drive &drive)
{
    if (!drive.isStanding())
        co_return {};
    co_return co_await takeBack(drive, TakeBack::Secrets);
}

} // namespace

QString firstFilled(const QStringList &texts)
{
    const auto filled = std::ranges::find_if(texts, [](const QString &text) { return !text.isEmpty(); });
    return filled == texts.end() ? QString() : *filled;
}

Async<> settleOwner(Drive &drive)
{
    Job &job = drive.job;
    const Result<github::User> user = co_await drive.client().user(drive.context);
    if (!user)
        co_return user.error();
    const Account &account = drive.session->account();
    const Capabilities rights = capabilities(user->scopes, account, tokenPlace(account));
    if (const Result<> may = checkRights(job.spec, account, rights); !may)
        co_return may.error();
    const QString owner = firstFilled({job.spec.owner, account.owner, user->login});
    job.house.owner = owner;
    job.house.organisation = job.spec.ownerIsOrganisation.value_or(!sameLogin(owner, user->login));
    // GitHub makes a user's repository under whoever the token belongs to, whatever name was meant.
    if (!job.house.organisation && !sameLogin(owner, user->login))
        co_return Error{
            .kind = Error::Kind::Refused,
            .what
            = HousingText::tr("The token belongs to “%1”, so it cannot make a repository under the user “%2”.").arg(user->login, owner),
            .remedy = HousingText::tr("Give %1's token, or say --org if “%1” is an organisation.").arg(owner)};
    co_return {};
}

Async<> chooseHouse(Drive &drive)
{
    if (drive.isStanding())
        co_return co_await chooseStanding(drive);
    Job &job = drive.job;
    if (!job.house.name.isEmpty())
        co_return {}; // chosen in an earlier life
    if (const Result<> settled = co_await settleOwner(drive); !settled)
        co_return settled;
    job.house.name = repositoryName(job.spec.name, job.uid);
    drive.fresh = true;
    co_return co_await drive.save();
}

Async<> createHouse(Drive &drive)
{
    if (drive.isStanding())
        co_return co_await openStanding(drive);
    Job &job = drive.job;
    if (!drive.fresh) {
        const auto there = co_await seeHouse(drive);
        if (!there)
            co_return there.error();
        if (*there && isThisJobs(drive, **there)) {
            if ((*there)->defaultBranch.isEmpty())
                co_return unfinished(**there);
            take(job.house, **there);
            co_return {};
        }
    }
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const github::NewRepository wanted{.organisation = job.house.organisation ? job.house.owner : QString(),
                                       .name = job.house.name,
                                       .description = HousingText::tr("A job of Punchcard's.") + u' ' + markerOf(job.uid),
                                       .isPrivate = job.spec.isPrivate,
                                       .autoInit = true};
    const Result<github::Repository> created = co_await drive.client().createRepository(wanted, drive.context);
    if (!created) {
        drive.fresh = false; // the next try looks first
        co_return created.error();
    }
    if (created->defaultBranch.isEmpty()) {
        drive.fresh = false;
        co_return unfinished(*created);
    }
    take(job.house, *created);
    co_return {};
}

Async<> deleteHouse(Drive &drive)
{
    if (drive.isStanding())
        co_return co_await takeBack(drive, TakeBack::All);
    Job &job = drive.job;
    if (job.house.name.isEmpty() || job.house.dropped)
        co_return {};
    auto there = co_await seeHouse(drive);
    // Asked twice: what is let go now is not seen to again.
    if (there && *there && (!isThisJobs(drive, **there) || isRenamed(job.house, **there)))
        there = co_await seeHouse(drive);
    if (!there && isForLater(job, there.error()))
        co_return there.error();
    if (!there)
        co_return co_await leaveOver(drive, there.error());
    if (!*there) {
        job.house.dropped = true;
        co_return {};
    }
    if (!isThisJobs(drive, **there))
        co_return co_await letGo(drive, **there);
    if (isRenamed(job.house, **there))
        co_return co_await leaveRenamed(drive, **there);
    take(job.house, **there);
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<> deleted = co_await drive.client().deleteRepository(drive.repo(), drive.context);
    if (!deleted && isForLater(job, deleted.error()))
        co_return deleted;
    if (!deleted)
        co_return co_await leaveOver(drive, deleted.error());
    job.house.dropped = true;
    co_return {};
}

Async<> cleanUp(Drive &drive)
{
    // What is only there must not be deleted with its repository.
    const auto only = std::ranges::find_if(drive.job.items, [&drive](const Item &item) { return isOnlyThere(drive, item); });
    const bool isNeeded = only != drive.job.items.end() && drive.job.spec.deleteHouse && !drive.job.house.dropped;
    if (isNeeded)
        keepHouse(drive.job, *only);
    const bool deletes = drive.job.spec.deleteHouse && !isNeeded;
    if (!drive.job.house.dropped && !deletes) {
        // The log is here, or never will be. What may not be deleted stays with all the rest.
        const Result<> deleted = co_await deleteLiveBranches(drive);
        if (!deleted && isForLater(drive.job, deleted.error()))
            co_return deleted;
    }
    if (const Result<> cleared = co_await (deletes ? deleteHouse(drive) : keepResults(drive)); !cleared)
        co_return cleared;
    // It may have been left over before a later fetch.
    if (drive.job.house.dropped) {
        if (const Result<> struck = co_await strikeLeftOver(drive); !struck)
            co_return struck;
    }
    // A later fetch does not make the job any longer.
    if (!drive.job.finishedAt)
        drive.job.finishedAt = drive.now();
    co_return {};
}

} // namespace punchcard
