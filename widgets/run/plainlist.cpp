// SPDX-License-Identifier: MIT
#include "widgets/run/plainlist.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace punchcard {

PlainList::PlainList(const QString &whenEmpty, QWidget *parent)
    : QListView(parent)
    , m_whenEmpty(whenEmpty)
{
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    // Else the viewport would swallow what is dropped.
    viewport()->setAcceptDrops(false);
    setAcceptDrops(false);
}

void PlainList::setRemover(QPushButton *button, std::function<void()> remove)
{
    setSelectionMode(ExtendedSelection);
    const auto judge = [this, button] { button->setEnabled(selectionModel()->hasSelection()); };
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, button, judge);
    connect(model(), &QAbstractItemModel::modelReset, button, judge);
    judge();
    connect(button, &QPushButton::clicked, this, [remove] { remove(); });
    connect(new QShortcut(QKeySequence::Delete, this, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
            [remove] { remove(); });
}

void PlainList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (!model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(look::colour(look::Tone::Muted, palette()));
    painter.drawText(viewport()->rect().adjusted(look::wideGap, look::wideGap, -look::wideGap, -look::wideGap),
                     Qt::AlignCenter | Qt::TextWordWrap, m_whenEmpty);
}

TwoTextsDelegate::TwoTextsDelegate(int rightRole, int problemRole, IconOf iconOf, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_rightRole(rightRole)
    , m_problemRole(problemRole)
    , m_iconOf(std::move(iconOf))
{
}

void TwoTextsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem blank = option;
    initStyleOption(&blank, index);
    blank.text.clear();
    const QWidget *widget = option.widget;
    (widget ? widget->style() : QApplication::style())->drawControl(QStyle::CE_ItemViewItem, &blank, painter, widget);
    const bool chosen = option.state & QStyle::State_Selected;
    const QColor ink = option.palette.color(chosen ? QPalette::HighlightedText : QPalette::Text);
    QRect row = option.rect.adjusted(look::gap, 0, -look::gap, 0);
    if (const QString icon = m_iconOf(index); !icon.isEmpty()) {
        const QRectF place(row.left(), row.center().y() - look::iconSize / 2.0 + 0.5, look::iconSize, look::iconSize);
        look::paintIcon(*painter, place, icon, chosen ? ink : look::iconColour(option.palette));
        row.setLeft(row.left() + look::iconSize + look::gap);
    }
    const bool isWrong = m_problemRole > 0 && !index.data(m_problemRole).toString().isEmpty();
    const QString right = index.data(m_rightRole).toString();
    const int rightWidth = option.fontMetrics.horizontalAdvance(right);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(chosen ? ink : look::colour(isWrong ? look::Tone::Failure : look::Tone::Muted, option.palette));
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, right);
    painter->setPen(ink);
    const QString left = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, row.width() - rightWidth - 2 * look::gap);
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignLeft, left);
    painter->restore();
}

QSize TwoTextsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, std::max(look::rowHeight, option.fontMetrics.height() + look::gap)};
}

} // namespace punchcard
