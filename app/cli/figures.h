// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/transferrate.h"
#include "core/models/wording.h"

#include <QString>

namespace punchcard::cli {

/// Bytes for people, by thousands and with at most four digits: "0B", "43.84kB", "5.665MB", "22.7MB".
[[nodiscard]] QString sizeText(qint64 bytes);

/// "12.3MB of 22.7MB, 3.1MB/s, 4s left", as far as it is known.
[[nodiscard]] QString rateText(const TransferRate &rate);

} // namespace punchcard::cli
