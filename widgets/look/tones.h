// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace punchcard::look {

/// What a colour means. One accent; the others only where a state is told.
enum class Tone { Success, Failure, Warning, Running, Waiting, Cancelled, Muted, Accent };

/// Readable on @p palette's base and window: 4.5 to 1 at least, 7 to 1 where the palette itself is of high contrast.
[[nodiscard]] QColor colour(Tone tone, const QPalette &palette);
/// Of icons that tell no state: a little quieter than text.
[[nodiscard]] QColor iconColour(const QPalette &palette);
/// Of the hair lines between panes.
[[nodiscard]] QColor lineColour(const QPalette &palette);

[[nodiscard]] bool isDark(const QPalette &palette);
[[nodiscard]] bool isHighContrast(const QPalette &palette);

/// WCAG 2: 1 to 21.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);
/// @p share of @p over on @p under, both taken as opaque.
[[nodiscard]] QColor mixed(const QColor &over, const QColor &under, double share);
/// @p colour, made lighter or darker as far as it needs to be @p least to 1 on @p base.
[[nodiscard]] QColor readable(const QColor &colour, const QColor &base, double least);

/// The system's fixed font at the size of the window's text.
[[nodiscard]] QFont monospacedFont();

} // namespace punchcard::look
