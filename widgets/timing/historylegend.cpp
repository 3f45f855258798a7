// SPDX-License-Identifier: MIT
#include "widgets/timing/historylegend.h"

#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"
#include "widgets/timing/historymark.h"

#include <QCoreApplication>
#include <QPainter>

#include <array>
#include <optional>

namespace punchcard {

namespace {

struct LegendText
{
    Q_DECLARE_TR_FUNCTIONS(HistoryLegend)
};

constexpr int markWidth = 3 * look::gap / 2;

// No outcome: the time in the queue.
std::array<std::pair<std::optional<Outcome>, QString>, 4> legendEntries()
{
    return {{{Outcome::Succeeded, LegendText::tr("Run time")},
             {Outcome::Failed, LegendText::tr("Run time of a failure")},
             {Outcome::Cancelled, LegendText::tr("Run time until cancelled")},
             {std::nullopt, LegendText::tr("Time in the queue")}}};
}

} // namespace

HistoryLegend::HistoryLegend(QWidget *parent)
    : QWidget(parent)
{
    setObjectName("historyLegend");
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    QStringList words;
    for (const auto &[outcome, word] : legendEntries())
        words.append(word);
    setAccessibleName(words.join(LegendText::tr(", ")));
}

QSize HistoryLegend::sizeHint() const
{
    return {look::wideGap, fontMetrics().height() + look::gap};
}

void HistoryLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor muted = look::colour(look::Tone::Muted, palette());
    int x = 2 * look::wideGap;
    for (const auto &[outcome, word] : legendEntries()) {
        const QPointF middle(x + historyMarkRadius, height() / 2.0);
        if (outcome)
            paintRunMark(painter, middle, *outcome, historyMarkRadius, palette());
        else
            paintQueueMark(painter, middle, palette());
        painter.setPen(muted);
        painter.drawText(QRect(x + markWidth, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, word);
        x += markWidth + fontMetrics().horizontalAdvance(word) + look::wideGap;
    }
}

} // namespace punchcard
