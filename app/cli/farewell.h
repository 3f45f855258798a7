// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/reporter.h"

namespace punchcard::cli {

/// What somebody is told whose job is left while it goes on: what happened, and in `remedy` the command that goes on.
[[nodiscard]] Error farewell(const Job &job, Leaving why);

} // namespace punchcard::cli
