// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/jobs/submission.h"
#include "core/secrets/tokenstore.h"
#include "core/store/jobfolder.h"
#include "core/store/jobstore.h"

#include <memory>

namespace punchcard {

/// Writes a new job down: what it needs into its folder, whose @p lock the caller holds, typed secrets into the keychain,
/// and then the row that makes it a job. All of it is taken back when one of them fails, and the lock with its file.
[[nodiscard]] Async<Job> writeDown(std::shared_ptr<store::Store> store, TokenStorePtr tokens, Submission submission, QString uid,
                                   QLockFile *lock, Context context);

/// From now on the folder is that of no job, unless there is a row for it.
[[nodiscard]] Result<> markUnwritten(const store::JobFolder &folder);

/// Takes back what a process left that died before it had written its job down.
[[nodiscard]] Async<> sweepUnwritten(std::shared_ptr<store::Store> store, TokenStorePtr tokens);

} // namespace punchcard
