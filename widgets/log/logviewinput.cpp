// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyleHints>

#include <algorithm>

namespace punchcard {
namespace {

constexpr int wheelStep = 120;
constexpr int rowsPerStep = 3;
constexpr int dragInterval = 40; // Milliseconds between two steps of scrolling while the mouse is outside.

} // namespace

// -- the mouse

LogPosition LogView::positionAt(QPoint point) const
{
    const QList<Seen> all = seen();
    if (all.isEmpty())
        return {.line = m_document.begin()};
    auto found = std::ranges::find_if(all.rbegin(), all.rend(), [&point](const Seen &line) { return line.y <= point.y(); });
    const Seen &line = found == all.rend() ? all.first() : *found;
    const qreal x = point.x() - textLeft() + scrolled();
    const qreal y = std::clamp<qreal>(point.y() - line.y, 0, rowsOf(line.line) * m_look.rowHeight - 1);
    return {.line = line.line, .column = line.layout->columnAt({x, y})};
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (event->button() != Qt::LeftButton || m_document.isEmpty()) {
        QAbstractScrollArea::mousePressEvent(event);
        return;
    }
    const LogPosition at = positionAt(point);
    const bool inGutter = point.x() < gutterWidth();
    if (inGutter && m_lines.folds().groupTitledAt(at.line) >= 0) {
        toggleFoldAt(at.line);
        return;
    }
    LogSelection selection = m_selection;
    selection.kind = inGutter                          ? LogSelection::Kind::Lines
        : event->modifiers().testFlag(Qt::AltModifier) ? LogSelection::Kind::Block
                                                       : LogSelection::Kind::Characters;
    if (!event->modifiers().testFlag(Qt::ShiftModifier))
        selection.anchor = at;
    selection.caret = at;
    m_selecting = true;
    m_wanted = -1;
    select(selection);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    viewport()->setCursor(point.x() < gutterWidth() ? Qt::ArrowCursor : Qt::IBeamCursor);
    if (m_selecting)
        dragTo(point);
}

void LogView::dragTo(QPoint point)
{
    m_dragPoint = point;
    const bool outside = !viewport()->rect().contains(point);
    if (outside && !m_dragTimer.isActive())
        m_dragTimer.start(dragInterval, this);
    else if (!outside)
        m_dragTimer.stop();
    LogSelection selection = m_selection;
    selection.caret = positionAt(point);
    select(selection);
}

void LogView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragTimer.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const QRect area = viewport()->rect();
    const int below = m_dragPoint.y() - area.bottom();
    const int above = area.top() - m_dragPoint.y();
    if (below > 0 || above > 0)
        scrollRows(below > 0 ? 1 + below / 16 : -1 - above / 16);
    QScrollBar *const bar = horizontalScrollBar();
    if (m_dragPoint.x() > area.right() || m_dragPoint.x() < area.left())
        bar->setValue(bar->value() + (m_dragPoint.x() > area.right() ? bar->singleStep() : -bar->singleStep()));
    dragTo(m_dragPoint);
}

void LogView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragTimer.stop();
    if (!m_selecting) {
        QAbstractScrollArea::mouseReleaseEvent(event);
        return;
    }
    m_selecting = false;
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_document.isEmpty() || event->position().x() < gutterWidth()) {
        mousePressEvent(event);
        return;
    }
    const LogPosition at = positionAt(event->position().toPoint());
    const auto [begin, end] = layoutOf(at.line)->wordAt(at.column);
    select({.anchor = {.line = at.line, .column = begin}, .caret = {.line = at.line, .column = end}});
}

void LogView::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (angle.y() != 0)
            zoom(angle.y() > 0 ? 1 : -1);
    } else if (std::abs(angle.x()) > std::abs(angle.y()) || event->modifiers().testFlag(Qt::ShiftModifier)) {
        QCoreApplication::sendEvent(horizontalScrollBar(), event);
    } else {
        m_wheel += angle.y() * rowsPerStep;
        scrollRows(-m_wheel / wheelStep);
        m_wheel %= wheelStep;
    }
    event->accept();
}

void LogView::toggleFoldAt(qint64 line)
{
    const qsizetype group = m_lines.folds().groupTitledAt(line);
    if (group >= 0)
        setFolded(group, !m_lines.folds().groups().at(group).folded);
}

// -- the keyboard

void LogView::select(const LogSelection &selection)
{
    m_selection = selection;
    viewport()->update();
    emit selectionChanged();
    emit caretMoved(m_selection.caret);
    if (QAccessible::isActive() && hasFocus()) {
        QAccessibleEvent focused(this, QAccessible::Focus);
        focused.setChild(int(linesOnScreen().indexOf(m_selection.caret.line)));
        QAccessible::updateAccessibility(&focused);
    }
}

