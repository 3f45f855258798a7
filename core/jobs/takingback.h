// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// How much of a job is taken out of the standing repository, which itself stays.
enum class TakeBack {
    Secrets, ///< run and branch are kept
    All,
};

/// What cannot be removed goes on the list of left-overs, and the job's error says so. Fails only when trying again may help.
[[nodiscard]] Async<> takeBack(Drive &drive, TakeBack what);

} // namespace punchcard
