// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/jobstore.h"

namespace punchcard::testing {

/// Writes @p count jobs into the history, over the days before now: names, runners, accounts and ends of all kinds.
void writeSampleJobs(store::Store &store, int count);

} // namespace punchcard::testing
