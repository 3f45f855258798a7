// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Writes down what has to be brought home of each run's newest attempt: the logs of the tasks that have ended, and the
/// artifacts that the run lists now. The run may still go on.
[[nodiscard]] Async<> listItems(Drive &drive);
/// What of it.
enum class Early { All, Artifacts };
/// Fetches what is listed and to be had while the run goes on. What fails now is fetched at the end.
[[nodiscard]] Async<> fetchEarly(Drive &drive, Early what);
/// Fetches each item that is not here yet, then places the results in the folder that the user chose.
[[nodiscard]] Async<> fetchItems(Drive &drive);

} // namespace punchcard
