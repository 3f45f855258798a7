// SPDX-License-Identifier: MIT
#include "core/jobs/accountwork.h"

#include "core/accounts/capabilities.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct AccountWorkText
{
    Q_DECLARE_TR_FUNCTIONS(AccountWork)
};

QStringList loginsOf(const github::Organisations &organisations)
{
    QStringList logins;
    logins.reserve(organisations.list.size());
    for (const github::Organisation &organisation : organisations.list)
        logins.append(organisation.login);
    return logins;
}

// That they cannot be listed is no fault: whoever may not can still name one.
Check withOrganisations(Check check, const Account &account, const Result<github::Organisations> &organisations)
{
    if (!organisations)
        return check;
    if (!organisations->list.isEmpty())
        check.what += u' ' + AccountWorkText::tr("It sees: %1.").arg(loginsOf(*organisations).join(u", "_s));
    if (organisations->hidden == 0)
        return check;
    check.what += u' '
        + AccountWorkText::tr("%n organisation(s) stay hidden: the token is not authorised for their single sign-on.", nullptr,
                              organisations->hidden);
    check.remedy += (check.remedy.isEmpty() ? QString() : u" "_s)
        + AccountWorkText::tr("Authorise it for them (“Configure SSO”): %1").arg(tokensPage(account.apiRoot).toString());
    if (check.level == Check::Level::Ok)
        check.level = Check::Level::Warn;
    return check;
}

} // namespace

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
    const bool asks = capabilities(user->scopes, account, tokenPlace(account)).seesOrganisations && !account.isThisComputer();
    Result<github::Organisations> organisations = github::Organisations();
    if (asks)
        organisations = co_await (*session)->client().organisations(context);
    const Check check = accountCheck(account, *user, (*session)->tokenKind(), (*session)->client().quota());
    co_return withOrganisations(check, account, organisations);
}

QCoro::Task<QStringList> possibleOwners(std::shared_ptr<Sessions> sessions, Account account)
{
    QStringList owners{account.login};
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(account.id);
    if (!session)
        co_return owners;
    const Context context;
    const Result<github::Organisations> organisations = co_await (*session)->client().organisations(context);
    if (organisations)
        owners += loginsOf(*organisations);
    co_return owners;
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
