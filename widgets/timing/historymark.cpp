// SPDX-License-Identifier: MIT
#include "widgets/timing/historymark.h"

#include "core/models/historymodel.h"
#include "widgets/look/tones.h"

#include <QPainter>

namespace punchcard {

void paintRunMark(QPainter &painter, QPointF place, Outcome outcome, double radius, const QPalette &palette)
{
    const bool failed = isFailure(outcome);
    const look::Tone tone = failed ? look::Tone::Failure : outcome == Outcome::Succeeded ? look::Tone::Accent : look::Tone::Cancelled;
    const QColor colour = look::colour(tone, palette);
    if (failed) {
        painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(place + QPointF(-radius, -radius), place + QPointF(radius, radius));
        painter.drawLine(place + QPointF(-radius, radius), place + QPointF(radius, -radius));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(place, radius, radius);
    }
}

void paintQueueMark(QPainter &painter, QPointF place, const QPalette &palette)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(look::mixed(look::colour(look::Tone::Waiting, palette), palette.color(QPalette::Base), 0.7));
    painter.drawEllipse(place, historyMarkRadius / 2, historyMarkRadius / 2);
}

} // namespace punchcard
