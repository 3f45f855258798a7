// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Downloads artifact @p item and unpacks it into the job's folder. What is in it that may not be unpacked is refused by
/// name, and the archive kept. Missing: the server has it no longer (or not yet). Corrupt: it arrives damaged each time.
/// @p others: the bytes of those that are fetched beside it and want room too.
[[nodiscard]] Async<> fetchArtifact(Drive &drive, Item item, qint64 others = 0);

} // namespace punchcard
