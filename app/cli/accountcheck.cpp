// SPDX-License-Identifier: MIT
#include "app/cli/accountcheck.h"

#include "core/accounts/capabilities.h"
#include "core/accounts/tokensource.h"
#include "core/jobs/session.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(AccountCheck)
};

/// Where its token comes from, as far as that decides how a lack is mended.
FoundToken::From sourceOf(const Account &account)
{
    if (!account.tokenFile.isEmpty())
        return FoundToken::From::File;
    return account.tokenKey.isEmpty() ? FoundToken::From::Environment : FoundToken::From::Keychain;
}

QString quotaText(const std::optional<github::Quota> &quota)
{
    if (!quota || quota->limit < 0)
        return Text::tr("the server sets no limit");
    return Text::tr("%1 of %2 requests left until %3")
        .arg(quota->remaining)
        .arg(quota->limit)
        .arg(toDateTime(quota->reset).toLocalTime().toString(u"HH:mm"_s));
}

} // namespace

QCoro::Task<Check> checkAccount(Bench &bench, Account account)
{
    const QString name = account.name;
    const Result<std::shared_ptr<Session>> session = co_await bench.desk->sessions().of(account.id);
    if (!session)
        co_return checkFromError(name, session.error());
    const Context context = bench.context();
    const Result<github::User> user = co_await (*session)->client().user(context);
    if (!user)
        co_return checkFromError(name, user.error());
    const Capabilities rights = capabilities(user->scopes, account, sourceOf(account));
    Check check{.name = name,
                .level = !rights.mayRunJobs  ? Check::Level::Fail
                    : rights.lacks.isEmpty() ? Check::Level::Ok
                                             : Check::Level::Warn,
                .what = Text::tr("Signed in as %1; %2.").arg(user->login, quotaText((*session)->client().quota())),
                .remedy = rights.note};
    for (const Lack &lack : rights.lacks) {
        check.what += u' ' + lack.what;
        check.remedy += (check.remedy.isEmpty() ? QString() : u" "_s) + lack.remedy;
        if (!lack.page.isEmpty() && lack.command.isEmpty())
            check.remedy += u' ' + lack.page.toString();
    }
    co_return check;
}

} // namespace punchcard::cli
