// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFile>

#include <memory>
#include <optional>

namespace punchcard {

/// Reads a part of a file line by line in bounded memory: lines longer than a limit come in pieces.
class LineReader
{
public:
    static constexpr qsizetype usualPiece = 64 * 1024; ///< Bytes.

    struct Piece
    {
        QByteArrayView bytes = {}; ///< Without the LF, valid until the next call.
        qint64 offset = 0; ///< Of its first byte in the file.
        bool first = true; ///< Begins a line.
        bool last = true; ///< Ends it.
        bool lineEnd = false; ///< An LF followed; false too at the end of the file.
    };

    /// Reads from @p begin to @p end (-1: the file's end). Missing or Storage: the file cannot be opened.
    [[nodiscard]] static Result<LineReader> open(const QString &path, qint64 begin, qint64 end, qsizetype pieceLimit);

    /// nullopt at the end. Storage: the disk failed.
    [[nodiscard]] Result<std::optional<Piece>> next();
    /// Goes on at @p offset, which must begin a line.
    [[nodiscard]] Result<> seek(qint64 offset);
    /// Where the next piece begins.
    [[nodiscard]] qint64 offset() const { return m_offset; }

private:
    LineReader() = default;
    [[nodiscard]] Result<bool> fill();

    std::unique_ptr<QFile> m_file;
    qint64 m_end = 0; ///< Where the part ends in the file.
    qint64 m_offset = 0; ///< In the file, of m_buffer's byte m_at.
    qsizetype m_limit = 0;
    QByteArray m_buffer;
    qsizetype m_at = 0;
    bool m_first = true;
};

} // namespace punchcard
