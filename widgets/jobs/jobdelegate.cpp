// SPDX-License-Identifier: MIT
#include "widgets/jobs/jobdelegate.h"

#include "core/models/jobmodel.h"
#include "core/models/wording.h"
#include "widgets/jobs/jobpaint.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace punchcard {

using namespace Qt::StringLiterals;
using look::gap;
using look::halfGap;
using look::wideGap;

namespace {

constexpr int progressHeight = 2;

QString timeOf(const QModelIndex &index)
{
    return secondsText(Milliseconds(index.data(JobModel::ElapsedRole).toLongLong()));
}

// How far an array is; of one that is over, what became of it. Empty: it is none, or nothing of it runs yet.
QString elementsLine(const QModelIndex &index)
{
    const int all = index.data(JobModel::ElementsRole).toInt();
    const int over = index.data(JobModel::ElementsOverRole).toInt();
    const int failed = index.data(JobModel::ElementsFailedRole).toInt();
    if (all == 0)
        return {};
    if (index.data(JobModel::ProgressRole).isValid())
        return failed > 0 ? JobDelegate::tr("%1/%2, %3 failed", "elements of an array").arg(over).arg(all).arg(failed)
                          : JobDelegate::tr("%1/%2", "elements of an array").arg(over).arg(all);
    return failed > 0 ? JobDelegate::tr("%1 of %2 failed", "elements of an array").arg(failed).arg(all)
                      : JobDelegate::tr("%n element(s)", nullptr, all);
}

// What there is to say below the name: why it does not go on, else where it runs.
QString secondLine(const QModelIndex &index)
{
    const QString waits = index.data(JobModel::WaitingForRole).toString();
    if (!waits.isEmpty()) {
        const QVariant until = index.data(JobModel::WaitingUntilRole);
        if (!until.isValid())
            return JobDelegate::tr("Waiting for %1").arg(waits);
        return JobDelegate::tr("Waiting for %1, next try %2").arg(waits, momentText(fromEpoch(until.toLongLong()), QDate::currentDate()));
    }
    if (const QString sending = index.data(JobModel::SendingRole).toString(); !sending.isEmpty())
        return sending;
    const QString elements = elementsLine(index);
    if (!elements.isEmpty())
        return JobDelegate::tr("%1 · %2", "elements, runner").arg(elements, index.data(JobModel::RunnerRole).toString());
    const QVariant percent = index.data(JobModel::ProgressRole);
    const QVariant left = index.data(JobModel::LeftRole);
    if (percent.isValid() && left.isValid())
        return JobDelegate::tr("%1 %, %2 left").arg(percent.toInt()).arg(secondsText(Milliseconds(left.toLongLong())));
    if (percent.isValid())
        return JobDelegate::tr("%1 %", "how far a job is").arg(percent.toInt());
    const QString runner = index.data(JobModel::RunnerRole).toString();
    const QString account = index.data(JobModel::AccountRole).toString();
    if (index.data(JobModel::RaceRole).isValid())
        return JobDelegate::tr("Race · %1", "runner").arg(runner);
    return runner == account ? runner : JobDelegate::tr("%1 · %2", "runner, account").arg(runner, account);
}

bool isOfSameRace(const QModelIndex &index, int step)
{
    const QVariant race = index.data(JobModel::RaceRole);
    const QModelIndex other = index.siblingAtRow(index.row() + step);
    return race.isValid() && other.isValid() && other.data(JobModel::RaceRole) == race;
}

// A line at the left joins those that race against each other, from the first of them to the last.
void paintRace(QPainter &painter, const QRect &rect, const QModelIndex &index, const QColor &ink)
{
    const bool goesUp = isOfSameRace(index, -1) && !JobDelegate::beginsDay(index);
    const bool goesDown = isOfSameRace(index, 1) && !JobDelegate::beginsDay(index.siblingAtRow(index.row() + 1));
    const QRectF line(rect.left() + 1.5, goesUp ? rect.top() : rect.top() + halfGap, 2,
                      rect.height() - (goesUp ? 0 : halfGap) - (goesDown ? 0 : halfGap));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(line, goesUp && goesDown ? 0 : 1, goesUp && goesDown ? 0 : 1);
}

int dayHeight(const QFontMetrics &metrics)
{
    return metrics.height() + wideGap;
}

// A thin line below the texts: how far the job says it is.
void paintProgress(QPainter &painter, const QRectF &whole, int percent, const QColor &done, const QColor &open)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(open);
    painter.drawRoundedRect(whole, whole.height() / 2, whole.height() / 2);
    painter.setBrush(done);
    const QRectF part(whole.topLeft(), QSizeF(whole.width() * percent / 100, whole.height()));
    painter.drawRoundedRect(part, whole.height() / 2, whole.height() / 2);
}

