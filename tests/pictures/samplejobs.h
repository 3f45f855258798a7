// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/jobstore.h"

#include <QLockFile>

#include <memory>

namespace punchcard::testing {

/// Writes @p count jobs into the history, over the days before now: names, runners, accounts and ends of all kinds.
void writeSampleJobs(store::Store &store, int count);

/// Whoever has it drives the job.
struct WaitingJob
{
    JobId id;
    std::unique_ptr<QLockFile> lock;
};
/// One that waits for a new token.
[[nodiscard]] WaitingJob writeWaitingJob(store::Store &store);

} // namespace punchcard::testing
