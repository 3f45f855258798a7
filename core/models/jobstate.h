// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/jobsummary.h"

#include <QString>

namespace punchcard {

/// Where a job stands, in one word: phase, outcome, results and waiting told together.
enum class JobState {
    Starting, ///< nothing of it runs or waits for a runner yet
    Queued,
    Running,
    Fetching, ///< its script has ended
    Waiting,
    Cancelling,
    Succeeded,
    Incomplete, ///< succeeded, but not all results are here
    Failed,
    Cancelled,
    TimedOut,
    Lost,
    Refused,
};

/// What a filter tells apart.
enum class JobKind {
    Open = 1,
    Succeeded = 2,
    Failed = 4, ///< with what timed out, was lost or refused
    Cancelled = 8,
};
Q_DECLARE_FLAGS(JobKinds, JobKind)
Q_DECLARE_OPERATORS_FOR_FLAGS(JobKinds)

[[nodiscard]] JobState stateOf(const store::JobSummary &job);
[[nodiscard]] JobKind kindOf(JobState state);
/// "Running", "Succeeded, incomplete".
[[nodiscard]] QString stateText(JobState state);

} // namespace punchcard

Q_DECLARE_METATYPE(punchcard::JobState)
