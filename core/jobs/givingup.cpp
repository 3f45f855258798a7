// SPDX-License-Identifier: MIT
#include "core/jobs/givingup.h"

#include "core/jobs/items.h"
#include "core/jobs/leavingover.h"
#include "core/jobs/standingsecrets.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>

namespace punchcard {

Q_DECLARE_LOGGING_CATEGORY(lcJobs)

using namespace Qt::StringLiterals;

namespace {

// So many names make a sentence that is still read.
constexpr qsizetype mostNames = 5;

struct GivingUpText
{
    Q_DECLARE_TR_FUNCTIONS(GivingUp)
};

QString missingText(const QStringList &names)
{
    const QString some = names.first(std::min(names.size(), mostNames)).join(u", "_s);
    return names.size() > mostNames ? some + u", …"_s : some;
}

// What is not here is not to be had as it is, which a later fetch may find to be otherwise. Gives the names.
Async<QStringList> settleItems(Drive &drive)
{
    QStringList names;
    const QList<Item> items = drive.job.items;
    for (Item item : items) {
        if (isSettled(item))
            continue;
        item.state = Item::State::Refused;
        item.why = item.kind == Item::Kind::Log
            ? GivingUpText::tr("The log of “%1” was not fetched: the wait for it was given up.").arg(item.name)
            : GivingUpText::tr("It was not fetched: the wait for it was given up.");
        names.append(item.kind == Item::Kind::Log ? GivingUpText::tr("the log of “%1”").arg(item.name) : u'“' + item.name + u'”');
        if (const Result<> kept = co_await keepItem(drive, item); !kept)
            co_return kept.error();
    }
    co_return names;
}

// What stands on the server because of @p why, and is listed.
Error stays(const Drive &drive, Error why)
{
    why.what = drive.isStanding()
        ? GivingUpText::tr("What the job has in %1 was not deleted, and is on the list of left-overs now.").arg(drive.repo().full())
        : GivingUpText::tr("The repository %1 was not deleted, and is on the list of left-overs now.").arg(drive.repo().full());
    why.remedy = GivingUpText::tr("“punch leftovers --delete” removes it once the account's token is accepted and the server answers.");
    why.page = deletePage(drive.job);
    why.retry.reset();
    return why;
}

// What is not here, and where it is.
Error lacks(const Drive &drive, const QStringList &names, bool isListed, Error why)
{
    why.what = names.isEmpty()
        ? GivingUpText::tr("The wait for the job's results was given up, so not all of them may be in their place: %1").arg(why.what)
        : GivingUpText::tr("The wait for the job's results was given up, so these are not here: %1.").arg(missingText(names));
    if (isListed)
        why.what += u' ' + GivingUpText::tr("They stay in %1, which is on the list of left-overs now.").arg(drive.repo().full());
    why.remedy = drive.job.house.dropped
        ? GivingUpText::tr("“punch fetch %1 --out FOLDER” brings what is here to another folder.").arg(qint64(drive.job.id))
        : GivingUpText::tr("“punch fetch %1” brings them once the account's token is accepted and the server answers.")
              .arg(qint64(drive.job.id));
    why.page = drive.job.house.page;
    why.retry.reset();
    return why;
}

// Beside what was wrong with the job before.
void tell(Job &job, const Error &error)
{
    if (!job.error) {
        job.error = error;
        return;
    }
    if (!job.error->remedy.isEmpty())
        job.error->remedy += u' ';
    job.error->remedy += error.sentence();
}

Async<> giveUpResults(Drive &drive, Error why)
{
    Job &job = drive.job;
    const Result<QStringList> missing = co_await settleItems(drive);
    if (!missing)
        co_return missing.error();
    job.results = Results::Incomplete;
    // What was to be kept anyway is no left-over.
    const bool isListed = !job.house.dropped && (job.spec.deleteHouse || drive.isStanding());
    if (isListed) {
        const QString reason = GivingUpText::tr("Not all of the job's results were fetched from it: %1").arg(why.what);
        if (const Result<> noted = co_await noteLeftOver(drive, reason); !noted)
            co_return noted;
    }
    // What must not stay there although the results do. Where even that cannot be done it is listed with the rest.
    if (isListed && drive.isStanding()) {
        if (const Result<> removed = co_await removeStandingSecrets(drive); !removed)
            qCWarning(lcJobs).noquote() << "job" << qint64(job.id) << "leaves its secrets:" << removed.error().what;
    }
    tell(job, lacks(drive, *missing, isListed, std::move(why)));
    co_return {};
}

Async<> giveUpDeleting(Drive &drive, Error why)
{
    const bool isKept = !drive.job.spec.deleteHouse && !drive.isStanding();
    if (drive.job.house.dropped || isKept)
        co_return {};
    const QString reason = GivingUpText::tr("The wait until it could be deleted was given up: %1").arg(why.what);
    if (const Result<> noted = co_await noteLeftOver(drive, reason); !noted)
        co_return noted;
    tell(drive.job, stays(drive, std::move(why)));
    co_return {};
}

} // namespace

bool canBeGivenUp(const Job &job)
{
    return job.phase >= Phase::Ended && !job.isOver() && job.waiting;
}

Async<> waitAgain(std::shared_ptr<store::Store> store, Job *job)
{
    if (!job->wishes.giveUp)
        co_return {};
    job->wishes.giveUp = false;
    co_return co_await store->wish(job->id, store::Wish::GiveUp, false);
}

Async<> wantGivenUp(std::shared_ptr<store::Store> store, Job *job)
{
    const store::JobFolder folder(store->home(), job->uid);
    for (qsizetype i = 0; i < job->items.size(); ++i) {
        Item item = job->items.at(i);
        if (item.state != Item::State::Refused || !wantAgain(item, job->house, folder))
            continue;
        if (const auto kept = co_await store->saveItem(job->id, item); !kept)
            co_return kept.error();
        job->items[i] = item;
    }
    co_return {};
}

Async<> giveUpWait(Drive &drive, Phase reaches, Error why)
{
    qCInfo(lcJobs).noquote() << "job" << qint64(drive.job.id) << "is waited for no longer:" << why.what;
    const Result<> given = co_await (reaches == Phase::Collected ? giveUpResults(drive, why) : giveUpDeleting(drive, why));
    if (!given)
        co_return given;
    if (!drive.job.finishedAt)
        drive.job.finishedAt = drive.now();
    co_return {};
}

} // namespace punchcard
