// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Whether the branch shows the job's commit.
[[nodiscard]] Async<bool> isPushed(Drive &drive);
/// Fixes the bytes of the commit that will start the job: tree, message, date, parent, and by them its sha.
[[nodiscard]] Async<> writeCommit(Drive &drive);
/// Moves the branch to that commit, or makes the job's own one, which starts the run. Success also when it stands there already.
[[nodiscard]] Async<> pushCommit(Drive &drive);

} // namespace punchcard
