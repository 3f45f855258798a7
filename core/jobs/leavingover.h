// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Puts what the job has on the server on the list of left-overs, since @p why keeps it there, and says so in the job's error.
[[nodiscard]] Async<> leaveOver(Drive &drive, Error why);

/// Where the user deletes it by hand: the repository's settings, or the branches of a standing one.
[[nodiscard]] QUrl deletePage(const Job &job);

} // namespace punchcard
