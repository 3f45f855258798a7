// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace punchcard {

/// Paints a row of the job list: state, name and time above, runner and account below; a day's first row has its name on top.
class JobDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit JobDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

    /// Whether a day begins with @p index in its model.
    [[nodiscard]] static bool beginsDay(const QModelIndex &index);

private:
    void paintDay(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintJob(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option, const QModelIndex &index) const;
};

} // namespace punchcard
