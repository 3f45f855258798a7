// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/timespans.h"

#include <QWidget>

namespace punchcard {

class TimingModel;

/// One bar for the whole life of a task, a stretch a piece, and below it a lane with its steps. Hovering tells the figures.
class TimingBar : public QWidget
{
    Q_OBJECT

public:
    explicit TimingBar(TimingModel *model, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    /// Where a stretch is drawn; for tests.
    [[nodiscard]] QRectF placeOf(qsizetype span) const { return m_places.value(span); }

signals:
    /// A step was clicked.
    void stepChosen(int step);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct StepPlace
    {
        QRectF rect;
        Step step;
        TimeSpan::Kind kind;
    };
    void measure();
    void paintSpan(QPainter &painter, qsizetype span) const;
    [[nodiscard]] QString tipAt(const QPointF &position) const;

    TimingModel *m_model;
    QList<QRectF> m_places;
    QList<StepPlace> m_steps;
};

/// The colour of a stretch: the script in the accent colour, all others in quieter ones.
[[nodiscard]] QColor colourOf(TimeSpan::Kind kind, const QPalette &palette);

} // namespace punchcard
