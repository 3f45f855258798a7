// SPDX-License-Identifier: MIT
#include "core/accounts/signin.h"

#include "core/accounts/tokenplace.h"
#include "core/github/client.h"
#include "core/http/transport.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SignIn)
};

QString kindText(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Classic: return Text::tr("by a classic token");
    case TokenKind::FineGrained: return Text::tr("by a fine-grained token");
    case TokenKind::OAuth: return Text::tr("by an OAuth token");
    case TokenKind::App: return Text::tr("by an app's token");
    case TokenKind::Unknown: break;
    }
    return Text::tr("by a token of another kind");
}

QString scopesText(const std::optional<QStringList> &scopes)
{
    QStringList given = scopes.value_or(QStringList());
    given.removeAll(QString());
    return given.isEmpty() ? QString() : u' ' + Text::tr("Its scopes: %1.").arg(given.join(u", "_s));
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

/// The keychain did not take it, and this process remembers it for now.
Async<SignedIn> keepElsewhere(SignedIn in, FoundToken found, TokenStorePtr tokens, ChooseKeeping choose, Context context)
{
    const Error refusal{.kind = Error::Kind::Local,
                        .what = Text::tr("The token cannot be kept: no keychain works here."),
                        .remedy = Text::tr("Keep it in a file that a passphrase seals (--sealed), or put it into one that only you can "
                                           "read and give that as the token file.")};
    const Result<TokenKeeping> keeping = choose ? co_await choose(refusal.what) : Result<TokenKeeping>(TokenKeeping::Refuse);
    if (!keeping)
        co_return keeping.error();
    if (*keeping == TokenKeeping::Session) {
        // Under a key that says so: what is shown of the account is where its token lies.
        const QString key = sessionTokenKey(in.account);
        if (const Result<> kept = co_await tokens->write(key, found.token, context); !kept)
            co_return kept.error();
        (void)co_await tokens->remove(std::exchange(in.account.tokenKey, key), context);
        in.notes.append(Text::tr("The token lasts until Punchcard is closed, since no keychain works here."));
        co_return in;
    }
    if (*keeping == TokenKeeping::Refuse || !tokens->beginSealing())
        co_return refusal;
    if (const Result<> sealed = co_await tokens->write(in.account.tokenKey, found.token, context); !sealed)
        co_return sealed.error();
    in.account.isTokenSealed = !tokens->sealedIn().isEmpty();
    in.notes.append(Text::tr("The token lies in “%1”, sealed by your passphrase.").arg(tokens->sealedIn()));
    co_return in;
}

/// Into the keychain, or wherever else it can last; where that is nowhere a token file is read again each time.
Async<SignedIn> keepToken(SignedIn in, FoundToken found, TokenStorePtr tokens, ChooseKeeping choose, Context context)
{
    if (found.from == FoundToken::From::Gh) {
        in.account.tokenKey.clear();
        in.account.fromGh = true;
        co_return in;
    }
    const Result<> kept = co_await tokens->write(in.account.tokenKey, found.token, context);
    if (kept && tokens->isLasting()) {
        in.account.isTokenSealed = !tokens->sealedIn().isEmpty();
        co_return in;
    }
    if (!kept && (kept.error().kind == Error::Kind::Cancelled || found.from != FoundToken::From::File))
        co_return kept.error();
    if (kept && found.from != FoundToken::From::File) {
        const Result<SignedIn> elsewhere = co_await keepElsewhere(in, found, tokens, choose, context);
        if (elsewhere)
            co_return elsewhere;
        (void)co_await tokens->remove(in.account.tokenKey, context);
        co_return elsewhere.error();
    }
    if (kept) {
        // It would be gone with this process.
        if (const Result<> gone = co_await tokens->remove(in.account.tokenKey, context); !gone)
            qWarning("a token stays in memory: %s", qPrintable(gone.error().what));
    }
    in.notes.append(Text::tr("No keychain works here, so the token is read from “%1” each time.").arg(found.where));
    in.account.tokenKey.clear();
    in.account.tokenFile = found.where;
    co_return in;
}

} // namespace

Async<github::User> whoIs(QUrl root, SecretString token, QString caFile, Context context)
{
    http::Transport transport;
    const auto source = [root, token, caFile]() -> Async<github::Api> {
        const auto give = [](github::Api api) -> Async<github::Api> { co_return api; };
        return give({.root = root, .token = token, .authorities = caFile});
    };
    github::Client client(&transport, source);
    const Result<github::User> user = co_await client.user(context);
    co_return user;
}

Async<SignedIn> signIn(AccountList stored, NewAccount wanted, FoundToken found, TokenStorePtr tokens, Context context)
{
    const Result<github::User> user = co_await whoIs(wanted.root, found.token, wanted.caFile, context);
    if (!user)
        co_return user.error();
    SignedIn in{.account = makeAccount(wanted.root, user->login), .notes = found.notes};
    in.account.caFile = wanted.caFile;
    in.account.owner = wanted.owner;
    if (!wanted.name.isEmpty())
        in.account.name = wanted.name;
    const Result<Account> withDefaults = changed(in.account, wanted.defaults);
    if (!withDefaults)
        co_return withDefaults.error();
    in.account = *withDefaults;
    if (const Result<AccountList> fits = withAccount(stored, in.account); !fits)
        co_return fits.error();
    in.rights = capabilities(user->scopes, in.account, found.from);
    co_return co_await keepToken(in, found, tokens, wanted.keeping, context);
}

FoundToken::From tokenPlace(const Account &account)
{
    if (!account.tokenFile.isEmpty())
        return FoundToken::From::File;
    if (account.fromGh)
        return FoundToken::From::Gh;
    return account.tokenKey.isEmpty() ? FoundToken::From::Environment : FoundToken::From::Keychain;
}

Check accountCheck(const Account &account, const github::User &user, TokenKind kind, const std::optional<github::Quota> &quota)
{
    const Capabilities rights = capabilities(user.scopes, account, tokenPlace(account));
    Check check{.name = account.name,
                .level = !rights.mayRunJobs  ? Check::Level::Fail
                    : rights.lacks.isEmpty() ? Check::Level::Ok
                                             : Check::Level::Warn,
                .what = account.isThisComputer()
                    ? Text::tr("Signed in as %1; %2.").arg(user.login, quotaText(quota))
                    : Text::tr("Signed in as %1 %2; %3.", "login, by a token, limits").arg(user.login, kindText(kind), quotaText(quota))
                        + scopesText(user.scopes),
                .remedy = rights.note};
    for (const Lack &lack : rights.lacks) {
        check.what += u' ' + lack.what;
        check.remedy += (check.remedy.isEmpty() ? QString() : u" "_s) + lack.remedy;
        if (!lack.page.isEmpty() && lack.command.isEmpty())
            check.remedy += u' ' + lack.page.toString();
    }
    return check;
}

bool isSignedIn(const Account &account)
{
    return !account.isThisComputer() && !account.login.isEmpty();
}

} // namespace punchcard
