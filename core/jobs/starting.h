// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// How many of the job's commits the branch has shown already: one, or one for each of several runs.
[[nodiscard]] Async<int> pushedCommits(Drive &drive);
/// Fixes the bytes of the commits that will start the job: tree, message, date, parent, and by them its sha. GitHub makes one
/// run of a push, so a job of several runs has a chain of them, of which each differs from the one before in its workflow.
[[nodiscard]] Async<> writeCommit(Drive &drive);
/// Moves the branch to one of these after the other, or makes the job's own one, which starts the runs. Success also when it
/// stands there already.
[[nodiscard]] Async<> pushCommit(Drive &drive);

} // namespace punchcard
