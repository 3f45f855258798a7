// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace punchcard {

void LogView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    const QList<Seen> all = seen();
    qreal width = m_maxWidth;
    for (const Seen &line : all) {
        paintLine(painter, line);
        width = std::max(width, line.layout->width());
    }
    if (width > m_maxWidth) {
        m_maxWidth = width;
        QMetaObject::invokeMethod(this, &LogView::syncBars, Qt::QueuedConnection);
    }
}

void LogView::paintLine(QPainter &painter, const Seen &seen) const
{
    const int height = rowsOf(seen.line) * int(m_look.rowHeight);
    const QRect whole(0, seen.y, viewport()->width(), height);
    const LogMarker marker = seen.layout->marker();
    painter.fillRect(whole, m_look.ground(marker));
    if (seen.line == m_selection.caret.line && hasFocus() && m_selection.isEmpty())
        painter.fillRect(whole, look::mixed(palette().color(QPalette::Text), m_look.ground(marker), 0.05));
    if (marker == LogMarker::Error || marker == LogMarker::Warning)
        painter.fillRect(QRect(0, seen.y, 3, height),
                         look::colour(marker == LogMarker::Error ? look::Tone::Failure : look::Tone::Warning, palette()));
    paintGutter(painter, seen);
    const int left = textLeft();
    if (m_stamps != Stamps::Off)
        paintStamp(painter, seen, gutterWidth() + look::halfGap);

    painter.save();
    painter.setClipRect(QRect(left, seen.y, viewport()->width() - left, height));
    painter.setPen(palette().color(QPalette::Text));
    const QPointF at(left - scrolled(), seen.y);
    seen.layout->draw(&painter, at, overlays(seen), QRectF(whole));
    if (seen.line == m_selection.caret.line && hasFocus()) {
        const QPointF caret = at + seen.layout->positionOf(m_selection.caret.column);
        painter.fillRect(QRectF(caret.x(), caret.y() + 2, 1.5, m_look.rowHeight - 4), look::colour(look::Tone::Accent, palette()));
    }
    painter.restore();
}

void LogView::paintGutter(QPainter &painter, const Seen &seen) const
{
    const QColor muted = look::colour(look::Tone::Muted, palette());
    const int row = int(m_look.rowHeight);
    const int iconLeft = gutterWidth() - look::halfGap - look::iconSize;
    if (seen.number >= 0) {
        painter.setFont(m_look.font);
        painter.setPen(look::mixed(muted, m_look.ground(seen.layout->marker()), 0.75));
        painter.drawText(QRect(0, seen.y, iconLeft - look::halfGap, row), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(seen.number + 1));
    }
    const LogFolds &folds = m_lines.folds();
    const qsizetype index = folds.groupAt(seen.line);
    if (index < 0)
        return;
    const LogGroup &group = folds.groups().at(index);
    if (group.begin == seen.line) {
        const QRectF icon(iconLeft, seen.y + (row - look::iconSize) / 2.0, look::iconSize, look::iconSize);
        if (group.isClosed())
            look::paintIcon(painter, icon, group.folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
                            look::iconColour(palette()));
    } else {
        const int x = iconLeft + look::iconSize / 2;
        painter.fillRect(QRect(x, seen.y, 1, rowsOf(seen.line) * row), look::lineColour(palette()));
    }
}

void LogView::paintStamp(QPainter &painter, const Seen &seen, int left) const
{
    const std::optional<Time> stamp = seen.layout->stamp();
    if (!stamp)
        return;
    const int width = int(std::ceil(stampColumns(m_stamps) * m_look.cell));
    painter.setFont(m_look.font);
    painter.setPen(look::colour(look::Tone::Muted, palette()));
    painter.drawText(QRect(left, seen.y, width, int(m_look.rowHeight)), Qt::AlignRight | Qt::AlignVCenter,
                     stampText(m_stamps, *stamp, m_document.firstStamp().value_or(*stamp)));
}

// Matches and above them the selection, as formats to lie over the text.
QList<QTextLayout::FormatRange> LogView::overlays(const Seen &seen) const
{
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat hit;
    const QColor ground
        = look::mixed(look::colour(look::Tone::Warning, palette()), palette().color(QPalette::Base), look::isDark(palette()) ? 0.38 : 0.30);
    hit.setBackground(ground);
    hit.setForeground(look::readable(palette().color(QPalette::Text), ground, 4.5));
    for (const LogPattern::Match &match : matchesIn(seen.line))
        formats.append({.start = int(match.start), .length = int(match.length), .format = hit});
    addSelected(seen, formats);
    return formats;
}

void LogView::addSelected(const Seen &seen, QList<QTextLayout::FormatRange> &formats) const
{
    const LogPosition begin = m_selection.begin();
    const LogPosition end = m_selection.end();
    if (m_selection.isEmpty() || seen.line < begin.line || seen.line > end.line)
        return;
    const qsizetype columns = seen.layout->firstColumn() + seen.layout->text().size();
    qsizetype from = 0;
    qsizetype to = columns;
    if (m_selection.kind == LogSelection::Kind::Block) {
        from = std::min(begin.column, end.column);
        to = std::max(begin.column, end.column);
    } else if (m_selection.kind == LogSelection::Kind::Characters) {
        from = seen.line == begin.line ? begin.column : 0;
        to = seen.line == end.line ? end.column : columns;
    }
    to = std::min(to, columns);
    if (to <= from)
        return;
    const QPalette::ColorGroup group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    QTextCharFormat format;
    format.setBackground(palette().color(group, QPalette::Highlight));
    format.setForeground(palette().color(group, QPalette::HighlightedText));
    formats.append({.start = int(from), .length = int(to - from), .format = format});
}

} // namespace punchcard
