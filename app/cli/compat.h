// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace punchcard::cli {

/// @p arguments (without the program's name) as our parser takes them, written in the way of Go's flags or of
/// actions-batch: `-file x` and `-org=false` get their second dash, `--private false` becomes `--private=false`, and a
/// command that names a --file but no verb is `run`. Nothing after `--` is touched. Pure.
[[nodiscard]] QStringList modernised(QStringList arguments);

} // namespace punchcard::cli
