// SPDX-License-Identifier: MIT
#include "core/jobs/collecting.h"

#include "core/artifacts/placing.h"
#include "core/artifacts/rawartifact.h"
#include "core/artifacts/space.h"
#include "core/artifacts/zipextractor.h"
#include "core/base/files.h"
#include "core/jobs/resultplace.h"
#include "core/logs/logarchive.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Collecting)
};

// A download that arrives damaged is fetched anew this often before it is given up.
constexpr int corruptTries = 3;

Context contextFor(Drive &drive, ItemId item)
{
    Context context = drive.context;
    if (drive.progressed) {
        const auto progressed = drive.progressed;
        context.progress = [progressed, item](const Progress &progress) { progressed(item, progress); };
    }
    return context;
}

// Below the job's folder. The first attempt's artifacts lie in artifacts/, later ones beside it, so that none is lost.
QString artifactPath(const Item &item)
{
    const QString folder = item.attempt <= 1 ? u"artifacts"_s : u"artifacts-%1"_s.arg(item.attempt);
    return folder + u'/' + safeFolderName(item.name);
}

QString logPath(int attempt)
{
    return u"logs/attempt-%1"_s.arg(attempt);
}

const Attempt *attemptOf(const Drive &drive, const Item &item)
{
    for (const Run &run : drive.job.runs) {
        if (run.id != item.run)
            continue;
        for (const Attempt &attempt : run.attempts) {
            if (attempt.number == item.attempt)
                return &attempt;
        }
    }
    return nullptr;
}

QList<TaskInfo> ranTasks(const Attempt *attempt)
{
    QList<TaskInfo> infos;
    if (!attempt)
        return infos;
    for (const Task &task : attempt->tasks) {
        // Cancelled before a runner took it, or skipped: there is no log, ever.
        if (task.runnerId == 0)
            continue;
        TaskInfo info{.id = task.remoteId, .name = task.name};
        for (const Step &step : task.steps)
            info.steps.append({.number = step.number, .name = step.name, .startedAt = step.startedAt, .completedAt = step.completedAt});
        infos.append(info);
    }
    return infos;
}

Async<> keep(Drive &drive, Item item)
{
    const Result<Item> stored = co_await drive.store->saveItem(drive.job.id, item);
    if (!stored)
        co_return stored.error();
    for (Item &known : drive.job.items) {
        if (known.id == stored->id) {
            known = *stored;
            co_return {};
        }
    }
    drive.job.items.append(*stored);
    co_return {};
}

Async<> want(Drive &drive, Item item)
{
    const auto same = [&item](const Item &known) {
        return known.run == item.run && known.attempt == item.attempt && known.kind == item.kind && known.remoteId == item.remoteId;
    };
    if (std::ranges::any_of(drive.job.items, same))
        co_return {};
    co_return co_await keep(drive, item);
}

// -- logs

Async<> fetchTaskLog(Drive &drive, Item item, TaskInfo task)
{
    const QString folder = drive.folder.path() + u'/' + item.path;
    const QString file = folder + u"/task-%1.txt"_s.arg(task.id);
    const Context context = contextFor(drive, item.id);
    const auto saved = co_await drive.client().saveJobLog(drive.repo(), github::TaskId(task.id), file, context, github::Patience::JustMade);
    if (!saved)
        co_return saved.error();
    const Result<TaskLog> adopted = co_await adoptTaskLog(file, folder, task, context);
    if (!adopted)
        co_return adopted.error();
    QFile::remove(file);
    co_return {};
}

