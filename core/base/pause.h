// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

namespace punchcard {

/// Waits @p interval by the context's clock. Cancelled: a request ends it early.
[[nodiscard]] Async<> pause(Milliseconds interval, Context context);

} // namespace punchcard
