// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Fetches the log of one task that has ended, while others of its run may go on. Missing: the server has none (yet).
[[nodiscard]] Async<> fetchTaskLog(Drive &drive, Item item);
/// Fetches the logs @p items of one attempt that has ended: from the run's archive, and what that lacks one by one.
[[nodiscard]] Async<> fetchLogs(Drive &drive, QList<Item> items);

} // namespace punchcard
