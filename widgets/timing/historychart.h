// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/pastrun.h"

#include <QChartView>

class QDateTimeAxis;
class QValueAxis;

namespace punchcard {

/// Past runs over time: how long each ran, and how long it queued. Failures are crosses. A click opens the job.
class HistoryChart : public QChartView
{
    Q_OBJECT

public:
    explicit HistoryChart(QWidget *parent = nullptr);

    void setRuns(const QList<store::PastRun> &runs);
    /// Rings around these.
    void setMarked(const QList<JobId> &jobs);
    /// Where the run's point is, in the viewport; for tests.
    [[nodiscard]] QPointF placeOf(JobId job) const;

signals:
    void jobClicked(punchcard::JobId job);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Point
    {
        QPointF duration; ///< y < 0: it never ran
        QPointF queued;
    };
    void setAxes();
    void colourIn();
    void place();
    void drawRun(QPainter &painter, qsizetype run) const;
    [[nodiscard]] qsizetype runAt(const QPointF &position) const;

    QList<store::PastRun> m_runs;
    QList<Point> m_points; ///< one a run, in the scene
    QList<JobId> m_marked;
    qsizetype m_hovered = -1;
    QDateTimeAxis *m_time;
    QValueAxis *m_length;
    double m_unit = 1000; ///< milliseconds in what the axis counts
};

} // namespace punchcard
