// SPDX-License-Identifier: MIT
#include "widgets/run/primarybutton.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QPainter>
#include <QStyleOptionButton>

#include <algorithm>

namespace punchcard {

namespace {

constexpr int leastHeight = 28;

} // namespace

PrimaryButton::PrimaryButton(const QString &icon, const QString &text, QWidget *parent)
    : QPushButton(text, parent)
    , m_icon(icon)
{
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize PrimaryButton::sizeHint() const
{
    const int icon = m_icon.isEmpty() ? 0 : look::iconSize + look::halfGap;
    const int words = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    return {words + icon + 2 * look::wideGap - look::halfGap, std::max(leastHeight, fontMetrics().height() + look::gap)};
}

void PrimaryButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = look::colour(look::Tone::Accent, palette());
    if (!isEnabled())
        fill = look::mixed(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.12);
    else if (isDown())
        fill = look::mixed(Qt::black, fill, 0.18);
    else if (underMouse())
        fill = look::mixed(Qt::white, fill, 0.1);
    const QColor ink = !isEnabled()              ? palette().color(QPalette::Disabled, QPalette::ButtonText)
        : look::contrast(Qt::white, fill) >= 4.5 ? QColor(Qt::white)
                                                 : QColor(Qt::black);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, look::radius, look::radius);
    if (hasFocus()) {
        painter.setPen(QPen(ink, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), look::radius - 2, look::radius - 2);
    }
    const int words = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    const int icon = m_icon.isEmpty() ? 0 : look::iconSize + look::halfGap;
    int left = (width() - words - icon) / 2;
    if (icon > 0) {
        look::paintIcon(painter, QRectF(left, (QWidget::height() - look::iconSize) / 2.0, look::iconSize, look::iconSize), m_icon, ink);
        left += icon;
    }
    painter.setPen(ink);
    painter.drawText(QRect(left, 0, width() - left, QWidget::height()), Qt::AlignVCenter | Qt::TextShowMnemonic, text());
}

} // namespace punchcard
