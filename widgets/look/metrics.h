// SPDX-License-Identifier: MIT
#pragma once

namespace punchcard::look {

// Everything sits on a grid of eight.
constexpr int halfGap = 4;
constexpr int gap = 8;
constexpr int wideGap = 16;

constexpr int iconSize = 16;
/// A row of a list that is clicked.
constexpr int rowHeight = 28;
/// A strip of buttons above a pane.
constexpr int barHeight = 36;
/// Corners of what lies on something else.
constexpr int radius = 6;

} // namespace punchcard::look
