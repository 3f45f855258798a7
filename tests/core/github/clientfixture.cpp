// SPDX-License-Identifier: MIT
#include "tests/core/github/clientfixture.h"

#include <QJsonDocument>

namespace punchcard::testing {

using namespace std::chrono_literals;

const github::RepoName repo{.owner = QStringLiteral("octo"), .name = QStringLiteral("demo")};
const QByteArray octo = R"({"login":"octo","id":1})";

ClientFixture::ClientFixture()
    : transport(http::Limits{.sending = 10s, .answer = 10s, .idle = 10s})
    , client(&transport, [this] { return currentApi(); })
    , m_start(clock.now())
{
    api.root = server.url();
    api.token = SecretString(QByteArray("t0ken-of-octo"));
    QObject::connect(&m_hurry, &QTimer::timeout, &client, [this] { clock.advanceToNext(); });
    m_hurry.start(1ms);
}

Context ClientFixture::context()
{
    Context context;
    context.clock = &clock;
    return context;
}

QJsonObject ClientFixture::sentBody() const
{
    return QJsonDocument::fromJson(server.last().body).object();
}

Async<github::Api> ClientFixture::currentApi()
{
    ++asked;
    const github::Api copy = api; // co_return moves, also from a member
    co_return copy;
}

} // namespace punchcard::testing
