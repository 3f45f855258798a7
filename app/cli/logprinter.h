// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/terminal.h"
#include "core/base/context.h"
#include "core/base/result.h"
#include "core/job/job.h"

namespace punchcard::cli {

/// What was printed before the log was here: so many of its lines, and the SHA-256 of their texts, each with its line end.
struct PrintedBefore
{
    qint64 lines = 0;
    QByteArray hash = {};
};

enum class LogPart { Script, Everything };

/// Prints the log of @p job's newest attempt, or of one @p element of its array, to standard output, on the pool: a reader may be
/// slow. @p folder: the job's own. Where the log begins with what was printed @p before, only the rest is; where it does not, that is said
/// first. Missing: it is not here. Cancelled.
[[nodiscard]] Async<> printLog(Terminal &terminal, Job job, QString folder, LogPart part, Context context, PrintedBefore before = {},
                               std::optional<int> element = {});

} // namespace punchcard::cli
