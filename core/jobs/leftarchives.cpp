// SPDX-License-Identifier: MIT
#include "core/jobs/leftarchives.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/jobs/items.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct LeftArchivesText
{
    Q_DECLARE_TR_FUNCTIONS(LeftArchives)
};

// Of a download, whichever of its forms there is.
QStringList formsOf(const QString &file)
{
    return {file, file + u".part"_s, file + u".part.info"_s};
}

// All that may lie there of what was fetched of the job's logs.
QStringList logDownloads(const Drive &drive)
{
    QStringList files;
    for (const Item &item : drive.job.items) {
        if (item.kind != Item::Kind::Log)
            continue;
        const QString folder = drive.folder.path() + u'/' + item.path;
        files += formsOf(folder + u".zip"_s) + formsOf(folder + u"/task-%1.txt"_s.arg(item.remoteId));
    }
    return files;
}

// Those of what is not here, or not all of it.
QStringList keptDownloads(const Drive &drive)
{
    QStringList files;
    for (const Item &item : drive.job.items) {
        if (item.kind == Item::Kind::Artifact && item.state != Item::State::Here)
            files += formsOf(archiveFile(drive.folder, item));
    }
    return files;
}

Result<> removeAllBut(const QString &folder, const QStringList &kept, const QStringList &others)
{
    QStringList doomed = others;
    const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files) {
        if (!kept.contains(file.filePath()))
            doomed.append(file.filePath());
    }
    QSet<QString> folders{folder};
    for (const QString &file : std::as_const(doomed)) {
        folders.insert(QFileInfo(file).path());
        if (!QFile::remove(file) && QFileInfo::exists(file))
            return storageError(LeftArchivesText::tr("“%1” could not be removed.").arg(file), file, qt_error_string());
    }
    // Else the next power failure brings them back, when nobody looks any more.
    for (const QString &path : std::as_const(folders)) {
        if (const Result<> synced = syncFolder(path); !synced)
            return synced;
    }
    return {};
}

} // namespace

Async<> removeLeftArchives(Drive &drive)
{
    const auto removing = [folder = drive.folder.downloads(), kept = keptDownloads(drive), logs = logDownloads(drive)] {
        return removeAllBut(folder, kept, logs);
    };
    co_return co_await onPool(drive.context, removing);
}

} // namespace punchcard
