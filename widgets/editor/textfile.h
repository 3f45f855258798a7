// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace punchcard {

/// A script as the editor knows it, with what it takes to write the same bytes again.
struct TextFile
{
    enum class LineEnd { Lf, CrLf };
    enum class Encoding { Utf8, Latin1 }; ///< Latin1: what is no UTF-8, kept byte for byte.

    QString text; ///< Lines end in \n.
    LineEnd lineEnd = LineEnd::Lf;
    Encoding encoding = Encoding::Utf8;
    bool byteOrderMark = false;
    bool exact = true; ///< False: line ends are mixed, and writing makes them all like lineEnd.

    /// Refused: the bytes hold a NUL, so they are no text.
    [[nodiscard]] static Result<TextFile> fromBytes(const QByteArray &bytes, const QString &name);
    /// Refused: a character that Latin-1 does not have, when the encoding is that.
    [[nodiscard]] Result<QByteArray> toBytes(const QString &name) const;
};

/// The largest script that is opened, in bytes. One of this size is copied and compared within a few tens of milliseconds.
constexpr qint64 largestScript = 10'000'000;

/// Reads and decodes @p path. For the pool. Refused: it is no text, or too large to be edited.
[[nodiscard]] Result<TextFile> readTextFile(const QString &path);
/// Replaces @p path in one step where the folder allows it; its permissions stay. For the pool.
[[nodiscard]] Result<> writeTextFile(const QString &path, const TextFile &file);

} // namespace punchcard
