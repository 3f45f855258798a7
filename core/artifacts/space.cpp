// SPDX-License-Identifier: MIT
#include "core/artifacts/space.h"

#include "core/base/clock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

namespace punchcard {
namespace {

struct Space
{
    Q_DECLARE_TR_FUNCTIONS(Space)
};

constexpr qint64 tightRatio = 200; // Deflate's most is 1032; texts and programs reach 10.

QString nearestThere(const QString &path)
{
    QString there = QFileInfo(path).absoluteFilePath();
    while (!QFileInfo::exists(there)) {
        const QString parent = QFileInfo(there).absolutePath();
        if (parent == there)
            break;
        there = parent;
    }
    return there;
}

} // namespace

qint64 freeBytes(const QString &path)
{
    const QStorageInfo storage(nearestThere(path));
    // What has no size at all (/proc) is no disk that could be full.
    return storage.isValid() && storage.isReady() && storage.bytesTotal() > 0 ? storage.bytesAvailable() : -1;
}

bool isBomb(qint64 packed, qint64 bytes, qint64 free)
{
    return free >= 0 && bytes > free / 2 && bytes / tightRatio >= packed;
}

Result<> spaceCheck(const QString &path, qint64 bytes, qint64 reserve)
{
    const qint64 free = freeBytes(path);
    if (free < 0 || (bytes <= free && free - bytes >= reserve))
        return {};
    const QLocale locale;
    const QString shown = QDir::toNativeSeparators(path);
    return Error{.kind = Error::Kind::Storage,
                 .what
                 = Space::tr("There is no room for %1 on the disk of “%2”: only %3 are free, and the last %4 of a disk are left alone.")
                       .arg(locale.formattedDataSize(bytes), shown, locale.formattedDataSize(free), locale.formattedDataSize(reserve)),
                 .remedy = Space::tr("Make room there, or choose a folder on another disk."),
                 .retry = Retry{Clock::system().now()},
                 .detail = path + QStringLiteral(": %1 needed, %2 free, %3 reserved").arg(bytes).arg(free).arg(reserve)};
}

} // namespace punchcard
