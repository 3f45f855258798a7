// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/arguments.h"
#include "core/accounts/account.h"
#include "core/jobs/race.h"
#include "core/jobs/submission.h"

namespace punchcard::cli {

/// What `punch run` submits, and what the user should know about it (files of --secrets-from that were left out). Reads the
/// script and the secrets; blocks, so it is for the pool. Missing, Denied or Refused: something cannot be read, or two things
/// cannot go together.
[[nodiscard]] Result<Checked> buildSubmission(const RunOptions &options, const WatchOptions &watch, const Account &account);

/// Those that race with what was built, itself first, since a flag or the script says so; empty: it is no race.
[[nodiscard]] QList<Racer> racersFor(const RunOptions &options, const Submission &built);

} // namespace punchcard::cli
