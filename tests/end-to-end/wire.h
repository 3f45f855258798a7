// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace punchcard::testing {

/// Lies between a client and a server on this computer, and keeps all that the client sends. It says the wire's address where
/// the other side says the server's, so that the client never learns that one.
class Wire
{
public:
    /// Listens where @p server listens, on another port.
    explicit Wire(const QUrl &server);

    [[nodiscard]] QUrl url() const;
    /// In answers the server of @p other is said as that wire, too: what it redirects to.
    void knows(const Wire &other);
    /// All that came from the client, connection after connection.
    [[nodiscard]] QByteArray received() const;

private:
    void accept();
    /// @p text with one authority in place of the other; what may be the beginning of one is kept for the next call.
    static QByteArray replaced(QByteArray &pending, const QByteArray &text, const QList<std::pair<QByteArray, QByteArray>> &authorities);
    [[nodiscard]] QByteArray ours() const;

    QUrl m_server;
    QTcpServer m_listener;
    QList<std::pair<QByteArray, QByteArray>> m_inAnswers;
    QHash<const QObject *, QByteArray> m_received;
};

} // namespace punchcard::testing
