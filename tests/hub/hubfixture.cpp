// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"

#include <QTest>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

} // namespace

HubFixture::HubFixture(const std::function<void(hub::HubOptions &)> &change)
    : m_change(change)
{
}

bool HubFixture::start()
{
    hub::HubOptions options{.folder = folder.path() + u"/hub"_s,
                            .covered = {folder.path()},
                            .organisations = {u"guild"_s},
                            .walls = hub::Walls::Wanted,
                            .clock = &clock};
    if (m_change)
        m_change(options);
    hub.reset();
    hub = std::make_unique<hub::Hub>(std::move(options));
    const Result<> started = hub->start();
    if (!started) {
        qCritical() << started.error().sentence() << started.error().said;
        return false;
    }
    client.root = hub->apiAddress().chopped(1);
    client.token = hub->token();
    return true;
}

bool HubFixture::makeRepository(const QString &name)
{
    return client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, name}, {u"private"_s, true}, {u"auto_init"_s, true}}).status
        == 201;
}

QString HubFixture::put(const QString &repository, const QString &path, const QByteArray &content, const QString &branch)
{
    const QString url = repositoryPath(repository) + u"/contents/"_s + path;
    QJsonObject body{{u"message"_s, u"Change "_s + path}, {u"content"_s, QString::fromLatin1(content.toBase64())}};
    if (!branch.isEmpty())
        body.insert(u"branch"_s, branch);
    const Response there = client.get(url + (branch.isEmpty() ? QString() : u"?ref="_s + branch));
    if (there.status == 200)
        body.insert(u"sha"_s, there.json()[u"sha"]);
    return client.send("PUT", url, body).json()[u"commit"][u"sha"].toString();
}

QJsonObject HubFixture::push(const QString &repository, const QByteArray &workflow, const QString &file)
{
    const QString sha = put(repository, u".github/workflows/"_s + file, workflow);
    QJsonObject found;
    const bool shown = QTest::qWaitFor(
        [&] {
            found = runOf(repository, sha);
            return !found.isEmpty();
        },
        patience);
    return shown ? found : QJsonObject();
}

QJsonObject HubFixture::runOf(const QString &repository, const QString &sha)
{
    return client.get(repositoryPath(repository) + u"/actions/runs?head_sha="_s + sha).json()[u"workflow_runs"][0].toObject();
}

QString HubFixture::runPath(const QString &name, qint64 id) const
{
    return repositoryPath(name) + u"/actions/runs/%1"_s.arg(id);
}

QJsonObject HubFixture::run(const QString &repository, qint64 id)
{
    return client.get(runPath(repository, id)).json();
}

QJsonObject HubFixture::waitForEnd(const QString &repository, qint64 id)
{
    QJsonObject last;
    const bool ended = QTest::qWaitFor(
        [&] {
            last = run(repository, id);
            return last[u"status"] == u"completed"_s;
        },
        patience);
    if (!ended)
        qCritical() << "the run did not end:" << last[u"status"].toString();
    return last;
}

QJsonArray HubFixture::jobs(const QString &repository, qint64 id, const QString &query)
{
    return client.get(runPath(repository, id) + u"/jobs"_s + query).json()[u"jobs"].toArray();
}

} // namespace punchcard::testing
