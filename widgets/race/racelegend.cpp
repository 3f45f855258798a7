// SPDX-License-Identifier: MIT
#include "widgets/race/racelegend.h"

#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"
#include "widgets/race/racedelegates.h"

#include <QPainter>
#include <QPainterPath>

namespace punchcard {

namespace {

constexpr int swatch = 12;

} // namespace

RaceLegend::RaceLegend(QWidget *parent)
    : QWidget(parent)
{
    setObjectName("raceLegend");
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    QStringList words;
    for (const RacePart part : allRaceParts)
        words.append(nameOf(part));
    setAccessibleName(words.join(tr(", ")));
}

QSize RaceLegend::sizeHint() const
{
    int width = 0;
    for (const RacePart part : allRaceParts)
        width += swatch + look::halfGap + 2 + fontMetrics().horizontalAdvance(nameOf(part)) + look::wideGap;
    return {width - look::wideGap, fontMetrics().height() + look::halfGap};
}

void RaceLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int x = 0;
    for (const RacePart part : allRaceParts) {
        const QRectF place(x, (height() - swatch) / 2.0, swatch, swatch);
        QPainterPath shape;
        shape.addRoundedRect(place, 3, 3);
        painter.save();
        painter.setClipPath(shape);
        paintPart(painter, place, part, palette());
        painter.restore();
        x += swatch + look::halfGap + 2;
        painter.setPen(look::colour(look::Tone::Muted, palette()));
        painter.drawText(QRect(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, nameOf(part));
        x += fontMetrics().horizontalAdvance(nameOf(part)) + look::wideGap;
    }
}

} // namespace punchcard
