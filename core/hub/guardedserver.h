// SPDX-License-Identifier: MIT
#pragma once

#include <QHostAddress>
#include <QList>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <optional>

namespace punchcard::hub {

/// What one client may ask of us. QHttpServer itself has no limit of any kind.
struct HttpLimits
{
    int connections = 128;
    qint64 header = 64 * 1024;
    qint64 body = 64 * 1024 * 1024;
    qint64 strangersBody = 256 * 1024; ///< the same for who has not shown the token
    std::chrono::seconds headerTime{30}; ///< from a request's first byte to the end of its header
    std::function<bool(const QByteArray &header)> isFriend = {}; ///< whether a header carries the token; unset: all are
};

/// Watches one socket from before QHttpServer reads it and closes it when a request grows past the limits.
class SocketGuard : public QObject
{
    Q_OBJECT

public:
    SocketGuard(QTcpSocket *socket, const HttpLimits &limits);

    /// The request has reached its handler: what comes next on this socket is another one.
    void requestTaken();
    /// Closes the connection with a reset, as a network does that breaks.
    void reset();
    /// Sends @p bytes past QHttpServer, for answers that it would not give.
    void write(const QByteArray &bytes);
    /// Closes the connection once all is sent.
    void close();
    /// Closes it at once, since somebody else is to have its place.
    void leave();
    [[nodiscard]] bool isOf(const QHostAddress &peer, quint16 port) const;
    /// Whether it has shown that it may ask: who has not makes room for others.
    [[nodiscard]] bool isKnown() const { return m_isKnown; }
    void setKnown() { m_isKnown = true; }

private:
    void look();
    void refuse(const QByteArray &statusLine);

    QTcpSocket *m_socket;
    const HttpLimits &m_limits;
    QByteArray m_header;
    qint64 m_bodySeen = 0;
    qint64 m_bodyLimit = 0;
    bool m_inBody = false;
    std::optional<qint64> m_length; ///< of the body, as announced
    bool m_isKnown = false;
    bool m_isPipelined = false; ///< A request has come together with the one before: we see only parts of what follows.
    bool m_refused = false;
    QTimer m_headerTimer;
};

/// A TCP server, with TLS when it has a configuration, whose connections are guarded.
class GuardedServer : public QTcpServer
{
    Q_OBJECT

public:
    GuardedServer(HttpLimits limits, std::optional<QSslConfiguration> tls, QObject *parent = nullptr);

    /// By the whole address: this computer has many, and each its own ports.
    [[nodiscard]] SocketGuard *guard(const QHostAddress &peer, quint16 port) const;
    [[nodiscard]] bool isSecure() const { return m_tls.has_value(); }
    [[nodiscard]] qsizetype openConnections() const { return m_guards.size(); }

protected:
    void incomingConnection(qintptr handle) override;

private:
    [[nodiscard]] bool makeRoom();

    HttpLimits m_limits;
    std::optional<QSslConfiguration> m_tls;
    QList<SocketGuard *> m_guards; ///< the oldest first
};

} // namespace punchcard::hub
