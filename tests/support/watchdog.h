// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QObject>

#include <ctime>

namespace punchcard::testing {

/// Measures every turn of this thread's event loop, from waking up to going to sleep, in processor time: a machine that is
/// busy with other things makes a turn longer by the clock, but not more work.
class Watchdog : public QObject
{
public:
    Watchdog()
    {
        const QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, &Watchdog::look);
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &Watchdog::look);
        m_start = m_last = now();
    }

    /// In milliseconds.
    [[nodiscard]] double longest()
    {
        look();
        return m_longest;
    }
    /// All of this thread's work since.
    [[nodiscard]] double total() const { return now() - m_start; }
    [[nodiscard]] int turns() const { return m_turns; }

private:
    void look()
    {
        const double time = now();
        m_longest = qMax(m_longest, time - m_last);
        m_last = time;
        ++m_turns;
    }
    static double now()
    {
        timespec time = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

    double m_start = 0;
    double m_last = 0;
    double m_longest = 0;
    int m_turns = 0;
};

} // namespace punchcard::testing
