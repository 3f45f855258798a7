// SPDX-License-Identifier: MIT
#include "core/jobs/standinghouse.h"

#include "core/base/files.h"
#include "core/job/marks.h"
#include "core/jobs/housing.h"
#include "core/store/standing.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct StandingText
{
    Q_DECLARE_TR_FUNCTIONS(StandingHouse)
};

bool sameName(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

Error unfit(const github::Repository &repository, const QString &what, const QString &remedy)
{
    return Error{.kind = Error::Kind::Refused, .what = what, .remedy = remedy, .page = repository.htmlUrl};
}

QString nameAnother()
{
    return StandingText::tr("Name another one with --standing NAME, which is created if need be.");
}

// Whether it is the repository that was meant. @p knownId is the one that was used before; 0: none was.
Result<> isMeant(const Job &job, const github::Repository &found, qint64 knownId)
{
    const QString asked = job.house.owner + u'/' + job.house.name;
    if (!sameName(found.name.name, job.house.name) || !sameName(found.name.owner, job.house.owner)) {
        return unfit(found, StandingText::tr("The standing repository %1 is called %2 now.").arg(asked, found.name.full()),
                     StandingText::tr("Give it its old name back, or name the one to use with --standing NAME."));
    }
    if (knownId != 0 && knownId != found.id) {
        return unfit(found,
                     StandingText::tr("%1 is not the standing repository that was used before: another one has taken its name.").arg(asked),
                     nameAnother());
    }
    const bool isNamed = !job.spec.standingRepository.isEmpty();
    if (!isNamed && !hasStandingMarker(found.description)) {
        return unfit(
            found,
            StandingText::tr("There is a repository %1 already, which Punchcard did not make as its standing repository.").arg(asked),
            StandingText::tr("If it is the one to use, say so with --standing %1; otherwise name another.").arg(job.house.name));
    }
    return {};
}

Result<> isPrivateEnough(const Job &job, const github::Repository &found)
{
    if (found.isPrivate)
        return {};
    if (!job.spec.secrets.isEmpty()) {
        return unfit(found, StandingText::tr("The standing repository %1 is public, and the job has secrets.").arg(found.name.full()),
                     StandingText::tr("Make it private in its settings, or name a private one with --standing NAME."));
    }
    if (job.spec.isPrivate) {
        return unfit(found, StandingText::tr("The standing repository %1 is public, and the job is to be private.").arg(found.name.full()),
                     StandingText::tr("Make it private in its settings, name a private one with --standing NAME, or say --private=false."));
    }
    return {};
}

// Of somebody else's repository nothing is known: without a commit the git database takes nothing.
Async<> hasCommit(Drive &drive, github::Repository found)
{
    const Result<github::Ref> begun = co_await drive.client().ref(found.name, found.defaultBranch, drive.context);
    if (begun)
        co_return {};
    if (begun.error().status != 404 && begun.error().status != 409)
        co_return begun.error();
    co_return unfit(found, StandingText::tr("The repository %1 has no commit yet.").arg(found.name.full()),
                    StandingText::tr("Put a README into it, or name another one with --standing NAME."));
}

Async<> fits(Drive &drive, github::Repository found, qint64 knownId)
{
    if (const Result<> meant = isMeant(drive.job, found, knownId); !meant)
        co_return meant;
    if (const Result<> hidden = isPrivateEnough(drive.job, found); !hidden)
        co_return hidden;
    if (knownId == 0 && !hasStandingMarker(found.description))
        co_return co_await hasCommit(drive, found);
    co_return {};
}

Async<std::optional<store::StandingRepository>> recorded(Drive &drive, QString owner)
{
    const store::StandingRepositories all(drive.store->database());
    co_return co_await all.known(drive.job.spec.account, owner, drive.job.house.name);
}

Async<github::Repository> createStanding(Drive &drive)
{
    // A record says under whom it was made, but not whose token there is now.
    if (!drive.fresh) {
        if (const Result<> settled = co_await settleOwner(drive); !settled)
            co_return settled.error();
    }
    const House &house = drive.job.house;
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const github::NewRepository wanted{
        .organisation = house.organisation ? house.owner : QString(),
        .name = house.name,
        .description = StandingText::tr("Punchcard's jobs, each in a branch of its own while it lasts. This repository stays.") + u' '
            + standingMarker(),
        .isPrivate = true,
        .autoInit = true};
    Result<github::Repository> created = co_await drive.client().createRepository(wanted, drive.context);
    if (created || created.error().kind != Error::Kind::Conflict)
        co_return created;
    // Another process was faster, or another computer in another language.
    const Result<github::Repository> there = co_await drive.client().repository(drive.repo(), drive.context, github::Patience::JustMade);
    if (!there && there.error().kind == Error::Kind::Missing)
        co_return created;
    co_return there;
}

Async<> take(Drive &drive, github::Repository repository)
{
    House &house = drive.job.house;
    house.owner = repository.name.owner;
    house.name = repository.name.name;
    house.repositoryId = repository.id;
    house.page = repository.htmlUrl;
    drive.houseSeen = true;
    const store::StandingRepositories all(drive.store->database());
    const store::StandingRepository used{.account = drive.job.spec.account,
                                         .owner = house.owner,
                                         .name = house.name,
                                         .organisation = house.organisation,
                                         .repositoryId = repository.id};
    co_return co_await all.keep(used);
}

} // namespace

QString usualStandingName()
{
    return u"punchcard-jobs"_s;
}

// Where it is known, so is under whom it stands: nobody has to ask whose the token is.
Async<> chooseStanding(Drive &drive)
{
    Job &job = drive.job;
    if (!job.house.name.isEmpty())
        co_return {}; // chosen in an earlier life
    const Account &account = drive.session->account();
    const QString owner = firstFilled({job.spec.owner, account.owner, account.login});
    job.house.name = firstFilled({job.spec.standingRepository, usualStandingName()});
    job.house.branch = branchOf(job.uid);
    const auto known = co_await recorded(drive, owner);
    if (!known)
        co_return known.error();
    if (*known) {
        job.house.owner = (*known)->owner;
        job.house.organisation = (*known)->organisation;
    } else {
        if (const Result<> settled = co_await settleOwner(drive); !settled)
            co_return settled;
        drive.fresh = true;
    }
    co_return co_await drive.save();
}

Async<> openStanding(Drive &drive)
{
    const auto known = co_await recorded(drive, drive.job.house.owner);
    if (!known)
        co_return known.error();
    qint64 knownId = *known ? (*known)->repositoryId : 0;
    Result<github::Repository> found = co_await drive.client().repository(drive.repo(), drive.context);
    if (!found && found.error().kind == Error::Kind::Missing) {
        found = co_await createStanding(drive);
        knownId = 0; // that one is gone
    }
    if (!found)
        co_return found.error();
    if (const Result<> fit = co_await fits(drive, *found, knownId); !fit)
        co_return fit;
    co_return co_await take(drive, *found);
}

Async<> seeStanding(Drive &drive)
{
    if (drive.houseSeen)
        co_return {};
    const Result<github::Repository> found = co_await drive.client().repository(drive.repo(), drive.context, github::Patience::JustMade);
    if (!found)
        co_return found.error();
    if (const Result<> fit = co_await fits(drive, *found, drive.job.house.repositoryId); !fit)
        co_return fit;
    drive.houseSeen = true;
    co_return {};
}

} // namespace punchcard
