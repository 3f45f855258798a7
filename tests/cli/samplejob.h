// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

namespace punchcard::testing {

/// A job of account "github.com/me" that has just been written down.
[[nodiscard]] Job preparedJob();
/// The same with its repository and its push.
[[nodiscard]] Job startedJob();
/// The same, running its script.
[[nodiscard]] Job runningJob();
/// The same at its end: succeeded, its log and an artifact "uploads" here.
[[nodiscard]] Job endedJob();

} // namespace punchcard::testing
