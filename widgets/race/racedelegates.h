// SPDX-License-Identifier: MIT
// widgets/race: several runners with the same script, side by side: a lane with a live bar for each, and the figures below.
#pragma once

#include "core/models/racelanes.h"
#include "widgets/look/rowdelegate.h"

#include <QColor>

class QPalette;

namespace punchcard {

/// A lane: who runs it, how it stands, and its bar on the scale of all.
class RaceLaneDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;
};

/// A cell of the figures: a time, and beside it, quieter, how many times the best it is.
class RaceFigureDelegate : public look::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// The script in the accent colour, all others in quieter ones.
[[nodiscard]] QColor colourOf(RacePart part, const QPalette &palette);
/// Fills @p place as that part; waiting is hatched, so that it is told from work without its colour.
void paintPart(QPainter &painter, const QRectF &place, RacePart part, const QPalette &palette);

} // namespace punchcard
