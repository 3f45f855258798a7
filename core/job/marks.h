// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard {

/// "punchcard:<uid>": how a repository's description or a commit says which job it belongs to.
[[nodiscard]] QString markerOf(const QString &uid);
/// Whether @p text carries exactly the marker of @p uid.
[[nodiscard]] bool hasMarker(const QString &text, const QString &uid);
/// The uid of the job's marker in @p text; empty: there is none.
[[nodiscard]] QString markedUid(const QString &text);

/// "punchcard:standing": how a repository's description says that it houses jobs in branches and stays.
[[nodiscard]] QString standingMarker();
[[nodiscard]] bool hasStandingMarker(const QString &text);

/// "punchcard/<uid>": a job's own branch in a standing repository.
[[nodiscard]] QString branchOf(const QString &uid);
/// The uid in a job's branch; empty: it is none.
[[nodiscard]] QString branchUid(const QString &branch);

/// "punchcard-live/<uid>/<attempt>", of an array's element with "-<element>": where a job's output comes while it runs.
/// @p attempt may be an expression.
[[nodiscard]] QString liveBranchOf(const QString &uid, const QString &attempt, const QString &element = {});
[[nodiscard]] QString liveBranchOf(const QString &uid, int attempt, int element);
/// "punchcard-live/<uid>/choice": says which elements of a large array send their output.
[[nodiscard]] QString liveChoiceBranchOf(const QString &uid);
/// All of a job's begin so.
[[nodiscard]] QString liveBranchesOf(const QString &uid);
/// What the branch of a task's files ends in, behind that of its output.
[[nodiscard]] QString liveFilesSuffix();
/// The uid in such a branch of any kind; empty: it is none.
[[nodiscard]] QString liveBranchUid(const QString &branch);
/// The uid in a branch of either kind; empty: it is none.
[[nodiscard]] QString anyBranchUid(const QString &branch);

/// "PUNCHCARD_<UID>_<NAME>", the uid without its dashes: a job's own secret in a standing repository. GitHub tells no case
/// apart in such names and shows them in capitals.
[[nodiscard]] QString standingSecret(const QString &uid, const QString &name);
/// The uid in the name of such a secret; empty: it is none.
[[nodiscard]] QString standingSecretUid(const QString &secret);

} // namespace punchcard
