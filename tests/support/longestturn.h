// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace punchcard::testing {

/// The longest time that the event loop did not come round.
class LongestTurn : public QObject
{
public:
    LongestTurn()
    {
        m_since.start();
        startTimer(std::chrono::milliseconds(1), Qt::PreciseTimer);
    }
    [[nodiscard]] qint64 milliseconds() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent *) override { m_longest = std::max(m_longest, m_since.restart()); }

private:
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

} // namespace punchcard::testing
