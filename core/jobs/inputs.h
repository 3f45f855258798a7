// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace punchcard {

/// @p inputs and @p path under its own name beside the script. Missing: it is not there. Refused: it has no name, or another
/// input has the same. The same path twice is taken once.
[[nodiscard]] Result<QList<InputSource>> withInput(QList<InputSource> inputs, const QString &path);

/// What an input holds.
struct InputMeasure
{
    int files = 0;
    qint64 bytes = 0;
    /// Names beside the script with their sizes, the first ten thousand.
    QList<std::pair<QString, qint64>> list = {};
};

/// Looks at every file of @p input. Refused: its name cannot stand beside the script, a file cannot be read or is larger than
/// GitHub takes. Blocks: call it on the pool.
[[nodiscard]] Result<InputMeasure> measureInput(const InputSource &input);

} // namespace punchcard
