// SPDX-License-Identifier: MIT
// The routes of the hub's API by subject: each function adds its own to the router.
#pragma once

#include "core/hub/router.h"
#include "core/hub/state.h"

namespace punchcard::hub {

class Downloads;
class RateLimit;
class RunMaker;
class Scheduler;

/// Who am I, my organisations, what is left.
void addAccountRoutes(Router &router, State &state, const Account &account, RateLimit &rates);
/// Making, showing and deleting repositories.
void addRepositoryRoutes(Router &router, State &state, const Account &account, RunMaker &maker, Scheduler &scheduler);
/// Whether Actions may run, what workflows may use, and which runners there are.
void addPolicyRoutes(Router &router, State &state, const Account &account);
/// Files by path.
void addContentsRoutes(Router &router, State &state, const Account &account, RunMaker &maker);
/// Blobs, trees, commits and refs.
void addGitRoutes(Router &router, State &state, const Account &account, RunMaker &maker);
/// The public key and what was sealed with it.
void addSecretRoutes(Router &router, State &state);
/// Workflows, runs and their jobs: to see, to cancel, to run again.
void addRunRoutes(Router &router, State &state, RunMaker &maker, Scheduler &scheduler);
/// Logs and artifacts, which redirect to the second origin.
void addDownloadRoutes(Router &router, State &state, Downloads &downloads);

} // namespace punchcard::hub
