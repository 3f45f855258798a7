// SPDX-License-Identifier: MIT
#include "widgets/editor/problemdelegate.h"

#include "core/lint/problemmodel.h"
#include "widgets/editor/problempaint.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString lineText(const QModelIndex &index)
{
    return ProblemDelegate::tr("Line %1").arg(index.data(ProblemModel::LineRole).toInt());
}

int lineWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(ProblemDelegate::tr("Line %1").arg(88888));
}

} // namespace

QRect ProblemDelegate::ruleRect(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const int width = option.fontMetrics.horizontalAdvance(index.data(ProblemModel::RuleRole).toString());
    const QRect row = option.rect;
    return {row.right() - look::gap - lineWidth(option.fontMetrics) - look::gap - width, row.top(), width, row.height()};
}

void ProblemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const bool selected = option.state.testFlag(QStyle::State_Selected) && option.state.testFlag(QStyle::State_Active);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QRect row = option.rect.adjusted(look::gap + look::halfGap, 0, -look::gap, 0);
    const auto level = Finding::Level(index.data(ProblemModel::LevelRole).toInt());
    paintProblemMark(*painter, QRectF(row.left(), row.center().y() - 5, 11, 11), level, option.palette);

    const QRect rule = ruleRect(option, index);
    painter->setPen(text);
    const QRect message(row.left() + look::wideGap + look::halfGap, row.top(), rule.left() - row.left() - 2 * look::wideGap - look::halfGap,
                        row.height());
    const QString shown = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, message.width());
    painter->drawText(message, Qt::AlignVCenter | Qt::AlignLeft, shown);
    if (index.data(ProblemModel::FixableRole).toBool()) {
        const int end = message.left() + option.fontMetrics.horizontalAdvance(shown) + look::gap;
        if (end + look::iconSize < rule.left())
            look::paintIcon(*painter, QRectF(end, row.center().y() - 7, 14, 14), u"bolt"_s,
                            selected ? text : look::colour(look::Tone::Accent, option.palette));
    }
    QFont link = option.font;
    link.setUnderline(option.state.testFlag(QStyle::State_MouseOver));
    painter->setFont(link);
    painter->setPen(selected ? text : look::colour(look::Tone::Accent, option.palette));
    painter->drawText(rule, Qt::AlignVCenter | Qt::AlignLeft, index.data(ProblemModel::RuleRole).toString());
    painter->setFont(option.font);
    painter->setPen(selected ? text : look::colour(look::Tone::Muted, option.palette));
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, lineText(index));
}

QSize ProblemDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, qMax(24, option.fontMetrics.height() + look::gap)};
}

bool ProblemDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease && ruleRect(option, index).contains(static_cast<QMouseEvent *>(event)->pos())) {
        emit pageRequested(index.data(ProblemModel::PageRole).toUrl());
        return true;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace punchcard
