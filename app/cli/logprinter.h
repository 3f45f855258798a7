// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/terminal.h"
#include "core/base/context.h"
#include "core/base/result.h"
#include "core/job/job.h"

namespace punchcard::cli {

enum class LogPart { Script, Everything };

/// Prints the log of @p job's newest attempt to standard output, on the pool: a reader may be slow. @p folder: the job's
/// own. Missing: it is not here. Cancelled.
[[nodiscard]] Async<> printLog(Terminal &terminal, Job job, QString folder, LogPart part, Context context);

} // namespace punchcard::cli
