// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QObject>

#include <functional>

namespace punchcard {

/// Where core gets its time from. Tests hand in one that they move by hand; a test build may run the system's faster.
class Clock
{
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual Time now() const = 0;
    /// Calls @p call once, @p delay from now, unless @p receiver is gone by then. Main thread.
    virtual void after(Milliseconds delay, QObject *receiver, std::function<void()> call) = 0;
    /// Likewise, but the time in which the machine sleeps does not count.
    virtual void afterAwake(Milliseconds delay, QObject *receiver, std::function<void()> call) { after(delay, receiver, std::move(call)); }

    /// The system's clock. In a build with PUNCHCARD_TESTING the variable PUNCHCARD_TEST_CLOCK=60x makes it run 60 times
    /// as fast from the moment it was first asked; child processes inherit the same anchor.
    static Clock &system();
};

} // namespace punchcard
