// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/http/message.h"

#include <optional>

namespace punchcard::http {

/// How often and after which pauses something is repeated.
struct Backoff
{
    int repeats = 4;
    Milliseconds first = Milliseconds(500);
    Milliseconds most = std::chrono::seconds(8);

    /// Before repeat number @p repeat (0 is the first): doubling, of which @p jitter (0..1) takes away up to half, so
    /// that many clients that failed together do not come back together.
    [[nodiscard]] Milliseconds before(int repeat, double jitter) const;
    /// The same with a random jitter.
    [[nodiscard]] Milliseconds before(int repeat) const;
};

/// Waits up to this are made inside a call; longer ones are the caller's, who can show them.
constexpr Milliseconds longestPatience = std::chrono::seconds(10);

/// What Retry-After (seconds, or a date of the server's clock) says, as a moment of ours.
[[nodiscard]] std::optional<Time> retryAfter(const Reply &reply, Time now);

} // namespace punchcard::http
