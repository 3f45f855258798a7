// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Writes down what has to be brought home: the log of each attempt, and the artifacts that the run lists now.
[[nodiscard]] Async<> listItems(Drive &drive);
/// Fetches each item that is not here yet, then places the results in the folder that the user chose.
[[nodiscard]] Async<> fetchItems(Drive &drive);

} // namespace punchcard
