// SPDX-License-Identifier: MIT
#include "app/cli/exitcode.h"

#include <algorithm>

namespace punchcard::cli {

ExitCode exitCodeOf(const Job &job, bool interrupted)
{
    if (!job.isOver())
        return ExitCode::Unknown;
    switch (job.outcome) {
    case Outcome::Succeeded:
        if (interrupted)
            return ExitCode::Cancelled;
        return job.results == Results::Complete ? ExitCode::Succeeded : ExitCode::Incomplete;
    case Outcome::Failed:
    case Outcome::TimedOut: return ExitCode::Failed;
    case Outcome::Cancelled: return ExitCode::Cancelled;
    case Outcome::Refused: return ExitCode::NotSubmitted;
    case Outcome::Open:
    case Outcome::Lost: return ExitCode::Unknown;
    }
    return ExitCode::Unknown;
}

ExitCode worseOf(ExitCode one, ExitCode other)
{
    if (one == ExitCode::Incomplete && other != ExitCode::Succeeded)
        return other;
    if (other == ExitCode::Incomplete && one != ExitCode::Succeeded)
        return one;
    return std::max(one, other);
}

} // namespace punchcard::cli
