// SPDX-License-Identifier: MIT
#include "widgets/elements/elementcell.h"

#include "core/models/elementmodel.h"
#include "core/models/wording.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QPainter>

namespace punchcard {

using namespace Qt::StringLiterals;
using look::Tone;

namespace {

constexpr int ring = 2; // Around the chosen cell; the gap has room for it.
constexpr double corner = 4;
constexpr int tiny = 14;

// Where there is no room for a sign in a circle.
QString tinyIconOf(ElementState state)
{
    switch (state) {
    case ElementState::Waiting: return {};
    case ElementState::Running: return u"run"_s;
    case ElementState::Succeeded: return u"check"_s;
    case ElementState::Failed: return u"close"_s;
    case ElementState::TimedOut: return u"clock"_s;
    case ElementState::Cancelled: return u"remove"_s;
    }
    return {};
}

QFont smallFont(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

QString secondLineOf(const QModelIndex &index)
{
    const QVariant percent = index.data(ElementModel::ProgressRole);
    if (percent.isValid())
        return ElementCell::tr("%1 %", "how far an element is").arg(percent.toInt());
    const QVariant ran = index.data(ElementModel::RanRole);
    return ran.isValid() ? secondsText(Milliseconds(ran.toLongLong()))
                         : elementStateText(ElementState(index.data(ElementModel::StateRole).toInt()));
}

} // namespace

struct ElementCell::Colours
{
    QColor fill = {};
    QColor border = {}; ///< invalid: none
    QColor text = {};
    QColor sign = {};
};

QString iconOf(ElementState state)
{
    switch (state) {
    case ElementState::Waiting: return u"state-queued"_s;
    case ElementState::Running: return u"state-running"_s;
    case ElementState::Succeeded: return u"state-ok"_s;
    case ElementState::Failed: return u"state-failed"_s;
    case ElementState::TimedOut: return u"state-timed-out"_s;
    case ElementState::Cancelled: return u"state-cancelled"_s;
    }
    return {};
}

Tone toneOf(ElementState state)
{
    switch (state) {
    case ElementState::Waiting: return Tone::Muted;
    case ElementState::Running: return Tone::Running;
    case ElementState::Succeeded: return Tone::Success;
    case ElementState::Failed:
    case ElementState::TimedOut: return Tone::Failure;
    case ElementState::Cancelled: return Tone::Cancelled;
    }
    return Tone::Muted;
}

QSize ElementCell::cellSize(const QFontMetrics &metrics) const
{
    const int digits = metrics.horizontalAdvance(u'0');
    const int gaps = 2 * ring + m_stretch;
    const int height = 2 * ring;
    switch (m_size) {
    case 0: return QSize(tiny + gaps, tiny + height);
    case 1: return QSize(look::iconSize + m_digits * digits + 3 * look::halfGap + gaps, metrics.height() + look::gap + height);
    case 2: return QSize(look::iconSize + (m_digits + 6) * digits + gaps, 2 * metrics.height() + look::gap + height);
    default: return QSize(look::iconSize + 25 * digits + gaps, 2 * metrics.height() + look::gap + height);
    }
}

QSize ElementCell::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return cellSize(option.fontMetrics);
}

void ElementCell::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto state = ElementState(index.data(ElementModel::StateRole).toInt());
    const QPalette &palette = option.palette;
    const QColor base = palette.color(QPalette::Window);
    const QColor tone = look::colour(toneOf(state), palette);
    const bool isLoud = state == ElementState::Failed || state == ElementState::TimedOut;
    const double share = isLoud ? 1 : state == ElementState::Waiting ? 0 : m_size == 0 ? 0.4 : 0.16;
    Colours colours{.fill = look::mixed(tone, base, share)};
    if (state == ElementState::Waiting)
        colours.border = look::lineColour(palette);
    else if (state == ElementState::Running || look::isHighContrast(palette))
        colours.border = tone;
    colours.sign = look::readable(isLoud ? base : tone, colours.fill, 4.5);
    colours.text = look::readable(isLoud                                                                   ? base
                                      : state == ElementState::Waiting || state == ElementState::Cancelled ? tone
                                                                                                           : palette.color(QPalette::Text),
                                  colours.fill, 4.5);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect cell = QRect(option.rect.topLeft(), cellSize(option.fontMetrics)).adjusted(ring, ring, -ring, -ring);
    if (option.state.testFlag(QStyle::State_MouseOver) && !isLoud)
        colours.fill = look::mixed(palette.color(QPalette::Text), colours.fill, 0.08);
    painter->setBrush(colours.fill);
    painter->setPen(colours.border.isValid() ? QPen(colours.border, 1) : QPen(Qt::NoPen));
    const QRectF body = colours.border.isValid() ? QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(cell);
    painter->drawRoundedRect(body, corner, corner);
    if (m_size == 0) {
        if (const QString sign = tinyIconOf(state); !sign.isEmpty())
            look::paintIcon(*painter, QRectF(cell).adjusted(2, 2, -2, -2), sign, colours.sign);
    } else {
        paintTexts(*painter, cell, option, index, colours);
    }
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(palette.color(QPalette::Active, QPalette::Text), ring));
        painter->drawRoundedRect(QRectF(cell).adjusted(-1, -1, 1, 1), corner + 1, corner + 1);
    }
    painter->restore();
}

void ElementCell::paintTexts(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option, const QModelIndex &index,
                             const Colours &colours) const
{
    const auto state = ElementState(index.data(ElementModel::StateRole).toInt());
    const int line = option.fontMetrics.height();
    const QRect content = cell.adjusted(look::halfGap, look::halfGap, -look::halfGap - 1, -look::halfGap);
    const double sign = m_size == 1 ? look::iconSize - 2 : look::iconSize;
    look::paintIcon(painter, QRectF(content.left(), content.top() + (line - sign) / 2, sign, sign), iconOf(state), colours.sign);
    const QRect first(content.left() + look::iconSize + look::halfGap, content.top(), content.width() - look::iconSize - look::halfGap,
                      line);
    painter.setPen(colours.text);
    QFont font = m_size == 1 ? smallFont(option.font) : option.font;
    painter.setFont(font);
    painter.drawText(first, int((m_size == 1 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter), index.data().toString());
    if (const QVariant percent = index.data(ElementModel::ProgressRole); percent.isValid()) {
        const QRectF done(cell.left() + 1, cell.bottom() - 2, (cell.width() - 2) * percent.toInt() / 100.0, 2);
        painter.fillRect(done, colours.sign);
    }
    if (m_size < 2)
        return;
    painter.setFont(smallFont(option.font));
    const QString time = secondLineOf(index);
    const QString about = index.data(ElementModel::TextRole).toString();
    const bool isWide = m_size == largest && !about.isEmpty();
    if (isWide)
        painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, time);
    const QRect second(content.left(), first.bottom() + 1, content.width(), line);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(isWide ? about : time, Qt::ElideRight, second.width()));
}

} // namespace punchcard