QFont smaller(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

} // namespace

JobDelegate::JobDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

bool JobDelegate::beginsDay(const QModelIndex &index)
{
    return index.row() == 0 || index.data(JobModel::DayRole) != index.siblingAtRow(index.row() - 1).data(JobModel::DayRole);
}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int lines = option.fontMetrics.height() + QFontMetrics(smaller(option.font)).height();
    return {0, lines + gap + halfGap + (beginsDay(index) ? dayHeight(option.fontMetrics) : 0)};
}

void JobDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QRect rect = option.rect;
    painter->save();
    if (beginsDay(index)) {
        paintDay(*painter, QRect(rect.topLeft(), QSize(rect.width(), dayHeight(option.fontMetrics))), option, index);
        rect.setTop(rect.top() + dayHeight(option.fontMetrics));
    }
    paintJob(*painter, rect, option, index);
    painter->restore();
}

void JobDelegate::paintDay(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QFont font = smaller(option.font);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(look::colour(look::Tone::Muted, option.palette));
    const QRect text = rect.adjusted(gap + halfGap, 0, -gap, -halfGap);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom, dayText(index.data(JobModel::DayRole).toDate(), QDate::currentDate()));
}

void JobDelegate::paintJob(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool inverts = isSelected && look::isHighContrast(option.palette);
    const QRect row = rect.adjusted(halfGap, 1, -halfGap, -1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QPalette::ColorGroup group = option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    QColor ground = option.palette.color(QPalette::Window);
    if (isSelected)
        ground = option.palette.color(group, QPalette::Highlight);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = look::mixed(option.palette.color(QPalette::Text), ground, 0.06);
    painter.setBrush(ground);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver))
        painter.drawRoundedRect(row, look::radius, look::radius);

    const auto state = index.data(JobModel::StateRole).value<JobState>();
    const QColor text = option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const auto onGround = [&](look::Tone tone) { return inverts ? text : look::readable(look::colour(tone, option.palette), ground, 4.5); };
    const QColor quiet = onGround(look::Tone::Muted);
    const QColor tone = onGround(toneOf(state));
    const int lineHeight = option.fontMetrics.height();
    const QRect content = row.adjusted(gap, halfGap, -gap, -halfGap);
    look::paintIcon(painter, QRectF(content.left(), content.top() + (lineHeight - look::iconSize) / 2.0, look::iconSize, look::iconSize),
                    iconOf(state), tone);

    const QString time = timeOf(index);
    const int timeWidth = option.fontMetrics.horizontalAdvance(time);
    QRect name(content.left() + look::iconSize + gap, content.top(), 0, lineHeight);
    name.setRight(content.right() - timeWidth - gap);
    painter.setFont(option.font);
    painter.setPen(text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
    painter.setPen(quiet);
    painter.drawText(QRect(content.right() - timeWidth, content.top(), timeWidth + 1, lineHeight), Qt::AlignRight | Qt::AlignVCenter, time);

    painter.setFont(smaller(option.font));
    const QRect below(name.left(), name.bottom() + 1, content.right() - name.left(), content.bottom() - name.bottom());
    if (state == JobState::Waiting)
        painter.setPen(tone);
    painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(secondLine(index), Qt::ElideRight, below.width()));
    if (index.data(JobModel::RaceRole).isValid())
        paintRace(painter, rect, index, look::colour(look::Tone::Accent, option.palette));
    if (const QVariant percent = index.data(JobModel::ProgressRole); percent.isValid())
        paintProgress(painter, QRectF(name.left(), row.bottom() - progressHeight, content.right() - name.left(), progressHeight),
                      percent.toInt(), tone, look::mixed(quiet, ground, 0.3));
}

bool JobDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    Q_UNUSED(option)
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const auto state = index.data(JobModel::StateRole).value<JobState>();
    const Time created = fromEpoch(index.data(JobModel::CreatedRole).toLongLong());
    const QStringList lines{index.data().toString(),
                            tr("Job %1: %2", "number, state").arg(index.data(JobModel::IdRole).toLongLong()).arg(stateText(state)),
                            tr("Started %1").arg(momentText(created, QDate::currentDate())), secondLine(index)};
    QToolTip::showText(event->globalPos(), lines.join(u'\n'), view);
    return true;
}

} // namespace punchcard
