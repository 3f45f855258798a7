// SPDX-License-Identifier: MIT
#include "widgets/look/stylepaint.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

constexpr int tabUnderline = 2;
constexpr int arrowSize = 12;
constexpr int iconGap = 6;

// Half a pixel in, so that a line of one pixel lies on one pixel.
QRectF lineRect(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

bool isEnabled(const QStyleOption &option)
{
    return option.state.testFlag(QStyle::State_Enabled);
}

bool isHovered(const QStyleOption &option)
{
    return isEnabled(option) && option.state.testFlag(QStyle::State_MouseOver);
}

void drawArrow(QPainter &painter, QPoint centre, const QString &name, const QColor &colour)
{
    paintIcon(painter, QRect(centre - QPoint(arrowSize / 2 - 1, arrowSize / 2 - 1), QSize(arrowSize, arrowSize)), name, colour);
}

struct Label
{
    QIcon icon;
    QSize iconSize;
    QString text;
    bool hasArrow = false;
};

void drawLabel(const Label &label, const QStyleOption &option, QPainter &painter, const QColor &ink, const QColor &iconInk, int textFlags)
{
    const int icon = label.icon.isNull() ? 0 : label.iconSize.width() + (label.text.isEmpty() ? 0 : iconGap);
    const int arrow = label.hasArrow ? arrowSize + halfGap : 0;
    const int words = option.fontMetrics.size(Qt::TextShowMnemonic, label.text).width();
    const QRect &rect = option.rect;
    int left = rect.left() + std::max(halfGap, (rect.width() - icon - words - arrow) / 2);
    if (icon > 0) {
        const QRect place(QPoint(left, rect.top() + (rect.height() - label.iconSize.height()) / 2), label.iconSize);
        if (iconInk.isValid() && !label.icon.name().isEmpty())
            paintIcon(painter, place, label.icon.name(), iconInk);
        else
            label.icon.paint(&painter, place, Qt::AlignCenter, isEnabled(option) ? QIcon::Normal : QIcon::Disabled,
                             option.state.testFlag(QStyle::State_On) ? QIcon::On : QIcon::Off);
        left += icon;
    }
    painter.setPen(ink);
    painter.drawText(QRect(left, rect.top(), std::min(words + 1, rect.right() - left), rect.height()), Qt::AlignVCenter | textFlags,
                     label.text);
    if (label.hasArrow)
        drawArrow(painter, QPoint(left + words + halfGap + arrowSize / 2, rect.center().y()), u"chevron-down"_s,
                  isEnabled(option) ? iconColour(option.palette) : ink);
}

} // namespace

void drawBox(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter.drawRoundedRect(line.isValid() ? QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2) : QRectF(rect), radius - 1,
                            radius - 1);
    painter.restore();
}

QColor tint(const QPalette &palette, double share)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), share);
}

// Stronger than the lines between panes.
QColor boxLine(const QStyleOption &option)
{
    if (isHighContrast(option.palette))
        return option.palette.color(QPalette::WindowText);
    return tint(option.palette, isEnabled(option) ? 0.28 : 0.14);
}

QColor onAccent(const QPalette &palette)
{
    return contrast(Qt::white, palette.color(QPalette::Accent)) >= 4.5 ? QColor(Qt::white) : QColor(Qt::black);
}

void drawButton(const QStyleOptionButton &option, QPainter &painter)
{
    const bool isDown = option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On);
    if (option.features.testFlag(QStyleOptionButton::Flat) && !isDown && !isHovered(option))
        return;
    if (option.features.testFlag(QStyleOptionButton::DefaultButton) && isEnabled(option)) {
        const QColor accent = option.palette.color(QPalette::Accent);
        const QColor ink = onAccent(option.palette);
        // Away from the text on it, so that it stays readable.
        const QColor shade = ink.lightnessF() > 0.5 ? QColor(Qt::black) : QColor(Qt::white);
        drawBox(painter, option.rect, mixed(shade, accent, isDown ? 0.16 : isHovered(option) ? 0.08 : 0), {});
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
            drawBox(painter, option.rect.adjusted(2, 2, -2, -2), Qt::transparent, ink, 1.5);
        return;
    }
    const QColor face = isEnabled(option) ? option.palette.color(QPalette::Button) : option.palette.color(QPalette::Window);
    const QColor ink = option.palette.color(QPalette::WindowText);
    drawBox(painter, option.rect, mixed(ink, face, isDown ? 0.14 : isHovered(option) ? 0.06 : 0), boxLine(option));
}

void drawButtonLabel(const QStyleOptionButton &option, QPainter &painter, int textFlags)
{
    const bool isFilled = option.features.testFlag(QStyleOptionButton::DefaultButton) && isEnabled(option);
    const QColor ink = isFilled ? onAccent(option.palette) : option.palette.color(QPalette::ButtonText);
    const Label label{.icon = option.icon,
                      .iconSize = option.iconSize,
                      .text = option.text,
                      .hasArrow = option.features.testFlag(QStyleOptionButton::HasMenu)};
    drawLabel(label, option, painter, ink, isFilled ? ink : QColor(), textFlags);
}

void drawToolButton(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isDown = isEnabled(option) && option.state.testFlag(QStyle::State_Sunken);
    if (!isDown && !isOn && !isHovered(option))
        return;
    const double share = isDown ? 0.18 : isOn ? 0.13 : 0.08;
    drawBox(painter, option.rect, tint(option.palette, share),
            isHighContrast(option.palette) ? option.palette.color(QPalette::WindowText) : QColor());
}

