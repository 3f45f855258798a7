// SPDX-License-Identifier: MIT
#include "app/cli/delivery.h"

#include "core/base/onpool.h"
#include "core/jobs/resultplace.h"
#include "core/logs/logarchive.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

/// The files of artifact @p item. Each is named where the user wants it if it could be placed there, else where the job has it.
DeliveredArtifact look(const Job &job, const Item &item, const QString &folder)
{
    const QString own = folder + u'/' + item.path;
    const bool isPlaced = item.state == Item::State::Here && !job.spec.outFolder.isEmpty() && job.isOver();
    const QString shown = isPlaced ? resultPlace(job.spec.outFolder, item.name, job.spec) : own;
    const QString root = job.spec.outFolder.isEmpty() ? folder + u"/artifacts"_s : job.spec.outFolder;
    // Names are as they are, or will be, below the results folder: `uploads` lies straight in it.
    const QString prefix = QDir(root).relativeFilePath(resultPlace(root, item.name, job.spec));
    DeliveredArtifact artifact{.name = item.name, .path = shown, .state = item.state, .why = item.why};
    QDirIterator files(own, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo info = files.nextFileInfo();
        const QString below = QDir(own).relativeFilePath(info.filePath());
        const QString name = prefix.isEmpty() || prefix == "."_L1 ? below : prefix + u'/' + below;
        artifact.files.append({.name = name, .path = shown + u'/' + below, .size = info.size()});
        artifact.size += info.size();
    }
    std::ranges::sort(artifact.files, {}, &DeliveredFile::name);
    return artifact;
}

/// So that uploads-2 comes before uploads-10.
std::pair<QString, qint64> naturalKey(const QString &name)
{
    static const QRegularExpression number(u"\\d{1,18}$"_s);
    const QRegularExpressionMatch match = number.match(name);
    return {name.first(name.size() - match.capturedLength()), match.captured().toLongLong()};
}

QStringList logFiles(const Job &job, const QString &folder)
{
    QStringList paths;
    const std::optional<Attempt> attempt = newestAttempt(job);
    if (!attempt)
        return paths;
    for (const Task &task : attempt->tasks) {
        const Item *const log = logOf(job, task);
        if (!log)
            continue;
        if (const Result<TaskLog> found = readTaskLog(folder + u'/' + log->path, task.name, log->remoteId))
            paths.append(found->file);
    }
    return paths;
}

} // namespace

qsizetype Delivery::fileCount() const
{
    qsizetype count = 0;
    for (const DeliveredArtifact &artifact : artifacts)
        count += artifact.files.size();
    return count;
}

JobTimes timesOf(const Job &job)
{
    JobTimes times;
    const std::optional<Attempt> attempt = newestAttempt(job);
    if (attempt) {
        const RunTimes run = punchcard::timesOf(*attempt);
        times.queued = run.queued;
        times.running = run.running;
    }
    const bool isRerun = attempt && attempt->number > 1 && job.submittedAt;
    const Time begin = isRerun ? *job.submittedAt : job.createdAt;
    if (job.finishedAt)
        times.total = std::max(*job.finishedAt - begin, Milliseconds(0));
    return times;
}

Async<Delivery> deliveryOf(Job job, QString folder, Context context)
{
    const auto looking = [job, folder]() -> Result<Delivery> {
        Delivery delivery{.out = job.spec.outFolder.isEmpty() ? folder + u"/artifacts"_s : job.spec.outFolder,
                          .logs = logFiles(job, folder)};
        const std::optional<Attempt> attempt = newestAttempt(job);
        bool isMixed = false; // of several attempts: they lie in several folders
        for (const Item &item : job.items) {
            if (item.kind != Item::Kind::Artifact || !isCurrent(job, item))
                continue;
            delivery.artifacts.append(look(job, item, folder));
            isMixed = isMixed || (attempt && item.attempt != attempt->number);
        }
        std::ranges::sort(delivery.artifacts, {}, [](const DeliveredArtifact &artifact) { return naturalKey(artifact.name); });
        if (job.spec.outFolder.isEmpty() && attempt && attempt->number > 1)
            delivery.out = isMixed ? folder : folder + u"/artifacts-%1"_s.arg(attempt->number);
        return delivery;
    };
    return onPool(context, looking);
}

} // namespace punchcard::cli
