// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace punchcard::workflow {

/// More of a script is fetched, not written into the workflow.
inline constexpr qsizetype largestEmbedded = 32 * 1024;

/// Programs of bash for steps of a workflow that may use no action. None of them has text in it that GitHub evaluates.

/// Writes @p script to job.sh, whatever is in it.
[[nodiscard]] QByteArray writeScriptProgram(const QByteArray &script);
/// Brings the files of the commit, with the token in PUNCHCARD_TOKEN: by git, or where there is none from the API. With
/// PUNCHCARD_FILES only those files and folders of that name, a line each; one that is not there is left out.
[[nodiscard]] QByteArray fetchCommitProgram();
/// Fails, and says what is lost, when anything lies at the paths of PUNCHCARD_RESULTS, a line each.
[[nodiscard]] QByteArray tellLostProgram();

} // namespace punchcard::workflow
