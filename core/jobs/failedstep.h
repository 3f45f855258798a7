// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Tells in the job's error why it failed, when its script did not: by the log of a step that the runner did not let pass,
/// though what it ran may have ended well. Only where the logs are here.
[[nodiscard]] Async<> noteFailedStep(Drive &drive);

} // namespace punchcard
