// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

namespace punchcard::testing {

/// Writes the workflow file of every job of a table into @p folder, and table.json beside them: what each must say to
/// whoever reads it as GitHub does.
[[nodiscard]] Result<> writeWorkflows(const QString &folder);

} // namespace punchcard::testing
