// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// The standing repository's name where nobody gave one.
[[nodiscard]] QString usualStandingName();

/// Settles in which standing repository the job will live, and in which branch.
[[nodiscard]] Async<> chooseStanding(Drive &drive);
/// Looks whether it may be used, or creates it. Refused: it is not ours and nobody named it, it is another one than it was, or
/// it is public and must not be; then nothing was changed.
[[nodiscard]] Async<> openStanding(Drive &drive);
/// Looks again, once in a process, whether it still is the one that the job knows.
[[nodiscard]] Async<> seeStanding(Drive &drive);

} // namespace punchcard
