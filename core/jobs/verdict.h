// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

namespace punchcard {

/// What becomes of a job whose step failed.
enum class Verdict {
    Wait,    ///< trying again may mend it, or the user can
    Abandon, ///< it cannot be submitted: take back what stands, outcome Refused
    Look,    ///< what ran it may be gone: see whether the repository still stands
};

[[nodiscard]] Verdict verdictOn(const Error &error, Phase phase, std::optional<Waiting::For> blame);

/// What the job waits for and until when. @p failures counts those in a row, from 1: each makes the wait longer. Pure.
[[nodiscard]] Waiting waitingFor(const Error &error, std::optional<Waiting::For> blame, int failures, Time now);

} // namespace punchcard
