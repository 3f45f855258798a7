// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"

#include <QCoroFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>

namespace punchcard {

/// A wait for whichever of several signals comes first: connect each to open(), then `co_await latch.opened()`. A signal
/// that came before the wait counts. The waiter goes on from the event loop, never inside the signal, so that it may
/// delete the sender. For other programs and the network, whose time is the real one; otherwise pause().
class Latch : public QObject
{
public:
    Latch() { m_promise.start(); }
    explicit Latch(const Context &context)
        : Latch()
    {
        connect(context.cancel.get(), &Cancel::requested, this, &Latch::open);
        if (context.cancelled())
            open();
    }
    ~Latch() override { open(); }

    void open()
    {
        if (!m_promise.future().isFinished())
            m_promise.finish();
    }
    /// In real time.
    void openAfter(Milliseconds delay) { QTimer::singleShot(delay, this, &Latch::open); }
    [[nodiscard]] QFuture<void> opened() const { return m_promise.future(); }

private:
    QPromise<void> m_promise;
};

} // namespace punchcard
