// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"

#include <QTimer>

#include <atomic>
#include <memory>

namespace punchcard {

/// What work on the pool needs to know and tell: shared with the thread, so it holds nothing of the main thread's.
struct PoolShare
{
    CancelPtr cancel;
    std::atomic<qint64> done = 0;
    std::atomic<qint64> total = -1;

    [[nodiscard]] bool cancelled() const { return cancel->isRequested(); }
};

using PoolSharePtr = std::shared_ptr<PoolShare>;

/// Lives on the main thread while work on the pool is awaited, and reports its progress to the context ten times a second
/// and once at the end. A wall timer, not the context's clock: it tells how real computing gets on.
class PoolProgress
{
public:
    explicit PoolProgress(const Context &context);
    ~PoolProgress();
    Q_DISABLE_COPY_MOVE(PoolProgress)

    [[nodiscard]] PoolSharePtr share() const { return m_share; }

private:
    void report() const;

    Context m_context;
    PoolSharePtr m_share;
    QTimer m_timer;
};

} // namespace punchcard
