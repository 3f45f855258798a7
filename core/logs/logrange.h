// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logarchive.h"

namespace punchcard {

/// A part of a log's file: bytes from begin up to end. end -1: as far as the file goes, also when it grows.
struct LogRange
{
    qint64 begin = 0;
    qint64 end = -1;
    bool operator==(const LogRange &) const = default;
};

/// Where the script's own lines lie: the step @p step of @p log without the runner's header and its closing "exit code"
/// line. A log without steps is all the script's; one without that step has nothing of it. Storage: the file cannot be read.
[[nodiscard]] Result<LogRange> scriptRange(const TaskLog &log, const QString &step);

} // namespace punchcard
