// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/bench.h"
#include "core/accounts/doctor.h"

namespace punchcard::cli {

/// Asks @p account's server who its token belongs to, what it may do and how much is left. Ok: jobs can run; Warn: something
/// is lost; Fail: none can.
[[nodiscard]] QCoro::Task<Check> checkAccount(Bench &bench, Account account);

} // namespace punchcard::cli
