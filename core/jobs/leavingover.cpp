// SPDX-License-Identifier: MIT
#include "core/jobs/leavingover.h"

#include <QCoreApplication>
#include <QUrlQuery>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int tokenTakenBack = 401;

struct LeavingOverText
{
    Q_DECLARE_TR_FUNCTIONS(LeavingOver)
};

Error told(const Drive &drive, Error why)
{
    if (drive.isStanding()) {
        if (why.remedy.isEmpty())
            why.remedy = LeavingOverText::tr("Remove it on the repository's pages, or with “punch leftovers --delete”.");
        return why;
    }
    why.what = LeavingOverText::tr("The repository %1 could not be deleted and stays on the server.").arg(drive.repo().full());
    if (why.remedy.isEmpty())
        why.remedy = LeavingOverText::tr("Delete it on its settings page, or with “punch leftovers --delete”.");
    return why;
}

} // namespace

Async<> noteLeftOver(Drive &drive, QString reason)
{
    const Job &job = drive.job;
    const store::LeftOver leftOver{.uid = job.uid,
                                   .account = job.spec.account,
                                   .owner = job.house.owner,
                                   .repository = job.house.name,
                                   .repositoryId = job.house.repositoryId,
                                   .branch = drive.isStanding() ? job.house.branch : u""_s,
                                   .page = drive.isStanding() ? deletePage(job) : job.house.page,
                                   .reason = reason,
                                   .noticedAt = drive.now()};
    co_return co_await drive.store->addLeftOver(leftOver);
}

Async<> strikeLeftOver(Drive &drive)
{
    const Result<QList<store::LeftOver>> all = co_await drive.store->leftOvers();
    if (!all)
        co_return all.error();
    for (const store::LeftOver &leftOver : *all) {
        if (leftOver.uid != drive.job.uid)
            continue;
        if (const Result<> struck = co_await drive.store->removeLeftOver(leftOver.id); !struck)
            co_return struck;
    }
    co_return {};
}

Async<> leaveOver(Drive &drive, Error why, LeftBecause because)
{
    if (const Result<> listed = co_await noteLeftOver(drive, why.what); !listed)
        co_return listed;
    if (!drive.job.error)
        drive.job.error = because == LeftBecause::ItSaysSo ? why : told(drive, std::move(why));
    co_return {};
}

bool isForLater(const Job &job, const Error &error)
{
    if (error.retry || error.kind == Error::Kind::Cancelled)
        return true;
    return error.status == tokenTakenBack && !job.wishes.cancel;
}

QUrl deletePage(const Job &job)
{
    if (job.house.page.isEmpty())
        return {};
    QUrl page = job.house.page;
    if (job.spec.housing != Housing::Standing) {
        page.setPath(page.path() + u"/settings"_s);
        return page;
    }
    page.setPath(page.path() + u"/branches/all"_s);
    QUrlQuery query;
    query.addQueryItem(u"query"_s, job.house.branch);
    page.setQuery(query);
    return page;
}

} // namespace punchcard
