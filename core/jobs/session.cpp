// SPDX-License-Identifier: MIT
#include "core/jobs/session.h"

#include "core/accounts/tokensource.h"
#include "core/http/message.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A token that the user replaces is noticed within this time, or at once after a refusal.
constexpr Milliseconds tokenAge = 60s;
// What is left is written down this often, not after each request.
constexpr Milliseconds quotaAge = 10s;

QString lockFile(const Home &home, const QString &account)
{
    const QByteArray hash = QCryptographicHash::hash(account.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return home.data + u"/accounts/"_s + QString::fromLatin1(hash) + u".lock"_s;
}

Error leftAloneUntil(Time until)
{
    return Error{.kind = Error::Kind::Throttled,
                 .what = QCoreApplication::translate("Session", "The server wants no further request of this account before %1.")
                             .arg(toDateTime(until).toLocalTime().toString(u"HH:mm:ss"_s)),
                 .remedy = QCoreApplication::translate("Session", "Wait; it goes on by itself."),
                 .retry = Retry{until}};
}

} // namespace

Session::Session(Account account, std::shared_ptr<store::Store> store, TokenStorePtr tokens, std::shared_ptr<http::Transport> transport)
    : m_account(std::move(account))
    , m_store(std::move(store))
    , m_tokens(std::move(tokens))
    , m_transport(std::move(transport))
    , m_hub(m_store->home())
    , m_client(m_transport.get(), [this] { return api(); })
    , m_gate(lockFile(m_store->home(), m_account.id), m_account.isThisComputer() ? MutationGate::Pace::Free : MutationGate::Pace::Paced)
    , m_coolDown(lockFile(m_store->home(), m_account.id) + u".until"_s)
{
    connect(&m_client, &github::Client::quotaChanged, this, &Session::keepQuota);
    if (!isThisComputer())
        connect(&m_client, &github::Client::throttled, this, [this](Time until) { m_coolDown.extend(until, Clock::system().now()); });
    if (m_account.isThisComputer() || http::isLoopback(m_account.apiRoot))
        m_poller.setNeedsNoNetwork();
}

Async<github::Api> Session::api()
{
    if (isThisComputer()) {
        const Result<HubAddress> hub = co_await m_hub.address(Context());
        if (!hub)
            co_return hub.error();
        co_return github::Api{.root = hub->api, .token = hub->token};
    }
    const Time now = Clock::system().now();
    if (!m_tokenReadAt || now - *m_tokenReadAt > tokenAge) {
        const Result<FoundToken> found = co_await findToken(m_account, m_account.tokenFile, m_tokens, Context());
        if (!found)
            co_return found.error();
        m_token = found->token;
        m_tokenReadAt = now;
    }
    co_return github::Api{
        .root = m_account.apiRoot, .token = m_token, .authorities = m_account.caFile, .mayGo = [this] { return mayAsk(); }};
}

// Whoever was told, this process or another one: asking all the same is what gets an account blocked.
Result<> Session::mayAsk() const
{
    if (const std::optional<Time> until = m_coolDown.until(Clock::system().now()))
        return leftAloneUntil(*until);
    return {};
}

void Session::makeRoom()
{
    const QSet<JobId> seekers = std::exchange(m_roomSeekers, {});
    for (const JobId job : seekers)
        m_poller.wake(job);
}

void Session::keepQuota(const github::Quota &quota)
{
    const Time now = Clock::system().now();
    if (quota.limit < 0 || isThisComputer() || (m_quotaKeptAt && now - *m_quotaKeptAt < quotaAge && quota.remaining > 0))
        return;
    m_quotaKeptAt = now;
    const store::StoredQuota stored{
        .limit = quota.limit, .remaining = quota.remaining, .reset = quota.reset, .lastMutation = m_gate.last()};
    QCoro::connect(m_store->saveQuota(m_account.id, stored), this, [](const Result<> &kept) {
        if (!kept)
            qWarning("quota: %s", qPrintable(kept.error().what));
    });
}

} // namespace punchcard
