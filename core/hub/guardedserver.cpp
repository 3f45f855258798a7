// SPDX-License-Identifier: MIT
#include "core/hub/guardedserver.h"

#include <QRegularExpression>
#include <QSslSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace punchcard::hub {

using namespace Qt::StringLiterals;

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
    m_bodyLimit = !m_limits.isFriend || m_limits.isFriend(m_header) ? m_limits.body : m_limits.strangersBody;
    static const QRegularExpression lengthLine(u"\\r\\ncontent-length:[ \\t]*(\\d{1,18})[ \\t]*\\r\\n"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch length = lengthLine.match(QString::fromLatin1(m_header));
    m_bodySeen = rest;
    if (m_bodySeen > m_bodyLimit || (length.hasMatch() && length.capturedView(1).toLongLong() > m_bodyLimit))
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

void GuardedServer::incomingConnection(qintptr handle)
{
    auto *const tls = m_tls ? new QSslSocket(this) : nullptr;
    QTcpSocket *const socket = tls ? tls : new QTcpSocket(this);
    if (!socket->setSocketDescriptor(handle) || m_guards.size() >= m_limits.connections) {
        socket->abort();
        delete socket;
        return;
    }
    const quint16 port = socket->peerPort();
    auto *const guard = new SocketGuard(socket, m_limits);
    m_guards.insert(port, guard);
    connect(guard, &QObject::destroyed, this, [this, port, guard] {
        if (m_guards.value(port) == guard)
            m_guards.remove(port);
    });
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
