// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/secrets/tokenstore.h"
#include "core/store/jobstore.h"

#include <QLockFile>

#include <memory>

namespace punchcard {

/// A job as the store has it, and the lock that makes it nobody else's to change.
struct Held
{
    Job job;
    std::unique_ptr<QLockFile> lock;
};

/// How far a job has to be for what is to be done with it.
[[nodiscard]] bool isOver(const Job &job);
[[nodiscard]] bool hasEnded(const Job &job);
/// Over, or all that is to come of it is in its folder, and nothing of it on the server.
[[nodiscard]] bool leftNothing(const Job &job);

/// Takes hold of a job that is so far that one @p may; its last driver is given a moment to let go.
/// Missing: there is no such job. Conflict: it is not so far, or somebody has it. Storage: its folder cannot be locked.
[[nodiscard]] Async<Held> hold(std::shared_ptr<store::Store> store, JobId id, bool (*may)(const Job &));

/// Removes a job of which nothing is left elsewhere and that the caller has taken hold of, with its folder and its entries in the keychain.
/// A process that dies on the way leaves what sweepUnwritten() takes back.
[[nodiscard]] Async<> strikeOut(std::shared_ptr<store::Store> store, TokenStorePtr tokens, Held held);

} // namespace punchcard
