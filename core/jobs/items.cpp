// SPDX-License-Identifier: MIT
#include "core/jobs/items.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

Context contextFor(Drive &drive, ItemId item)
{
    Context context = drive.context;
    CancelPtr &cancel = drive.fetching[item];
    cancel = Cancel::under(drive.context.cancel);
    context.cancel = cancel;
    if (drive.progressed) {
        const auto progressed = drive.progressed;
        context.progress = [progressed, item](const Progress &progress) { progressed(item, progress); };
    }
    return context;
}

Async<> keepItem(Drive &drive, Item item)
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

Async<> wantItem(Drive &drive, Item item)
{
    const auto same = [&item](const Item &known) {
        return known.run == item.run && known.attempt == item.attempt && known.kind == item.kind && known.remoteId == item.remoteId;
    };
    if (std::ranges::any_of(drive.job.items, same))
        co_return {};
    co_return co_await keepItem(drive, item);
}

QString archiveFile(const store::JobFolder &folder, const Item &item)
{
    return folder.downloads() + u"/%1"_s.arg(item.remoteId);
}

void dropDownload(const QString &file)
{
    QFile::remove(file + u".part"_s);
    QFile::remove(file + u".part.info"_s);
}

bool isArchiveHere(const store::JobFolder &folder, const Item &item)
{
    return QFileInfo::exists(archiveFile(folder, item));
}

bool isUnpacked(const store::JobFolder &folder, const Item &item)
{
    return QFileInfo(folder.path() + u'/' + item.path).isDir();
}

bool knowsArtifact(const Drive &drive, qint64 remoteId)
{
    return std::ranges::any_of(drive.job.items,
                               [remoteId](const Item &item) { return item.kind == Item::Kind::Artifact && item.remoteId == remoteId; });
}

bool wantAgain(Item &item, const House &house, const store::JobFolder &folder)
{
    if (item.state != Item::State::Refused && item.state != Item::State::Gone)
        return false;
    if (!house.dropped)
        item.state = Item::State::Wanted;
    else if (item.state == Item::State::Refused && !isArchiveHere(folder, item) && isUnpacked(folder, item))
        item.state = Item::State::Here; // all of it could be unpacked: placing judges anew
    else
        return false; // never got here, or its archive is kept because not all of it could be unpacked
    item.why.clear();
    return true;
}

} // namespace punchcard
