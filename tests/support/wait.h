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

} // namespace punchcard::testing
