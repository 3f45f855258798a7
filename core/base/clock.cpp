// SPDX-License-Identifier: MIT
#include "core/base/clock.h"

#include <QTimer>

#include <algorithm>

namespace punchcard {
namespace {

// So long a machine that has woken up may go on waiting for what was due in its sleep.
constexpr Milliseconds longestSlice = std::chrono::seconds(30);

Time wallClock()
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

class SystemClock : public Clock
{
public:
    SystemClock()
    {
#ifdef PUNCHCARD_TESTING
        // 60x, or 60x@<epoch ms of the anchor> as a parent process left it.
        const QByteArray setting = qgetenv("PUNCHCARD_TEST_CLOCK");
        const qsizetype x = setting.indexOf('x');
        if (x <= 0)
            return;
        m_speed = std::max(1.0, setting.left(x).toDouble());
        const qsizetype at = setting.indexOf('@');
        m_anchor = at > 0 ? fromEpoch(setting.mid(at + 1).toLongLong()) : wallClock();
        if (at < 0)
            qputenv("PUNCHCARD_TEST_CLOCK", setting + '@' + QByteArray::number(toEpoch(m_anchor)));
#endif
    }

    [[nodiscard]] Time now() const override
    {
        const Time wall = wallClock();
        if (m_speed == 1.0)
            return wall;
        return m_anchor + std::chrono::round<Milliseconds>((wall - m_anchor) * m_speed);
    }

    void after(Milliseconds delay, QObject *receiver, std::function<void()> call) override
    {
        sleep({.wall = now() + delay, .steady = std::chrono::steady_clock::now() + scaled(delay)}, receiver, std::move(call));
    }

    void afterAwake(Milliseconds delay, QObject *receiver, std::function<void()> call) override
    {
        QTimer::singleShot(scaled(delay), receiver, std::move(call));
    }

private:
    [[nodiscard]] Milliseconds scaled(Milliseconds delay) const
    {
        return std::chrono::ceil<Milliseconds>(std::max(delay, Milliseconds::zero()) / m_speed);
    }

    struct Due
    {
        Time wall;
        std::chrono::steady_clock::time_point steady;
    };

    // While the machine sleeps only the wall's clock goes on, and while somebody sets that only the other one is right: it is
    // time when either says so. So long waits look at both from time to time.
    void sleep(Due due, QObject *receiver, std::function<void()> call)
    {
        const auto rest = std::chrono::ceil<Milliseconds>(due.steady - std::chrono::steady_clock::now());
        const auto slice = std::chrono::ceil<Milliseconds>(longestSlice / m_speed);
        QTimer::singleShot(std::clamp(rest, Milliseconds::zero(), slice), receiver, [this, due, receiver, call = std::move(call)] {
            if (now() >= due.wall || std::chrono::steady_clock::now() >= due.steady)
                call();
            else
                sleep(due, receiver, call);
        });
    }

    double m_speed = 1.0;
    Time m_anchor = {};
};

} // namespace

Clock &Clock::system()
{
    static SystemClock clock;
    return clock;
}

} // namespace punchcard
