// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Uploads the job's secrets, each sealed for its repository; an upload that is there already is replaced by the same.
[[nodiscard]] Async<> uploadSecrets(Drive &drive);

} // namespace punchcard
