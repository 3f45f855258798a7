// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/hub/guardedserver.h"
#include "core/hub/httpmessage.h"

#include <QAbstractHttpServer>
#include <QHostAddress>
#include <QHttpServerResponder>
#include <QPointer>

#include <functional>
#include <memory>

namespace punchcard::hub {

class Faults;
struct Fault;
class Recorder;

/// The one chance to answer a request. Whoever loses it unanswered has answered 500: a client never waits for ever.
class Reply
{
public:
    Reply(QHttpServerResponder &&responder, bool headersOnly, QPointer<SocketGuard> guard);
    ~Reply();
    Reply(const Reply &) = delete;
    Reply &operator=(const Reply &) = delete;

    void send(Answer answer);
    /// From now on an answer is lost on its way: the connection is reset in its place.
    void loseAnswer() { m_loseAnswer = true; }
    void reset();
    /// From now on an answer is sent by hand: @p write gets its head and its body.
    void sendBy(std::function<void(const QByteArray &head, const QByteArray &body)> write) { m_write = std::move(write); }
    /// From now on an answer is changed by @p change before it goes.
    void changeBy(std::function<void(Answer &answer)> change) { m_change = std::move(change); }
    [[nodiscard]] QPointer<SocketGuard> guard() const { return m_guard; }
    /// Shows the answer to @p seen before it goes, even when it is lost on its way.
    void watch(std::function<void(const Answer &)> seen) { m_seen = std::move(seen); }

private:
    QHttpServerResponder m_responder;
    QPointer<SocketGuard> m_guard;
    std::function<void(const Answer &)> m_seen;
    std::function<void(const QByteArray &, const QByteArray &)> m_write;
    std::function<void(Answer &)> m_change;
    bool m_headersOnly;
    bool m_loseAnswer = false;
    bool m_sent = false;
};

using ReplyPtr = std::shared_ptr<Reply>;

/// An HTTP/1.1 server on one loopback address: limits, faults of tests, and one handler that gets every request.
class WebServer : public QAbstractHttpServer
{
    Q_OBJECT

public:
    using Handler = std::function<void(Request request, ReplyPtr reply)>;

    WebServer(Handler handler, Clock &clock, Faults *faults = nullptr, Recorder *recorder = nullptr);

    /// Listens on @p address, on a free port. Local: it cannot.
    [[nodiscard]] Result<> listen(const QHostAddress &address, const HttpLimits &limits, const std::optional<QSslConfiguration> &tls);
    /// "http://127.0.0.1:40001", no slash at the end.
    [[nodiscard]] QString origin() const { return m_origin; }
    /// Whether a Host header names this server; browsers tricked by DNS send another.
    [[nodiscard]] bool isOurHost(const QByteArray &host) const;

protected:
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override;
    void missingHandler(const QHttpServerRequest &request, QHttpServerResponder &responder) override;

private:
    void dispatch(const Request &request, const ReplyPtr &reply);
    void spoil(const Fault &fault, const Request &request, const ReplyPtr &reply);
    void hold(int changes, const Request &request, const ReplyPtr &reply);
    void sendSlowly(const ReplyPtr &reply, const QByteArray &head, const QByteArray &body, Milliseconds time);

    Handler m_handler;
    Clock &m_clock;
    Faults *m_faults;
    Recorder *m_recorder;
    GuardedServer *m_server = nullptr;
    QString m_origin;
    QList<QByteArray> m_hosts;
    QList<ReplyPtr> m_hanging;
};

} // namespace punchcard::hub
