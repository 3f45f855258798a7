// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/logs/mappedfile.h"
#include "core/logs/stamptext.h"

#include <optional>

namespace punchcard {

/// Lines of a log longer than this many bytes are shown in windows; columns in them are bytes.
inline constexpr qsizetype longLine = 4096;

/// A part of a log to be taken out as plain text: what is shown, without colours, groups unfolded.
struct LogExcerpt
{
    qint64 begin = 0; ///< Where its first line begins.
    qint64 end = 0; ///< Where its last one ends.
    qsizetype firstColumn = 0; ///< Of the first line; of every line with block.
    qsizetype lastColumn = -1; ///< One past; of the last line, or of every one; -1: all of it.
    bool block = false;
    Stamps stamps = Stamps::Off;
    Time first = {}; ///< Relative stamps count from here.
    bool showHidden = false;
};

/// As one text; for what goes to the clipboard. On the pool.
[[nodiscard]] Async<QString> textOf(std::shared_ptr<const MappedFile> file, LogExcerpt excerpt, Context context);

/// Writes it to @p path, replacing what is there when all is written. On the pool, in bounded memory. Storage on failure.
[[nodiscard]] Async<> saveText(std::shared_ptr<const MappedFile> file, LogExcerpt excerpt, QString path, Context context);

} // namespace punchcard
