// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Finds the run by its commit and follows it to its end, storing each change. Carries out the wishes to cancel and to
/// rerun. Missing: the run is gone from the server.
[[nodiscard]] Async<> watchRuns(Drive &drive);

} // namespace punchcard
