// SPDX-License-Identifier: MIT
#include "widgets/timing/historychart.h"

#include "core/base/clock.h"
#include "core/models/historymodel.h"
#include "core/models/wording.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"
#include "widgets/timing/historymark.h"

#include <QDateTimeAxis>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QMouseEvent>
#include <QToolTip>
#include <QValueAxis>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

constexpr double reach = 10; // how far from a point a click still means it

} // namespace

// A chart item for each of ten thousand points would take seconds, so the points are painted over the axes.
HistoryChart::HistoryChart(QWidget *parent)
    : QChartView(parent)
    , m_time(new QDateTimeAxis(this))
    , m_length(new QValueAxis(this))
{
    setObjectName("historyChart");
    setAccessibleName(tr("Durations of past runs"));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->legend()->hide();
    chart()->setBackgroundRoundness(0);
    chart()->setMargins({look::gap, look::gap, look::gap, look::gap});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_length, Qt::AlignLeft);
    auto *frame = new QLineSeries(this); // what the axes measure by
    chart()->addSeries(frame);
    frame->attachAxis(m_time);
    frame->attachAxis(m_length);
    m_length->setTruncateLabels(false); // else "…" is all that some fonts leave of them
    connect(chart(), &QChart::plotAreaChanged, this, &HistoryChart::place);
    colourIn();
    setAxes();
}

void HistoryChart::setRuns(const QList<store::PastRun> &runs)
{
    m_runs = runs;
    m_hovered = -1;
    setAxes();
    place();
    const qsizetype failures = std::ranges::count_if(m_runs, [](const store::PastRun &run) { return isFailure(run.outcome); });
    setAccessibleDescription(tr("%n run(s), %1 of them failed", nullptr, int(m_runs.size())).arg(failures));
}

void HistoryChart::setMarked(const QList<JobId> &jobs)
{
    m_marked = jobs;
    viewport()->update();
}

void HistoryChart::setAxes()
{
    Milliseconds longest = 1s;
    for (const store::PastRun &run : std::as_const(m_runs))
        longest = std::max({longest, run.running.value_or(0ms), run.queued.value_or(0ms)});
    const bool hours = longest > 3h;
    const bool minutes = longest > 3min;
    m_unit = double(Milliseconds(hours ? Milliseconds(1h) : minutes ? Milliseconds(1min) : Milliseconds(1s)).count());
    m_length->setTitleText(hours ? tr("hours") : minutes ? tr("minutes") : tr("seconds"));
    m_length->setRange(0, double(longest.count()) / m_unit * 1.05);
    m_length->setTickCount(5);
    m_length->applyNiceNumbers();
    m_length->setLabelFormat(m_length->max() < 5 ? QStringLiteral("%.1f") : QStringLiteral("%.0f"));

    const Time begin = m_runs.isEmpty() ? Clock::system().now() - 24h : m_runs.constFirst().createdAt;
    const Time end = m_runs.isEmpty() ? Clock::system().now() : std::max(begin, m_runs.constLast().createdAt);
    const Milliseconds margin = std::max<Milliseconds>((end - begin) / 50, 1min);
    m_time->setRange(toDateTime(begin - margin).toLocalTime(), toDateTime(end + margin).toLocalTime());
    m_time->setTickCount(5);
    const Milliseconds whole = end - begin;
    m_time->setFormat(whole < 48h ? tr("HH:mm", "time on an axis") : tr("d MMM", "date on an axis"));
}

void HistoryChart::colourIn()
{
    const QColor text = look::colour(look::Tone::Muted, palette());
    const QColor base = palette().color(QPalette::Base);
    chart()->setBackgroundBrush(base);
    setBackgroundBrush(base);
    for (QAbstractAxis *axis : std::initializer_list<QAbstractAxis *>{m_time, m_length}) {
        axis->setLabelsBrush(text);
        axis->setTitleBrush(text);
        axis->setLabelsFont(font());
        axis->setTitleFont(font());
        axis->setLinePen(QPen(look::mixed(text, base, 0.4), 1));
        axis->setGridLinePen(QPen(look::mixed(text, base, 0.15), 1));
    }
    m_time->setGridLineVisible(false);
}

void HistoryChart::place()
{
    m_points.clear();
    m_points.reserve(m_runs.size());
    const auto scenePlace = [this](const store::PastRun &run, std::optional<Milliseconds> length) {
        if (!length)
            return QPointF(-1, -1);
        const QPointF value(double(toEpoch(run.createdAt)), double(length->count()) / m_unit);
        return chart()->mapToScene(chart()->mapToPosition(value));
    };
    for (const store::PastRun &run : std::as_const(m_runs))
        m_points.append({.duration = scenePlace(run, run.running), .queued = scenePlace(run, run.queued)});
    viewport()->update();
}

void HistoryChart::drawRun(QPainter &painter, qsizetype number) const
{
    const store::PastRun &run = m_runs.at(number);
    const QPointF place = m_points.at(number).duration;
    if (place.y() < 0)
        return;
    paintRunMark(painter, place, run.outcome, number == m_hovered ? historyMarkRadius * 1.6 : historyMarkRadius, palette());
    if (m_marked.contains(run.id)) {
        painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(place, historyMarkRadius * 2.4, historyMarkRadius * 2.4);
    }
}

void HistoryChart::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Point &point : std::as_const(m_points)) {
        if (point.queued.y() >= 0)
            paintQueueMark(*painter, point.queued, palette());
    }
    for (qsizetype run = 0; run < m_points.size(); ++run)
        drawRun(*painter, run);
    painter->restore();
}

QPointF HistoryChart::placeOf(JobId job) const
{
    const auto found = std::ranges::find(m_runs, job, &store::PastRun::id);
    return found == m_runs.end() ? QPointF(-1, -1) : mapFromScene(m_points.at(found - m_runs.begin()).duration);
}

qsizetype HistoryChart::runAt(const QPointF &position) const
{
    const QPointF scene = mapToScene(position.toPoint());
    qsizetype nearest = -1;
    double best = reach * reach;
    for (qsizetype run = 0; run < m_points.size(); ++run) {
        for (const QPointF &place : {m_points.at(run).duration, m_points.at(run).queued}) {
            const QPointF way = place - scene;
            const double distance = QPointF::dotProduct(way, way);
            if (place.y() >= 0 && distance < best) {
                best = distance;
                nearest = run;
            }
        }
    }
    return nearest;
}

void HistoryChart::mousePressEvent(QMouseEvent *event)
{
    const qsizetype run = runAt(event->position());
    if (run >= 0 && event->button() == Qt::LeftButton)
        emit jobClicked(m_runs.at(run).id);
    else
        QChartView::mousePressEvent(event);
}

void HistoryChart::mouseMoveEvent(QMouseEvent *event)
{
    QChartView::mouseMoveEvent(event);
    const qsizetype run = runAt(event->position());
    if (run == m_hovered)
        return;
    m_hovered = run;
    viewport()->setCursor(run >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
    if (run < 0) {
        QToolTip::hideText();
        return;
    }
    const store::PastRun &past = m_runs.at(run);
    const QString text = tr("Job #%1, %2\n%3 after %4 in the queue: %5\n%6")
                             .arg(qint64(past.id))
                             .arg(momentText(past.createdAt, QDate::currentDate()), secondsText(past.running), secondsText(past.queued),
                                  outcomeText(past.outcome), runnerText(past.account, past.runsOn));
    QToolTip::showText(event->globalPosition().toPoint(), text, this);
}

void HistoryChart::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_hovered = -1;
    viewport()->update();
}

void HistoryChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        colourIn();
}

} // namespace punchcard
