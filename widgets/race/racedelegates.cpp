// SPDX-License-Identifier: MIT
#include "widgets/race/racedelegates.h"

#include "core/models/racemodel.h"
#include "core/models/wording.h"
#include "widgets/jobs/jobpaint.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using look::gap;
using look::halfGap;
using look::wideGap;

namespace {

constexpr int barHeight = 22;
constexpr int barRadius = 4;
// Thinner, and nobody would see that there was something.
constexpr double thinnestPart = 2;

const RaceModel *raceOf(const QModelIndex &index)
{
    return qobject_cast<const RaceModel *>(index.model());
}

/// How a row stands out: chosen, under the mouse, or neither.
struct Ground
{
    QColor fill;
    QColor text;
    QPalette::ColorGroup group;
    bool isChosen;
};

Ground groundOf(const QStyleOptionViewItem &option)
{
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor base = option.palette.color(QPalette::Base);
    QColor fill = base;
    if (isChosen)
        fill = option.palette.color(group, QPalette::Highlight);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        fill = look::mixed(option.palette.color(QPalette::Text), base, 0.05);
    return {.fill = fill,
            .text = option.palette.color(group, isChosen ? QPalette::HighlightedText : QPalette::Text),
            .group = group,
            .isChosen = isChosen};
}

QFont semiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QRectF barPlace(const QRect &row, const QFontMetrics &metrics)
{
    const QRect content = row.adjusted(wideGap, gap, -wideGap, -gap);
    return QRectF(content.left(), content.top() + metrics.height() + gap - 2, content.width(), barHeight);
}

/// Where each stretch lies on the scale of the whole race.
QList<QRectF> placesOf(const RaceLane &lane, Milliseconds longest, const QRectF &bar)
{
    QList<QRectF> places;
    const double free = std::max(0.0, bar.width() - thinnestPart * double(lane.stretches.size()));
    double x = bar.left();
    for (const RaceStretch &stretch : lane.stretches) {
        const double share = longest.count() > 0 ? double(stretch.length.count()) / double(longest.count()) : 0;
        const double wide = std::min(thinnestPart + free * share, bar.right() - x);
        places.append(QRectF(x, bar.top(), std::max(wide, 0.0), bar.height()));
        x += wide;
    }
    return places;
}

QString nameAndLength(const RaceStretch &stretch)
{
    return RaceLaneDelegate::tr("%1 %2", "a part of a racer's time and how long it was")
        .arg(nameOf(stretch.part), secondsText(stretch.length));
}

void paintBar(QPainter &painter, const RaceLane &lane, Milliseconds longest, const QRectF &bar, const QStyleOptionViewItem &option)
{
    const QPalette &palette = option.palette;
    painter.setPen(Qt::NoPen);
    painter.setBrush(look::mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.06));
    painter.drawRoundedRect(bar, barRadius, barRadius);
    const QList<QRectF> places = placesOf(lane, longest, bar);
    if (places.isEmpty())
        return;
    QPainterPath shape;
    const QRectF whole(bar.topLeft(), QPointF(places.constLast().right(), bar.bottom()));
    shape.addRoundedRect(whole, barRadius, barRadius);
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    painter.setFont(option.font);
    for (qsizetype i = 0; i < places.size(); ++i) {
        const RaceStretch &stretch = lane.stretches.at(i);
        const QRectF place = places.at(i).adjusted(0, 0, i + 1 < places.size() ? -1 : 0, 0);
        paintPart(painter, place, stretch.part, palette);
        const QColor colour = colourOf(stretch.part, palette);
        if (stretch.open) { // it grows to the right
            const QColor mark = look::mixed(palette.color(QPalette::Base), colour, 0.6);
            painter.fillRect(QRectF(place.right() - 3, place.top(), 3, place.height()), mark);
        }
        const QRectF room = place.adjusted(gap, 0, -gap, 0);
        const auto fits = [&option, &room](const QString &text) { return option.fontMetrics.horizontalAdvance(text) <= room.width(); };
        const QString both = nameAndLength(stretch);
        const QString time = secondsText(stretch.length);
        painter.setPen(look::contrast(Qt::black, colour) > look::contrast(Qt::white, colour) ? Qt::black : Qt::white);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, fits(both) ? both : fits(time) ? time : QString());
    }
    painter.restore();
}

