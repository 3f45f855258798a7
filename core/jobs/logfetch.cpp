// SPDX-License-Identifier: MIT
#include "core/jobs/logfetch.h"

#include "core/jobs/items.h"
#include "core/jobs/livelog.h"
#include "core/logs/logarchive.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A log can be had a while after its job has ended only; what is not there by then never will be.
constexpr Milliseconds logPatience = 3min;

std::optional<TaskInfo> shownTaskOf(const Drive &drive, const Item &item)
{
    for (const Run &run : drive.job.runs) {
        for (const Attempt &attempt : run.attempts) {
            const auto task = std::ranges::find(attempt.tasks, item.remoteId, &Task::remoteId);
            if (run.id != item.run || attempt.number != item.attempt || task == attempt.tasks.end())
                continue;
            TaskInfo info{.id = task->remoteId, .name = task->name};
            for (const Step &step : task->steps) {
                info.steps.append({.number = step.number,
                                   .name = step.name,
                                   .startedAt = step.startedAt,
                                   .completedAt = step.completedAt,
                                   .skipped = step.conclusion == Conclusion::Skipped});
            }
            return info;
        }
    }
    return std::nullopt;
}

QString folderOf(const Drive &drive, const Item &item)
{
    return drive.folder.path() + u'/' + item.path;
}

// Gives the ids of the tasks that the run's archive does not hold; all of them when there is no usable archive.
Async<QList<qint64>> fetchArchive(Drive &drive, Item item, QList<TaskInfo> tasks)
{
    QList<qint64> all;
    for (const TaskInfo &task : tasks)
        all.append(task.id);
    const auto run = std::ranges::find(drive.job.runs, item.run, &Run::id);
    if (run == drive.job.runs.end())
        co_return all;
    const QString folder = folderOf(drive, item);
    const QString zip = folder + u".zip"_s;
    const Context context = contextFor(drive, item.id);
    const auto saved = co_await drive.client().saveRunLogs(drive.repo(), github::RunId(run->remoteId), item.attempt, zip, context,
                                                           github::Patience::JustMade);
    if (!saved && (saved.error().kind == Error::Kind::Missing || saved.error().kind == Error::Kind::Corrupt)) {
        dropDownload(zip);
        co_return all;
    }
    if (!saved)
        co_return saved.error();
    const Result<RunLog> log = co_await unpackRunLog(zip, folder, tasks, context);
    QFile::remove(zip);
    if (!log && (log.error().kind == Error::Kind::Malformed || log.error().kind == Error::Kind::Corrupt))
        co_return all;
    if (!log)
        co_return log.error();
    co_return log->missing;
}

Async<> settle(Drive &drive, Item item, bool fromArchive)
{
    if (!fromArchive) {
        const Result<> fetched = co_await fetchTaskLog(drive, item);
        if (fetched || fetched.error().kind != Error::Kind::Missing)
            co_return fetched;
        item.why = QCoreApplication::translate("LogFetch", "The server has no log of “%1”.").arg(item.name);
        // The end is on the disk: however often it is taken up again, the server has its time.
        if (drive.job.endedAt && drive.now() - *drive.job.endedAt < logPatience) {
            Error late = fetched.error();
            late.what = QCoreApplication::translate("LogFetch", "The server has no log of “%1” yet.").arg(item.name);
            late.remedy = QCoreApplication::translate("LogFetch", "It is asked for again; nothing is to be done.");
            late.retry = Retry{drive.now()};
            co_return late;
        }
    }
    item.state = fromArchive ? Item::State::Here : Item::State::Gone;
    if (!fromArchive)
        dropDownload(folderOf(drive, item) + u"/task-%1.txt"_s.arg(item.remoteId));
    if (fromArchive)
        removeLiveLog(drive, item);
    co_return co_await keepItem(drive, item);
}

} // namespace

Async<> fetchTaskLog(Drive &drive, Item item)
{
    const std::optional<TaskInfo> task = shownTaskOf(drive, item);
    if (!task)
        co_return Error{.kind = Error::Kind::Missing, .what = QCoreApplication::translate("LogFetch", "There is no such task.")};
    const QString folder = folderOf(drive, item);
    const QString file = folder + u"/task-%1.txt"_s.arg(task->id);
    const Context context = contextFor(drive, item.id);
    const auto saved
        = co_await drive.client().saveJobLog(drive.repo(), github::TaskId(task->id), file, context, github::Patience::JustMade);
    if (!saved)
        co_return saved.error();
    const TaskInfo info = *task;
    const Result<TaskLog> adopted = co_await adoptTaskLog(file, folder, info, context);
    if (!adopted)
        co_return adopted.error();
    QFile::remove(file);
    removeLiveLog(drive, item);
    item.state = Item::State::Here;
    co_return co_await keepItem(drive, item);
}

Async<> fetchLogs(Drive &drive, QList<Item> items)
{
    QList<TaskInfo> tasks;
    for (const Item &item : std::as_const(items)) {
        if (const std::optional<TaskInfo> task = shownTaskOf(drive, item))
            tasks.append(*task);
    }
    const Item first = items.constFirst();
    const Result<QList<qint64>> missing = co_await fetchArchive(drive, first, tasks);
    if (!missing)
        co_return missing.error();
    for (const Item &item : std::as_const(items)) {
        if (const Result<> settled = co_await settle(drive, item, !missing->contains(item.remoteId)); !settled)
            co_return settled;
    }
    co_return {};
}

} // namespace punchcard
