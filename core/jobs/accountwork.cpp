// SPDX-License-Identifier: MIT
#include "core/jobs/accountwork.h"

namespace punchcard {

QCoro::Task<Check> checkAccount(std::shared_ptr<Sessions> sessions, Account account)
{
    const QString name = account.name;
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(account.id);
    if (!session)
        co_return checkFromError(name, session.error());
    const Context context;
    const Result<github::User> user = co_await (*session)->client().user(context);
    if (!user)
        co_return checkFromError(name, user.error());
    co_return accountCheck(account, *user, (*session)->tokenKind(), (*session)->client().quota());
}

Async<SignedIn> addAccount(std::shared_ptr<Sessions> sessions, NewAccount wanted, FoundToken found)
{
    const Result<QList<Account>> stored = co_await sessions->accounts();
    if (!stored)
        co_return stored.error();
    const Context context;
    const Result<SignedIn> in = co_await signIn(*stored, wanted, found, sessions->tokens(), context);
    if (!in)
        co_return in.error();
    if (const Result<> saved = co_await sessions->keep(in->account); !saved)
        co_return saved.error();
    co_return *in;
}

} // namespace punchcard
