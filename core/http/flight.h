// SPDX-License-Identifier: MIT
#pragma once

#include "core/http/message.h"
#include "core/http/transport.h"

#include <QNetworkReply>
#include <QTimer>

namespace punchcard::http {

/// One request on its way: counts how often it really left, takes the answer in, ends it by deadline, cancel or size and
/// knows who ended it. Awaited through moved(), which comes by way of the event loop: level-triggered, never from inside
/// the reply's own signals.
class Flight : public QObject
{
    Q_OBJECT

public:
    Flight(QNetworkReply *reply, qint64 limit, bool streamed, Limits limits, Context context);
    ~Flight() override;

    [[nodiscard]] int sends() const { return m_sends; }
    /// Status and headers are here.
    [[nodiscard]] bool hasHead() const;
    /// Nothing more will come.
    [[nodiscard]] bool isOver() const { return m_over; }
    /// Bytes to take(), in a streamed flight.
    [[nodiscard]] bool hasBytes() const;
    [[nodiscard]] QByteArray take(qint64 most);
    /// From now on everything goes into body(), up to the limit.
    void collect();
    /// Status, headers and, when collected, the body.
    [[nodiscard]] Reply reply() const;
    /// Why the answer is not whole; asked when it is over.
    [[nodiscard]] std::optional<Error> failure() const;

signals:
    void moved();

private:
    enum class Ended { ByItself, Cancelled, NotSent, NotAnswered, Idle, TooLarge };

    void sent();
    void read();
    void finished();
    void timeUp();
    void end(Ended why);
    [[nodiscard]] bool isCut(int status) const;
    [[nodiscard]] Error unreachable(const QString &what, const QString &remedy) const;

    QNetworkReply *m_reply;
    qint64 m_limit;
    Limits m_limits;
    Context m_context;
    QTimer m_timer;
    bool m_collects;
    bool m_over = false;
    int m_sends = 0;
    Ended m_ended = Ended::ByItself;
    QByteArray m_body;
    QString m_tlsTrouble;
};

} // namespace punchcard::http
