// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard::family {

/// Makes this process the one that orphans of its children fall to.
void adopt();
/// In a sandbox: takes away what is inherited past it, the keys of the user's session and, where the system can do that, the
/// sockets without a file.
void shutIn();
/// Closes what was left open by whoever started us, from descriptor @p first on: it is not the job's business.
void closeInherited(int first);
/// Kills all that descends from this process, also what called setsid(), and waits until nothing is left.
/// @p script leads the group that goes down first.
void killAll(int script);

} // namespace punchcard::family
