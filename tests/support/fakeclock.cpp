// SPDX-License-Identifier: MIT
#include "tests/support/fakeclock.h"

#include <algorithm>

namespace punchcard::testing {

void FakeClock::after(Milliseconds delay, QObject *receiver, std::function<void()> call)
{
    m_timers.push_back({m_now + delay, receiver, std::move(call)});
}

bool FakeClock::fireDue(Time until)
{
    const auto next = std::ranges::min_element(m_timers, {}, &Timer::due);
    if (next == m_timers.end() || next->due > until)
        return false;
    const Timer timer = std::move(*next);
    m_timers.erase(next);
    m_now = std::max(m_now, timer.due);
    if (timer.receiver)
        timer.call();
    return true;
}

void FakeClock::advance(Milliseconds by)
{
    const Time until = m_now + by;
    while (fireDue(until)) { }
    m_now = until;
}

bool FakeClock::advanceToNext()
{
    const auto next = std::ranges::min_element(m_timers, {}, &Timer::due);
    return next != m_timers.end() && fireDue(next->due);
}

} // namespace punchcard::testing