/// A flag and a word: the colour alone would not tell.
int paintWinner(QPainter &painter, int right, const QRect &line, const QStyleOptionViewItem &option, const Ground &ground)
{
    const QString word = RaceLaneDelegate::tr("Winner");
    const QFont font = semiBold(option.font);
    const int width = QFontMetrics(font).horizontalAdvance(word);
    const QColor tone = ground.isChosen && look::isHighContrast(option.palette)
        ? ground.text
        : look::readable(look::colour(look::Tone::Success, option.palette), ground.fill, 4.5);
    const int left = right - width - look::iconSize - halfGap;
    look::paintIcon(painter, QRectF(left, line.top() + (line.height() - look::iconSize) / 2.0, look::iconSize, look::iconSize), u"race"_s,
                    tone);
    painter.setFont(font);
    painter.setPen(tone);
    painter.drawText(QRect(right - width, line.top(), width + 1, line.height()), Qt::AlignVCenter | Qt::AlignLeft, word);
    return left - wideGap;
}

} // namespace

QColor colourOf(RacePart part, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor accent = look::colour(look::Tone::Accent, palette);
    switch (part) {
    case RacePart::Queued: return look::mixed(look::colour(look::Tone::Waiting, palette), base, 0.22);
    case RacePart::SetUp: return look::mixed(accent, base, 0.35);
    case RacePart::Script: return accent;
    case RacePart::Rest: break;
    }
    return look::mixed(look::colour(look::Tone::Muted, palette), base, 0.4);
}

void paintPart(QPainter &painter, const QRectF &place, RacePart part, const QPalette &palette)
{
    painter.fillRect(place, colourOf(part, palette));
    if (part != RacePart::Queued)
        return;
    painter.save();
    painter.setClipRect(place, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look::mixed(look::colour(look::Tone::Waiting, palette), palette.color(QPalette::Base), 0.42), 1));
    constexpr int apart = 6;
    const int strokes = int((place.width() + place.height()) / apart) + 1;
    for (int stroke = 0; stroke < strokes; ++stroke) {
        const double x = place.left() - place.height() + stroke * apart;
        painter.drawLine(QPointF(x, place.bottom()), QPointF(x + place.height(), place.top()));
    }
    painter.restore();
}

QSize RaceLaneDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, option.fontMetrics.height() + barHeight + 3 * gap};
}

void RaceLaneDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const RaceModel *const model = raceOf(index);
    if (!model || index.row() >= model->race().lanes.size())
        return;
    const RaceLane &lane = model->race().lanes.at(index.row());
    const Ground ground = groundOf(option);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground.fill);
    painter->drawRoundedRect(option.rect.adjusted(halfGap, 1, -halfGap, -1), look::radius, look::radius);

    const bool inverts = ground.isChosen && look::isHighContrast(option.palette);
    const auto inked
        = [&](look::Tone tone) { return inverts ? ground.text : look::readable(look::colour(tone, option.palette), ground.fill, 4.5); };
    const QRect line(option.rect.left() + wideGap, option.rect.top() + gap, option.rect.width() - 2 * wideGap, option.fontMetrics.height());
    look::paintIcon(*painter, QRectF(line.left(), line.top() + (line.height() - look::iconSize) / 2.0, look::iconSize, look::iconSize),
                    iconOf(lane.state), inked(toneOf(lane.state)));

    const QString total = secondsText(lane.total.length);
    int right = line.right() + 1;
    painter->setFont(option.font);
    painter->setPen(ground.text);
    if (lane.total.length) {
        const int width = option.fontMetrics.horizontalAdvance(total);
        painter->drawText(QRect(right - width, line.top(), width + 1, line.height()), Qt::AlignVCenter | Qt::AlignRight, total);
        right -= width + wideGap;
    }
    if (index.data(RaceModel::WinnerRole).toBool())
        right = paintWinner(*painter, right, line, option, ground);

    const QFont bold = semiBold(option.font);
    const QFontMetrics boldMetrics(bold);
    int left = line.left() + look::iconSize + gap;
    const QString name = boldMetrics.elidedText(lane.name, Qt::ElideMiddle, std::max(0, right - left));
    painter->setFont(bold);
    painter->setPen(ground.text);
    painter->drawText(QRect(left, line.top(), right - left, line.height()), Qt::AlignVCenter | Qt::AlignLeft, name);
    left += boldMetrics.horizontalAdvance(name) + gap;
    const QString more = lane.runner.isEmpty() || lane.runner == lane.name
        ? stateText(lane.state)
        : tr("%1 · %2", "state, machine").arg(stateText(lane.state), lane.runner);
    painter->setFont(option.font);
    painter->setPen(inked(look::Tone::Muted));
    painter->drawText(QRect(left, line.top(), std::max(0, right - left), line.height()), Qt::AlignVCenter | Qt::AlignLeft,
                      option.fontMetrics.elidedText(more, Qt::ElideRight, std::max(0, right - left)));
    paintBar(*painter, lane, model->race().longest, barPlace(option.rect, option.fontMetrics), option);
    painter->restore();
}

