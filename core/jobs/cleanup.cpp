// SPDX-License-Identifier: MIT
#include "core/jobs/cleanup.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/store/jobfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct CleanUpText
{
    Q_DECLARE_TR_FUNCTIONS(CleanUp)
};

qint64 bytesIn(const QString &folder)
{
    qint64 bytes = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

RoomTaken measure(const QString &jobsFolder)
{
    RoomTaken room;
    for (const QFileInfo &job : QDir(jobsFolder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const qint64 logs = bytesIn(job.filePath() + u"/logs"_s);
        const qint64 artifacts = bytesIn(job.filePath() + u"/artifacts"_s) + bytesIn(job.filePath() + u"/downloads"_s);
        ++room.jobs;
        room.logs += logs;
        room.artifacts += artifacts;
        room.others += bytesIn(job.filePath()) - logs - artifacts;
    }
    return room;
}

bool isOlder(const store::JobSummary &job, int days, Time now)
{
    return days > 0 && job.isOver() && job.finishedAt && now - *job.finishedAt > std::chrono::days(days);
}

QStringList foldersOf(const store::JobFolder &folder, const CleanUp::Target &target)
{
    QStringList list;
    if (target.logs)
        list.append(folder.logs());
    if (target.artifacts)
        list += {folder.artifacts(), folder.downloads()};
    return list;
}

Result<qint64> removeFolders(const QStringList &folders)
{
    qint64 freed = 0;
    for (const QString &path : folders) {
        if (!QFileInfo::exists(path))
            continue;
        const qint64 bytes = bytesIn(path);
        if (!QDir(path).removeRecursively())
            return storageError(CleanUpText::tr("“%1” could not be removed.").arg(path), path, qt_error_string());
        freed += bytes;
    }
    return freed;
}

Async<> noteItems(std::shared_ptr<store::Store> store, Job job, CleanUp::Target target)
{
    for (Item item : std::as_const(job.items)) {
        const bool removed = item.kind == Item::Kind::Log ? target.logs : target.artifacts;
        if (!removed || item.state == Item::State::Gone)
            continue;
        item.state = Item::State::Gone;
        item.why = CleanUpText::tr("Removed from this computer by a clean-up.");
        if (const Result<Item> saved = co_await store->saveItem(job.id, item); !saved)
            co_return saved.error();
    }
    co_return {};
}

Async<qint64> cleanOne(std::shared_ptr<store::Store> store, CleanUp::Target target, Context context)
{
    Result<Job> job = co_await store->job(target.job);
    if (!job)
        co_return job.error();
    const store::JobFolder folder(store->home(), job->uid);
    const Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
    if (!lock)
        co_return lock.error();
    // Somebody may have begun to fetch or to run it again since it was looked at.
    job = co_await store->job(target.job);
    if (!job)
        co_return job.error();
    if (!*lock || !job->isOver())
        co_return 0;
    const Job found = *job;
    if (const Result<> noted = co_await noteItems(store, found, target); !noted)
        co_return noted.error();
    const auto removing = [folders = foldersOf(folder, target)] { return removeFolders(folders); };
    co_return co_await onPool(context, removing);
}

} // namespace

Async<RoomTaken> roomTaken(std::shared_ptr<store::Store> store, Context context)
{
    const auto measuring = [folder = store->home().data + u"/jobs"_s]() -> Result<RoomTaken> { return measure(folder); };
    co_return co_await onPool(context, measuring);
}

Async<CleanUp> planCleanUp(std::shared_ptr<store::Store> store, KeepRules rules, Context context)
{
    const Result<QList<store::JobSummary>> jobs = co_await store->summaries();
    if (!jobs)
        co_return jobs.error();
    const auto planning = [jobs = *jobs, rules, now = context.now(), home = store->home()]() -> Result<CleanUp> {
        CleanUp plan;
        for (const store::JobSummary &job : jobs) {
            CleanUp::Target target{
                .job = job.id, .logs = isOlder(job, rules.logsDays, now), .artifacts = isOlder(job, rules.artifactsDays, now)};
            for (const QString &path : foldersOf(store::JobFolder(home, job.uid), target))
                target.bytes += bytesIn(path);
            if (target.bytes == 0)
                continue;
            plan.bytes += target.bytes;
            plan.targets.append(target);
        }
        return plan;
    };
    co_return co_await onPool(context, planning);
}

Async<qint64> carryOut(std::shared_ptr<store::Store> store, CleanUp plan, Context context)
{
    qint64 freed = 0;
    std::optional<Error> first;
    for (const CleanUp::Target &target : std::as_const(plan.targets)) {
        if (context.cancelled())
            co_return cancelledError();
        const Result<qint64> one = co_await cleanOne(store, target, context);
        if (one)
            freed += *one;
        else if (!first)
            first = one.error();
    }
    if (first)
        co_return *first;
    co_return freed;
}

} // namespace punchcard
