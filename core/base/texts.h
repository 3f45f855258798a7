// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard {

/// Gives counted texts their singular and plural: “1 file”, “2 files”. Once, when the application is there.
void installTexts();

} // namespace punchcard
