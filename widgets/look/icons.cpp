// SPDX-License-Identifier: MIT
#include "widgets/look/icons.h"

#include "widgets/look/tintedicon.h"

#include <QPainter>

namespace punchcard::look {

QIcon icon(const QString &name)
{
    return QIcon(new TintedIcon(name));
}

QIcon icon(const QString &name, Tone tone)
{
    return QIcon(new TintedIcon(name, tone));
}

void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour, qreal degrees)
{
    if (degrees == 0) {
        const QSize size = rect.size().toSize();
        painter.drawPixmap(rect.topLeft(), tintedPixmap(name, size, painter.device()->devicePixelRatio(), colour));
        return;
    }
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.translate(rect.center());
    painter.rotate(degrees);
    painter.translate(-rect.center());
    paintSvg(painter, rect, name, colour);
    painter.restore();
}

} // namespace punchcard::look
