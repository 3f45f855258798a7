// SPDX-License-Identifier: MIT
#pragma once

#include "core/lint/finding.h"

#include <QColor>

class QPainter;
class QPalette;
class QRectF;

namespace punchcard {

[[nodiscard]] QColor problemColour(Finding::Level level, const QPalette &palette);
/// The sign of a level, told by its form as well as by its colour: disc, triangle, ring, dot.
void paintProblemMark(QPainter &painter, const QRectF &box, Finding::Level level, const QPalette &palette);

} // namespace punchcard
