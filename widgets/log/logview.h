// SPDX-License-Identifier: MIT
// widgets/log: the log of a job. A view for files of any size, its find bar, and the pane that holds both.
#pragma once

#include "core/logs/logsearch.h"
#include "core/logs/logtext.h"
#include "core/logs/shownlines.h"
#include "core/logs/stamptext.h"
#include "widgets/log/linelayout.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QCache>

namespace punchcard {

class MarkedScrollBar;

/// A place in a log: the line by the byte offset of its beginning, and the column in it.
struct LogPosition
{
    qint64 line = 0;
    qsizetype column = 0;
    auto operator<=>(const LogPosition &) const = default;
};

/// What is selected: from begin() up to end(), whole lines, or the same columns of each line.
struct LogSelection
{
    enum class Kind { Characters, Lines, Block };
    LogPosition anchor = {};
    LogPosition caret = {};
    Kind kind = Kind::Characters;

    [[nodiscard]] LogPosition begin() const { return std::min(anchor, caret); }
    [[nodiscard]] LogPosition end() const { return std::max(anchor, caret); }
    [[nodiscard]] bool isEmpty() const { return kind != Kind::Lines && anchor == caret; }
};

/// Shows a LogDocument. Only what is on the screen is ever set, and nothing waits for the index: what is not known yet
/// (line numbers, the scroll bar's exact place) comes when it is.
class LogView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LogView(QWidget *parent = nullptr);
    ~LogView() override;

    [[nodiscard]] LogDocument &document() { return m_document; }
    [[nodiscard]] const LogDocument &document() const { return m_document; }
    [[nodiscard]] const ShownLines &lines() const { return m_lines; }

    void setStamps(Stamps stamps);
    [[nodiscard]] Stamps stamps() const { return m_stamps; }
    void setWrapping(bool wrapping);
    [[nodiscard]] bool isWrapping() const { return m_wrapping; }
    void setShowHidden(bool show);
    [[nodiscard]] bool showsHidden() const { return m_look.showHidden; }
    /// Stays at the end as the log grows; lets go when the user scrolls up and takes hold again at the end.
    void setFollowing(bool following);
    [[nodiscard]] bool isFollowing() const { return m_following; }
    void setAllFolded(bool folded);
    void setFolded(qsizetype group, bool folded);
    void zoom(int steps); ///< 0: the usual size.

    /// Puts the caret there and shows it, unfolding what hides it.
    void goTo(LogPosition position);
    void goToLine(qint64 line); ///< Counted from 0.
    void goToProblem(bool forward);

    [[nodiscard]] LogSearch &search() { return m_search; }
    [[nodiscard]] const LogSearch &search() const { return m_search; }
    void goToMatch(bool forward);
    /// Goes to the first match from the selection on as soon as one is found.
    void goToMatchWhenFound();

    [[nodiscard]] const LogSelection &selection() const { return m_selection; }
    void select(const LogSelection &selection);
    void selectAll();
    [[nodiscard]] bool hasSelection() const { return !m_selection.isEmpty(); }
    /// To the clipboard, unless it is more than that can hold.
    void copy(bool withStamps);
    /// What is selected, or all of the document.
    [[nodiscard]] LogExcerpt excerpt(bool selected) const;

    /// The first shown line on the screen.
    [[nodiscard]] qint64 topLine() const { return m_top.line; }
    void setTopLine(qint64 line); ///< Lets go of the end.
    [[nodiscard]] LogPosition caret() const { return m_selection.caret; }
    /// Of a line's caret or part, in the viewport; null when it is not on the screen.
    [[nodiscard]] QRect lineRect(qint64 line) const;
    [[nodiscard]] QString lineText(qint64 line) const; ///< As it is shown, without its stamp.
    [[nodiscard]] QList<qint64> linesOnScreen() const;
    [[nodiscard]] const LineLook &look() const { return m_look; }

signals:
    void followingChanged(bool following);
    void selectionChanged();
    void caretMoved(punchcard::LogPosition caret);
    void foldsChanged();
    void said(const QString &text); ///< Something the user should know: a copy that is too large.

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// A shown line and a row of it, when it is wrapped.
    struct Top
    {
        qint64 line = 0;
        int row = 0;
        auto operator<=>(const Top &) const = default;
    };
    /// A line on the screen.
    struct Seen
    {
        qint64 line = 0;
        qint64 number = 0; ///< Counted from 0; -1: not known yet.
        int y = 0;         ///< Of its first row, which may be above the viewport.
        const LineLayout *layout = nullptr;
    };

