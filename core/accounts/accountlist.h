// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"

#include <optional>

namespace punchcard {

/// All accounts, pure: the store reads and writes them. "This computer" is always there, first.
using AccountList = QList<Account>;

/// @p stored with "This computer" put in when it lacks.
[[nodiscard]] AccountList withThisComputer(AccountList stored);
/// Adds @p account, or replaces the one of the same id. Conflict: another one has its name (in any case).
[[nodiscard]] Result<AccountList> withAccount(AccountList accounts, Account account);
/// Missing: no such id. Refused: this computer.
[[nodiscard]] Result<AccountList> withoutAccount(AccountList accounts, const QString &id);
/// By id or name, in any case; a login alone will do when only one has it. Missing: none, naming those that are there.
/// Conflict: several.
[[nodiscard]] Result<Account> findAccount(const AccountList &accounts, const QString &idOrName);
/// @p wanted, or "wanted 2" … when it is taken.
[[nodiscard]] QString freeAccountName(const AccountList &accounts, const QString &wanted);

} // namespace punchcard
