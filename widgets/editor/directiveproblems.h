// SPDX-License-Identifier: MIT
#pragma once

#include "core/lint/finding.h"

namespace punchcard {

/// What the head of the script @p text asks for and cannot have (core/jobs/directives).
[[nodiscard]] QList<Finding> directiveProblems(const QString &text);

} // namespace punchcard
