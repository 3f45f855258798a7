// SPDX-License-Identifier: MIT
#include "tests/support/hubclient.h"

#include <QEventLoop>
#include <QNetworkReply>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

} // namespace

QByteArray Response::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

HubClient::HubClient()
    : m_network(std::make_unique<QNetworkAccessManager>())
{
}

HubClient::HubClient(QString root_, QByteArray bearer)
    : root(std::move(root_))
    , token(std::move(bearer))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
}

Response HubClient::send(const QByteArray &method, const QString &path, const QByteArray &body, const Headers &headers)
{
    Headers all = headers;
    if (!token.isEmpty())
        all.append({"Authorization", "Bearer " + token});
    return run(method, QUrl(root + path), body, all);
}

Response HubClient::send(const QByteArray &method, const QString &path, const QJsonObject &body, const Headers &headers)
{
    return send(method, path, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact), headers);
}

Response HubClient::fetch(const QString &url, const Headers &headers)
{
    return run("GET", QUrl(url), {}, headers);
}

Response HubClient::run(const QByteArray &method, const QUrl &url, const QByteArray &body, const Headers &headers)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    request.setRawHeader("User-Agent", "punchcard-tests");
    request.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    const std::unique_ptr<QNetworkReply> reply(m_network->sendCustomRequest(request, method, body));
    // Not qWaitFor, which sleeps between rounds: client and hub share this thread, and a large body needs many.
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    if (!reply->isFinished())
        return {};
    return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            .headers = reply->rawHeaderPairs(),
            .body = reply->readAll()};
}

QByteArray rawExchange(const QString &root, const QByteArray &bytes, const QByteArray &until)
{
    const QUrl url(root);
    QTcpSocket socket;
    QByteArray answer;
    socket.connectToHost(url.host(), quint16(url.port()));
    if (!QTest::qWaitFor([&socket] { return socket.state() == QTcpSocket::ConnectedState; }, patience))
        return answer;
    socket.write(bytes);
    const bool ended = QTest::qWaitFor(
        [&] {
            if (socket.isOpen())
                answer += socket.readAll();
            return socket.state() != QTcpSocket::ConnectedState || (!until.isEmpty() && answer.contains(until));
        },
        patience);
    return ended ? answer : QByteArray("timed out after: ") + answer;
}

} // namespace punchcard::testing
