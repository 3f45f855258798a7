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

/// A new job on its way into the database. Whoever has it holds @p lock, that of its folder.
struct NewJob
{
    Submission submission = {};
    QString uid = {};
    QLockFile *lock = nullptr;
};

/// Writes a new job down: what it needs into its folder, typed secrets into the keychain, and then the row that makes it a
/// job, of @p group. All of it is taken back when one of them fails, and the lock with its file.
[[nodiscard]] Async<Job> writeDown(std::shared_ptr<store::Store> store, TokenStorePtr tokens, NewJob draft, std::optional<GroupId> group,
                                   Context context);
/// The same without the row.
[[nodiscard]] Async<> writeDraft(std::shared_ptr<store::Store> store, TokenStorePtr tokens, NewJob draft, Context context);
/// Then the rows of several, as a group of @p kind: all of them or none. When that fails all @p drafts are taken back.
[[nodiscard]] Async<QList<Job>> enterTogether(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QList<NewJob> drafts, QString kind,
                                              Context context);
/// Takes back what writeDraft() wrote.
[[nodiscard]] QCoro::Task<> takeBack(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QList<NewJob> drafts);

/// From now on the folder is that of no job, unless there is a row for it.
[[nodiscard]] Result<> markUnwritten(const store::JobFolder &folder);

/// Takes back what a process left that died before it had written its job down.
[[nodiscard]] Async<> sweepUnwritten(std::shared_ptr<store::Store> store, TokenStorePtr tokens);

} // namespace punchcard
