// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Whether the job's workflow may use actions at all. An organisation is asked once a day, right after the job's repository
/// was made, which costs a request or two; a user's own repositories only after a run that did not start, since GitHub
/// has no such rules for them. What was seen is kept for the jobs to come. Denied: Actions is off altogether.
[[nodiscard]] Async<bool> mayUseActions(Drive &drive);

/// Why a run failed before it had any task: looks at the rules, and keeps what they say.
[[nodiscard]] Async<std::optional<Error>> whyNotBegun(Drive &drive);

/// Why what a job of @p spec leaves could not come back, as far as the rules of its owner are known.
[[nodiscard]] QCoro::Task<std::optional<Error>> lossByRules(std::shared_ptr<store::Store> store, JobSpec spec, Account account, Time now);
/// The same as a note, once it is submitted.
[[nodiscard]] QCoro::Task<QStringList> notesOnRules(std::shared_ptr<store::Store> store, JobSpec spec, Account account, Time now);

} // namespace punchcard
