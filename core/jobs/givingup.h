// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Whether somebody may give up what @p job waits for: it has ended, is not over, and waits.
[[nodiscard]] bool canBeGivenUp(const Job &job);

/// It is wanted again: whoever drives it from now on waits as for any other.
[[nodiscard]] Async<> waitAgain(std::shared_ptr<store::Store> store, Job *job);

/// What of @p job's results was given up is to be fetched after all: no repository is deleted without a try.
[[nodiscard]] Async<> wantGivenUp(std::shared_ptr<store::Store> store, Job *job);

/// What the job, which has ended, waited for because of @p why is waited for no longer, on its way to @p reaches. Its outcome stays.
/// Nothing is thrown away: what is not here yet stays on the server, for a later fetch, and is not deleted there. What the job has
/// there goes on the list of left-overs, and the job's error says so.
[[nodiscard]] Async<> giveUpWait(Drive &drive, Phase reaches, Error why);

} // namespace punchcard
