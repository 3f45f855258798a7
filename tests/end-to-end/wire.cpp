// SPDX-License-Identifier: MIT
#include "tests/end-to-end/wire.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <utility>

namespace punchcard::testing {

namespace {

// The port's digits are as many: a body keeps its announced length.
bool listensBeside(QTcpServer &listener, const QUrl &server)
{
    for (int tries = 0; tries < 100; ++tries) {
        if (!listener.listen(QHostAddress(server.host())))
            return false;
        if (QByteArray::number(listener.serverPort()).size() == QByteArray::number(server.port()).size())
            return true;
        listener.close();
    }
    return false;
}

} // namespace

Wire::Wire(const QUrl &server)
    : m_server(server)
{
    QTest::qVerify(listensBeside(m_listener, server), "listens", "", __FILE__, __LINE__);
    m_inAnswers.append({server.authority().toLatin1(), ours()});
    QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this] { accept(); });
}

QUrl Wire::url() const
{
    QUrl url = m_server;
    url.setPort(m_listener.serverPort());
    return url;
}

QByteArray Wire::ours() const
{
    return url().authority().toLatin1();
}

void Wire::knows(const Wire &other)
{
    m_inAnswers.append({other.m_server.authority().toLatin1(), other.ours()});
}

QByteArray Wire::received() const
{
    QByteArray all;
    for (const QByteArray &each : m_received)
        all += each + "\n";
    return all;
}

QByteArray Wire::replaced(QByteArray &pending, const QByteArray &text, const QList<std::pair<QByteArray, QByteArray>> &authorities)
{
    QByteArray all = std::exchange(pending, {}) + text;
    for (const auto &[from, to] : authorities)
        all.replace(from, to);
    constexpr qsizetype telling = 4; // fewer letters are no beginning of an address
    for (const auto &[from, to] : authorities) {
        for (qsizetype length = std::min(from.size() - 1, all.size()); length >= telling; --length) {
            if (all.endsWith(QByteArrayView(from).first(length))) {
                pending = all.last(length);
                all.chop(length);
                return all;
            }
        }
    }
    return all;
}

void Wire::accept()
{
    while (QTcpSocket *const client = m_listener.nextPendingConnection()) {
        auto *const server = new QTcpSocket(client);
        m_received.insert(client, {});
        const auto asked = std::make_shared<QByteArray>();
        const auto answered = std::make_shared<QByteArray>();
        QObject::connect(client, &QTcpSocket::readyRead, server, [this, client, server, asked] {
            const QByteArray bytes = client->readAll();
            m_received[client] += bytes;
            server->write(replaced(*asked, bytes, {{ours(), m_server.authority().toLatin1()}}));
        });
        QObject::connect(server, &QTcpSocket::readyRead, client,
                         [this, client, server, answered] { client->write(replaced(*answered, server->readAll(), m_inAnswers)); });
        QObject::connect(server, &QTcpSocket::disconnected, client, [client, answered] {
            client->write(*answered);
            client->disconnectFromHost();
        });
        QObject::connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
        server->connectToHost(m_server.host(), quint16(m_server.port()));
    }
}

} // namespace punchcard::testing
