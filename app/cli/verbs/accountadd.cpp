// SPDX-License-Identifier: MIT
#include "app/cli/accountchoice.h"
#include "app/cli/prompt.h"
#include "app/cli/verbs/verbs.h"
#include "core/accounts/accountlist.h"
#include "core/accounts/capabilities.h"
#include "core/accounts/deviceflow.h"
#include "core/accounts/gh.h"
#include "core/accounts/signin.h"
#include "core/accounts/tokensource.h"
#include "core/settings/settings.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct AccountAddText
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
        if (!ghs && ghs.error().kind == Error::Kind::Cancelled)
            co_return ghs;
        if (ghs) {
            const QString question = AccountAddText::tr("gh is signed in to %1. Use its token, asking gh for it each time?");
            const Result<bool> wanted = co_await confirm(bench.terminal, question.arg(hostOfApiRoot(root)), context);
            if (!wanted)
                co_return wanted.error();
            if (*wanted)
                co_return ghs;
        }
        bench.terminal.tell(AccountAddText::tr("A token can be made at: %1").arg(newTokenPage(root, wantedScopes()).toString()));
        text = co_await askHidden(bench.terminal, AccountAddText::tr("Paste it here; it is not shown:"), context);
    } else {
        text = co_await readInput(longestToken, context);
    }
    if (!text)
        co_return text.error();
    const Result<SecretString> token = tokenFromText(std::move(*text), AccountAddText::tr("standard input"));
    if (!token)
        co_return token.error();
    co_return FoundToken{.token = *token, .from = FoundToken::From::Typed};
}

QString clientId(const Bench &bench)
{
    if (!bench.arguments.accounts.clientId.isEmpty())
        return bench.arguments.accounts.clientId;
    const QString set = Settings(bench.home).preferences().clientId;
    return set.isEmpty() ? builtInClientId() : set;
}

Async<FoundToken> byBrowser(Bench &bench, QUrl root)
{
    const Context context = bench.context();
    const DeviceFlow flow{.apiRoot = root, .clientId = clientId(bench), .caFile = bench.arguments.run.account.caFile};
    const Result<DeviceCode> code = co_await askForCode(flow, context);
    if (!code)
        co_return code.error();
    bench.terminal.tell(AccountAddText::tr("Open %1 and enter the code %2").arg(code->page.toString(), code->user));
    bench.terminal.tell(AccountAddText::tr("Waiting until you have; Ctrl-C gives it up."));
    const Result<SecretString> token = co_await waitForToken(flow, *code, context);
    if (!token)
        co_return token.error();
    co_return FoundToken{.token = *token, .from = FoundToken::From::Typed};
}

Async<FoundToken> tokenFor(Bench &bench, QUrl root)
{
    const QString file = bench.arguments.run.account.tokenFile;
    if (!file.isEmpty())
        co_return tokenFromFile(file);
    const Context context = bench.context();
    if (bench.arguments.accounts.fromGh)
        co_return co_await fromGh(root, context);
    if (bench.arguments.accounts.byBrowser)
        co_return co_await byBrowser(bench, root);
    co_return co_await fromInput(bench, root);
}

// Where no keychain works a file may be sealed instead: when that is asked for, or agreed to.
Async<TokenKeeping> keepingOf(Bench &bench, QString why)
{
    if (bench.arguments.accounts.isSealed)
        co_return TokenKeeping::Sealed;
    if (!canAsk())
        co_return TokenKeeping::Refuse;
    bench.terminal.tell(why);
    const QString question = AccountAddText::tr("Keep it in a file that a passphrase seals?");
    const Result<bool> agreed = co_await confirm(bench.terminal, question, bench.context());
    if (!agreed)
        co_return agreed.error();
    co_return *agreed ? TokenKeeping::Sealed : TokenKeeping::Refuse;
}

Async<Account> addAccount(Bench &bench)
{
    const Result<QUrl> root = apiRootFor(bench.arguments.run.account.apiRoot, qEnvironmentVariable("PUNCHCARD_API_URL"));
    if (!root)
        co_return root.error();
    const Result<FoundToken> found = co_await tokenFor(bench, *root);
    if (!found)
        co_return found.error();
    const Result<QList<Account>> stored = co_await bench.desk->sessions()->accounts();
    if (!stored)
        co_return stored.error();
    const Context context = bench.context();
    const NewAccount wanted{.root = *root,
                            .caFile = bench.arguments.run.account.caFile,
                            .name = bench.arguments.accounts.changes.name.value_or(QString()),
                            .owner = bench.arguments.accounts.changes.owner.value_or(QString()),
                            .defaults = bench.arguments.accounts.changes,
                            .keeping = [&bench](QString why) { return keepingOf(bench, why); }};
    const Result<SignedIn> in = co_await signIn(*stored, wanted, *found, bench.tokens, context);
    if (!in)
        co_return in.error();
    for (const QString &note : in->notes)
        bench.terminal.tell(note);
    if (const Result<> saved = co_await bench.desk->sessions()->keep(in->account); !saved)
        co_return saved.error();
    for (const Lack &lack : in->rights.lacks)
        bench.terminal.tell(lack.what + u' ' + lack.remedy);
    if (!in->rights.note.isEmpty())
        bench.terminal.tell(in->rights.note);
    co_return in->account;
}

} // namespace

QCoro::Task<ExitCode> accountAddVerb(Bench &bench)
{
    const Result<Account> account = co_await addAccount(bench);
    if (!account)
        co_return bench.fail(account.error());
    bench.terminal.tell(AccountAddText::tr("Signed in as %1: the account is called “%2”.").arg(account->login, account->name));
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
