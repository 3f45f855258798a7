// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/racelanes.h"

#include <QStringList>

namespace punchcard::cli {

/// A race for a terminal of @p width columns: a bar for each racer on one scale, what its pieces mean, and the figures with how
/// many times the best each is.
[[nodiscard]] QStringList raceLines(const RaceLanes &race, int width);

} // namespace punchcard::cli
