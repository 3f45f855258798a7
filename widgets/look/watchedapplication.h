// SPDX-License-Identifier: MIT
#pragma once

#include <QApplication>

#include <chrono>

namespace punchcard::look {

/// In debug builds it says which event held the loop for longer than 50 ms, and remembers the longest.
class WatchedApplication : public QApplication
{
    Q_OBJECT

public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;

    [[nodiscard]] std::chrono::milliseconds longestTurn() const { return m_longest; }
    void forgetLongestTurn() { m_longest = {}; }

private:
    bool notifyWatched(QObject *receiver, QEvent *event);

    bool m_isWatching = false;
    bool m_hadOwnLoop = false; ///< a dialog within: its time is not the turn's
    int m_level = 0;
    std::chrono::milliseconds m_longest = {};
};

} // namespace punchcard::look
