// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/signin.h"
#include "core/jobs/sessions.h"

namespace punchcard {

/// Asks @p account's server who its token belongs to, what it may do and how much is left. @p sessions outlives the task.
[[nodiscard]] QCoro::Task<Check> checkAccount(Sessions *sessions, Account account);

/// Signs in (signIn) and stores the account, so that its jobs can be taken up by any later start.
[[nodiscard]] Async<SignedIn> addAccount(Sessions *sessions, NewAccount wanted, FoundToken found);

} // namespace punchcard
