// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QHash>
#include <QList>
#include <QObject>

#include <memory>

namespace punchcard::http {

/// At most six requests to a host at once, in the order they came. QNetworkAccessManager has the same limit but lets a
/// request's time run out while it waits; here time begins when it is let in. Downloads get at most four of the six, so
/// that a call never waits for one.
class HostQueue : public QObject
{
    Q_OBJECT

public:
    static constexpr int most = 6;
    static constexpr int mostLengthy = 4;

    /// One of the six, given back when it dies.
    class Place
    {
    public:
        Place(HostQueue *queue, QString host, bool lengthy);
        ~Place();
        Q_DISABLE_COPY_MOVE(Place)

    private:
        HostQueue *m_queue;
        QString m_host;
        bool m_lengthy;
    };

    using QObject::QObject;

    /// Waits for a place at @p host. Cancelled: the wish came first.
    [[nodiscard]] Async<std::unique_ptr<Place>> enter(QString host, bool lengthy, Context context);

private:
    class Waiter;
    struct Taken
    {
        int all = 0;
        int lengthy = 0;
    };
    void admit(const QString &host);
    void leave(const QString &host, bool lengthy);

    QHash<QString, Taken> m_taken;
    QList<Waiter *> m_waiting;
};

} // namespace punchcard::http
