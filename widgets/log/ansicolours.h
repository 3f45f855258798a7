// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/ansi.h"

#include <QColor>
#include <QHash>
#include <QPalette>
#include <QTextCharFormat>

namespace punchcard {

/// The colours of a terminal on this palette. What a program chose for another background is made readable on ours.
class AnsiColours
{
public:
    explicit AnsiColours(const QPalette &palette);

    /// @p ground is what the line has behind it.
    [[nodiscard]] QTextCharFormat format(const TextStyle &style, const QColor &ground) const;
    [[nodiscard]] QColor colour(const TextColour &colour) const; ///< As it was asked for; invalid for the default.

private:
    [[nodiscard]] QColor readableOn(const QColor &colour, const QColor &ground) const;

    QColor m_text;
    QColor m_base;
    bool m_dark;
    double m_least;
    mutable QHash<quint64, QRgb> m_readable; ///< Colour and ground to what is shown.
};

} // namespace punchcard
