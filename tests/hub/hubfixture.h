// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/hub/hub.h"

#include "tests/support/hubclient.h"

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
