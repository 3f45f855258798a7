// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <optional>

namespace punchcard {

/// What decides how soon to look again.
struct PollSituation
{
    Milliseconds age{};        ///< since the push, or since it last was known to change
    bool running = false;      ///< a runner has picked it up
    bool thisComputer = false; ///< asking costs nothing
    bool lookedAt = false;     ///< somebody has the job in front of them
    int quietLooks = 0;        ///< so many in a row brought nothing new
    int remaining = -1;        ///< requests that the account has left; -1 unknown
    Milliseconds untilReset{}; ///< when there will be more
    int requests = 1;          ///< that a look costs, of this job and of those that share them
    Milliseconds shortest{};   ///< what the user allows
};

/// How long to wait before the next look at a run. A job of 30 minutes on a server that never says "unchanged" costs
/// about 120 looks. Pure.
[[nodiscard]] Milliseconds pollInterval(const PollSituation &situation);

/// How long to wait before the next look for a run that does not show yet; @p tries counts from 0. Pure.
[[nodiscard]] Milliseconds findInterval(int tries, bool thisComputer);

} // namespace punchcard
