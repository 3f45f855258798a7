// SPDX-License-Identifier: MIT
#include "widgets/look/rowdelegate.h"

#include "widgets/look/metrics.h"

#include <QApplication>
#include <QPainter>

namespace punchcard::look {

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    if (!(item.displayAlignment & Qt::AlignRight)) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
    const bool chosen = item.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group = item.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QRect room = item.rect.adjusted(halfGap, 0, -gap, 0);
    painter->save();
    painter->setFont(item.font);
    painter->setPen(item.palette.color(group, chosen ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(room, int(item.displayAlignment), item.fontMetrics.elidedText(item.text, item.textElideMode, room.width()));
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width() + gap, std::max(hint.height(), rowHeight)};
}

} // namespace punchcard::look
