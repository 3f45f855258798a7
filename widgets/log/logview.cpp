// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include "widgets/log/logviewaccessible.h"
#include "widgets/log/markedscrollbar.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace punchcard {
namespace {

using namespace std::chrono_literals;

constexpr auto marksDelay = 100ms;
constexpr int layoutLimit = 400;
constexpr int smallest = -4; // Zoom steps.
constexpr int largest = 16;
constexpr qint64 barLimit = 1'000'000'000; // A scroll bar counts with int.

} // namespace

LogView::LogView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_lines(m_document)
    , m_search(m_document)
    , m_marks(new MarkedScrollBar(this))
    , m_layouts(layoutLimit)
{
    LogViewAccessible::install();
    setAccessibleName(tr("Log"));
    setVerticalScrollBar(m_marks);
    m_marksTimer.setSingleShot(true);
    m_marksTimer.setInterval(marksDelay);
    connect(&m_marksTimer, &QTimer::timeout, this, &LogView::updateMarks);
    connect(&m_search, &LogSearch::changed, this, &LogView::searchChanged);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    connect(&m_document, &LogDocument::cleared, this, &LogView::documentCleared);
    connect(&m_document, &LogDocument::grew, this, &LogView::documentGrew);
    connect(&m_document, &LogDocument::indexed, this, &LogView::documentIndexed);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::scrollBarMoved);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
    relook();
}

LogView::~LogView() = default;

// -- setting

void LogView::relook()
{
    QFont font = look::monospacedFont();
    font.setPointSizeF(std::max(4.0, font.pointSizeF() + m_zoom));
    const QFontMetricsF metrics(font);
    m_look.font = font;
    m_look.palette = palette();
    m_look.colours = AnsiColours(palette());
    m_look.cell = metrics.horizontalAdvance(u'0');
    m_look.rowHeight = std::ceil(metrics.height() * 1.2);
    m_look.wrapWidth = m_wrapping ? std::max<qreal>(m_look.cell * 8, viewport()->width() - textLeft() - look::gap) : 0;
    m_maxWidth = 0;
    forgetLayouts();
    syncBars();
}

void LogView::forgetLayouts()
{
    m_layouts.clear();
    m_lastTop.reset();
    viewport()->update();
}

const LineLayout *LogView::layoutOf(qint64 line) const
{
    const auto column = qsizetype(scrolled() / m_look.cell);
    const std::pair key(line, LineLayout::windowFor(column));
    if (const LineLayout *known = m_layouts.object(key))
        return known;
    const QByteArrayView bytes = m_document.line(line, m_document.end() - line);
    const std::pair first(line, qsizetype(0));
    if (const LineLayout *known = m_layouts.object(first); known && !known->isWindow())
        return known;
    const auto columns = qsizetype(viewport()->width() / m_look.cell);
    auto *made = new LineLayout(bytes, m_look, column, columns);
    const bool kept = m_layouts.insert(made->isWindow() ? key : first, made);
    Q_ASSERT(kept);
    return made;
}

QList<LogView::Seen> LogView::seen() const
{
    QList<Seen> result;
    if (m_document.isEmpty())
        return result;
    int y = -m_top.row * int(m_look.rowHeight);
    qint64 number = m_document.isKnown(m_top.line) ? m_document.lineAt(m_top.line) : -1;
    for (qint64 line = m_top.line; line < m_document.end() && y < viewport()->height();) {
        const LineLayout *const layout = layoutOf(line);
        result.append({.line = line, .number = number, .y = y, .layout = layout});
        y += rowsOf(line) * int(m_look.rowHeight);
        const qint64 next = m_lines.next(line);
        if (!m_document.isKnown(next))
            number = -1;
        else
            number = number >= 0 && next == m_document.next(line) ? number + 1 : m_document.lineAt(next);
        line = next;
    }
    return result;
}

int LogView::gutterWidth() const
{
    const int digits = std::max(3, int(QString::number(m_document.lines()).size()));
    return look::gap + int(std::ceil(digits * m_look.cell)) + look::halfGap + look::iconSize + look::halfGap;
}

int LogView::textLeft() const
{
    const int columns = stampColumns(m_stamps);
    return gutterWidth() + look::halfGap + (columns > 0 ? int(std::ceil(columns * m_look.cell)) + look::wideGap : 0);
}

void LogView::setStamps(Stamps stamps)
{
    if (m_stamps == stamps)
        return;
    m_stamps = stamps;
    relook();
}

void LogView::setWrapping(bool wrapping)
{
    if (m_wrapping == wrapping)
        return;
    m_wrapping = wrapping;
    m_top.row = 0;
    horizontalScrollBar()->setValue(0);
    relook();
}

