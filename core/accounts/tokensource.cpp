// SPDX-License-Identifier: MIT
#include "core/accounts/tokensource.h"

#include "core/accounts/gh.h"
#include "core/secrets/secretfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Tokens
{
    Q_DECLARE_TR_FUNCTIONS(TokenSource)
};

constexpr qsizetype maxTokenBytes = 64 * 1024;
constexpr auto variable = "PUNCHCARD_TOKEN";

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// What others than the owner may do with the file, as the note that a user gets; empty: nothing.
QString rightsNote(const QString &path)
{
#ifdef Q_OS_UNIX
    const QFileInfo info(path);
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther | QFile::ExeGroup | QFile::ExeOther;
    if (info.isFile() && (info.permissions() & others))
        return Tokens::tr("Others on this computer can get at the token file “%1”; mend it by: chmod 600 %1")
            .arg(QDir::toNativeSeparators(path));
#endif
    return {};
}

Error noToken(const Account &account, const std::optional<Error> &keychain)
{
    const QString host = hostOfApiRoot(account.apiRoot);
    Error error{.kind = Error::Kind::Denied,
                .what = Tokens::tr("There is no token for the account “%1”.").arg(account.name),
                .remedy = Tokens::tr("Sign in with: punch account add --api-url %1; or give a token by --token-file or %2.")
                              .arg(host, QLatin1StringView(variable)),
                .page = newTokenPage(account.apiRoot, {u"repo"_s, u"workflow"_s, u"delete_repo"_s, u"read:org"_s})};
    if (keychain) {
        error.said = keychain->said.isEmpty() ? keychain->what : keychain->said;
        error.detail = keychain->detail;
        if (keychain->kind != Error::Kind::Missing)
            error.what = Tokens::tr("The token for the account “%1” cannot be had: %2").arg(account.name, keychain->what);
    }
    return error;
}

} // namespace

Result<SecretString> tokenFromText(QByteArray text, const QString &shownAs)
{
    QByteArrayView view(text);
    if (view.startsWith("\xEF\xBB\xBF"))
        view = view.sliced(3);
    while (!view.isEmpty() && isBlank(view.front()))
        view = view.sliced(1);
    while (!view.isEmpty() && isBlank(view.back()))
        view.chop(1);
    const bool isEmpty = view.isEmpty();
    const bool hasLines = std::ranges::any_of(view, [](char c) { return c == '\n' || c == '\r'; });
    const bool isStrange = std::ranges::any_of(view, [](char c) { return c <= ' ' || c > '~'; });
    const bool isTooLong = view.size() > maxTokenBytes;
    SecretString token(view.toByteArray());
    wipe(text);
    if (isEmpty)
        return refusedError(Tokens::tr("There is no token in %1: it is empty.").arg(shownAs),
                            Tokens::tr("Put the token there, on one line."));
    if (isTooLong)
        return refusedError(Tokens::tr("What is in %1 is too long for a token.").arg(shownAs),
                            Tokens::tr("Put only the token there, on one line."));
    if (hasLines)
        return refusedError(Tokens::tr("There are several lines in %1, but a token is one.").arg(shownAs),
                            Tokens::tr("Put only the token there, on one line."));
    if (isStrange)
        return refusedError(Tokens::tr("What is in %1 has characters in it that no token has.").arg(shownAs),
                            Tokens::tr("Put only the token there, without a word or quotes before it."));
    return token;
}

Result<FoundToken> tokenFromFile(const QString &path)
{
    Result<QByteArray> content = readSecretFile(path, maxTokenBytes + 1);
    if (!content)
        return content.error();
    const Result<SecretString> token
        = tokenFromText(std::move(*content), Tokens::tr("the token file “%1”").arg(QDir::toNativeSeparators(path)));
    if (!token)
        return token.error();
    FoundToken found{.token = *token, .from = FoundToken::From::File, .where = QFileInfo(path).absoluteFilePath()};
    if (const QString note = rightsNote(path); !note.isEmpty())
        found.notes += note;
    return found;
}

std::optional<Result<FoundToken>> tokenFromEnvironment()
{
    QByteArray text = qgetenv(variable);
    if (text.isEmpty())
        return std::nullopt;
    const Result<SecretString> token = tokenFromText(std::move(text), Tokens::tr("the variable %1").arg(QLatin1StringView(variable)));
    if (!token)
        return Result<FoundToken>(token.error());
    return Result<FoundToken>(FoundToken{.token = *token, .from = FoundToken::From::Environment});
}

TokenKind kindOf(const SecretString &token)
{
    const QByteArrayView bytes = token.bytes();
    if (bytes.startsWith("ghp_"))
        return TokenKind::Classic;
    if (bytes.startsWith("github_pat_"))
        return TokenKind::FineGrained;
    if (bytes.startsWith("gho_"))
        return TokenKind::OAuth;
    return bytes.startsWith("ghs_") || bytes.startsWith("ghu_") ? TokenKind::App : TokenKind::Unknown;
}

Async<FoundToken> findToken(Account account, QString tokenFile, TokenStorePtr store, Context context)
{
    if (!tokenFile.isEmpty())
        co_return tokenFromFile(tokenFile);
    if (account.fromGh) {
        const Gh gh;
        const Result<SecretString> token = co_await ghToken(gh, hostOfApiRoot(account.apiRoot), context);
        if (!token)
            co_return token.error();
        co_return FoundToken{.token = *token, .from = FoundToken::From::Gh};
    }
    std::optional<Error> keychain;
    if (!account.tokenKey.isEmpty()) {
        const Result<SecretString> token = co_await store->read(account.tokenKey, context);
        if (token)
            co_return FoundToken{.token = *token, .from = FoundToken::From::Keychain};
        if (token.error().kind == Error::Kind::Cancelled)
            co_return token.error();
        keychain = token.error();
    }
    if (std::optional<Result<FoundToken>> found = tokenFromEnvironment())
        co_return *found;
    // Signing in again is no remedy for a file whose passphrase is not there.
    if (account.isTokenSealed && keychain && keychain->kind != Error::Kind::Missing)
        co_return *keychain;
    co_return noToken(account, keychain);
}

} // namespace punchcard
