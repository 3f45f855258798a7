// SPDX-License-Identifier: MIT
#include "widgets/look/style.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/stylepaint.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QToolButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

constexpr int scrollBarWidth = 12;

bool isInView(const QWidget *widget)
{
    return qobject_cast<const QAbstractScrollArea *>(widget) != nullptr;
}

// Scroll bars and the corner between them lie on the ground of what they scroll.
QColor groundOf(const QWidget *widget, const QPalette &palette)
{
    const QWidget *area = widget;
    while (area && !isInView(area))
        area = area->parentWidget();
    if (!area)
        return palette.color(QPalette::Base);
    const QWidget *viewport = static_cast<const QAbstractScrollArea *>(area)->viewport();
    return viewport->palette().color(viewport->backgroundRole());
}

void drawChevron(QStyle::PrimitiveElement arrow, const QStyleOption &option, QPainter &painter)
{
    const QString name = arrow == QStyle::PE_IndicatorArrowUp ? u"chevron-up"_s
        : arrow == QStyle::PE_IndicatorArrowDown              ? u"chevron-down"_s
        : arrow == QStyle::PE_IndicatorArrowLeft              ? u"chevron-left"_s
                                                              : u"chevron-right"_s;
    const int side = std::min({option.rect.width(), option.rect.height(), 12});
    const QRect square(option.rect.center() - QPoint(side / 2 - 1, side / 2 - 1), QSize(side, side));
    const bool isEnabled = option.state.testFlag(QStyle::State_Enabled);
    paintIcon(painter, square, name, isEnabled ? iconColour(option.palette) : option.palette.color(QPalette::Disabled, QPalette::Text));
}

} // namespace

Style::Style()
    : QProxyStyle(u"Fusion"_s)
{
    qApp->installEventFilter(this);
}

// The letters that work with Alt are underlined while it is held.
bool Style::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    const bool isAlt = isKey && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt;
    if (isAlt || event->type() == QEvent::ApplicationDeactivate)
        setUnderlines(isAlt && event->type() == QEvent::KeyPress);
    return QProxyStyle::eventFilter(watched, event);
}

