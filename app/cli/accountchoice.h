// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/bench.h"
#include "core/accounts/account.h"
#include "core/accounts/accountlist.h"

namespace punchcard::cli {

/// What decides where a job runs, besides what is stored.
struct AccountChoice
{
    AccountOptions options = {};
    QString apiUrlVariable = {};  ///< PUNCHCARD_API_URL
    bool hasTokenVariable = false; ///< PUNCHCARD_TOKEN is set
};

/// Which account the job runs under, and whether it has to be stored first because the command line made it up. An
/// account whose login nobody has asked for yet is named after its token's place. Pure.
/// Refused, Missing, Conflict: it does not say, or there is none; the error says what to do.
struct ChosenAccount
{
    Account account = {};
    bool isNew = false;
};
[[nodiscard]] Result<ChosenAccount> chooseAccount(const AccountList &stored, const AccountChoice &choice);

/// The same for a verb's arguments, stored so that any later start can go on. A token that cannot be read again (a pipe)
/// goes into the keychain.
[[nodiscard]] Async<Account> accountFor(Bench &bench, AccountOptions options);

/// --api-url, else PUNCHCARD_API_URL, else GitHub.
[[nodiscard]] Result<QUrl> apiRootFor(const std::optional<QUrl> &given, const QString &variable);

} // namespace punchcard::cli
