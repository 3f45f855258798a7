// SPDX-License-Identifier: MIT
#include "widgets/look/style.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

constexpr int scrollBarWidth = 12;
constexpr int tabUnderline = 2;

// Half a pixel in, so that a line of one pixel lies on one pixel.
QRectF lineRect(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

QColor tint(const QPalette &palette, double share, QPalette::ColorRole under = QPalette::Window)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(under), share);
}

void drawBox(QPainter &painter, const QRect &rect, const QColor &fill, const QColor &line, qreal width = 1)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill);
    painter.setPen(line.isValid() ? QPen(line, width) : QPen(Qt::NoPen));
    painter.drawRoundedRect(line.isValid() ? QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2) : QRectF(rect), radius - 1,
                            radius - 1);
    painter.restore();
}

// Lines round what can be filled in are stronger than those between panes: 3 to 1 is asked for.
QColor boxLine(const QStyleOption &option)
{
    if (isHighContrast(option.palette))
        return option.palette.color(QPalette::WindowText);
    return tint(option.palette, option.state.testFlag(QStyle::State_Enabled) ? 0.28 : 0.14);
}

void drawButton(const QStyleOption &option, QPainter &painter, bool isDefault, bool isFlat)
{
    const bool isDown = option.state.testFlag(QStyle::State_Sunken) || option.state.testFlag(QStyle::State_On);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    if (isFlat && !isDown && !isHovered)
        return;
    if (isDefault && isEnabled) {
        const QColor accent = option.palette.color(QPalette::Accent);
        drawBox(painter, option.rect, isDown ? mixed(Qt::black, accent, 0.16) : isHovered ? mixed(Qt::black, accent, 0.08) : accent, {});
        return;
    }
    const QColor face = isEnabled ? option.palette.color(QPalette::Button) : option.palette.color(QPalette::Window);
    const QColor ink = option.palette.color(QPalette::WindowText);
    drawBox(painter, option.rect, isDown ? mixed(ink, face, 0.14) : isHovered ? mixed(ink, face, 0.06) : face, boxLine(option));
}

void drawToolButton(const QStyleOption &option, QPainter &painter)
{
    if (!option.state.testFlag(QStyle::State_Enabled) && !option.state.testFlag(QStyle::State_On))
        return;
    const bool isDown = option.state.testFlag(QStyle::State_Sunken);
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
    if (!isDown && !isOn && !isHovered)
        return;
    drawBox(painter, option.rect,
            tint(option.palette,
                 isDown     ? 0.18
                     : isOn ? 0.13
                            : 0.08),
            isHighContrast(option.palette) ? option.palette.color(QPalette::WindowText) : QColor());
}

void drawCheck(const QStyleOption &option, QPainter &painter, bool isRound)
{
    const bool isOn = option.state.testFlag(QStyle::State_On);
    const bool isPartly = option.state.testFlag(QStyle::State_NoChange);
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    const QColor accent = isEnabled ? option.palette.color(QPalette::Accent) : option.palette.color(QPalette::Disabled, QPalette::Text);
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

bool isInView(const QWidget *widget)
{
    return qobject_cast<const QAbstractScrollArea *>(widget) != nullptr;
}

} // namespace

