// SPDX-License-Identifier: MIT
#include "widgets/log/linelayout.h"

#include "widgets/look/tones.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal endless = 1'000'000; // Wide enough for any line that is not wrapped; Qt lays out up to 2²⁵ pixels.
constexpr int tabCells = 8;

std::optional<look::Tone> toneOf(LogMarker marker)
{
    switch (marker) {
    case LogMarker::Error: return look::Tone::Failure;
    case LogMarker::Warning: return look::Tone::Warning;
    case LogMarker::Notice: return look::Tone::Accent;
    case LogMarker::Debug: return look::Tone::Muted;
    case LogMarker::Command: return look::Tone::Accent;
    default: return {};
    }
}

// The whole line's style, below that of its parts.
TextStyle styleOf(LogMarker marker)
{
    return {.bold = marker == LogMarker::Group || marker == LogMarker::Section};
}

} // namespace

QColor LineLook::ground(LogMarker marker) const
{
    const QColor base = palette.color(QPalette::Base);
    if (marker != LogMarker::Error && marker != LogMarker::Warning)
        return base;
    return look::mixed(look::colour(*toneOf(marker), palette), base, look::isDark(palette) ? 0.14 : 0.08);
}

LineLayout::LineLayout(QByteArrayView line, const LineLook &look, qsizetype firstColumn, qsizetype columns)
    : m_cell(look.cell)
    , m_rowHeight(look.rowHeight)
{
    const LogLine parsed = parseLogLine(line);
    const QByteArrayView bytes = parsed.text;
    m_marker = parsed.marker;
    m_stamp = parsed.stamp;
    StyledText text;
    if (look.wrapWidth > 0 && bytes.size() > wrapLimit) {
        text = styledWindow(bytes, 0, wrapLimit, look.showHidden);
        m_leftOut = bytes.size() - wrapLimit;
    } else if (look.wrapWidth > 0 || bytes.size() <= wholeLimit) {
        text = styledText(bytes, look.showHidden);
    } else {
        m_isWindow = true;
        m_first = std::min(windowFor(firstColumn), windowFor(bytes.size() - 1));
        text = styledWindow(bytes, m_first, std::min(bytes.size(), m_first + columns + 2 * windowStep), look.showHidden);
    }
    if (const QByteArrayView prefix = prefixFor(m_marker); !prefix.isEmpty() && m_first == 0) {
        text.text.prepend(QString::fromUtf8(prefix));
        for (TextSpan &span : text.spans)
            span.start += prefix.size();
    }
    m_offset = qreal(m_first) * look.cell;
    m_columns = m_isWindow ? std::max(bytes.size(), m_first + text.text.size()) : text.text.size();
    set(text, look);
    if (m_isWindow)
        m_width = std::max(qreal(m_columns) * look.cell, m_offset + m_width);
}

void LineLayout::set(const StyledText &text, const LineLook &look)
{
    const QColor ground = look.ground(m_marker);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat whole = look.colours.format(styleOf(m_marker), ground);
    if (const std::optional<look::Tone> tone = toneOf(m_marker))
        whole.setForeground(look::readable(look::colour(*tone, look.palette), ground, 4.5));
    formats.append({.start = 0, .length = int(text.text.size()), .format = whole});
    for (const TextSpan &span : text.spans)
        formats.append({.start = int(span.start), .length = int(span.length), .format = look.colours.format(span.style, ground)});

    const bool wraps = look.wrapWidth > 0;
    QTextOption option(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setTextDirection(text.text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    option.setTabStopDistance(look.cell * tabCells);
    option.setWrapMode(wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    m_layout.setText(text.text);
    m_layout.setFont(look.font);
    m_layout.setTextOption(option);
    m_layout.setFormats(formats);
    m_layout.setCacheEnabled(true);
    m_layout.beginLayout();
    for (int row = 0;; ++row) {
        QTextLine line = m_layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(wraps ? look.wrapWidth : endless);
        line.setPosition({0, row * look.rowHeight + (look.rowHeight - line.height()) / 2});
        m_width = std::max(m_width, line.naturalTextWidth());
    }
    m_layout.endLayout();
}

QPointF LineLayout::positionOf(qsizetype column) const
{
    const int at = int(std::clamp<qsizetype>(column - m_first, 0, m_layout.text().size()));
    const QTextLine line = m_layout.lineForTextPosition(at);
    if (!line.isValid())
        return {m_offset, 0};
    const qreal x = column < m_first || column > m_first + m_layout.text().size() ? qreal(column) * m_cell // Outside the window.
                                                                                  : m_offset + line.cursorToX(at);
    return {x, line.lineNumber() * m_rowHeight};
}

qsizetype LineLayout::columnAt(QPointF position) const
{
    if (m_layout.lineCount() == 0)
        return m_first;
    const int row = std::clamp(int(position.y() / m_rowHeight), 0, m_layout.lineCount() - 1);
    return m_first + m_layout.lineAt(row).xToCursor(position.x() - m_offset);
}

qsizetype LineLayout::nextColumn(qsizetype column, bool words) const
{
    const int at = int(std::clamp<qsizetype>(column - m_first, 0, m_layout.text().size()));
    return m_first + m_layout.nextCursorPosition(at, words ? QTextLayout::SkipWords : QTextLayout::SkipCharacters);
}

qsizetype LineLayout::previousColumn(qsizetype column, bool words) const
{
    const int at = int(std::clamp<qsizetype>(column - m_first, 0, m_layout.text().size()));
    return m_first + m_layout.previousCursorPosition(at, words ? QTextLayout::SkipWords : QTextLayout::SkipCharacters);
}

std::pair<qsizetype, qsizetype> LineLayout::wordAt(qsizetype column) const
{
    const QString text = m_layout.text();
    qsizetype begin = std::clamp<qsizetype>(column - m_first, 0, text.size());
    qsizetype end = begin;
    const auto inWord = [&text](qsizetype at) {
        const QChar c = text.at(at);
        return c.isLetterOrNumber() || c.isSurrogate() || c.isMark() || u"_-./~+%"_s.contains(c);
    };
    while (begin > 0 && inWord(begin - 1))
        --begin;
    while (end < text.size() && inWord(end))
        ++end;
    if (begin == end && end < text.size())
        ++end;
    return {m_first + begin, m_first + end};
}

void LineLayout::draw(QPainter *painter, QPointF at, const QList<QTextLayout::FormatRange> &formats, const QRectF &clip) const
{
    QList<QTextLayout::FormatRange> own = formats;
    for (QTextLayout::FormatRange &range : own) {
        const int start = std::max(0, range.start - int(m_first));
        range.length = std::max(0, range.start - int(m_first) + range.length - start);
        range.start = start;
    }
    m_layout.draw(painter, at + QPointF(m_offset, 0), own, clip);
}

} // namespace punchcard
