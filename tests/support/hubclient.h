// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QNetworkAccessManager>
#include <QString>

#include <memory>

namespace punchcard::testing {

struct Response
{
    int status = 0; ///< 0: there was no answer
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};

    [[nodiscard]] QByteArray header(const QByteArray &name) const;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    [[nodiscard]] QString message() const { return json().value(QStringLiteral("message")).toString(); }
};

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// Talks raw HTTP to a hub; nothing of our client is in it.
class HubClient
{
public:
    HubClient();
    HubClient(QString root, QByteArray bearer);

    Response send(const QByteArray &method, const QString &path, const QByteArray &body, const Headers &headers = {});
    Response send(const QByteArray &method, const QString &path, const QJsonObject &body = {}, const Headers &headers = {});
    Response get(const QString &path, const Headers &headers = {}) { return send("GET", path, QByteArray(), headers); }
    /// Without token: for the other origin.
    Response fetch(const QString &url, const Headers &headers = {});

    QString root; ///< "http://127.0.0.1:4000", no slash
    QByteArray token; ///< sent unless empty

private:
    Response run(const QByteArray &method, const QUrl &url, const QByteArray &body, const Headers &headers);

    std::unique_ptr<QNetworkAccessManager> m_network;
};

/// Bytes to a port and back, for what no HTTP library would send. Returns when the peer closes or has sent @p until.
[[nodiscard]] QByteArray rawExchange(const QString &root, const QByteArray &bytes, const QByteArray &until = {});

} // namespace punchcard::testing
