// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>
#include <QUrl>

namespace punchcard {

/// A line of the problems: its sign, its text, its rule as a link, its line.
class ProblemDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;

signals:
    void pageRequested(const QUrl &page);

private:
    [[nodiscard]] static QRect ruleRect(const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace punchcard
