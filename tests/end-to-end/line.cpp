// SPDX-License-Identifier: MIT
#include "tests/end-to-end/line.h"

#include <QTcpSocket>

namespace punchcard::testing {

Line::Line(const QUrl &server)
    : m_server(server)
{
    QObject::connect(&m_ear, &QTcpServer::newConnection, &m_ear, [this] {
        while (QTcpSocket *const near = m_ear.nextPendingConnection())
            join(near);
    });
    mend();
    m_port = m_ear.serverPort();
}

void Line::cut()
{
    m_cutAt.clear();
    m_ear.close();
    for (const QPointer<QTcpSocket> &socket : std::as_const(m_sockets)) {
        if (socket)
            socket->abort();
    }
    m_sockets.clear();
}

void Line::mend()
{
    if (!m_ear.listen(QHostAddress::LocalHost, m_port))
        qFatal("the line cannot be mended: %s", qPrintable(m_ear.errorString()));
}

void Line::setToken(const QByteArray &given, const QByteArray &real)
{
    m_given = "Bearer " + given + "\r\n";
    m_real = "Bearer " + real + "\r\n";
}

void Line::join(QTcpSocket *near)
{
    auto *const far = new QTcpSocket(near);
    m_sockets += {near, far};
    far->connectToHost(m_server.host(), quint16(m_server.port()));
    QObject::connect(near, &QTcpSocket::readyRead, far, [this, near, far] { carry(near, far); });
    QObject::connect(far, &QTcpSocket::readyRead, near, [near, far] { near->write(far->readAll()); });
    QObject::connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
    QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
}

void Line::carry(QTcpSocket *near, QTcpSocket *far)
{
    QByteArray bytes = near->readAll();
    if (!m_cutAt.isEmpty() && bytes.contains(m_cutAt))
        return cut();
    if (!m_given.isEmpty())
        bytes.replace(m_given, m_real);
    // The hub listens to its own name only.
    far->write(bytes.replace(QUrl(url()).authority().toLatin1() + "\r\n", m_server.authority().toLatin1() + "\r\n"));
}

} // namespace punchcard::testing
