// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/terminal.h"
#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"

namespace punchcard::cli {

/// Whether a person sits at standard input.
[[nodiscard]] bool canAsk();
/// Asks @p question; true for "y" or "yes". False at the end of input. Cancelled.
[[nodiscard]] Async<bool> confirm(Terminal &terminal, QString question, Context context);
/// One line that is not shown while it is typed. Cancelled.
[[nodiscard]] Async<QByteArray> askHidden(Terminal &terminal, QString question, Context context);
/// All of standard input, at most @p limit bytes. The caller wipes it.
[[nodiscard]] Async<QByteArray> readInput(qint64 limit, Context context);

} // namespace punchcard::cli
