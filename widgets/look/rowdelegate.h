// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace punchcard::look {

/// Draws the rows of a list that is read and clicked: as high as rowHeight, and with room between a figure that stands at
/// the right and the edge.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace punchcard::look
