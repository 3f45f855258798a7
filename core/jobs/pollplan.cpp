// SPDX-License-Identifier: MIT
#include "core/jobs/pollplan.h"

#include <algorithm>
#include <array>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

// Of what is left, this part is kept for submitting, fetching and other programs of the user's.
constexpr int keptRequests = 200;
// After so many looks that brought nothing the next one is twice as far away.
constexpr int quietEnough = 10;

Milliseconds byAge(const PollSituation &s)
{
    if (s.thisComputer)
        return s.age < 20s ? 250ms : s.age < 2min ? 1s : 2s;
    if (s.age < 1min)
        return s.running ? 3s : 5s;
    if (s.age < 5min)
        return 10s;
    if (s.age < 60min)
        return 20s;
    return s.lookedAt ? 30s : 60s;
}

} // namespace

Milliseconds pollInterval(const PollSituation &s)
{
    Milliseconds interval = byAge(s);
    // Where nothing moves less is missed; but not by who waits in front of it.
    if (!s.lookedAt && !s.thisComputer)
        interval += interval * std::min(s.quietLooks, quietEnough) / quietEnough;
    if (s.remaining >= 0 && s.untilReset > 0ms) {
        const int affordable = std::max(1, s.remaining - keptRequests) / std::max(1, s.requests);
        interval = std::max(interval, Milliseconds(s.untilReset / std::max(1, affordable)));
    }
    return std::max(interval, s.shortest);
}

Milliseconds findInterval(int tries, bool thisComputer)
{
    if (thisComputer)
        return tries < 20 ? 100ms : 1s;
    static constexpr std::array<Milliseconds, 4> first{1s, 2s, 3s, 5s};
    if (tries < int(first.size()))
        return first[size_t(tries)];
    return tries < 20 ? 5s : 30s;
}

} // namespace punchcard
