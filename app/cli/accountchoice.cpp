// SPDX-License-Identifier: MIT
#include "app/cli/accountchoice.h"

#include "core/accounts/signin.h"
#include "core/accounts/tokensource.h"
#include "core/secrets/secretfolder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct AccountChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(AccountChoice)
};

Error undecided(const QString &what)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = what,
                 .remedy = AccountChoiceText::tr(
                     "Say --local for this computer, --account NAME, or --token-file FILE; “punch account add” signs in for good.")};
}

Account madeUp(const QUrl &root, const QString &key, const QString &where, const AccountOptions &options)
{
    const QString host = hostOfApiRoot(root);
    return Account{.id = host + u'/' + key,
                   .name = AccountChoiceText::tr("%1, %2").arg(host, where),
                   .kind = kindOfApiRoot(root),
                   .apiRoot = root,
                   .tokenFile = options.tokenFile,
                   .caFile = options.caFile};
}

ChosenAccount known(const AccountList &stored, Account account)
{
    const auto same = std::ranges::find(stored, account.id, &Account::id);
    if (same != stored.end() && same->tokenFile == account.tokenFile && same->caFile == account.caFile && same->apiRoot == account.apiRoot)
        return {.account = *same};
    account.name = same != stored.end() ? same->name : freeAccountName(stored, account.name);
    return {.account = std::move(account), .isNew = true};
}

Result<ChosenAccount> byToken(const AccountList &stored, const AccountChoice &choice)
{
    const Result<QUrl> root = apiRootFor(choice.options.apiRoot, choice.apiUrlVariable);
    if (!root)
        return root.error();
    const QString &file = choice.options.tokenFile;
    if (!file.isEmpty()) {
        // Another file may hold another person's token, and another address another server's: an account each.
        const QByteArray hash
            = QCryptographicHash::hash(root->toEncoded() + '\n' + file.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
        const QString key = u"token-file-"_s + QString::fromLatin1(hash);
        return known(stored, madeUp(*root, key, AccountChoiceText::tr("token file %1").arg(QFileInfo(file).fileName()), choice.options));
    }
    AccountList there;
    std::ranges::copy_if(stored, std::back_inserter(there),
                         [&root](const Account &account) { return isSignedIn(account) && account.apiRoot == *root; });
    if (there.size() == 1)
        return ChosenAccount{.account = there.constFirst()};
    if (there.size() > 1)
        return undecided(AccountChoiceText::tr("There are several accounts at %1.").arg(hostOfApiRoot(*root)));
    if (choice.hasTokenVariable)
        return known(stored, madeUp(*root, u"PUNCHCARD_TOKEN"_s, u"PUNCHCARD_TOKEN"_s, choice.options));
    return Error{.kind = Error::Kind::Denied,
                 .what = AccountChoiceText::tr("There is no token for %1.").arg(hostOfApiRoot(*root)),
                 .remedy
                 = AccountChoiceText::tr("Give one by --token-file or in PUNCHCARD_TOKEN, or sign in: punch account add --api-url %1")
                       .arg(root->toString())};
}

Result<ChosenAccount> byDefault(const AccountList &stored, const AccountChoice &choice)
{
    AccountList signedIn;
    std::ranges::copy_if(stored, std::back_inserter(signedIn), isSignedIn);
    if (signedIn.size() == 1)
        return ChosenAccount{.account = signedIn.constFirst()};
    if (signedIn.size() > 1)
        return undecided(AccountChoiceText::tr("There are several accounts."));
    if (choice.hasTokenVariable)
        return byToken(stored, choice);
    return undecided(AccountChoiceText::tr("It is not said where the job should run, and nobody is signed in."));
}

} // namespace

Result<QUrl> apiRootFor(const std::optional<QUrl> &given, const QString &variable)
{
    if (given)
        return *given;
    return variable.isEmpty() ? Result<QUrl>(gitHubApiRoot()) : apiRootFromText(variable);
}

Result<ChosenAccount> chooseAccount(const AccountList &stored, const AccountChoice &choice)
{
    if (choice.options.local)
        return ChosenAccount{.account = thisComputer()};
    if (!choice.options.account.isEmpty()) {
        const Result<Account> found = findAccount(stored, choice.options.account);
        if (!found)
            return found.error();
        return ChosenAccount{.account = *found};
    }
    if (choice.options.apiRoot || !choice.options.tokenFile.isEmpty() || !choice.apiUrlVariable.isEmpty())
        return byToken(stored, choice);
    return byDefault(stored, choice);
}

namespace {

// A token that can be read once only: its owner is asked for now, and the keychain keeps it.
Async<Account> keepPipedToken(Bench &bench, Account account)
{
    const Result<FoundToken> found = tokenFromFile(account.tokenFile);
    if (!found)
        co_return found.error();
    const Context context = bench.context();
    const Result<github::User> user = co_await whoIs(account.apiRoot, found->token, account.caFile, context);
    if (!user)
        co_return user.error();
    account.id = hostOfApiRoot(account.apiRoot) + u"/piped-"_s + user->login;
    account.name = AccountChoiceText::tr("%1, piped token of %2").arg(hostOfApiRoot(account.apiRoot), user->login);
    account.tokenKey = u"account/"_s + account.id;
    account.tokenFile.clear();
    if (const Result<> kept = co_await bench.tokens->write(account.tokenKey, found->token, context); !kept)
        co_return kept.error();
    if (!bench.tokens->isLasting())
        bench.terminal.tell(
            AccountChoiceText::tr("No keychain works here, so taking the job up again will need the token in PUNCHCARD_TOKEN."));
    co_return account;
}

} // namespace

Async<Account> accountFor(Bench &bench, AccountOptions options)
{
    const Result<QList<Account>> stored = co_await bench.desk->sessions()->accounts();
    if (!stored)
        co_return stored.error();
    const AccountChoice choice{.options = options,
                               .apiUrlVariable = qEnvironmentVariable("PUNCHCARD_API_URL"),
                               .hasTokenVariable = !qEnvironmentVariableIsEmpty("PUNCHCARD_TOKEN")};
    const Result<ChosenAccount> chosen = chooseAccount(*stored, choice);
    if (!chosen)
        co_return chosen.error();
    if (!chosen->isNew)
        co_return chosen->account;
    Account account = chosen->account;
    if (!account.tokenFile.isEmpty()) {
        if (QFileInfo::exists(account.tokenFile) && !isRepeatable(account.tokenFile)) {
            const Result<Account> piped = co_await keepPipedToken(bench, account);
            if (!piped)
                co_return piped.error();
            account = *piped;
        } else if (const Result<FoundToken> token = tokenFromFile(account.tokenFile); !token) {
            co_return token.error();
        } else {
            for (const QString &note : token->notes)
                bench.terminal.tell(note);
        }
    }
    if (const Result<> kept = co_await bench.desk->sessions()->keep(account); !kept)
        co_return kept.error();
    co_return account;
}

} // namespace punchcard::cli
