// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/accountlist.h"
#include "core/accounts/capabilities.h"
#include "core/accounts/doctor.h"
#include "core/github/types.h"

namespace punchcard {

/// Who @p token belongs to at @p root. @p caFile: PEM, or empty.
[[nodiscard]] Async<github::User> whoIs(QUrl root, SecretString token, QString caFile, Context context);

/// What to do with a token that no keychain takes.
enum class TokenKeeping {
    Refuse,  ///< the account is not added
    Session, ///< it lasts as long as this process
    Sealed,  ///< a file sealed by a passphrase takes it
};
/// Asks for that. @p why: what the keychain said.
using ChooseKeeping = std::function<Async<TokenKeeping>(QString why)>;

/// What an account that is to be added is told to be.
struct NewAccount
{
    QUrl root = {};
    QString caFile = {};
    QString name = {};  ///< empty: the login
    QString owner = {}; ///< empty: the login
    AccountChanges defaults = {}; ///< what its jobs begin with, where that is not the usual
    ChooseKeeping keeping = {}; ///< unset: Refuse
};

struct SignedIn
{
    Account account = {};       ///< not stored yet
    Capabilities rights = {};
    QStringList notes = {};     ///< a sentence each, such as that others can read the token's file
};

/// Asks the server whose token it is, sees that the account fits among @p stored, and keeps the token in @p tokens. Where that
/// does not last, a token file is read again each time, and for any other @p wanted's keeping decides; gh's token is asked for each time
/// and never kept. Local: the token cannot be kept at all.
[[nodiscard]] Async<SignedIn> signIn(AccountList stored, NewAccount wanted, FoundToken found, TokenStorePtr tokens, Context context);

/// Where its token comes from, as far as that decides how a lack is mended.
[[nodiscard]] FoundToken::From tokenPlace(const Account &account);

/// What @p user's token may do and how much is left. Ok: jobs can run; Warn: something is lost; Fail: none can.
[[nodiscard]] Check accountCheck(const Account &account, const github::User &user, TokenKind kind,
                                 const std::optional<github::Quota> &quota);

/// Signed in, as against this computer and to what a command line made up.
[[nodiscard]] bool isSignedIn(const Account &account);

} // namespace punchcard
