// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// The drive's context for work on @p item: progress is told as the item's, and pausing it ends this work alone.
[[nodiscard]] Context contextFor(Drive &drive, ItemId item);
/// Writes @p item down, new or changed.
[[nodiscard]] Async<> keepItem(Drive &drive, Item item);
/// Writes @p item down unless it is known.
[[nodiscard]] Async<> wantItem(Drive &drive, Item item);
/// Removes what there is of @p file, whose download is given up.
void dropDownload(const QString &file);
/// Whether what was downloaded of artifact @p item is kept, and whether what was in it lies where the job has it.
[[nodiscard]] bool isArchiveHere(const store::JobFolder &folder, const Item &item);
[[nodiscard]] bool isUnpacked(const store::JobFolder &folder, const Item &item);
/// Where the former is.
[[nodiscard]] QString archiveFile(const store::JobFolder &folder, const Item &item);
/// Whether @p item, which was refused or is gone, is to be judged anew: then it is said from where.
[[nodiscard]] bool wantAgain(Item &item, const House &house, const store::JobFolder &folder);
/// Whether an artifact of that id is known, of this attempt or of an earlier one.
[[nodiscard]] bool knowsArtifact(const Drive &drive, qint64 remoteId);

} // namespace punchcard
