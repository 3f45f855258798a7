// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard::family {

/// Makes this process the one that orphans of its children fall to.
void adopt();
/// Kills all that descends from this process, also what called setsid(), and waits until nothing is left.
/// @p script leads the group that goes down first.
void killAll(int script);

} // namespace punchcard::family
