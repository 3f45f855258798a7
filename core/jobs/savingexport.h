// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/submission.h"
#include "core/workflow/exportworkflow.h"

namespace punchcard {

/// A script and what it asks for by itself, for a workflow of the user's own; its secrets need no values.
/// Errors as those of applyDirectives().
[[nodiscard]] Result<Submission> submissionOfScript(const QString &file);

/// What was written, and where the script belongs in the repository if it is not there yet.
struct SavedExport
{
    QStringList files = {};
    QString scriptBelongs = {}; ///< from the repository's root; empty: it is there, or in the workflow
};

/// Writes @p exported to @p file, and the script to its place in the same repository; where @p file does not lie in
/// .github/workflows, beside it. Conflict: a file is there with other content, and @p overwrite is false; nothing is written then.
[[nodiscard]] Result<SavedExport> saveExport(const workflow::ExportedWorkflow &exported, const QByteArray &script, const QString &file,
                                             bool overwrite);

} // namespace punchcard
