// SPDX-License-Identifier: MIT
#include "app/cli/accountchoice.h"
#include "app/cli/prompt.h"
#include "app/cli/verbs/verbs.h"
#include "core/accounts/accountlist.h"
#include "core/accounts/capabilities.h"
#include "core/accounts/gh.h"
#include "core/accounts/tokensource.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(AccountAdd)
};

constexpr qint64 longestToken = 64 * 1024;

Async<FoundToken> fromGh(QUrl root, Context context)
{
    const Gh gh;
    const QString host = hostOfApiRoot(root);
    const Result<SecretString> token = co_await ghToken(gh, host, context);
    if (!token)
        co_return token.error();
    co_return FoundToken{.token = *token, .from = FoundToken::From::Gh};
}

Async<FoundToken> fromInput(Bench &bench, QUrl root)
{
    const Context context = bench.context();
    Result<QByteArray> text;
    if (canAsk()) {
        const Result<FoundToken> ghs = co_await fromGh(root, context);
        if (ghs || ghs.error().kind == Error::Kind::Cancelled)
            co_return ghs;
        bench.terminal.tell(Text::tr("A token can be made at: %1").arg(newTokenPage(root, wantedScopes()).toString()));
        text = co_await askHidden(bench.terminal, Text::tr("Paste it here; it is not shown:"), context);
    } else {
        text = co_await readInput(longestToken, context);
    }
    if (!text)
        co_return text.error();
    const Result<SecretString> token = tokenFromText(std::move(*text), Text::tr("standard input"));
    if (!token)
        co_return token.error();
    co_return FoundToken{.token = *token, .from = FoundToken::From::Typed};
}

Async<FoundToken> tokenFor(Bench &bench, QUrl root)
{
    const QString file = bench.arguments.run.account.tokenFile;
    if (!file.isEmpty())
        co_return tokenFromFile(file);
    if (!bench.arguments.accounts.fromGh)
        co_return co_await fromInput(bench, root);
    const Context context = bench.context();
    co_return co_await fromGh(root, context);
}

/// Into the keychain; where there is none a token file is read again each time.
Async<Account> keepToken(Bench &bench, Account account, FoundToken found)
{
    const Context context = bench.context();
    const Result<> kept = co_await bench.keychain->write(account.tokenKey, found.token, context);
    if (kept)
        co_return account;
    if (kept.error().kind == Error::Kind::Cancelled)
        co_return kept.error();
    if (found.from != FoundToken::From::File) {
        co_return Error{.kind = Error::Kind::Local,
                        .what = Text::tr("The token cannot be kept: %1").arg(kept.error().what),
                        .remedy = Text::tr("Put it into a file that only you can read, and name that with --token-file.")};
    }
    bench.terminal.tell(Text::tr("No keychain works here, so the token is read from “%1” each time.").arg(found.where));
    account.tokenKey.clear();
    account.tokenFile = found.where;
    co_return account;
}

Async<Account> signIn(Bench &bench)
{
    const Result<QUrl> root = apiRootFor(bench.arguments.run.account.apiRoot, qEnvironmentVariable("PUNCHCARD_API_URL"));
    if (!root)
        co_return root.error();
    const Result<FoundToken> found = co_await tokenFor(bench, *root);
    if (!found)
        co_return found.error();
    for (const QString &note : found->notes)
        bench.terminal.tell(note);
    const Context context = bench.context();
    const QString caFile = bench.arguments.run.account.caFile;
    const Result<github::User> user = co_await whoIs(*root, found->token, caFile, context);
    if (!user)
        co_return user.error();
    Account account = makeAccount(*root, user->login);
    account.caFile = caFile;
    account.owner = bench.arguments.accounts.owner;
    if (const QString name = bench.arguments.accounts.name; !name.isEmpty())
        account.name = name;
    const Result<QList<Account>> stored = co_await bench.desk->sessions().accounts();
    if (!stored)
        co_return stored.error();
    if (const Result<AccountList> fits = withAccount(*stored, account); !fits)
        co_return fits.error();
    const Result<Account> kept = co_await keepToken(bench, account, *found);
    if (!kept)
        co_return kept.error();
    if (const Result<> saved = co_await bench.desk->sessions().keep(*kept); !saved)
        co_return saved.error();
    const Capabilities rights = capabilities(user->scopes, *kept, found->from);
    for (const Lack &lack : rights.lacks)
        bench.terminal.tell(lack.what + u' ' + lack.remedy);
    if (!rights.note.isEmpty())
        bench.terminal.tell(rights.note);
    co_return *kept;
}

} // namespace

QCoro::Task<ExitCode> accountAddVerb(Bench &bench)
{
    const Result<Account> account = co_await signIn(bench);
    if (!account)
        co_return bench.fail(account.error());
    bench.terminal.tell(Text::tr("Signed in as %1: the account is called “%2”.").arg(account->login, account->name));
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
