// SPDX-License-Identifier: MIT
#pragma once

#include <QApplication>

#include <chrono>

namespace punchcard::look {

/// In debug builds it says which event held the loop: for longer than 50 ms by working, or for longer than 200 ms by waiting
/// (for a disk, say; on a busy machine also for its turn). It remembers the longest.
class WatchedApplication : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;

    struct Turn
    {
        std::chrono::milliseconds lasted = {};
        std::chrono::milliseconds worked = {}; ///< of that, by this thread
        QString what = {};                     ///< which event, and whose
    };
    [[nodiscard]] const Turn &longestTurn() const { return m_longest; }
    void forgetLongestTurn() { m_longest = {}; }
    /// false: it only remembers.
    void setWarns(bool warns) { m_warns = warns; }

private:
    bool notifyWatched(QObject *receiver, QEvent *event);

    bool m_isWatching = false;
    bool m_hadOwnLoop = false; ///< a dialog within: its time is not the turn's
    int m_level = 0;
    bool m_warns = true;
    Turn m_longest;
};

} // namespace punchcard::look
