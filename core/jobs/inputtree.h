// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// What GitHub takes in one file of a commit that goes through its API, in bytes before base64 (realistic ceiling).
inline constexpr qint64 largestInput = 30 << 20;

/// One file of the commit: text goes inline, other bytes as a blob of their own.
[[nodiscard]] Async<github::TreeEntry> treeEntry(Drive &drive, QString path, QString mode, QByteArray content);
/// The files that the job's inputs were copied to when it was submitted (its folder's inputs/), modes kept.
[[nodiscard]] Async<QList<github::TreeEntry>> inputTree(Drive &drive);

} // namespace punchcard
