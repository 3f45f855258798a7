// SPDX-License-Identifier: MIT
#include "widgets/timing/historydelegates.h"

#include "core/models/runnermodel.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QPainter>

namespace punchcard {

using namespace Qt::StringLiterals;

StateLook lookOf(Outcome outcome)
{
    using look::Tone;
    switch (outcome) {
    case Outcome::Open: return {u"state-running"_s, Tone::Running};
    case Outcome::Succeeded: return {u"state-ok"_s, Tone::Success};
    case Outcome::Failed: return {u"state-failed"_s, Tone::Failure};
    case Outcome::TimedOut: return {u"state-timed-out"_s, Tone::Failure};
    case Outcome::Cancelled: return {u"state-cancelled"_s, Tone::Cancelled};
    case Outcome::Lost: return {u"state-lost"_s, Tone::Warning};
    case Outcome::Refused: return {u"state-cancelled"_s, Tone::Muted};
    }
    return {u"state-lost"_s, Tone::Warning};
}

void HistoryDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    RowDelegate::initStyleOption(option, index);
    if (index.column() != HistoryModel::Result)
        return;
    const StateLook looks = lookOf(Outcome(index.data(HistoryModel::OutcomeRole).toInt()));
    option->icon = look::icon(looks.icon, looks.tone);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(look::iconSize, look::iconSize);
}

void SpreadDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    RowDelegate::initStyleOption(option, index);
    if (index.column() == RunnerModel::Failures && index.data().toInt() > 0)
        option->palette.setColor(QPalette::Text, look::colour(look::Tone::Failure, option->palette));
    option->textElideMode = Qt::ElideMiddle;
}

void SpreadDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    const QVariantList spread = index.data(RunnerModel::SpreadRole).toList();
    const double longest = index.data(RunnerModel::LongestRole).toDouble();
    if (index.column() != RunnerModel::Range || spread.size() != 5 || longest <= 0)
        return;
    const QRectF room = QRectF(option.rect).adjusted(look::gap, 0, -look::wideGap, 0);
    const auto x = [&](int which) { return room.left() + room.width() * spread.at(which).toDouble() / longest; };
    const double y = room.center().y();
    const QColor accent = look::colour(look::Tone::Accent, option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(look::colour(look::Tone::Muted, option.palette), 1));
    painter->drawLine(QPointF(x(0), y), QPointF(x(4), y));
    for (const int end : {0, 4})
        painter->drawLine(QPointF(x(end), y - 4), QPointF(x(end), y + 4));
    painter->setPen(Qt::NoPen);
    painter->setBrush(look::mixed(accent, option.palette.color(QPalette::Base), 0.45));
    painter->drawRoundedRect(QRectF(x(1), y - 6, std::max(2.0, x(3) - x(1)), 12), 2, 2);
    painter->setPen(QPen(accent, 2));
    painter->drawLine(QPointF(x(2), y - 7), QPointF(x(2), y + 7));
    painter->restore();
}

} // namespace punchcard