void LogView::setShowHidden(bool show)
{
    if (m_look.showHidden == show)
        return;
    m_look.showHidden = show;
    relook();
}

void LogView::zoom(int steps)
{
    m_zoom = steps == 0 ? 0 : std::clamp(m_zoom + steps, smallest, largest);
    relook();
}

// -- scrolling

int LogView::pageRows() const
{
    return std::max(1, int(viewport()->height() / m_look.rowHeight));
}

LogView::Top LogView::moved(Top from, qint64 rows) const
{
    for (; rows > 0; --rows) {
        if (from.row + 1 < rowsOf(from.line)) {
            ++from.row;
            continue;
        }
        const qint64 next = m_lines.next(from.line);
        if (next >= m_document.end())
            break;
        from = {.line = next};
    }
    for (; rows < 0; ++rows) {
        if (from.row > 0) {
            --from.row;
            continue;
        }
        const qint64 previous = m_lines.previous(from.line);
        if (previous >= from.line)
            break;
        from = {.line = previous, .row = rowsOf(previous) - 1};
    }
    return from;
}

LogView::Top LogView::lastTop() const
{
    if (!m_lastTop) {
        const qint64 last = m_lines.last();
        m_lastTop = m_document.isEmpty() ? Top{.line = m_document.begin()} : moved({.line = last, .row = rowsOf(last) - 1}, 1 - pageRows());
    }
    return *m_lastTop;
}

void LogView::setTop(Top top)
{
    m_top = std::min(top, lastTop());
    syncBars();
    viewport()->update();
}

void LogView::scrollRows(qint64 rows)
{
    setTop(moved(m_top, rows));
    letGoOrFollow();
}

void LogView::letGoOrFollow()
{
    setFollowing(!m_document.isEmpty() && m_top >= lastTop());
}

void LogView::setFollowing(bool following)
{
    if (following && m_top < lastTop())
        setTop(lastTop());
    if (m_following == following)
        return;
    m_following = following;
    emit followingChanged(following);
}

void LogView::syncBars()
{
    m_syncing = true;
    const auto row = [this](qint64 line) { return int(std::min(m_lines.rowOf(line), barLimit)); };
    QScrollBar *const bar = verticalScrollBar();
    const int last = m_document.isEmpty() ? 0 : row(lastTop().line) + (lastTop().row > 0 ? 1 : 0);
    bar->setPageStep(pageRows());
    bar->setRange(0, last);
    if (!bar->isSliderDown())
        bar->setValue(m_top >= lastTop() ? last : row(m_top.line));
    const qreal width = m_wrapping ? 0 : m_maxWidth + look::wideGap;
    const int room = viewport()->width() - textLeft();
    const qreal hidden = std::max<qreal>(width - room, 0);
    const qreal before = scrolled();
    m_barPixels = 1 + int(hidden / barLimit);
    horizontalScrollBar()->setPageStep(room / m_barPixels);
    horizontalScrollBar()->setSingleStep(std::max(int(m_look.cell * 4) / m_barPixels, 1));
    horizontalScrollBar()->setRange(0, int(std::ceil(hidden / m_barPixels)));
    horizontalScrollBar()->setValue(int(before / m_barPixels));
    m_syncing = false;
}

qreal LogView::scrolled() const
{
    return m_wrapping ? 0 : qreal(horizontalScrollBar()->value()) * m_barPixels;
}

void LogView::scrollBarMoved(int value)
{
    if (m_syncing)
        return;
    setTop(value >= verticalScrollBar()->maximum() ? lastTop() : Top{.line = m_lines.atRow(value)});
    letGoOrFollow();
}

void LogView::ensureVisible(LogPosition position)
{
    const LineLayout *const layout = layoutOf(position.line);
    const QPointF at = layout->positionOf(position.column);
    const Top top{.line = position.line, .row = m_wrapping ? int(at.y() / m_look.rowHeight) : 0};
    if (top < m_top)
        setTop(top);
    else if (const Top highest = moved(top, 1 - pageRows()); m_top < highest)
        setTop(highest);
    if (!m_wrapping) {
        m_maxWidth = std::max(m_maxWidth, layout->width());
        syncBars();
        const int room = viewport()->width() - textLeft() - look::wideGap;
        if (at.x() < scrolled() || at.x() > scrolled() + room)
            horizontalScrollBar()->setValue(at.x() < room ? 0 : int((at.x() - room / 2.0) / m_barPixels));
    }
    letGoOrFollow();
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    m_lastTop.reset();
    if (m_wrapping || event->size().width() > event->oldSize().width())
        relook();
    setTop(m_following ? lastTop() : m_top);
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        relook();
}

// -- the document

