// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

namespace punchcard {

/// The elements of the job's array that did not succeed, or of which nothing is known, ascending: they failed, were cancelled,
/// ran out of time or were lost. Empty for a job that is no array.
[[nodiscard]] QList<int> failedElements(const Job &job);
/// Whether there is something in the job that did not succeed: an element, or the job itself.
[[nodiscard]] bool hasFailed(const Job &job);
/// Whether the server can still make new attempts of the job's runs: they are there with all that they need, began, and are
/// younger than the month after which GitHub refuses.
[[nodiscard]] bool canBeTriedAgain(const Job &job, Time now);

} // namespace punchcard
