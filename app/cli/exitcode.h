// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

namespace punchcard::cli {

/// How `punch` ends.
enum class ExitCode {
    Succeeded = 0,
    Failed = 1,        ///< also: timed out; and what other verbs than run could not do
    Usage = 2,         ///< also: there is no such job
    NotSubmitted = 3,
    Cancelled = 4,
    Unknown = 5,       ///< the job's fate is unknown, or it is no longer watched
    Incomplete = 6,    ///< the script succeeded, but not all that it made is here
};

/// What a job that is over, or no longer watched, means to whoever ran `punch`. @p interrupted: they pressed Ctrl-C, so
/// what comes after this command must not go on although the script was quicker.
[[nodiscard]] ExitCode exitCodeOf(const Job &job, bool interrupted = false);

/// What both together mean: of two that went wrong the one that comes later above, but a script that did not succeed is worse
/// than results that are not here.
[[nodiscard]] ExitCode worseOf(ExitCode one, ExitCode other);

} // namespace punchcard::cli
