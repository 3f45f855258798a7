// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QCoroFuture>
#include <QFutureInterface>
#include <QPromise>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <type_traits>

namespace punchcard {

/// Runs @p function (which returns a Result) on a thread of the global pool: values in, values out, no QObject.
/// Cancelled: the wish came before it began. An exception that escapes it becomes a Local error.
template<typename Function>
[[nodiscard]] std::invoke_result_t<Function> callGuarded(Function &function)
{
    try {
        return function();
    } catch (const std::exception &e) {
        return Error{.kind = Error::Kind::Local, .what = QString::fromUtf8(e.what()), .detail = QStringLiteral("exception on the pool")};
    }
}

template<typename Function, typename R = std::invoke_result_t<Function>>
[[nodiscard]] QCoro::Task<R> onPool(Context context, Function function)
{
    if (context.cancelled())
        co_return cancelledError();
    auto promise = std::make_shared<QPromise<std::shared_ptr<R>>>();
    const QFuture<std::shared_ptr<R>> future = promise->future();
    promise->start();
    auto work = std::make_shared<Function>(std::move(function));
    QThreadPool::globalInstance()->start([promise, work] {
        promise->addResult(std::make_shared<R>(callGuarded(*work)));
        promise->finish();
    });
    const std::shared_ptr<R> result = co_await future;
    co_return std::move(*result);
}

} // namespace punchcard
