// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QString>

namespace punchcard {

enum class Stamps { Off, Absolute, Relative };

/// Of a line written at @p stamp, when the first one was at @p first: "11:59:23.123" local time, or "+1:02.345". Pure.
[[nodiscard]] QString stampText(Stamps stamps, Time stamp, Time first);
/// How many characters to leave room for.
[[nodiscard]] int stampColumns(Stamps stamps);

} // namespace punchcard
