// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/capabilities.h"
#include "core/job/jobspec.h"
#include "core/jobs/sessions.h"

namespace punchcard {

/// Whether a token with @p rights can carry a job of @p spec through to its end, as far as the server says what it may do.
/// Refused: it cannot; the remedy has the ways out.
[[nodiscard]] Result<> checkRights(const JobSpec &spec, const Account &account, const Capabilities &rights);

/// All that @p rights lack for @p spec is to delete its repository: a standing one, or keeping it, is a way out.
[[nodiscard]] bool lacksOnlyDeleting(const JobSpec &spec, const Capabilities &rights);

/// Asks the server of @p account what its token may do.
[[nodiscard]] Async<Capabilities> askRights(std::shared_ptr<Sessions> sessions, Account account);

} // namespace punchcard
