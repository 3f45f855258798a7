// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"

#include <QPointer>

#include <vector>

namespace punchcard::testing {

/// A clock that stands still until the test moves it.
class FakeClock : public Clock
{
public:
    [[nodiscard]] Time now() const override { return m_now; }
    void after(Milliseconds delay, QObject *receiver, std::function<void()> call) override;

    /// Moves on by @p by and fires what falls due on the way, in order.
    void advance(Milliseconds by);
    /// Moves to the next due timer and fires it; false when none waits.
    bool advanceToNext();
    [[nodiscard]] qsizetype waiting() const { return qsizetype(m_timers.size()); }

private:
    struct Timer
    {
        Time due;
        QPointer<QObject> receiver;
        std::function<void()> call;
    };
    bool fireDue(Time until);

    Time m_now = fromEpoch(1'764'000'000'000);
    std::vector<Timer> m_timers;
};

} // namespace punchcard::testing
