// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/preferences.h"

#include <QPalette>

namespace punchcard::look {

/// Puts our style and the palette of @p theme on the application; Theme::System follows the desktop from then on.
void applyTheme(Theme theme);

/// The palette of @p theme, which is not Theme::System.
[[nodiscard]] QPalette paletteOf(Theme theme);

} // namespace punchcard::look
