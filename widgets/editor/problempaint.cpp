// SPDX-License-Identifier: MIT
#include "widgets/editor/problempaint.h"

#include "widgets/look/tones.h"

#include <QPainter>
#include <QPainterPath>

namespace punchcard {

QColor problemColour(Finding::Level level, const QPalette &palette)
{
    switch (level) {
    case Finding::Level::Error: return look::colour(look::Tone::Failure, palette);
    case Finding::Level::Warning: return look::colour(look::Tone::Warning, palette);
    case Finding::Level::Info: return look::colour(look::Tone::Accent, palette);
    case Finding::Level::Style: break;
    }
    return look::colour(look::Tone::Muted, palette);
}

void paintProblemMark(QPainter &painter, const QRectF &box, Finding::Level level, const QPalette &palette)
{
    const QColor colour = problemColour(level, palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(colour);
    const QRectF inner = box.adjusted(1, 1, -1, -1);
    switch (level) {
    case Finding::Level::Error: painter.drawEllipse(inner); break;
    case Finding::Level::Warning: {
        QPainterPath triangle(QPointF(inner.center().x(), inner.top()));
        triangle.lineTo(inner.bottomRight());
        triangle.lineTo(inner.bottomLeft());
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    case Finding::Level::Info:
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(inner);
        break;
    case Finding::Level::Style: painter.drawEllipse(QRectF(inner.center() - QPointF(1.5, 1.5), QSizeF(3, 3))); break;
    }
    painter.restore();
}

} // namespace punchcard
