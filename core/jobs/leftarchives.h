// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Removes the archives, and parts of them, of which everything is in its place: a kill or a power failure leaves some that are
/// to be had nowhere else of, and brings back some that were removed. Those that are kept for the user stay. To be called when
/// nothing more is to be fetched. Storage: some stayed.
[[nodiscard]] Async<> removeLeftArchives(Drive &drive);

} // namespace punchcard
