// SPDX-License-Identifier: MIT
// account list, remove and check; signing in is accountadd.cpp.
#include "app/cli/accountchoice.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/accounts/accountlist.h"
#include "core/accounts/tokenplace.h"
#include "core/jobs/accountwork.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct AccountVerbsText
{
    Q_DECLARE_TR_FUNCTIONS(AccountVerbs)
};

QJsonObject accountObject(const Account &account)
{
    QJsonObject object{{u"event"_s, u"account"_s},
                       {u"id"_s, account.id},
                       {u"name"_s, account.name},
                       {u"login"_s, account.login},
                       {u"owner"_s, account.owner},
                       {u"api_root"_s, account.apiRoot.toString()},
                       {u"token_place"_s, tokenPlaceWord(account)}};
    if (!account.tokenFile.isEmpty())
        object.insert(u"token_file"_s, account.tokenFile);
    return object;
}

} // namespace

QCoro::Task<ExitCode> accountListVerb(Bench &bench)
{
    const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts();
    if (!accounts)
        co_return bench.fail(accounts.error());
    Table table({AccountVerbsText::tr("NAME"), AccountVerbsText::tr("ID"), AccountVerbsText::tr("LOGIN"), AccountVerbsText::tr("TOKEN")});
    for (const Account &account : *accounts) {
        if (bench.arguments.watch.json)
            printJson(bench.terminal, accountObject(account));
        table.add({account.name, account.id, account.login, tokenPlaceText(account, bench.home.data + u"/tokens.sealed"_s)});
    }
    if (!bench.arguments.watch.json)
        bench.terminal.print(table.lines());
    co_return ExitCode::Succeeded;
}

QCoro::Task<ExitCode> accountEditVerb(Bench &bench)
{
    const AccountVerbOptions &wanted = bench.arguments.accounts;
    if (wanted.changes == AccountChanges())
        co_return bench.fail(refusedError(AccountVerbsText::tr("Nothing is said that is to be different."),
                                          AccountVerbsText::tr("“punch account edit --help” shows what can be.")),
                             ExitCode::Usage);
    const Result<Account> account = co_await bench.desk->sessions()->change(wanted.account, wanted.changes);
    if (!account)
        co_return bench.fail(account.error(), ExitCode::Usage);
    bench.terminal.tell(AccountVerbsText::tr("The account “%1” is changed; jobs from now on begin with it.").arg(account->name));
    co_return ExitCode::Succeeded;
}

QCoro::Task<ExitCode> accountRemoveVerb(Bench &bench)
{
    const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts();
    if (!accounts)
        co_return bench.fail(accounts.error());
    const Result<Account> account = findAccount(*accounts, bench.arguments.accounts.account);
    if (!account)
        co_return bench.fail(account.error(), ExitCode::Usage);
    if (const Result<AccountList> without = withoutAccount(*accounts, account->id); !without)
        co_return bench.fail(without.error());
    const Context context = bench.context();
    const Result<QStringList> removed = co_await bench.desk->sessions()->remove(*account, context);
    if (!removed)
        co_return bench.fail(removed.error());
    for (const QString &note : *removed)
        bench.terminal.tell(note);
    bench.terminal.tell(AccountVerbsText::tr("The account “%1” is removed.").arg(account->name));
    co_return ExitCode::Succeeded;
}

QCoro::Task<ExitCode> accountCheckVerb(Bench &bench)
{
    const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts();
    if (!accounts)
        co_return bench.fail(accounts.error());
    QList<Account> wanted;
    std::ranges::copy_if(*accounts, std::back_inserter(wanted), isSignedIn);
    if (wanted.isEmpty())
        wanted = {thisComputer()};
    if (const QString name = bench.arguments.accounts.account; !name.isEmpty()) {
        const Result<Account> one = findAccount(*accounts, name);
        if (!one)
            co_return bench.fail(one.error(), ExitCode::Usage);
        wanted = {*one};
    }
    ExitCode code = ExitCode::Succeeded;
    for (const Account &account : std::as_const(wanted)) {
        const Check check = co_await checkAccount(bench.desk->sessions(), account);
        if (check.level == Check::Level::Fail)
            code = ExitCode::Failed;
        const Paint paint = check.level == Check::Level::Ok ? Paint::Good : Paint::Bad;
        bench.terminal.print(u"%1  %2: %3"_s.arg(painted(levelName(check.level), paint), check.name, check.what));
        if (!check.remedy.isEmpty())
            bench.terminal.print(u"      "_s + check.remedy);
    }
    co_return code;
}

} // namespace punchcard::cli
