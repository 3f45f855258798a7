// SPDX-License-Identifier: MIT
#include "widgets/window/panes.h"

#include <QApplication>
#include <QWidget>

#include <algorithm>

namespace punchcard {

namespace {

bool takesKeys(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

} // namespace

bool focusInto(QWidget *pane)
{
    QWidget *wanted = pane;
    while (wanted->focusProxy())
        wanted = wanted->focusProxy();
    if (!takesKeys(wanted)) {
        wanted = pane->nextInFocusChain();
        while (wanted != pane && !(pane->isAncestorOf(wanted) && takesKeys(wanted)))
            wanted = wanted->nextInFocusChain();
        if (wanted == pane)
            return false;
    }
    wanted->setFocus(Qt::ShortcutFocusReason);
    return true;
}

void Panes::go(qsizetype by) const
{
    const QWidget *focus = QApplication::focusWidget();
    const auto has = [focus](const QWidget *pane) { return focus && pane->isAncestorOf(focus); };
    const auto here = std::ranges::find_if(m_panes, has);
    const qsizetype count = m_panes.size();
    // From nowhere the first step leads to the first one, or to the last.
    qsizetype at = here != m_panes.cend() ? here - m_panes.cbegin() : by > 0 ? -1 : count;
    for (qsizetype tried = 0; tried < count; ++tried) {
        at = (at + by + count) % count;
        if (m_panes.at(at)->isVisible() && focusInto(m_panes.at(at)))
            return;
    }
}

} // namespace punchcard
