// SPDX-License-Identifier: MIT
#include "core/http/hostqueue.h"

#include <QCoroSignal>

namespace punchcard::http {

class HostQueue::Waiter : public QObject
{
    Q_OBJECT

public:
    explicit Waiter(QString at)
        : host(std::move(at))
    {
    }

    QString host;
    bool admitted = false;

signals:
    void woken();
};

HostQueue::Place::Place(HostQueue *queue, QString host)
    : m_queue(queue)
    , m_host(std::move(host))
{
}

HostQueue::Place::~Place()
{
    m_queue->leave(m_host);
}

Async<std::unique_ptr<HostQueue::Place>> HostQueue::enter(QString host, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    Waiter waiter(host);
    // Queued: whoever leaves is not held up by what we do next.
    connect(context.cancel.get(), &Cancel::requested, &waiter, &Waiter::woken, Qt::QueuedConnection);
    m_waiting.append(&waiter);
    admit(host);
    if (!waiter.admitted)
        co_await qCoro(&waiter, &Waiter::woken);
    if (!waiter.admitted) {
        m_waiting.removeOne(&waiter);
        co_return cancelledError();
    }
    auto place = std::make_unique<Place>(this, host);
    if (context.cancelled())
        co_return cancelledError();
    co_return place;
}

void HostQueue::admit(const QString &host)
{
    int &taken = m_taken[host];
    for (qsizetype i = 0; i < m_waiting.size() && taken < m_most;) {
        Waiter *waiter = m_waiting.at(i);
        if (waiter->host != host) {
            ++i;
            continue;
        }
        m_waiting.removeAt(i);
        ++taken;
        waiter->admitted = true;
        QMetaObject::invokeMethod(waiter, &Waiter::woken, Qt::QueuedConnection);
    }
}

void HostQueue::leave(const QString &host)
{
    int &taken = m_taken[host];
    --taken;
    admit(host);
    if (taken == 0)
        m_taken.remove(host);
}

} // namespace punchcard::http

#include "hostqueue.moc"
