// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace punchcard {

/// Makes @p path and its parents; the folders that are new get mode 0700 and last through a power failure. Storage on failure.
[[nodiscard]] Result<> makePrivateFolder(const QString &path);
/// Replaces @p path by @p content in one step (QSaveFile), synced with its name, mode 0600. Storage on failure.
[[nodiscard]] Result<> writePrivateFile(const QString &path, const QByteArray &content);
/// Reads the whole file, refusing (Refused) more than @p limit bytes. Missing, Denied or Local on failure.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 limit);
/// Flushes @p path's bytes to the disk. Storage on failure.
[[nodiscard]] Result<> syncFile(const QString &path);
/// Flushes the names in folder @p path to the disk: until then a power failure may bring back those that are gone, and lose
/// those that are new. Storage on failure.
[[nodiscard]] Result<> syncFolder(const QString &path);
/// Gives the file @p from the name @p to in place of what had it, both on one disk. A power failure leaves the one or the other,
/// each whole. Storage on failure.
[[nodiscard]] Result<> giveName(const QString &from, const QString &to);
/// A Storage error about @p path with the system's reason and what to do.
[[nodiscard]] Error storageError(const QString &what, const QString &path, const QString &reason);

} // namespace punchcard
