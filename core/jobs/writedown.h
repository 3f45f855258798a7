// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/jobs/submission.h"
#include "core/secrets/tokenstore.h"
#include "core/store/jobstore.h"

#include <memory>

namespace punchcard {

/// Writes a new job down: what it needs into its folder, whose lock the caller holds, typed secrets into the keychain, and
/// then the row that makes it a job. All of it is taken back when one of them fails.
[[nodiscard]] Async<Job> writeDown(std::shared_ptr<store::Store> store, TokenStorePtr tokens, Submission submission, QString uid,
                                   Context context);

/// Takes back what a process left that died before it had written its job down.
[[nodiscard]] Async<> sweepUnwritten(std::shared_ptr<store::Store> store, TokenStorePtr tokens);

} // namespace punchcard