void LogView::documentCleared()
{
    m_lines.clear();
    m_top = {.line = m_document.begin()};
    m_selection = {.anchor = {.line = m_document.begin()}, .caret = {.line = m_document.begin()}};
    m_maxWidth = 0;
    forgetLayouts();
    syncBars();
    m_jumpFrom.reset();
    updateMarks();
    emit foldsChanged();
    emit selectionChanged();
}

void LogView::documentGrew()
{
    forgetLayouts();
    if (m_following)
        setTop(lastTop());
    else
        syncBars();
}

void LogView::documentIndexed(const QList<LogLandmark> &landmarks)
{
    const qsizetype groups = m_lines.folds().groups().size();
    m_lines.folds().take(landmarks, m_foldsNew);
    m_lastTop.reset();
    if (!landmarks.isEmpty())
        foldsMoved();
    else
        syncBars();
    viewport()->update();
    if (!m_marksTimer.isActive())
        m_marksTimer.start();
    if (groups != m_lines.folds().groups().size())
        emit foldsChanged();
}

// What is at the top may be hidden now.
void LogView::foldsMoved()
{
    m_lastTop.reset();
    m_marksTimer.start();
    const qint64 line = m_lines.at(m_top.line);
    setTop(m_following ? lastTop() : line == m_top.line ? m_top : Top{.line = line});
    viewport()->update();
}

void LogView::setAllFolded(bool folded)
{
    m_foldsNew = folded;
    setFollowing(false);
    m_lines.folds().setAllFolded(folded);
    m_selection.caret.line = m_lines.at(m_selection.caret.line);
    foldsMoved();
    letGoOrFollow();
    emit foldsChanged();
}

void LogView::setFolded(qsizetype group, bool folded)
{
    setFollowing(false);
    m_lines.folds().setFolded(group, folded);
    m_selection.caret.line = m_lines.at(m_selection.caret.line);
    foldsMoved();
    letGoOrFollow();
    emit foldsChanged();
}

void LogView::goTo(LogPosition position)
{
    if (m_document.isEmpty())
        return;
    position.line = m_document.startOf(position.line);
    if (m_lines.folds().reveal(position.line)) {
        setFollowing(false);
        foldsMoved();
        emit foldsChanged();
    }
    position.line = m_lines.at(position.line);
    const bool outside = lineRect(position.line).isNull();
    moveCaret(position, {});
    if (outside && !m_following)
        setTop(moved({.line = position.line}, -pageRows() / 3));
}

void LogView::setTopLine(qint64 line)
{
    setFollowing(false);
    setTop({.line = m_lines.at(m_document.startOf(line))});
}

void LogView::goToLine(qint64 line)
{
    goTo({.line = m_document.offsetOf(line)});
}

void LogView::updateMarks()
{
    const auto rows = double(std::max<qint64>(1, m_lines.rows()));
    const auto place = [&](qint64 offset) { return double(m_lines.roughRowOf(offset)) / rows; };
    QList<MarkedScrollBar::Mark> marks;
    for (const LogLandmark &problem : m_document.problems())
        marks.append({.place = double(m_lines.folds().rowOf(problem.line)) / rows,
                      .kind = problem.marker == LogMarker::Error ? MarkedScrollBar::Kind::Error : MarkedScrollBar::Kind::Warning});
    for (qsizetype block = 0; block < m_search.blocks().size(); ++block) {
        if (m_search.blocks().at(block) > 0)
            marks.append({.place = place(m_document.begin() + block * LogSearch::blockSize), .kind = MarkedScrollBar::Kind::Hit});
    }
    m_marks->setMarks(marks);
}

void LogView::goToProblem(bool forward)
{
    const QList<LogLandmark> &problems = m_document.problems();
    const qint64 from = m_selection.caret.line;
    const auto next = forward ? std::ranges::upper_bound(problems, from, {}, &LogLandmark::offset)
                              : std::ranges::lower_bound(problems, from, {}, &LogLandmark::offset);
    if (problems.isEmpty())
        emit said(tr("There is no error or warning in this log."));
    else if (forward)
        goTo({.line = next == problems.end() ? problems.first().offset : next->offset});
    else
        goTo({.line = next == problems.begin() ? problems.last().offset : (next - 1)->offset});
}

QRect LogView::lineRect(qint64 line) const
{
    const QList<Seen> all = seen();
    const auto found = std::ranges::find(all, line, &Seen::line);
    if (found == all.end())
        return {};
    return QRect(0, found->y, viewport()->width(), rowsOf(line) * int(m_look.rowHeight)) & viewport()->rect();
}

QList<qint64> LogView::linesOnScreen() const
{
    QList<qint64> result;
    for (const Seen &line : seen())
        result.append(line.line);
    return result;
}

QString LogView::lineText(qint64 line) const
{
    return m_document.isEmpty() ? QString() : layoutOf(line)->text();
}

} // namespace punchcard
