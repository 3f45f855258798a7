// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/onpool.h"

#include <QThreadPool>

namespace punchcard::hub {

/// The threads on which jobs have their files copied, packed and hashed: their own, since packing two gigabytes takes
/// minutes and the global pool has no more threads than this computer has cores.
[[nodiscard]] inline QThreadPool &jobThreads()
{
    static QThreadPool pool;
    static const bool sized = [] {
        pool.setMaxThreadCount(qMax(4, 2 * QThread::idealThreadCount()));
        return true;
    }();
    Q_UNUSED(sized)
    return pool;
}

/// As onPool(), on a job's thread, and not to be cancelled: what runs there looks for the wish itself.
template<typename Function, typename R = std::invoke_result_t<Function>>
[[nodiscard]] QCoro::Task<R> onJobThread(Function function)
{
    auto promise = std::make_shared<QPromise<std::shared_ptr<R>>>();
    const QFuture<std::shared_ptr<R>> future = promise->future();
    promise->start();
    auto work = std::make_shared<Function>(std::move(function));
    jobThreads().start([promise, work] {
        promise->addResult(std::make_shared<R>(callGuarded(*work)));
        promise->finish();
    });
    const std::shared_ptr<R> result = co_await future;
    co_return std::move(*result);
}

} // namespace punchcard::hub
