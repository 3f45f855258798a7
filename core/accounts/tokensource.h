// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/secrets/tokenstore.h"

#include <optional>

namespace punchcard {

/// A token, and what a user should know about where it was found.
struct FoundToken
{
    enum class From { File, Environment, Keychain, Gh, Typed };
    SecretString token = {};
    From from = From::Keychain;
    QString where = {}; ///< The file's path; otherwise empty.
    QStringList notes = {}; ///< Sentences, such as that others can read the file.
};

/// The token in @p text (which is wiped): less blanks and line breaks around it. Refused: empty, several lines, bytes
/// that no token has. @p shownAs names where it comes from in the error.
[[nodiscard]] Result<SecretString> tokenFromText(QByteArray text, const QString &shownAs);
/// `--token-file`, also a pipe. Missing, Denied, Refused (empty, several lines, larger than 64 KB).
[[nodiscard]] Result<FoundToken> tokenFromFile(const QString &path);
/// PUNCHCARD_TOKEN. nullopt: not set, or empty.
[[nodiscard]] std::optional<Result<FoundToken>> tokenFromEnvironment();

/// What a token is, as far as its form says.
enum class TokenKind { Unknown, Classic, FineGrained, OAuth, App };
[[nodiscard]] TokenKind kindOf(const SecretString &token);

/// The token for @p account: from @p tokenFile if given, else gh's when the account is, else its own keychain entry, else
/// PUNCHCARD_TOKEN. The entry comes first: a token in the environment must not reach the server of an account that has one of its own.
/// Denied: there is none, with the commands that give one; `said` has what the keychain said. Otherwise the errors of
/// tokenFromFile(), tokenFromEnvironment(), Cancelled. Not for this computer: LocalHub has its token.
[[nodiscard]] Async<FoundToken> findToken(Account account, QString tokenFile, TokenStorePtr store, Context context);

} // namespace punchcard
