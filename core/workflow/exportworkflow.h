// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/jobspec.h"

#include <QByteArray>

#include <optional>

namespace punchcard::workflow {

/// A job as a workflow of the user's own repository.
struct ExportedWorkflow
{
    QByteArray yaml;
    /// Where the script has to lie, from the repository's root; nullopt: it is in the workflow itself.
    std::optional<QString> scriptPath = {};
    QStringList secrets = {}; ///< names that have to be set there
    QStringList inputs = {};  ///< names of what has to lie in the repository's root
};

/// Writes @p spec with @p script as a workflow that stands on its own: readable, started by hand, with a comment for each part
/// and nothing that only Punchcard knows, but for the variables that an array's script reads. @p fileName: what the workflow's
/// file will be called. Refused: what jobWorkflow() refuses, or more elements than a matrix takes.
[[nodiscard]] Result<ExportedWorkflow> exportWorkflow(const JobSpec &spec, const QByteArray &script, const QString &fileName);

} // namespace punchcard::workflow
