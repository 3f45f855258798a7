// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QByteArrayView>

#include <optional>

namespace punchcard {

/// What the runner wrote before a line's text.
enum class LogMarker { None, Group, EndGroup, Error, Warning, Notice, Debug, Command, Section };

/// A line of a log file taken apart; views into the caller's bytes.
struct LogLine
{
    std::optional<Time> stamp = {}; ///< nullopt: the line goes on a message that had line breaks in it.
    LogMarker marker = LogMarker::None;
    QByteArrayView text = {}; ///< Without byte order mark, stamp, marker and line end. Not made harmless.
};

/// Takes @p line (with or without its LF or CRLF) apart. Stamps may have 0 to 9 decimals. Pure.
[[nodiscard]] LogLine parseLogLine(QByteArrayView line);

/// "Error: " and the like, which stands for @p marker where the line is shown, as on the server's own page; often nothing.
[[nodiscard]] QByteArrayView prefixFor(LogMarker marker);

} // namespace punchcard
