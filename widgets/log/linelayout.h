// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logline.h"
#include "core/logs/logtext.h"
#include "widgets/log/ansicolours.h"

#include <QFont>
#include <QTextLayout>

namespace punchcard {

/// All that lines of a view have in common.
struct LineLook
{
    QFont font = {};
    AnsiColours colours{QPalette()};
    QPalette palette = {};
    qreal cell = 8;         ///< Width of a character.
    qreal rowHeight = 16;
    qreal wrapWidth = 0;    ///< 0: lines are not wrapped.
    bool showHidden = false;

    /// Behind a line with @p marker.
    [[nodiscard]] QColor ground(LogMarker marker) const;
};

/// A line taken apart and set. Of one too long to be set whole only a window is: then columns are bytes before the window
/// and UTF-16 units within it, and its place is exact for text of one byte and one cell a character.
class LineLayout
{
public:
    static constexpr qsizetype wholeLimit = longLine; ///< Bytes; longer lines come in windows.
    static constexpr qsizetype windowStep = 2048;
    static constexpr qsizetype wrapLimit = 16 * 1024; ///< Bytes of a line that are shown when lines are wrapped.

    /// @p line without its end; @p firstColumn and @p columns say what is to be seen of it when it is long.
    LineLayout(QByteArrayView line, const LineLook &look, qsizetype firstColumn, qsizetype columns);

    [[nodiscard]] static qsizetype windowFor(qsizetype firstColumn)
    {
        return std::max<qsizetype>(0, firstColumn / windowStep * windowStep);
    }

    [[nodiscard]] LogMarker marker() const { return m_marker; }
    [[nodiscard]] std::optional<Time> stamp() const { return m_stamp; }
    [[nodiscard]] QString text() const { return m_layout.text(); }
    [[nodiscard]] qsizetype firstColumn() const { return m_first; } ///< Of text().
    [[nodiscard]] qsizetype columns() const { return m_columns; } ///< Of the whole line.
    [[nodiscard]] bool isWindow() const { return m_isWindow; }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; } ///< Bytes that wrapping leaves out at the end.

    [[nodiscard]] int rows() const { return std::max(1, m_layout.lineCount()); }
    [[nodiscard]] qreal width() const { return m_width; }
    [[nodiscard]] QPointF positionOf(qsizetype column) const; ///< Of its upper left corner.
    [[nodiscard]] qsizetype columnAt(QPointF position) const;
    /// The column a caret goes to from @p column; words when @p words.
    [[nodiscard]] qsizetype nextColumn(qsizetype column, bool words) const;
    [[nodiscard]] qsizetype previousColumn(qsizetype column, bool words) const;
    /// First and one past the last column of the word at @p column.
    [[nodiscard]] std::pair<qsizetype, qsizetype> wordAt(qsizetype column) const;

    /// @p formats lie over the text, by column.
    void draw(QPainter *painter, QPointF at, const QList<QTextLayout::FormatRange> &formats, const QRectF &clip) const;

private:
    void set(const StyledText &text, const LineLook &look);

    QTextLayout m_layout;
    LogMarker m_marker = LogMarker::None;
    std::optional<Time> m_stamp;
    qsizetype m_first = 0;
    qsizetype m_columns = 0;
    qreal m_offset = 0; ///< Where the window begins.
    qreal m_width = 0;
    qreal m_cell = 0;
    qreal m_rowHeight = 0;
    bool m_isWindow = false;
    qint64 m_leftOut = 0;
};

} // namespace punchcard
