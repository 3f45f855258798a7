// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/types.h"

namespace punchcard::github {

/// What a request is for, as far as its errors are concerned.
enum class Deed {
    ReadUser,
    ListOrganisations,
    ReadQuota,
    ListRunners,
    ReadPermissions, ///< What Actions may do in a repository.
    CreateRepository,
    ReadRepository,
    ListRepositories,
    DeleteRepository,
    PutFile,
    Upload, ///< A blob, a tree, a commit.
    ReadFile,
    ReadCommit,
    ReadRef,
    ListBranches,
    WriteRef,
    DeleteRef,
    ReadKey,
    PutSecret,
    DeleteSecret,
    ListSecrets,
    ListRuns,
    ReadRun,
    ListJobs,
    ListAnnotations,
    CancelRun,
    DeleteRun,
    Rerun,
    Dispatch,
    SaveLog,
    ListArtifacts,
    SaveArtifact,
};

struct Doing
{
    Deed deed = Deed::ReadUser;
    QString name = {}; ///< Of the thing, as the user knows it.
    RepoName repo = {}; ///< Empty where there is none.
    QUrl root = {}; ///< Of the API that was asked.
    bool writesWorkflow = false; ///< A path below .github/workflows is written.
};

/// "The repository “x” could not be created": the first half of the sentence, without its full stop.
[[nodiscard]] QString failureOf(const Doing &doing);

/// The pages for people that belong to the API at @p root: https://github.com/ for https://api.github.com/; empty for a
/// server on this computer, which has none.
[[nodiscard]] QUrl webRoot(const QUrl &root);

} // namespace punchcard::github
