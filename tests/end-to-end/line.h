// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace punchcard::testing {

/// The network between punch and its server. While it is cut nothing listens at its end.
class Line
{
public:
    explicit Line(const QUrl &server);

    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1/").arg(m_port); }
    /// Cuts it when @p text goes by; what it is in never arrives.
    void cutAt(const QByteArray &text) { m_cutAt = text; }
    void cut();
    void mend();
    [[nodiscard]] bool isCut() const { return !m_ear.isListening(); }
    /// From now on the server takes @p given, which is carried to it as @p real, and no other token.
    void setToken(const QByteArray &given, const QByteArray &real);

private:
    void join(QTcpSocket *near);
    void carry(QTcpSocket *near, QTcpSocket *far);

    QUrl m_server;
    QTcpServer m_ear;
    quint16 m_port = 0;
    QByteArray m_cutAt;
    QByteArray m_given;
    QByteArray m_real;
    QList<QPointer<QTcpSocket>> m_sockets;
};

} // namespace punchcard::testing