Style::Style()
    : QProxyStyle(u"Fusion"_s)
{
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QToolButton *>(widget) || qobject_cast<QPushButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || widget->inherits("QTabBar") || widget->inherits("QScrollBar"))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize: return iconSize;
    case PM_ToolBarItemSpacing: return halfGap;
    case PM_ToolBarItemMargin: return halfGap;
    case PM_ToolBarFrameWidth: return 0;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth: return 5;
    case PM_DockWidgetTitleMargin: return halfGap;
    case PM_DockWidgetTitleBarButtonMargin: return 2;
    case PM_ScrollBarExtent: return scrollBarWidth;
    case PM_ScrollBarSliderMin: return 32;
    case PM_ScrollView_ScrollBarSpacing:
    case PM_ScrollView_ScrollBarOverlap: return 0;
    case PM_TabBarTabHSpace: return 2 * (gap + halfGap);
    case PM_TabBarTabVSpace: return 2 * gap - 2;
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap: return 0;
    case PM_TabBarBaseHeight: return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return iconSize;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return gap;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ComboBox_Popup: return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_ScrollBar_ContextMenu: return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    case SH_TabBar_ElideMode: return int(Qt::ElideMiddle);
    case SH_ToolTip_WakeUpDelay: return 500;
    case SH_Widget_Animate: return 0; // nothing wakes up for looks
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        const bool isFlat = bar->orientation == Qt::Horizontal;
        const int length = isFlat ? bar->rect.width() : bar->rect.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        int slider = length;
        if (range > 0)
            slider = std::clamp(int(qint64(length) * bar->pageStep / (range + bar->pageStep)), std::min(32, length), length);
        const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - slider, bar->upsideDown);
        const auto along = [&](int from, int size) {
            return isFlat ? QRect(bar->rect.x() + from, bar->rect.y(), size, bar->rect.height())
                          : QRect(bar->rect.x(), bar->rect.y() + from, bar->rect.width(), size);
        };
        switch (part) {
        case SC_ScrollBarGroove: return bar->rect;
        case SC_ScrollBarSlider: return along(at, slider);
        case SC_ScrollBarSubPage: return along(0, at);
        case SC_ScrollBarAddPage: return along(at + slider, length - at - slider);
        default: return {};
        }
    }
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return visualRect(option->direction, option->rect,
                          QRect(option->rect.right() - wideGap - gap, option->rect.top(), wideGap + gap, option->rect.height()));
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: return {std::max(result.width() + gap, 72), std::max(result.height(), rowHeight)};
    case CT_ComboBox:
    case CT_LineEdit:
    case CT_SpinBox: return {result.width(), std::max(result.height(), rowHeight)};
    case CT_ToolButton: return {std::max(result.width() + 2, rowHeight), std::max(result.height(), rowHeight)};
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        const bool isLine = item && item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty();
        return isLine ? QSize(result.width(), gap + 1) : QSize(result.width() + gap, std::max(result.height(), 26));
    }
    default: return result;
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool isDefault = button && button->features.testFlag(QStyleOptionButton::DefaultButton);
        drawButton(*option, *painter, isDefault, button && button->features.testFlag(QStyleOptionButton::Flat));
        return;
    }
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel: drawToolButton(*option, *painter); return;
    case PE_FrameDefaultButton: return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0) {
            const bool hasFocus = option->state.testFlag(State_HasFocus);
            drawBox(*painter, option->rect, option->palette.color(QPalette::Base),
                    hasFocus ? option->palette.color(QPalette::Accent) : boxLine(*option), hasFocus ? 2 : 1);
        } else {
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        }
        return;
    }
    case PE_FrameLineEdit: return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheck(*option, *painter, false); return;
    case PE_IndicatorRadioButton: drawCheck(*option, *painter, true); return;
    case PE_FrameFocusRect:
        if (!isInView(widget) && option->state.testFlag(State_KeyboardFocusChange))
            drawBox(*painter, option->rect, Qt::transparent, option->palette.color(QPalette::Accent), 2);
        return;
    case PE_IndicatorTabClose: {
        const QRect square(option->rect.center() - QPoint(8, 8), QSize(iconSize, iconSize));
        if (option->state.testFlag(State_MouseOver))
            drawBox(*painter, square, tint(option->palette, 0.14), {});
        paintIcon(*painter, square.adjusted(3, 3, -3, -3), u"close"_s, iconColour(option->palette));
        return;
    }
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar: return;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)), lineColour(option->palette));
        return;
    case PE_IndicatorToolBarSeparator:
        painter->fillRect(QRect(option->rect.center().x(), option->rect.top() + gap, 1, option->rect.height() - 2 * gap),
                          lineColour(option->palette));
        return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect.width() < option->rect.height()
                              ? QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height())
                              : QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1),
                          lineColour(option->palette));
        return;
    case PE_IndicatorArrowDown: paintIcon(*painter, option->rect, u"chevron-down"_s, iconColour(option->palette)); return;
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children)) {
            const int side = std::min({option->rect.width(), option->rect.height(), 12});
            const QRect square(option->rect.center() - QPoint(side / 2, side / 2), QSize(side, side));
            paintIcon(*painter, square, option->state.testFlag(State_Open) ? u"chevron-down"_s : u"chevron-right"_s,
                      iconColour(option->palette));
        }
        return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case CE_TabBarTabShape: drawTab(option, painter); return;
    case CE_Splitter: {
        const bool isUpright = option->rect.width() < option->rect.height();
        painter->fillRect(isUpright ? QRect(option->rect.center().x(), option->rect.top(), 1, option->rect.height())
                                    : QRect(option->rect.left(), option->rect.center().y(), option->rect.width(), 1),
                          lineColour(option->palette));
        return;
    }
    case CE_ToolBar:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), lineColour(option->palette));
        return;
    case CE_MenuBarEmptyArea: return;
    case CE_MenuBarItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item->state.testFlag(State_Selected))
            drawBox(*painter, item->rect.adjusted(1, 2, -1, -2), tint(item->palette, item->state.testFlag(State_Sunken) ? 0.14 : 0.08), {});
        drawItemText(painter, item->rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, item->palette,
                     item->state.testFlag(State_Enabled), item->text, QPalette::WindowText);
        return;
    }
    case CE_PushButtonLabel: {
        QStyleOptionButton button = *qstyleoption_cast<const QStyleOptionButton *>(option);
        if (button.features.testFlag(QStyleOptionButton::DefaultButton) && button.state.testFlag(State_Enabled)) {
            const QColor accent = button.palette.color(QPalette::Accent);
            button.palette.setColor(QPalette::ButtonText, contrast(Qt::white, accent) >= 4.5 ? Qt::white : Qt::black);
        }
        QProxyStyle::drawControl(element, &button, painter, widget);
        return;
    }
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawTab(const QStyleOption *option, QPainter *painter) const
{
    const bool isSelected = option->state.testFlag(State_Selected);
    if (!isSelected && option->state.testFlag(State_MouseOver))
        painter->fillRect(option->rect, tint(option->palette, 0.05));
    if (!isSelected)
        return;
    const bool isActive = option->state.testFlag(State_Active);
    const QColor line = isActive ? option->palette.color(QPalette::Accent) : tint(option->palette, 0.4);
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom() - tabUnderline + 1, option->rect.width(), tabUnderline), line);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ScrollBar: drawScrollBar(option, painter, widget); return;
    case CC_ComboBox: drawComboBox(option, painter, widget); return;
    case CC_ToolButton: {
        // A button that only opens a menu says so by its picture.
        QStyleOptionToolButton button = *qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (button.toolButtonStyle == Qt::ToolButtonIconOnly || button.text.isEmpty())
            button.features &= ~QStyleOptionToolButton::HasMenu;
        QProxyStyle::drawComplexControl(control, &button, painter, widget);
        return;
    }
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