void drawToolButtonLabel(const QStyleOptionToolButton &option, QPainter &painter, int textFlags)
{
    const Label label{.icon = option.icon,
                      .iconSize = option.iconSize,
                      .text = option.text,
                      .hasArrow = option.features.testFlag(QStyleOptionToolButton::HasMenu)};
    painter.setFont(option.font);
    drawLabel(label, option, painter, option.palette.color(QPalette::ButtonText), {}, textFlags);
}

void drawCheck(const QStyleOption &option, QPainter &painter, bool isRound)
{
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPartly = option.state.testFlag(QStyle::State_NoChange);
    const QColor accent
        = isEnabled(option) ? option.palette.color(QPalette::Accent) : option.palette.color(QPalette::Disabled, QPalette::Text);
    const QRectF box = lineRect(option.rect.adjusted(1, 1, -1, -1));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(isOn || isPartly ? accent : option.palette.color(QPalette::Base));
    painter.setPen(QPen(isOn || isPartly ? accent : boxLine(option), 1));
    if (isRound)
        painter.drawEllipse(box);
    else
        painter.drawRoundedRect(box, 3, 3);
    const QColor mark = contrast(Qt::white, accent) >= 3 ? QColor(Qt::white) : QColor(Qt::black);
    if (isRound && isOn) {
        painter.setBrush(mark);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    } else if (isOn || isPartly) {
        paintIcon(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), isPartly ? u"remove"_s : u"check"_s, mark);
    }
    painter.restore();
}

void drawTab(const QStyleOption &option, QPainter &painter)
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (!isSelected && option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(option.rect, tint(option.palette, 0.05));
    if (!isSelected)
        return;
    const bool isActive = option.state.testFlag(QStyle::State_Active);
    const QColor line = isActive ? colour(Tone::Accent, option.palette) : tint(option.palette, 0.4);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom() - tabUnderline + 1, option.rect.width(), tabUnderline), line);
}

void drawScrollBar(const QStyleOptionSlider &option, QPainter &painter, const QRect &slider, const QColor &ground)
{
    painter.fillRect(option.rect, ground);
    if (option.maximum <= option.minimum)
        return;
    const bool isHeld = option.state.testFlag(QStyle::State_Sunken);
    const int margin = isHeld || isHovered(option) ? 2 : 3;
    const QRectF handle = option.orientation == Qt::Horizontal ? QRectF(slider).adjusted(2, margin, -2, -margin)
                                                               : QRectF(slider).adjusted(margin, 2, -margin, -2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double share = isHighContrast(option.palette) ? 1.0 : isHeld ? 0.5 : isHovered(option) ? 0.4 : 0.26;
    painter.setBrush(mixed(option.palette.color(QPalette::WindowText), ground, share));
    const qreal round = std::min(handle.width(), handle.height()) / 2;
    painter.drawRoundedRect(handle, round, round);
    painter.restore();
}

void drawField(const QStyleOption &option, QPainter &painter, const QColor &face)
{
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    drawBox(painter, option.rect, face, hasFocus ? colour(Tone::Accent, option.palette) : boxLine(option), hasFocus ? 2 : 1);
}

void drawComboBox(const QStyleOptionComboBox &option, QPainter &painter, const QRect &arrow)
{
    if (option.frame) {
        const QColor face = option.palette.color(option.editable ? QPalette::Base : QPalette::Button);
        const bool isLit = isHovered(option) && !option.editable;
        drawField(option, painter, isLit ? mixed(option.palette.color(QPalette::WindowText), face, 0.06) : face);
    } else if (isHovered(option)) {
        drawBox(painter, option.rect, tint(option.palette, 0.08), {});
    }
    drawArrow(painter, arrow.center(), u"chevron-down"_s,
              isEnabled(option) ? iconColour(option.palette) : option.palette.color(QPalette::Disabled, QPalette::Text));
}

void drawSpinBox(const QStyleOptionSpinBox &option, QPainter &painter, const QRect &up, const QRect &down)
{
    drawField(option, painter, option.palette.color(QPalette::Base));
    const QColor quiet = option.palette.color(QPalette::Disabled, QPalette::Text);
    const auto colourOf = [&](QAbstractSpinBox::StepEnabledFlag step, QStyle::SubControl part) {
        if (!option.stepEnabled.testFlag(step) || !isEnabled(option))
            return quiet;
        return option.activeSubControls.testFlag(part) ? option.palette.color(QPalette::WindowText) : iconColour(option.palette);
    };
    drawArrow(painter, up.center() + QPoint(0, 1), u"chevron-up"_s, colourOf(QAbstractSpinBox::StepUpEnabled, QStyle::SC_SpinBoxUp));
    drawArrow(painter, down.center() - QPoint(0, 1), u"chevron-down"_s,
              colourOf(QAbstractSpinBox::StepDownEnabled, QStyle::SC_SpinBoxDown));
}

void drawHeaderSection(const QStyleOption &option, QPainter &painter)
{
    painter.fillRect(option.rect, option.palette.color(QPalette::Window));
    if (isHovered(option))
        painter.fillRect(option.rect, tint(option.palette, 0.05));
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), lineColour(option.palette));
}

} // namespace punchcard::look
