// SPDX-License-Identifier: MIT
#include "widgets/elements/elementgrid.h"

#include "widgets/elements/elementcell.h"

#include <QWheelEvent>

#include <algorithm>

namespace punchcard {

namespace {
constexpr int pagesInSight = 2;
} // namespace

ElementGrid::ElementGrid(QWidget *parent)
    : QListView(parent)
    , m_cell(new ElementCell(this))
{
    setItemDelegate(m_cell);
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    setMovement(Static);
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    // The same ground as the pane around it.
    viewport()->setBackgroundRole(QPalette::Window);
}

int ElementGrid::cellSize() const
{
    return m_cell->size();
}

void ElementGrid::setCellSize(int size)
{
    size = std::clamp(size, ElementCell::smallest, ElementCell::largest);
    if (size == m_cell->size())
        return;
    m_cell->setSize(size);
    stretch();
    scheduleDelayedItemsLayout();
    executeDelayedItemsLayout();
    if (currentIndex().isValid())
        scrollTo(currentIndex());
    emit cellSizeChanged();
}

void ElementGrid::fitCells(int greatestNumber)
{
    m_cell->setDigits(int(QString::number(greatestNumber).size()));
    const int before = m_cell->size();
    const int count = model() ? model()->rowCount() : 0;
    m_cell->setStretch(0);
    int size = 2;
    for (; size > ElementCell::smallest; --size) {
        m_cell->setSize(size);
        const int rows = (count + columns() - 1) / columns();
        if (rows * m_cell->cellSize(fontMetrics()).height() <= pagesInSight * viewport()->height())
            break;
    }
    m_cell->setSize(before);
    if (size == before)
        stretch();
    setCellSize(size);
}

void ElementGrid::zoom(int steps)
{
    setCellSize(m_cell->size() + steps);
}

// A row of cells is as wide as the view, but tiny ones stay square.
void ElementGrid::stretch()
{
    m_cell->setStretch(0);
    if (m_cell->size() > ElementCell::smallest)
        m_cell->setStretch(std::max(0, room() / columns() - m_cell->cellSize(fontMetrics()).width()));
}

void ElementGrid::resizeEvent(QResizeEvent *event)
{
    stretch();
    QListView::resizeEvent(event);
}

// As QListView has it: the scroll bar's width is left free, and what would fit exactly goes to the next row.
int ElementGrid::room() const
{
    return maximumViewportSize().width() - style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this) - 1;
}

int ElementGrid::columns() const
{
    return std::max(1, room() / m_cell->cellSize(fontMetrics()).width());
}

void ElementGrid::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier) || event->angleDelta().y() == 0) {
        QListView::wheelEvent(event);
        return;
    }
    zoom(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

// By number and by row, also past the end of one.
QModelIndex ElementGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = model() ? model()->rowCount() - 1 : -1;
    const int page = columns() * std::max(1, viewport()->height() / m_cell->cellSize(fontMetrics()).height());
    const int here = currentIndex().isValid() ? currentIndex().row() : 0;
    int there = 0;
    switch (action) {
    case MoveLeft:
    case MovePrevious: there = here - 1; break;
    case MoveRight:
    case MoveNext: there = here + 1; break;
    case MoveUp: there = here >= columns() ? here - columns() : here; break;
    case MoveDown: there = here + columns() <= last ? here + columns() : here; break;
    case MovePageUp: there = here - page; break;
    case MovePageDown: there = here + page; break;
    case MoveHome: break;
    case MoveEnd: there = last; break;
    }
    return last < 0 ? QModelIndex() : model()->index(std::clamp(there, 0, last), modelColumn());
}

} // namespace punchcard
