// SPDX-License-Identifier: MIT
#include "widgets/log/markedscrollbar.h"

#include "widgets/look/tones.h"

#include <QPainter>
#include <QSet>
#include <QStyleOptionSlider>

#include <algorithm>

namespace punchcard {
namespace {

constexpr int steps = 2000; // Finer than any screen shows.
constexpr int thickness = 2;

look::Tone toneOf(MarkedScrollBar::Kind kind)
{
    switch (kind) {
    case MarkedScrollBar::Kind::Hit: return look::Tone::Accent;
    case MarkedScrollBar::Kind::Warning: return look::Tone::Warning;
    case MarkedScrollBar::Kind::Error: return look::Tone::Failure;
    }
    return look::Tone::Accent;
}

} // namespace

MarkedScrollBar::MarkedScrollBar(QWidget *parent)
    : QScrollBar(Qt::Vertical, parent)
{
}

void MarkedScrollBar::setMarks(const QList<Mark> &marks)
{
    m_marks.clear();
    QSet<std::pair<int, int>> seen;
    for (const Mark &mark : marks) {
        const std::pair key(int(mark.kind), int(std::clamp(mark.place, 0.0, 1.0) * steps));
        if (!seen.contains(key)) {
            seen.insert(key);
            m_marks.append(mark);
        }
    }
    std::ranges::stable_sort(m_marks, {}, &Mark::kind);
    update();
}

void MarkedScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    if (m_marks.isEmpty())
        return;
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, this);
    QPainter painter(this);
    const int inset = groove.width() / 4;
    for (const Mark &mark : m_marks) {
        const int y = groove.top() + int(std::clamp(mark.place, 0.0, 1.0) * (groove.height() - thickness));
        painter.fillRect(groove.left() + inset, y, groove.width() - 2 * inset, thickness, look::colour(toneOf(mark.kind), palette()));
    }
}

} // namespace punchcard
