// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace punchcard {

/// Copies the job's inputs into @p folder under the names they have beside the script, less what an ignore file leaves out,
/// modes and links kept, so that the job can be sent again exactly as it was. Blocks: call it on the pool. Storage, Refused or
/// Conflict (two under one name).
[[nodiscard]] Result<> copyInputs(const QList<InputSource> &inputs, const QString &folder);

} // namespace punchcard
