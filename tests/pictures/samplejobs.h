// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/jobstore.h"

#include <QLockFile>

#include <memory>
#include <vector>

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
/// An array that is half way, with logs and some results.
[[nodiscard]] WaitingJob writeArray(store::Store &store);

/// Three runners with the same script, under way or over.
struct SampleRace
{
    GroupId id;
    std::vector<std::unique_ptr<QLockFile>> locks;
};
[[nodiscard]] SampleRace writeSampleRace(store::Store &store, bool over);

} // namespace punchcard::testing
