// SPDX-License-Identifier: MIT
#include "core/base/clock.h"

#include <QTimer>

#include <algorithm>

namespace punchcard {
namespace {

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
        const auto real = std::chrono::ceil<Milliseconds>(std::max(delay, Milliseconds::zero()) / m_speed);
        QTimer::singleShot(real, receiver, std::move(call));
    }

private:
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
