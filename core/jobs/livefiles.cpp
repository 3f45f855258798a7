// SPDX-License-Identifier: MIT
#include "core/jobs/livefiles.h"

#include "core/artifacts/placing.h"
#include "core/base/files.h"
#include "core/job/array.h"
#include "core/job/marks.h"
#include "core/jobs/items.h"
#include "core/jobs/livechoice.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct LiveFilesText
{
    Q_DECLARE_TR_FUNCTIONS(LiveFiles)
};

const QString soFarFolder = u"so-far"_s;

} // namespace

QList<LiveFileMark> liveFileMarks(const QStringList &names, int after)
{
    static const QRegularExpression pattern(u"^upload-(\\d{6})-([A-Za-z0-9_][A-Za-z0-9._-]{0,99})\\z"_s);
    QList<LiveFileMark> marks;
    for (const QString &name : names) {
        const QRegularExpressionMatch match = pattern.match(name);
        if (match.hasMatch() && match.capturedView(1).toInt() > after)
            marks.append({.number = match.capturedView(1).toInt(), .name = match.captured(2)});
    }
    std::ranges::sort(marks, {}, &LiveFileMark::number);
    QList<LiveFileMark> newest;
    for (const LiveFileMark &mark : std::as_const(marks)) {
        newest.removeIf([&mark](const LiveFileMark &other) { return other.name == mark.name; });
        newest.append(mark);
    }
    return newest;
}

bool isSoFar(const Item &item)
{
    return item.kind == Item::Kind::Artifact && item.remoteId < 0;
}

ItemId soFarOf(const Drive &drive, qint64 run, int attempt, const QString &name)
{
    const auto found = std::ranges::find_if(drive.job.items, [&](const Item &item) {
        return isSoFar(item) && item.run == run && item.attempt == attempt && item.name == name;
    });
    return found == drive.job.items.end() ? ItemId() : found->id;
}

Async<> fetchLiveFile(Drive &drive, qint64 run, int attempt, Task task, QString name, Context context)
{
    const int element = elementOf(drive.job.spec, task);
    const QString artifact = workflow::uploadsArtifact(element);
    const auto isReplaced = [&drive, run, attempt, artifact] {
        return std::ranges::any_of(drive.job.items, [&](const Item &item) {
            return item.kind == Item::Kind::Artifact && item.remoteId > 0 && item.run == run && item.attempt == attempt
                && item.name == artifact;
        });
    };
    if (isReplaced())
        co_return {};
    Item item{.id = soFarOf(drive, run, attempt, artifact),
              .run = run,
              .attempt = attempt,
              .kind = Item::Kind::Artifact,
              .name = artifact,
              .remoteId = -task.remoteId,
              .state = Item::State::PartlyHere,
              .path = u"%1/attempt-%2/%3"_s.arg(soFarFolder).arg(attempt).arg(safeFolderName(artifact))};
    for (const QString &folder : {drive.folder.downloads(), drive.folder.path() + u'/' + item.path}) {
        if (const Result<> made = makePrivateFolder(folder); !made)
            co_return made;
    }
    const QString file = drive.folder.downloads() + u"/live-%1-%2"_s.arg(task.remoteId).arg(name);
    QFile::remove(file);
    const QString branch = liveBranchOf(drive.job.uid, attempt, element) + liveFilesSuffix();
    const auto saved = co_await drive.client().saveContent(drive.repo(), name, branch, file, context);
    if (!saved)
        co_return saved.error();
    if (isReplaced())
        co_return {};
    item.id = soFarOf(drive, run, attempt, artifact);
    // It is looked at anew: more lies in its folder, or something else.
    if (const Result<> kept = co_await keepItem(drive, item); !kept)
        co_return kept;
    const QString place = drive.folder.path() + u'/' + item.path + u'/' + name;
    if (const Result<> named = giveName(saved->file, place); !named)
        co_return named;
    if (isReplaced())
        co_return {};
    item.id = soFarOf(drive, run, attempt, artifact);
    item.state = Item::State::Here;
    co_return co_await keepItem(drive, item);
}

void removeReplacedFiles(const Drive &drive)
{
    forgetFollowed(drive.folder); // who had told just when the run ended
    if (std::ranges::none_of(drive.job.items, &isSoFar))
        QDir(drive.folder.path() + u'/' + soFarFolder).removeRecursively();
}

} // namespace punchcard
