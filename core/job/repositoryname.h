// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

namespace punchcard {

/// Refused: no repository of GitHub's has this name, or gets it as it is written. A “-” may come first: there are such.
[[nodiscard]] Result<> checkRepositoryName(const QString &name);

} // namespace punchcard
