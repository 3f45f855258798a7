// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QCoroTask>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <optional>

namespace punchcard::testing {

/// Runs the event loop until @p done. Aborts the program after @p limit. Sleeps until there is something to do, where
/// QTest::qWaitFor looks every ten milliseconds only.
inline void spinUntil(const bool &done, std::chrono::milliseconds limit)
{
    QTimer alarm;
    alarm.start(limit);
    const QDeadlineTimer deadline(limit);
    while (!done) {
        if (deadline.hasExpired())
            qFatal("a coroutine did not end in time");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

/// Runs the event loop until @p task has ended. Unlike QCoro::waitFor it cannot hang a test run for ever.
inline void wait(QCoro::Task<> task, std::chrono::milliseconds limit = std::chrono::seconds(60))
{
    bool done = false;
    auto note = [](QCoro::Task<> inner, bool *into) -> QCoro::Task<> {
        co_await std::move(inner);
        *into = true;
    };
    auto running = note(std::move(task), &done);
    spinUntil(done, limit);
}

/// The same, and gives what the task gave.
template<typename T>
T wait(QCoro::Task<T> task, std::chrono::milliseconds limit = std::chrono::seconds(60))
{
    std::optional<T> result;
    auto store = [](QCoro::Task<T> inner, std::optional<T> *into) -> QCoro::Task<> { into->emplace(co_await std::move(inner)); };
    wait(store(std::move(task), &result), limit);
    return std::move(*result);
}

} // namespace punchcard::testing
