// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace punchcard {

/// The arguments by which bubblewrap shuts a job in, before anything is hidden from it or shown to it. What is tried out before
/// somebody is told that there is a sandbox is what the hub then uses.
[[nodiscard]] QStringList sandboxWalls();

} // namespace punchcard