void LogView::selectAll()
{
    if (m_document.isEmpty())
        return;
    const qint64 last = m_lines.last();
    select({.anchor = {.line = m_document.begin()}, .caret = {.line = last, .column = layoutOf(last)->columns()}});
}

void LogView::moveCaret(LogPosition to, std::optional<LogSelection::Kind> extended)
{
    LogSelection selection = m_selection;
    if (!extended)
        selection.anchor = to;
    selection.kind = extended.value_or(LogSelection::Kind::Characters);
    selection.caret = to;
    select(selection);
    ensureVisible(to);
}

// How a key extends the selection. Alt makes a block of it, as it does with the mouse; whole lines stay whole up and down.
std::optional<LogSelection::Kind> LogView::extensionBy(const QKeyEvent &event, bool upright) const
{
    using Kind = LogSelection::Kind;
    if (!event.modifiers().testFlag(Qt::ShiftModifier))
        return std::nullopt;
    if (event.modifiers().testFlag(Qt::AltModifier))
        return Kind::Block;
    return m_selection.kind == Kind::Lines && !upright ? Kind::Characters : m_selection.kind;
}

void LogView::selectLine()
{
    LogSelection selection = m_selection;
    if (selection.kind != LogSelection::Kind::Lines)
        selection.anchor = selection.caret;
    selection.kind = LogSelection::Kind::Lines;
    select(selection);
}

LogPosition LogView::movedRows(qint64 rows) const
{
    const LineLayout *const from = layoutOf(m_selection.caret.line);
    const int row = m_wrapping ? int(from->positionOf(m_selection.caret.column).y() / m_look.rowHeight) : 0;
    const Top to = moved({.line = m_selection.caret.line, .row = row}, rows);
    return {.line = to.line, .column = layoutOf(to.line)->columnAt({m_wanted, to.row * m_look.rowHeight + 1})};
}

LogPosition LogView::movedCaret(const QKeyEvent &event, bool &handled) const
{
    const bool far = event.modifiers().testFlag(Qt::ControlModifier);
    const LogPosition at = m_selection.caret;
    const LineLayout *const layout = layoutOf(at.line);
    const qint64 next = m_lines.next(at.line);
    handled = true;
    switch (event.key()) {
    case Qt::Key_Up: return movedRows(-1);
    case Qt::Key_Down: return movedRows(1);
    case Qt::Key_PageUp: return movedRows(1 - pageRows());
    case Qt::Key_PageDown: return movedRows(pageRows() - 1);
    case Qt::Key_Home: return {.line = far ? m_lines.first() : at.line};
    case Qt::Key_End:
        return far ? LogPosition{.line = m_lines.last(), .column = layoutOf(m_lines.last())->columns()}
                   : LogPosition{.line = at.line, .column = layout->columns()};
    case Qt::Key_Left:
        if (at.column > 0 || at.line <= m_lines.first())
            return {.line = at.line, .column = layout->previousColumn(at.column, far)};
        return {.line = m_lines.previous(at.line), .column = layoutOf(m_lines.previous(at.line))->columns()};
    case Qt::Key_Right:
        if (at.column < layout->columns() || next >= m_document.end())
            return {.line = at.line, .column = layout->nextColumn(at.column, far)};
        return {.line = next};
    default: break;
    }
    handled = false;
    return at;
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (m_document.isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copy(m_stamps != Stamps::Off);
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const bool upright
        = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down || event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    if (upright && event->modifiers().testFlag(Qt::ControlModifier)) {
        const int rows = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down ? 1 : pageRows();
        scrollRows(event->key() == Qt::Key_Up || event->key() == Qt::Key_PageUp ? -rows : rows);
        return;
    }
    if (upright && m_wanted < 0)
        m_wanted = layoutOf(m_selection.caret.line)->positionOf(m_selection.caret.column).x();
    bool handled = false;
    const LogPosition to = movedCaret(*event, handled);
    if (handled) {
        moveCaret(to, extensionBy(*event, upright));
        if (!upright)
            m_wanted = -1;
    } else if (event->key() == Qt::Key_Space && event->modifiers().testFlag(Qt::ShiftModifier)) {
        selectLine();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space) {
        toggleFoldAt(m_selection.caret.line);
    } else if (event->key() == Qt::Key_BracketLeft || event->key() == Qt::Key_BracketRight) {
        goToProblem(event->key() == Qt::Key_BracketRight);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace punchcard