    // Setting
    void relook();
    void forgetLayouts();
    [[nodiscard]] const LineLayout *layoutOf(qint64 line) const;
    [[nodiscard]] int rowsOf(qint64 line) const { return m_wrapping ? layoutOf(line)->rows() : 1; }
    [[nodiscard]] QList<Seen> seen() const;
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] int textLeft() const; ///< Where text begins, unscrolled.
    [[nodiscard]] qreal scrolled() const; ///< So many pixels it is scrolled to the left.

    // Scrolling
    [[nodiscard]] int pageRows() const;
    [[nodiscard]] Top moved(Top from, qint64 rows) const;
    [[nodiscard]] Top lastTop() const;
    void setTop(Top top);
    void scrollRows(qint64 rows);
    void syncBars();
    void scrollBarMoved(int value);
    void ensureVisible(LogPosition position);
    void letGoOrFollow();

    // The document
    void documentCleared();
    void documentGrew();
    void documentIndexed(const QList<LogLandmark> &landmarks);
    void foldsMoved();
    void updateMarks();

    // Search
    [[nodiscard]] QList<LogPattern::Match> matchesIn(qint64 line) const; ///< By column, as far as it is set.
    [[nodiscard]] bool selectMatch(qint64 line, qsizetype from);
    [[nodiscard]] bool selectMatchBefore(qint64 line, qsizetype before);
    void searchChanged();

    // Input
    [[nodiscard]] LogPosition positionAt(QPoint point) const;
    /// Without @p extended nothing is selected afterwards.
    void moveCaret(LogPosition to, std::optional<LogSelection::Kind> extended);
    [[nodiscard]] std::optional<LogSelection::Kind> extensionBy(const QKeyEvent &event, bool upright) const;
    void selectLine();
    [[nodiscard]] LogPosition movedCaret(const QKeyEvent &event, bool &handled) const;
    [[nodiscard]] LogPosition movedRows(qint64 rows) const;
    void toggleFoldAt(qint64 line);
    void dragTo(QPoint point);

    // Painting
    void paintLine(QPainter &painter, const Seen &seen) const;
    void paintGutter(QPainter &painter, const Seen &seen) const;
    void paintStamp(QPainter &painter, const Seen &seen, int left) const;
    [[nodiscard]] QList<QTextLayout::FormatRange> overlays(const Seen &seen) const;
    void addSelected(const Seen &seen, QList<QTextLayout::FormatRange> &formats) const;

    LogDocument m_document;
    ShownLines m_lines;
    LogSearch m_search;
    MarkedScrollBar *m_marks;
    QTimer m_marksTimer; ///< Gathers what comes.
    std::optional<LogPosition> m_jumpFrom; ///< Where to go on from when something is found.
    LineLook m_look;
    Stamps m_stamps = Stamps::Off;
    bool m_wrapping = false;
    int m_barPixels = 1; ///< What a step of the horizontal bar stands for: more where a line is wider than an int of pixels.
    bool m_following = false;
    bool m_foldsNew = true;
    int m_zoom = 0;
    Top m_top;
    LogSelection m_selection;
    bool m_selecting = false;
    QBasicTimer m_dragTimer;
    QPoint m_dragPoint;
    int m_wheel = 0; ///< What is left over of a row.
    qreal m_wanted = -1; ///< Where the caret wants to be when it moves by rows.
    bool m_syncing = false;
    qreal m_maxWidth = 0; ///< Of lines seen so far.
    mutable QCache<std::pair<qint64, qsizetype>, LineLayout> m_layouts; ///< By line and window.
    mutable std::optional<Top> m_lastTop;
};

} // namespace punchcard
