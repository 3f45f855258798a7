// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QHash>
#include <QList>
#include <QObject>

#include <memory>

namespace punchcard::http {

/// At most so many at a host at once, in the order they came. QNetworkAccessManager has the same limit of six but lets a
/// request's time run out while it waits; here time begins when it is let in.
class HostQueue : public QObject
{
    Q_OBJECT

public:
    /// One of them, given back when it dies.
    class Place
    {
    public:
        Place(HostQueue *queue, QString host);
        ~Place();
        Q_DISABLE_COPY_MOVE(Place)

    private:
        HostQueue *m_queue;
        QString m_host;
    };

    explicit HostQueue(int most)
        : m_most(most)
    {
    }

    /// Waits for a place at @p host. Cancelled: the wish came first.
    [[nodiscard]] Async<std::unique_ptr<Place>> enter(QString host, Context context);

private:
    class Waiter;
    void admit(const QString &host);
    void leave(const QString &host);

    int m_most;
    QHash<QString, int> m_taken;
    QList<Waiter *> m_waiting;
};

} // namespace punchcard::http
