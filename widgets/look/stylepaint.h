// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QRect>

class QPainter;
class QPalette;
class QStyle;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionToolButton;

// What Style paints with. Each takes the place from its option.
namespace punchcard::look {

/// Corners are round; without @p line there is none.
void drawBox(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width = 1);
/// @p share of the text's colour on the ground.
[[nodiscard]] QColor tint(const QPalette &palette, double share);
/// Of lines round what can be filled in.
[[nodiscard]] QColor boxLine(const QStyleOption &option);
/// Text and icons on the accent.
[[nodiscard]] QColor onAccent(const QPalette &palette);

void drawButton(const QStyleOptionButton &option, QPainter &painter);
/// Icon, text and, where it opens a menu, an arrow: in the middle, as one.
void drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, int textFlags);
void drawToolButton(const QStyleOption &option, QPainter &painter);
void drawToolButtonLabel(const QStyleOptionToolButton &option, QPainter &painter, int textFlags);
void drawCheck(const QStyleOption &option, QPainter &painter, bool isRound);
void drawTab(const QStyleOption &option, QPainter &painter);
void drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QRect &slider, const QColor &ground);
/// The frame of a line that text is typed into.
void drawField(const QStyleOption &option, QPainter &painter, const QColor &face);
void drawComboBox(const QStyleOptionComboBox &option, QPainter &painter, const QRect &arrow);
void drawSpinBox(const QStyleOptionSpinBox &option, QPainter &painter, const QRect &up, const QRect &down);
void drawHeaderSection(const QStyleOption &option, QPainter &painter);

} // namespace punchcard::look
