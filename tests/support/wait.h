// SPDX-License-Identifier: MIT
#pragma once

#include <QCoroTask>
#include <QTest>

#include <optional>

namespace punchcard::testing {

/// Runs the event loop until @p task has ended and returns what it gave. Aborts the program after @p limit: unlike
/// QCoro::waitFor it cannot hang a test run for ever.
template<typename T>
T wait(QCoro::Task<T> task, std::chrono::milliseconds limit = std::chrono::seconds(60))
{
    std::optional<T> result;
    auto store = [](QCoro::Task<T> inner, std::optional<T> *into) -> QCoro::Task<> { into->emplace(co_await std::move(inner)); };
    auto running = store(std::move(task), &result);
    if (!QTest::qWaitFor([&result] { return result.has_value(); }, QDeadlineTimer(limit)))
        qFatal("a coroutine did not end in time");
    return std::move(*result);
}

/// The same for one that gives nothing.
inline void wait(QCoro::Task<> task, std::chrono::milliseconds limit = std::chrono::seconds(60))
{
    bool done = false;
    auto note = [](QCoro::Task<> inner, bool *into) -> QCoro::Task<> {
        co_await std::move(inner);
        *into = true;
    };
    auto running = note(std::move(task), &done);
    if (!QTest::qWaitFor([&done] { return done; }, QDeadlineTimer(limit)))
        qFatal("a coroutine did not end in time");
}

} // namespace punchcard::testing
