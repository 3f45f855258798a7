// SPDX-License-Identifier: MIT
#include "core/jobs/placeresults.h"

#include "core/artifacts/placing.h"
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

// An earlier attempt's results stay in the job's own folder: in the user's one they would be in the way of the newest.
bool isNewest(const Drive &drive, const Item &item)
{
    const auto run = std::ranges::find(drive.job.runs, item.run, &Run::id);
    return run == drive.job.runs.end() || run->attempts.isEmpty() || item.attempt == run->attempts.constLast().number;
}

} // namespace

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
            drive.blame = placed.error().kind == Error::Kind::Storage ? Waiting::For::Space : Waiting::For::Decision;
            co_return placed.error();
        }
        if (placed->refusals.isEmpty())
            continue;
        QStringList lines;
        for (const Refusal &refusal : placed->refusals)
            lines.append(refusal.name + u": "_s + refusal.why);
        lines.append(PlaceResultsText::tr("All of it is here: %1").arg(QDir::toNativeSeparators(from)));
        item.state = Item::State::Refused;
        item.why = lines.join(u'\n');
        if (const Result<> kept = co_await keepItem(drive, item); !kept)
            co_return kept;
    }
    co_return {};
}

} // namespace punchcard
