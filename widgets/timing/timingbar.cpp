// SPDX-License-Identifier: MIT
#include "widgets/timing/timingbar.h"

#include "core/models/timingmodel.h"
#include "core/models/wording.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"
#include "widgets/timing/stepdelegate.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int pieceHeight = 32;
constexpr int laneHeight = 8;
// Thinner, and nobody could point at it.
constexpr double thinnest = 3;

} // namespace

QColor colourOf(TimeSpan::Kind kind, const QPalette &palette)
{
    using Kind = TimeSpan::Kind;
    const QColor base = palette.color(QPalette::Base);
    const QColor accent = look::colour(look::Tone::Accent, palette);
    const QColor muted = look::colour(look::Tone::Muted, palette);
    switch (kind) {
    case Kind::Script: return accent;
    case Kind::Upload: return look::mixed(accent, base, 0.6);
    case Kind::SetUp:
    case Kind::WrapUp: return look::mixed(accent, base, 0.35);
    case Kind::Queued: return look::mixed(look::colour(look::Tone::Waiting, palette), base, 0.4);
    case Kind::Sending:
    case Kind::Fetching:
    case Kind::CleanUp: break;
    }
    return look::mixed(muted, base, 0.35);
}

TimingBar::TimingBar(TimingModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setObjectName("timingBar");
    setAccessibleName(tr("Where the time went"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(model, &TimingModel::spansChanged, this, &TimingBar::measure);
    measure();
}

QSize TimingBar::sizeHint() const
{
    return {400, pieceHeight + look::halfGap + laneHeight};
}

// Every piece gets its least width first; what is left is shared by length.
void TimingBar::measure()
{
    setAccessibleDescription(m_model->summary());
    m_places.clear();
    m_steps.clear();
    const QList<TimeSpan> &spans = m_model->spans();
    const double total = double(m_model->total().count());
    const double free = std::max(0.0, width() - thinnest * double(spans.size()));
    double x = 0;
    for (const TimeSpan &span : spans) {
        const double wide = thinnest + (total > 0 ? free * double(span.length.count()) / total : 0);
        const QRectF place(x, 0, wide, pieceHeight);
        m_places.append(place);
        x += wide;
        for (const Step &step : span.steps) {
            const Time begin = std::max(*step.startedAt, span.begin);
            const Time end
                = std::clamp(step.completedAt.value_or(span.begin + span.length), begin, std::max(begin, span.begin + span.length));
            const double scale = span.length.count() > 0 ? wide / double(span.length.count()) : 0;
            const double from = place.left() + double((begin - span.begin).count()) * scale;
            const double length = std::max(2.0, double((end - begin).count()) * scale - 1);
            m_steps.append({.rect = QRectF(std::min(from, place.right() - 2), pieceHeight + look::halfGap, length, laneHeight),
                            .step = step,
                            .kind = span.kind});
        }
    }
    update();
}

void TimingBar::paintSpan(QPainter &painter, qsizetype number) const
{
    const TimeSpan &span = m_model->spans().at(number);
    const QRectF place = m_places.at(number).adjusted(0, 0, -1, 0);
    const QColor colour = colourOf(span.kind, palette());
    painter.fillRect(place, colour);
    if (span.open) // it grows to the right
        painter.fillRect(QRectF(place.right() - 2, 0, 2, pieceHeight), look::colour(look::Tone::Running, palette()));
    const QString both = tr("%1 %2", "a stretch of time and how long it was").arg(nameOf(span.kind), secondsText(span.length));
    const QFontMetrics metrics = fontMetrics();
    const QRectF room = place.adjusted(look::gap, 0, -look::gap, 0);
    const QString shown = metrics.horizontalAdvance(both) <= room.width() ? both
        : metrics.horizontalAdvance(nameOf(span.kind)) <= room.width()    ? nameOf(span.kind)
                                                                          : QString();
    const bool darkText = look::contrast(Qt::black, colour) > look::contrast(Qt::white, colour);
    painter.setPen(darkText ? Qt::black : Qt::white);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft, shown);
}

void TimingBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(0, 0, width(), pieceHeight), look::radius, look::radius);
    painter.setClipPath(shape);
    if (m_places.isEmpty())
        painter.fillRect(QRect(0, 0, width(), pieceHeight), look::lineColour(palette()));
    for (qsizetype span = 0; span < m_places.size(); ++span)
        paintSpan(painter, span);
    painter.setClipping(false);
    painter.setPen(Qt::NoPen);
    for (const StepPlace &place : std::as_const(m_steps)) {
        const look::Tone tone = lookOf(place.step.status, place.step.conclusion).tone;
        painter.setBrush(tone == look::Tone::Success ? colourOf(place.kind, palette()) : look::colour(tone, palette()));
        painter.drawRoundedRect(place.rect, 2, 2);
    }
}

void TimingBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    measure();
}

QString TimingBar::tipAt(const QPointF &position) const
{
    const Time now = Clock::system().now();
    for (const StepPlace &place : m_steps) {
        if (place.rect.adjusted(-1, -2, 1, 2).contains(position)) {
            const QString took = secondsText(lengthOf(place.step, now));
            return tr("%1: %2 (%3)").arg(place.step.name, took, statusText(place.step.status, place.step.conclusion));
        }
    }
    for (qsizetype number = 0; number < m_places.size(); ++number) {
        if (!m_places.at(number).contains(position))
            continue;
        const TimeSpan &span = m_model->spans().at(number);
        const int share = m_model->total().count() > 0 ? qRound(100.0 * double(span.length.count()) / double(m_model->total().count())) : 0;
        const QString text = span.isLocal() ? tr("%1: %2, %3 % of the whole (this computer's clock)") : tr("%1: %2, %3 % of the whole");
        return text.arg(nameOf(span.kind), secondsText(span.length)).arg(share);
    }
    return {};
}

void TimingBar::mousePressEvent(QMouseEvent *event)
{
    for (const StepPlace &place : std::as_const(m_steps)) {
        if (place.rect.adjusted(-1, -2, 1, 2).contains(event->position())) {
            emit stepChosen(place.step.number);
            return;
        }
    }
    QWidget::mousePressEvent(event);
}

bool TimingBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString tip = tipAt(help->pos());
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

} // namespace punchcard
