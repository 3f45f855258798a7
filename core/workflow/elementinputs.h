// SPDX-License-Identifier: MIT
// Which of a job's inputs an element of its array gets: what is its own, and what is nobody's.
#pragma once

#include "core/base/result.h"
#include "core/job/jobspec.h"

namespace punchcard::workflow {

/// Whether there are inputs that only one element gets.
[[nodiscard]] bool hasOwnInputs(const JobSpec &spec);
/// Names of the inputs that all elements get.
[[nodiscard]] QStringList commonInputs(const JobSpec &spec);

/// What git's sparse checkout takes for the file or folder @p name at the top of a commit, and for no other, also when it went
/// through actions/checkout, which cuts the blanks off its lines. One line.
[[nodiscard]] QString sparsePattern(const QString &name);
/// Patterns of what every element gets, a line each: script, common inputs, and `more`.
[[nodiscard]] QString sparsePatterns(const JobSpec &spec, const QStringList &more);
/// The same as plain names.
[[nodiscard]] QString checkoutNames(const JobSpec &spec);

/// Refused: the common inputs are too many to be listed. @p plain: where no action may be used, names are listed by lines.
[[nodiscard]] Result<> checkOwnInputs(const JobSpec &spec, bool plain);

} // namespace punchcard::workflow