bool RaceLaneDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const RaceModel *const model = raceOf(index);
    if (event->type() != QEvent::ToolTip || !model)
        return false;
    const RaceLane &lane = model->race().lanes.at(index.row());
    const QList<QRectF> places = placesOf(lane, model->race().longest, barPlace(option.rect, option.fontMetrics));
    QString text = index.data(RaceModel::SummaryRole).toString();
    for (qsizetype i = 0; i < places.size(); ++i) {
        if (places.at(i).contains(event->pos()))
            text = nameAndLength(lane.stretches.at(i));
    }
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

void RaceFigureDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    RowDelegate::initStyleOption(option, index);
    if (index.column() == RaceModel::State) {
        const auto state = index.data(RaceModel::StateRole).value<JobState>();
        option->icon = look::icon(iconOf(state), toneOf(state));
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(look::iconSize, look::iconSize);
    }
    if (index.column() == RaceModel::Script || (index.column() == RaceModel::Racer && index.data(RaceModel::WinnerRole).toBool()))
        option->font.setWeight(QFont::DemiBold);
    option->textElideMode = Qt::ElideMiddle;
}

namespace {

// As wide as the widest there is, so that times stand in line.
int ratioWidth(const QFontMetrics &metrics)
{
    return metrics.horizontalAdvance(u"99.99×"_s);
}

} // namespace

QSize RaceFigureDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize hint = RowDelegate::sizeHint(option, index);
    if (index.column() >= RaceModel::Queued)
        hint.rwidth() += ratioWidth(option.fontMetrics) + gap;
    return hint;
}

void RaceFigureDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.column() < RaceModel::Queued) {
        RowDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const Ground ground = groundOf(item);
    item.text.clear();
    const QStyle *style = item.widget ? item.widget->style() : nullptr;
    if (style)
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
    const int ratios = ratioWidth(item.fontMetrics);
    const QRect room = item.rect.adjusted(halfGap, 0, -wideGap, 0);
    painter->save();
    painter->setFont(item.font);
    painter->setPen(ground.text);
    painter->drawText(room.adjusted(0, 0, -ratios - gap, 0), Qt::AlignVCenter | Qt::AlignRight, index.data().toString());
    const QString ratio = index.data(RaceModel::RatioRole).toString();
    painter->setFont(option.font);
    painter->setPen(ground.isChosen && look::isHighContrast(item.palette)
                        ? ground.text
                        : look::readable(look::colour(look::Tone::Muted, item.palette), ground.fill, 4.5));
    painter->drawText(QRect(room.right() - ratios, room.top(), ratios + 1, room.height()), Qt::AlignVCenter | Qt::AlignRight, ratio);
    painter->restore();
}

} // namespace punchcard
