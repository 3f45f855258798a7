// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// When a step that keeps what the script left has failed, the results are incomplete: tells so in the job's error, with
/// what the step's log gives as the reason. The logs have been fetched.
[[nodiscard]] Async<> noteLostUploads(Drive &drive);

} // namespace punchcard
