// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Why no run appears for what was pushed. An error that says that none ever will (Actions is off); nullopt: it may yet.
/// Fails when the server could not be asked.
[[nodiscard]] Async<std::optional<Error>> whyNoRun(Drive &drive);

/// Why a run ended before any runner had taken it, when that is so and GitHub says it.
[[nodiscard]] Async<std::optional<Error>> whyNotTaken(Drive &drive, Attempt attempt);

} // namespace punchcard