// Gives the ids of the tasks that the run's archive does not hold; all of them when there is no usable archive.
Async<QList<qint64>> fetchLogArchive(Drive &drive, Item item, QList<TaskInfo> tasks)
{
    QList<qint64> all;
    for (const TaskInfo &task : tasks)
        all.append(task.id);
    const QString folder = drive.folder.path() + u'/' + item.path;
    const QString zip = folder + u".zip"_s;
    const Context context = contextFor(drive, item.id);
    const auto saved = co_await drive.client().saveRunLogs(drive.repo(), github::RunId(item.remoteId), item.attempt, zip, context,
                                                           github::Patience::JustMade);
    if (!saved && (saved.error().kind == Error::Kind::Missing || saved.error().kind == Error::Kind::Corrupt))
        co_return all;
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

Async<> fetchLog(Drive &drive, Item item)
{
    const QList<TaskInfo> tasks = ranTasks(attemptOf(drive, item));
    if (tasks.isEmpty()) {
        item.state = Item::State::Here;
        item.why = Text::tr("No runner took the job, so it has no log.");
        co_return co_await keep(drive, item);
    }
    const Result<QList<qint64>> missing = co_await fetchLogArchive(drive, item, tasks);
    if (!missing)
        co_return missing.error();
    QStringList gone;
    for (const TaskInfo &task : tasks) {
        if (!missing->contains(task.id))
            continue;
        const Result<> fetched = co_await fetchTaskLog(drive, item, task);
        if (!fetched && fetched.error().kind == Error::Kind::Missing)
            gone.append(task.name);
        else if (!fetched)
            co_return fetched;
    }
    item.state = gone.isEmpty() ? Item::State::Here : Item::State::Gone;
    if (!gone.isEmpty())
        item.why = Text::tr("The server has no log of: %1.").arg(gone.join(u", "_s));
    co_return co_await keep(drive, item);
}

// -- artifacts

Async<> unpackArtifact(Drive &drive, Item item, github::Saved saved)
{
    const QString folder = drive.folder.path() + u'/' + item.path;
    QFile file(saved.file);
    const QByteArray begin = file.open(QIODevice::ReadOnly) ? file.read(4) : QByteArray();
    file.close();
    item.state = Item::State::Here;
    if (artifactForm(saved.contentType.toLatin1(), QUrl(), begin) == ArtifactForm::Raw) {
        const QString name = saved.fileName.isEmpty() ? item.name : saved.fileName;
        const Result<UnpackedFile> adopted = adoptRaw(saved.file, folder, safeFolderName(name));
        if (!adopted)
            co_return adopted.error();
        co_return co_await keep(drive, item);
    }
    const Context context = contextFor(drive, item.id);
    const UnpackLimits limits;
    const Result<Unpacked> unpacked = co_await unpack(saved.file, folder, limits, context);
    if (!unpacked && (unpacked.error().kind == Error::Kind::Malformed || unpacked.error().kind == Error::Kind::Refused)) {
        item.state = Item::State::Refused;
        item.why = unpacked.error().what;
        co_return co_await keep(drive, item);
    }
    if (!unpacked)
        co_return unpacked.error();
    if (unpacked->refusals.isEmpty()) {
        QFile::remove(saved.file);
    } else {
        item.state = Item::State::Refused;
        QStringList lines;
        for (const Refusal &refusal : unpacked->refusals)
            lines.append(refusal.name + u": "_s + refusal.why);
        lines.append(Text::tr("The archive is kept: %1").arg(QDir::toNativeSeparators(saved.file)));
        item.why = lines.join(u'\n');
    }
    co_return co_await keep(drive, item);
}

Async<github::Saved> downloadArtifact(Drive &drive, Item item)
{
    const github::Artifact artifact{.id = github::ArtifactId(item.remoteId), .name = item.name, .size = item.size, .digest = item.digest};
    const QString zip = drive.folder.downloads() + u"/%1"_s.arg(item.remoteId);
    if (const Result<> made = makePrivateFolder(drive.folder.downloads()); !made)
        co_return made.error();
    const Context context = contextFor(drive, item.id);
    for (int tries = 1;; ++tries) {
        const Result<github::Saved> saved = co_await drive.client().saveArtifact(drive.repo(), artifact, zip, context);
        if (saved || saved.error().kind != Error::Kind::Corrupt || tries == corruptTries)
            co_return saved;
    }
}

Async<> fetchArtifact(Drive &drive, Item item)
{
    // The zip and, for a while beside it, what is in it.
    if (const Result<> space = spaceCheck(drive.folder.path(), item.size * 2); !space) {
        drive.blame = Waiting::For::Space;
        co_return space;
    }
    item.state = Item::State::PartlyHere;
    if (const Result<> kept = co_await keep(drive, item); !kept)
        co_return kept;
    const Result<github::Saved> saved = co_await downloadArtifact(drive, item);
    if (!saved && (saved.error().kind == Error::Kind::Missing || saved.error().kind == Error::Kind::Corrupt)) {
        item.state = saved.error().kind == Error::Kind::Missing ? Item::State::Gone : Item::State::Refused;
        item.why = saved.error().what;
        co_return co_await keep(drive, item);
    }
    if (!saved)
        co_return saved.error();
    co_return co_await unpackArtifact(drive, item, *saved);
}

// -- the user's folder

// An earlier attempt's results stay in the job's own folder: in the user's one they would be in the way of the newest.
bool isNewest(const Drive &drive, const Item &item)
{
    const auto run = std::ranges::find(drive.job.runs, item.run, &Run::id);
    return run == drive.job.runs.end() || run->attempts.isEmpty() || item.attempt == run->attempts.constLast().number;
}

Async<> placeResults(Drive &drive)
{
    const QString out = drive.job.spec.outFolder;
    if (out.isEmpty())
        co_return {};
    const QList<Item> items = drive.job.items;
    for (Item item : items) {
        const QString from = drive.folder.path() + u'/' + item.path;
        if (item.kind != Item::Kind::Artifact || !isNewest(drive, item) || !QFileInfo(from).isDir())
            continue;
        const Context context = contextFor(drive, item.id);
        const Result<Placed> placed = co_await place(from, resultPlace(out, item.name), drive.job.spec.overwrite, context);
        if (!placed) {
            drive.blame = Waiting::For::Space;
            co_return placed.error();
        }
        if (placed->refusals.isEmpty())
            continue;
        QStringList lines;
        for (const Refusal &refusal : placed->refusals)
            lines.append(refusal.name + u": "_s + refusal.why);
        lines.append(Text::tr("All of it is here: %1").arg(QDir::toNativeSeparators(from)));
        item.state = Item::State::Refused;
        item.why = lines.join(u'\n');
        if (const Result<> kept = co_await keep(drive, item); !kept)
            co_return kept;
    }
    co_return {};
}

} // namespace

