// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/signin.h"
#include "core/jobs/sessions.h"

namespace punchcard {

/// Asks @p account's server who its token belongs to, what it may do, which organisations it sees and how much is left.
[[nodiscard]] QCoro::Task<Check> checkAccount(std::shared_ptr<Sessions> sessions, Account account);

/// Under whom @p account's jobs can be housed: its login, and the organisations that its token sees. Only the login where they
/// cannot be listed, as with a fine-grained token.
[[nodiscard]] QCoro::Task<QStringList> possibleOwners(std::shared_ptr<Sessions> sessions, Account account);

/// Signs in (signIn) and stores the account, so that its jobs can be taken up by any later start.
[[nodiscard]] Async<SignedIn> addAccount(std::shared_ptr<Sessions> sessions, NewAccount wanted, FoundToken found);

} // namespace punchcard
