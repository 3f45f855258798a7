// SPDX-License-Identifier: MIT
#include "core/jobs/sessions.h"

#include "core/accounts/accountlist.h"
#include "core/accounts/doctor.h"
#include "core/http/transport.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct SessionsText
{
    Q_DECLARE_TR_FUNCTIONS(Sessions)
};

} // namespace

Sessions::Sessions(std::shared_ptr<store::Store> store, TokenStorePtr tokens)
    : m_store(std::move(store))
    , m_tokens(std::move(tokens))
    , m_transport(std::make_shared<http::Transport>())
{
}

Sessions::~Sessions() = default;

Async<QList<Account>> Sessions::accounts()
{
    const Result<QList<store::StoredAccount>> rows = co_await m_store->accounts();
    if (!rows)
        co_return rows.error();
    QList<Account> accounts;
    for (const store::StoredAccount &row : *rows) {
        Result<Account> account = accountFromJson(row.settings);
        if (!account)
            co_return account.error();
        accounts.append(std::move(*account));
    }
    co_return withThisComputer(std::move(accounts));
}

Async<> Sessions::keep(Account account)
{
    // A session that lives keeps its old settings until the next start: its jobs were submitted under them.
    const store::StoredAccount row{.id = account.id, .name = account.name, .settings = toJson(account)};
    return m_store->saveAccount(row);
}

Async<Account> Sessions::change(QString id, AccountChanges changes)
{
    const auto self = shared_from_this();
    const Result<QList<Account>> stored = co_await accounts();
    if (!stored)
        co_return stored.error();
    const Result<Account> found = findAccount(*stored, id);
    if (!found)
        co_return found.error();
    const Result<Account> account = changed(*found, changes);
    if (!account)
        co_return account.error();
    if (const Result<AccountList> fits = withAccount(*stored, *account); !fits)
        co_return fits.error();
    if (const Result<> kept = co_await keep(*account); !kept)
        co_return kept.error();
    co_return *account;
}

Async<QStringList> Sessions::remove(Account account, Context context)
{
    if (account.isThisComputer()) {
        co_return Error{.kind = Error::Kind::Refused,
                        .what = SessionsText::tr("This computer is always there."),
                        .remedy = SessionsText::tr("Choose another account.")};
    }
    const auto self = shared_from_this();
    const Result<QList<Job>> unfinished = co_await m_store->unfinished();
    if (!unfinished)
        co_return unfinished.error();
    const auto needsIt = [&account](const Job &job) { return job.spec.account == account.id; };
    if (const auto job = std::ranges::find_if(*unfinished, needsIt); job != unfinished->end()) {
        co_return Error{.kind = Error::Kind::Conflict,
                        .what = SessionsText::tr("Job %1 still needs the account “%2”.").arg(qint64(job->id)).arg(account.name),
                        .remedy = SessionsText::tr("Wait for it, or cancel it first.")};
    }
    QStringList notes;
    if (!account.tokenKey.isEmpty()) {
        if (const Result<> gone = co_await m_tokens->remove(account.tokenKey, context); !gone)
            notes.append(SessionsText::tr("Its token may still be in the keychain: %1").arg(gone.error().what));
    }
    if (const Result<> removed = co_await m_store->removeAccount(account.id); !removed)
        co_return removed.error();
    m_sessions.remove(account.id);
    co_return notes;
}

Async<std::shared_ptr<Session>> Sessions::of(QString account)
{
    if (const auto known = m_sessions.value(account))
        co_return known;
    const auto self = shared_from_this();
    const Result<QList<Account>> list = co_await accounts();
    if (!list)
        co_return list.error();
    const Result<Account> found = findAccount(*list, account);
    if (!found)
        co_return found.error();
    // Somebody else may have made it while the database answered.
    if (const auto known = m_sessions.value(account))
        co_return known;
    auto session = std::make_shared<Session>(*found, m_store, m_tokens, m_transport);
    m_sessions.insert(account, session);
    setLeastInterval(m_least);
    co_return session;
}

Async<> Sessions::sandbox()
{
    const auto self = shared_from_this();
    // A sandbox that was there may be gone by the next job.
    if (!m_sandbox || m_sandbox->has_value()) {
        const QString program = u"bwrap"_s;
        const Context context;
        const Check check = co_await checkBubblewrap(program, context);
        m_sandbox = check.level == Check::Level::Ok
            ? Result<>()
            : Result<>(Error{.kind = Error::Kind::Local, .what = check.what, .remedy = check.remedy});
    }
    // A copy: what co_return is given it takes.
    const Result<> known = *m_sandbox;
    co_return known;
}

Async<std::shared_ptr<Session>> Sessions::of(Job job)
{
    const auto self = shared_from_this();
    const Result<std::shared_ptr<Session>> known = co_await of(job.spec.account);
    if (known || (!job.house.dropped && !job.wishes.giveUp))
        co_return known;
    // Nothing is asked of a server for it any more, or nobody waits for that: an account that is gone is not missed.
    co_return std::make_shared<Session>(Account{.id = job.spec.account, .name = job.spec.account}, m_store, m_tokens, m_transport);
}

void Sessions::setLeastInterval(Milliseconds least)
{
    m_least = least;
    // Asking this computer costs nothing.
    for (const auto &session : std::as_const(m_sessions))
        session->poller().setLeast(session->isThisComputer() ? Milliseconds(0) : least);
}

} // namespace punchcard
