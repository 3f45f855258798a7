// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

namespace punchcard {

/// Whether @p bytes more and @p reserve beyond them fit on the disk where @p path lies or will lie.
/// Storage, with retry: they do not; `what` names both figures.
[[nodiscard]] Result<> spaceCheck(const QString &path, qint64 bytes, qint64 reserve = qint64(64) << 20);

/// Bytes that this user may still write where @p path lies or will lie; -1 when nobody knows.
[[nodiscard]] qint64 freeBytes(const QString &path);

/// Whether an archive of @p packed bytes that unpacks to @p bytes is made to fill a disk that has @p free of them: packed 200
/// times or more, and more than half of what is free. What unpacks to less is nobody's trouble: a disk's image is mostly zeros.
[[nodiscard]] bool isBomb(qint64 packed, qint64 bytes, qint64 free);

} // namespace punchcard
