// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/logs/livetext.h"

namespace punchcard::cli {

/// Which runner it asks for, for people.
[[nodiscard]] QString runnerOf(const Job &job);

/// Where a job stands, in a few words: "queued for ubuntu-latest", "running on runner-3: Run job.sh". Empty when it is over.
[[nodiscard]] QString stateLine(const Job &job);

/// The same in a word or two, for a table: "running", "waiting for the network", "succeeded".
[[nodiscard]] QString stateWord(const Job &job);

/// That with how far its script says it is: "running, 37 %, 2m left".
[[nodiscard]] QString stateWord(const Job &job, const std::optional<LiveProgress> &progress);

/// Why a job does not go on just now, until when, and what ends that: a line for people.
[[nodiscard]] QString waitingLine(const Waiting &waiting);

/// How a job ended: a sentence for people.
[[nodiscard]] QString endLine(const Job &job);

} // namespace punchcard::cli
