// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/jobspec.h"

namespace punchcard::workflow {

/// More elements than that are several jobs: they would be more than 16 runs, and the results of so many alone take an account's
/// requests of two hours.
inline constexpr int largestArray = 4096;
/// GitHub refuses a workflow file of more characters.
inline constexpr qsizetype longestWorkflow = 1024 * 1024;

/// Refused: something of @p spec cannot stand in a workflow, or GitHub would refuse the whole file because of it.
[[nodiscard]] Result<> checkForWorkflow(const JobSpec &spec);

/// Refused: a table's column of that name cannot be a variable of the script.
[[nodiscard]] Result<> checkColumn(const QString &name);

/// @p path without the `/` at its end.
[[nodiscard]] QString withoutSlash(QString path);

/// Whether GitHub still takes @p text when an expression is added to it.
[[nodiscard]] bool fitsExpression(const QString &text);
/// Refused: @p text looks like an expression, and is too long for one.
[[nodiscard]] Result<> checkLength(const QString &text);

} // namespace punchcard::workflow
