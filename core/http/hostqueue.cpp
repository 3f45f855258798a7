// SPDX-License-Identifier: MIT
#include "core/http/hostqueue.h"

#include <QCoroSignal>

namespace punchcard::http {

class HostQueue::Waiter : public QObject
{
    Q_OBJECT

public:
    Waiter(QString at, bool isLengthy)
        : host(std::move(at))
        , lengthy(isLengthy)
    {
    }

    QString host;
    bool lengthy;
    bool admitted = false;

signals:
    void woken();
};

HostQueue::Place::Place(HostQueue *queue, QString host, bool lengthy)
    : m_queue(queue)
    , m_host(std::move(host))
    , m_lengthy(lengthy)
{
}

HostQueue::Place::~Place()
{
    m_queue->leave(m_host, m_lengthy);
}

Async<std::unique_ptr<HostQueue::Place>> HostQueue::enter(QString host, bool lengthy, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    Waiter waiter(host, lengthy);
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
    auto place = std::make_unique<Place>(this, host, lengthy);
    if (context.cancelled())
        co_return cancelledError();
    co_return place;
}

void HostQueue::admit(const QString &host)
{
    Taken &taken = m_taken[host];
    for (qsizetype i = 0; i < m_waiting.size() && taken.all < most;) {
        Waiter *waiter = m_waiting.at(i);
        if (waiter->host != host || (waiter->lengthy && taken.lengthy >= mostLengthy)) {
            ++i;
            continue;
        }
        m_waiting.removeAt(i);
        ++taken.all;
        taken.lengthy += waiter->lengthy ? 1 : 0;
        waiter->admitted = true;
        QMetaObject::invokeMethod(waiter, &Waiter::woken, Qt::QueuedConnection);
    }
}

void HostQueue::leave(const QString &host, bool lengthy)
{
    Taken &taken = m_taken[host];
    --taken.all;
    taken.lengthy -= lengthy ? 1 : 0;
    admit(host);
    if (taken.all == 0)
        m_taken.remove(host);
}

} // namespace punchcard::http

#include "hostqueue.moc"
