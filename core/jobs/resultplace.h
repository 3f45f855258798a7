// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard {

/// Where the content of artifact @p name goes in the folder that the user chose: `uploads` straight into it, that of an
/// array's element into one of its number, anything else into one of its name. Pure.
[[nodiscard]] QString resultPlace(const QString &outFolder, const QString &name);

} // namespace punchcard
