// SPDX-License-Identifier: MIT
#include "core/hub/guardedserver.h"

#include "core/hub/httphead.h"

#include <QSslSocket>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace punchcard::hub {

SocketGuard::SocketGuard(QTcpSocket *socket, const HttpLimits &limits)
    : QObject(socket)
    , m_socket(socket)
    , m_limits(limits)
{
    // Connected before QHttpServer's own slot, so each byte is seen here first.
    connect(socket, &QTcpSocket::readyRead, this, &SocketGuard::look);
    m_headerTimer.setSingleShot(true);
    m_headerTimer.setInterval(limits.headerTime);
    connect(&m_headerTimer, &QTimer::timeout, this, [this] { refuse("408 Request Timeout"); });
}

void SocketGuard::requestTaken()
{
    // What came with it of the next one has been read by then.
    m_isPipelined = m_isPipelined || (m_length && m_bodySeen > *m_length);
    m_header.clear();
    m_bodySeen = 0;
    m_inBody = false;
    m_headerTimer.stop();
}

// QHttpServer reads all there is on each readyRead unless it is busy with an earlier request; then the rest waits in the
// socket and is counted twice here, which only makes the limit tighter for who pipelines large bodies.
void SocketGuard::look()
{
    if (m_refused) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    const qint64 available = m_socket->bytesAvailable();
    if (m_inBody) {
        m_bodySeen += available;
        if (m_bodySeen > m_bodyLimit)
            refuse("413 Content Too Large");
        return;
    }
    if (!m_headerTimer.isActive())
        m_headerTimer.start();
    m_header += m_socket->peek(m_limits.header + 4);
    const qsizetype end = m_header.indexOf("\r\n\r\n");
    if (end < 0 ? m_header.size() > m_limits.header : end > m_limits.header) {
        refuse("431 Request Header Fields Too Large");
        return;
    }
    if (end < 0)
        return;
    m_headerTimer.stop();
    m_inBody = true;
    const qint64 rest = std::max<qint64>(0, available - (end + 4));
    m_header.truncate(end + 2);
    m_isKnown = !m_limits.isFriend || m_limits.isFriend(m_header);
    m_bodyLimit = m_isKnown ? m_limits.body : m_limits.strangersBody;
    const HttpHead head = readHead(m_header);
    m_length = head.length;
    m_bodySeen = rest;
    if (!head.isFine && !m_isPipelined)
        refuse("400 Bad Request");
    else if (m_bodySeen > m_bodyLimit || m_length.value_or(0) > m_bodyLimit)
        refuse("413 Content Too Large");
}

// Closed a moment later: QHttpServer's slot for the same signal is still to come, and must find an open socket with nothing in it.
void SocketGuard::refuse(const QByteArray &statusLine)
{
    m_refused = true;
    m_headerTimer.stop();
    m_socket->skip(m_socket->bytesAvailable());
    m_socket->write("HTTP/1.1 " + statusLine + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    m_socket->flush();
    QMetaObject::invokeMethod(m_socket, &QTcpSocket::abort, Qt::QueuedConnection);
}

void SocketGuard::write(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush();
}

bool SocketGuard::isOf(const QHostAddress &peer, quint16 port) const
{
    return m_socket->peerPort() == port && m_socket->peerAddress() == peer;
}

void SocketGuard::leave()
{
    m_refused = true;
    m_headerTimer.stop();
    QMetaObject::invokeMethod(m_socket, &QTcpSocket::abort, Qt::QueuedConnection);
}

void SocketGuard::close()
{
    m_socket->disconnectFromHost();
}

void SocketGuard::reset()
{
#ifdef Q_OS_UNIX
    const linger hard{.l_onoff = 1, .l_linger = 0};
    setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
#endif
    m_socket->abort();
}

GuardedServer::GuardedServer(HttpLimits limits, std::optional<QSslConfiguration> tls, QObject *parent)
    : QTcpServer(parent)
    , m_limits(std::move(limits))
    , m_tls(std::move(tls))
{
}

SocketGuard *GuardedServer::guard(const QHostAddress &peer, quint16 port) const
{
    const auto found = std::ranges::find_if(m_guards, [&peer, port](const SocketGuard *guard) { return guard->isOf(peer, port); });
    return found == m_guards.end() ? nullptr : *found;
}

// Any program and any web page can open connections and leave them open: the oldest of those makes room, so that the owner
// always gets in.
bool GuardedServer::makeRoom()
{
    if (m_guards.size() < m_limits.connections)
        return true;
    const auto stranger = std::ranges::find_if(m_guards, [](const SocketGuard *guard) { return !guard->isKnown(); });
    if (stranger == m_guards.end())
        return false;
    SocketGuard *const leaving = *stranger;
    m_guards.erase(stranger);
    leaving->leave();
    return true;
}

void GuardedServer::incomingConnection(qintptr handle)
{
    auto *const tls = m_tls ? new QSslSocket(this) : nullptr;
    QTcpSocket *const socket = tls ? tls : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(handle) || !makeRoom()) {
        socket->abort();
        delete socket;
        return;
    }
    auto *const guard = new SocketGuard(socket, m_limits);
    m_guards.append(guard);
    connect(guard, &QObject::destroyed, this, [this, guard] { m_guards.removeOne(guard); });
    if (!tls) {
        addPendingConnection(socket);
        return;
    }
    // Until QHttpServer has it, nobody else removes a connection whose handshake fails.
    const auto lost = connect(tls, &QSslSocket::disconnected, tls, &QObject::deleteLater);
    connect(tls, &QSslSocket::encrypted, this, [this, tls, lost] {
        disconnect(lost);
        addPendingConnection(tls);
    });
    tls->setSslConfiguration(*m_tls);
    tls->startServerEncryption();
}

} // namespace punchcard::hub
