// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/poolprogress.h"
#include "core/base/result.h"

#include <QList>
#include <QString>

namespace punchcard {

/// An entry of an archive as a preview shows it.
struct ListedEntry
{
    QString name; ///< made harmless to show
    qint64 size = -1; ///< -1: the archive does not say
    bool folder = false;
};

struct ArchiveListing
{
    QList<ListedEntry> entries; ///< in the archive's order
    bool more = false;          ///< it goes on: only the beginning was read
};

/// The first entries of a zip, by its directory. Malformed: it is no zip, or is cut.
[[nodiscard]] Result<ArchiveListing> listZip(const QString &path, const PoolShare &share);

/// The first entries of a tar (packed by gzip, bzip2, xz, zstd, lz4 or not), cpio, ar, 7z or ISO image: as far as the first
/// 10,000 of them, 64 MB of the file and 1 GB of what it unpacks to go. Malformed: it is none of these.
[[nodiscard]] Result<ArchiveListing> listArchive(const QString &path, const PoolShare &share);

} // namespace punchcard