void Style::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    painter->fillRect(bar->rect, bar->palette.color(widget && widget->parentWidget() ? widget->backgroundRole() : QPalette::Base));
    if (bar->maximum <= bar->minimum)
        return;
    const bool isHeld = bar->state.testFlag(State_Sunken);
    const bool isHovered = bar->state.testFlag(State_MouseOver);
    const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    const int margin = isHeld || isHovered ? 2 : 3;
    const QRectF handle = bar->orientation == Qt::Horizontal ? QRectF(slider).adjusted(2, margin, -2, -margin)
                                                             : QRectF(slider).adjusted(margin, 2, -margin, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const double share = isHighContrast(bar->palette) ? 1.0 : isHeld ? 0.5 : isHovered ? 0.4 : 0.26;
    painter->setBrush(tint(bar->palette, share, QPalette::Base));
    const qreal round = std::min(handle.width(), handle.height()) / 2;
    painter->drawRoundedRect(handle, round, round);
    painter->restore();
}

void Style::drawComboBox(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    const bool hasFocus = box->state.testFlag(State_HasFocus);
    const bool isHovered = box->state.testFlag(State_MouseOver) && box->state.testFlag(State_Enabled);
    if (box->frame) {
        const QColor face = box->palette.color(box->editable ? QPalette::Base : QPalette::Button);
        drawBox(*painter, box->rect, isHovered && !box->editable ? mixed(box->palette.color(QPalette::WindowText), face, 0.06) : face,
                hasFocus ? box->palette.color(QPalette::Accent) : boxLine(*box), hasFocus ? 2 : 1);
    } else if (isHovered) {
        drawBox(*painter, box->rect, tint(box->palette, 0.08), {});
    }
    const QRect arrow = subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
    const QRect square(arrow.center() - QPoint(5, 5), QSize(12, 12));
    paintIcon(*painter, square, u"chevron-down"_s, iconColour(box->palette));
}

} // namespace punchcard::look
