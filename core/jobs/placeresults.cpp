// SPDX-License-Identifier: MIT
#include "core/jobs/placeresults.h"

#include "core/artifacts/placing.h"
#include "core/artifacts/space.h"
#include "core/jobs/items.h"
#include "core/jobs/resultplace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct PlaceResultsText
{
    Q_DECLARE_TR_FUNCTIONS(PlaceResults)
};

// Whether room mends it. A quota and a size that does not fit say so; for the rest the disk is looked at.
bool isFull(const Error &error, const QString &place)
{
    return error.kind == Error::Kind::Storage && (error.retry || !spaceCheck(place, 0));
}

// Not of the folder: somebody stops, or the job's own files cannot be read.
bool isOurs(const Error &error)
{
    return error.kind == Error::Kind::Cancelled || error.kind == Error::Kind::Local;
}

// Elements in their order: where they clash when they are merged, the same one wins each time.
QList<Item> inOrder(const Job &job)
{
    QList<Item> items = job.items;
    std::ranges::stable_sort(items, {}, [&job](const Item &item) { return elementOfArtifact(item.name, job.spec); });
    return items;
}

} // namespace

Async<> placeResults(Drive &drive)
{
    const QString out = drive.job.spec.outFolder;
    if (out.isEmpty())
        co_return {};
    const QList<Item> items = inOrder(drive.job);
    QHash<QString, QSet<QString>> merged; // by folder: what an element has there
    for (Item item : items) {
        const QString from = drive.folder.path() + u'/' + item.path;
        // An earlier attempt's results stay in the job's own folder: in the user's one they would be in the way of the newest.
        if (item.kind != Item::Kind::Artifact || !isCurrent(drive.job, item) || !QFileInfo(from).isDir())
            continue;
        const Context context = contextFor(drive, item.id);
        const QString to = resultPlace(out, item.name, drive.job.spec);
        const bool merges = drive.job.spec.merge && elementOfArtifact(item.name, drive.job.spec) >= 0;
        const QSet<QString> others = merges ? merged.value(to) : QSet<QString>();
        const Result<Placed> placed = co_await place(from, to, drive.job.spec.overwrite, context, others);
        if (!placed && isOurs(placed.error()))
            co_return placed.error();
        if (!placed && isFull(placed.error(), to)) {
            drive.blame = Waiting::For::Disk;
            co_return placed.error();
        }
        if (placed && merges) {
            for (const UnpackedFile &file : placed->files)
                merged[to].insert(file.path);
        }
        if (placed && placed->refusals.isEmpty())
            continue;
        // A folder that cannot be used does not hold the job up: nothing is lost, and another one can be named later.
        QStringList lines = placed
            ? refusalLines(placed->refusals)
            : QStringList{
                  PlaceResultsText::tr("The folder “%1” cannot be used: %2").arg(QDir::toNativeSeparators(to), placed.error().what)};
        // What was refused while it was unpacked is told before that, and once, however often it is placed.
        const bool isWhole = !isArchiveHere(drive.folder, item);
        const QString where = QDir::toNativeSeparators(from);
        lines.append(isWhole ? PlaceResultsText::tr("All of it is here: %1").arg(where)
                             : PlaceResultsText::tr("What could be unpacked is here: %1").arg(where));
        if (!placed)
            lines.append(PlaceResultsText::tr("“punch fetch %1 --out FOLDER” brings it to another folder.").arg(qint64(drive.job.id)));
        item.state = Item::State::Refused;
        const QString told = lines.join(u'\n');
        if (isWhole || item.why.isEmpty())
            item.why = told;
        else if (!item.why.contains(told))
            item.why += u'\n' + told;
        if (const Result<> kept = co_await keepItem(drive, item); !kept)
            co_return kept;
    }
    co_return {};
}

} // namespace punchcard