Async<> listItems(Drive &drive)
{
    const QList<Run> runs = drive.job.runs;
    for (const Run &run : runs) {
        if (run.remoteId == 0 || run.attempts.isEmpty())
            continue;
        const int attempt = run.attempts.last().number;
        const Item log{.run = run.id,
                       .attempt = attempt,
                       .kind = Item::Kind::Log,
                       .name = u"log"_s,
                       .remoteId = run.remoteId,
                       .path = logPath(attempt)};
        if (const Result<> wanted = co_await want(drive, log); !wanted)
            co_return wanted;
        const auto artifacts = co_await drive.client().artifacts(drive.repo(), github::RunId(run.remoteId), drive.context);
        if (!artifacts)
            co_return artifacts.error();
        for (const github::Artifact &artifact : artifacts->value) {
            const auto known
                = [&artifact](const Item &item) { return item.kind == Item::Kind::Artifact && item.remoteId == qint64(artifact.id); };
            if (std::ranges::any_of(drive.job.items, known))
                continue; // an earlier attempt's
            Item item{.run = run.id,
                      .attempt = attempt,
                      .kind = Item::Kind::Artifact,
                      .name = artifact.name,
                      .remoteId = qint64(artifact.id),
                      .size = artifact.size,
                      .digest = artifact.digest,
                      .state = artifact.expired ? Item::State::Gone : Item::State::Wanted,
                      .why = artifact.expired ? Text::tr("The server keeps it no longer.") : QString()};
            item.path = artifactPath(item);
            if (const Result<> wanted = co_await want(drive, item); !wanted)
                co_return wanted;
        }
    }
    co_return {};
}

Async<> fetchItems(Drive &drive)
{
    const QList<Item> items = drive.job.items;
    for (const Item &item : items) {
        if (item.state != Item::State::Wanted && item.state != Item::State::PartlyHere)
            continue;
        const Result<> fetched = co_await (item.kind == Item::Kind::Log ? fetchLog(drive, item) : fetchArtifact(drive, item));
        if (!fetched)
            co_return fetched;
    }
    if (const Result<> placed = co_await placeResults(drive); !placed)
        co_return placed;
    const bool complete = std::ranges::all_of(drive.job.items, [](const Item &item) { return item.state == Item::State::Here; });
    drive.job.results = complete ? Results::Complete : Results::Incomplete;
    co_return {};
}

} // namespace punchcard