void Style::setUnderlines(bool underlines)
{
    if (std::exchange(m_underlines, underlines) == underlines || !QApplication::activeWindow())
        return;
    for (QWidget *widget : QApplication::activeWindow()->findChildren<QWidget *>())
        widget->update();
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QToolButton *>(widget) || qobject_cast<QPushButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || widget->inherits("QTabBar") || widget->inherits("QScrollBar"))
        widget->setAttribute(Qt::WA_Hover);
    // A label guesses, and takes what begins like HTML for it: a file's name or a server's message would then show pictures and
    // links. Whoever means HTML says so. Tips are labels too.
    auto *label = qobject_cast<QLabel *>(widget);
    if (label && label->textFormat() == Qt::AutoText)
        label->setTextFormat(Qt::PlainText);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize: return iconSize;
    case PM_ToolBarItemSpacing:
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
    case PM_LayoutVerticalSpacing:
    case PM_HeaderMargin: return gap;
    case PM_HeaderMarkSize: return 12;
    case PM_FocusFrameHMargin: return gap - 1; // before the text of a row
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_ScrollBar_ContextMenu: return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition: return 1;
    case SH_TabBar_ElideMode: return int(Qt::ElideMiddle);
    case SH_ToolTip_WakeUpDelay: return 500;
    case SH_UnderlineShortcut: return m_underlines || qobject_cast<const QMenu *>(widget) ? 1 : 0;
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
    const QRect &rect = option->rect;
    constexpr int arrowWidth = wideGap + gap;
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return visualRect(option->direction, rect, QRect(rect.right() - arrowWidth, rect.top(), arrowWidth, rect.height()));
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        return visualRect(option->direction, rect, rect.adjusted(box && box->editable ? halfGap : gap - 1, 2, -arrowWidth - 1, -2));
    }
    if (control == CC_SpinBox && part == SC_SpinBoxEditField)
        return visualRect(option->direction, rect, rect.adjusted(halfGap + 2, 2, -arrowWidth, -2));
    if (control == CC_SpinBox && (part == SC_SpinBoxUp || part == SC_SpinBoxDown)) {
        const int half = rect.height() / 2;
        const int top = part == SC_SpinBoxUp ? rect.top() : rect.top() + half;
        return visualRect(option->direction, rect, QRect(rect.right() - arrowWidth, top, arrowWidth, half));
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        return frame && frame->lineWidth > 0 ? rect.adjusted(halfGap, 0, -halfGap, 0) : rect;
    }
    if (element == SE_ItemViewItemText) {
        // The picture of a row has its own margin already.
        const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
        const bool follows = item && item->features.testFlag(QStyleOptionViewItem::HasDecoration)
            && item->decorationPosition == QStyleOptionViewItem::Left;
        return !follows ? rect : item->direction == Qt::LeftToRight ? rect.adjusted(-gap, 0, 0, 0) : rect.adjusted(0, 0, gap, 0);
    }
    return element == SE_PushButtonFocusRect ? option->rect : rect;
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const int more = button && !button->icon.isNull() ? halfGap : 0;
        return {std::max(result.width() + gap + more, 72), std::max(result.height(), rowHeight)};
    }
    case CT_ComboBox: return {result.width() + gap, std::max(result.height(), rowHeight)};
    case CT_LineEdit:
    case CT_SpinBox: return {result.width() + gap, rowHeight};
    case CT_HeaderSection: return {result.width(), std::max(result.height(), rowHeight)};
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        const bool hasText = button && button->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !button->text.isEmpty();
        const int more = !hasText ? 0 : button->features.testFlag(QStyleOptionToolButton::HasMenu) ? wideGap + gap : gap;
        return {std::max(result.width() + 2 + more, rowHeight), std::max(result.height(), rowHeight)};
    }
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
    case PE_PanelButtonCommand:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawButton(*button, *painter);
        return;
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel: drawToolButton(*option, *painter); return;
    case PE_FrameDefaultButton: return;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0) {
            drawField(*option, *painter, option->palette.color(QPalette::Base));
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
            drawBox(*painter, option->rect, Qt::transparent, colour(Tone::Accent, option->palette), 2);
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
    case PE_IndicatorTabTearLeft:
    case PE_IndicatorTabTearRight: return;
    case PE_Frame:
        painter->save();
        painter->setPen(isInView(widget) && option->state.testFlag(State_HasFocus) ? colour(Tone::Accent, option->palette)
                                                                                   : boxLine(*option));
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    case PE_PanelScrollAreaCorner: painter->fillRect(option->rect, groundOf(widget, option->palette)); return;
    case PE_PanelStatusBar:
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
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight: drawChevron(element, *option, *painter); return;
    case PE_IndicatorHeaderArrow: {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option);
        if (header && header->sortIndicator != QStyleOptionHeader::None)
            drawChevron(header->sortIndicator == QStyleOptionHeader::SortUp ? PE_IndicatorArrowUp : PE_IndicatorArrowDown, *option,
                        *painter);
        return;
    }
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
    case CE_TabBarTabShape: drawTab(*option, *painter); return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea: drawHeaderSection(*option, *painter); return;
    case CE_HeaderLabel: {
        QStyleOptionHeaderV2 header;
        if (const auto *newer = qstyleoption_cast<const QStyleOptionHeaderV2 *>(option))
            header = *newer;
        else if (const auto *older = qstyleoption_cast<const QStyleOptionHeader *>(option))
            static_cast<QStyleOptionHeader &>(header) = *older;
        header.palette.setColor(QPalette::ButtonText, colour(Tone::Muted, option->palette));
        header.state &= ~State_On; // a chosen row does not make its column bold
        QProxyStyle::drawControl(element, &header, painter, widget);
        return;
    }
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
        drawItemText(painter, item->rect, Qt::AlignCenter | Qt::TextSingleLine | mnemonics(), item->palette,
                     item->state.testFlag(State_Enabled), item->text, QPalette::WindowText);
        return;
    }
    case CE_ComboBoxLabel: {
        // What does not fit ends in dots and not in the middle of a letter.
        QStyleOptionComboBox box = *qstyleoption_cast<const QStyleOptionComboBox *>(option);
        const QRect field = subControlRect(CC_ComboBox, &box, SC_ComboBoxEditField, widget);
        const int taken = box.currentIcon.isNull() ? 0 : box.iconSize.width() + gap;
        box.currentText = box.fontMetrics.elidedText(box.currentText, Qt::ElideRight, field.width() - taken);
        QProxyStyle::drawControl(element, &box, painter, widget);
        return;
    }
    case CE_PushButtonBevel: drawPrimitive(PE_PanelButtonCommand, option, painter, widget); return;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            drawButtonLabel(*button, *painter, mnemonics());
        return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ScrollBar: {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        const QRect slider = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
        look::drawScrollBar(*bar, *painter, slider, groundOf(widget, option->palette));
        return;
    }
    case CC_ComboBox:
        look::drawComboBox(*qstyleoption_cast<const QStyleOptionComboBox *>(option), *painter,
                           subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget));
        return;
    case CC_SpinBox:
        drawSpinBox(*qstyleoption_cast<const QStyleOptionSpinBox *>(option), *painter,
                    subControlRect(CC_SpinBox, option, SC_SpinBoxUp, widget), subControlRect(CC_SpinBox, option, SC_SpinBoxDown, widget));
        return;
    case CC_ToolButton: {
        QStyleOptionToolButton button = *qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (button.toolButtonStyle == Qt::ToolButtonTextBesideIcon && !button.text.isEmpty()) {
            // One that unfolds something says so by its arrow.
            if (widget && widget->property("unfolds").toBool())
                button.state &= ~State_On;
            drawPrimitive(PE_PanelButtonTool, &button, painter, widget);
            drawToolButtonLabel(button, *painter, mnemonics());
            if (button.state.testFlag(State_HasFocus))
                drawPrimitive(PE_FrameFocusRect, option, painter, widget);
            return;
        }
        // A button that only opens a menu says so by its picture.
        button.features &= ~QStyleOptionToolButton::HasMenu;
        QProxyStyle::drawComplexControl(control, &button, painter, widget);
        return;
    }
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace punchcard::look
