// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/hub/hub.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

#include <memory>

namespace punchcard::testing {

/// The system's clock, set ahead by hand.
class ShiftedClock : public Clock
{
public:
    [[nodiscard]] Time now() const override { return Clock::system().now() + ahead; }
    void after(Milliseconds delay, QObject *receiver, std::function<void()> call) override
    {
        Clock::system().after(delay, receiver, std::move(call));
    }
    Milliseconds ahead{0};
};

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

/// A hub in this process on a folder of its own, with what tests often need of it.
class HubFixture
{
public:
    explicit HubFixture(const std::function<void(hub::HubOptions &)> &change = {});

    [[nodiscard]] bool start();
    /// Creates a repository with a first commit.
    [[nodiscard]] bool makeRepository(const QString &name);
    /// Commits one file through the contents API and returns the commit's id; replaces what is there.
    QString put(const QString &repository, const QString &path, const QByteArray &content, const QString &branch = {});
    /// Commits a workflow and returns the run that it starts, once it is shown.
    QJsonObject push(const QString &repository, const QByteArray &workflow, const QString &file = QStringLiteral("job.yml"));
    [[nodiscard]] QJsonObject runOf(const QString &repository, const QString &sha);
    [[nodiscard]] QJsonObject run(const QString &repository, qint64 id);
    /// Waits until the run's latest attempt has ended and returns it.
    QJsonObject waitForEnd(const QString &repository, qint64 id);
    [[nodiscard]] QJsonArray jobs(const QString &repository, qint64 id, const QString &query = {});
    [[nodiscard]] QString repositoryPath(const QString &name) const { return QStringLiteral("/repos/local/") + name; }
    [[nodiscard]] QString runPath(const QString &name, qint64 id) const;

    QTemporaryDir folder;
    ShiftedClock clock;
    HubClient client;
    std::unique_ptr<hub::Hub> hub;

private:
    std::function<void(hub::HubOptions &)> m_change;
};

} // namespace punchcard::testing
