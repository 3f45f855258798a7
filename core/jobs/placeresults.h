// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Places what came back in the folder that the user chose, if any. What must not be overwritten there is refused by name.
[[nodiscard]] Async<> placeResults(Drive &drive);

} // namespace punchcard
