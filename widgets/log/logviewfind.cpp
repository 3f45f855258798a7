// SPDX-License-Identifier: MIT
#include "widgets/log/logview.h"

#include <algorithm>

namespace punchcard {

QList<LogPattern::Match> LogView::matchesIn(qint64 line) const
{
    if (!m_search.pattern())
        return {};
    const LineLayout *const layout = layoutOf(line);
    QList<LogPattern::Match> matches = m_search.pattern()->matches(layout->text());
    for (LogPattern::Match &match : matches)
        match.start += layout->firstColumn();
    return matches;
}

// Selects the first match of @p line from column @p from on.
bool LogView::selectMatch(qint64 line, qsizetype from)
{
    std::optional<LogPattern::Match> found;
    if (layoutOf(line)->isWindow()) {
        found = m_search.pattern()->matchInLong(m_document.line(line, m_document.end() - line), from);
    } else {
        const QList<LogPattern::Match> matches = matchesIn(line);
        const auto first = std::ranges::find_if(matches, [from](const LogPattern::Match &match) { return match.start >= from; });
        if (first != matches.end())
            found = *first;
    }
    if (!found)
        return false;
    goTo({.line = line, .column = found->start});
    select({.anchor = {.line = line, .column = found->start}, .caret = {.line = line, .column = found->start + found->length}});
    return true;
}

bool LogView::selectMatchBefore(qint64 line, qsizetype before)
{
    const QList<LogPattern::Match> matches = matchesIn(line);
    const auto last
        = std::ranges::find_if(matches.rbegin(), matches.rend(), [before](const LogPattern::Match &match) { return match.start < before; });
    return last != matches.rend() && selectMatch(line, last->start);
}

void LogView::goToMatch(bool forward)
{
    if (!m_search.pattern() || m_document.isEmpty())
        return;
    const LogPosition at = forward ? m_selection.end() : m_selection.begin();
    if (forward ? selectMatch(at.line, at.column) : selectMatchBefore(at.line, at.column))
        return;
    std::optional<qint64> line = forward ? m_search.next(at.line) : m_search.previous(at.line);
    if (!line && m_search.count() > 0) {
        line = forward ? m_search.next(m_document.begin() - 1) : m_search.previous(m_document.end());
        emit said(forward ? tr("Went on at the beginning.") : tr("Went on at the end."));
    }
    if (!line)
        return;
    // An expression may match a line, yet none of its characters.
    constexpr qsizetype any = std::numeric_limits<qsizetype>::max();
    if (!(forward ? selectMatch(*line, 0) : selectMatchBefore(*line, any)))
        goTo({.line = *line});
}

void LogView::goToMatchWhenFound()
{
    m_jumpFrom = m_selection.begin();
    searchChanged();
}

void LogView::searchChanged()
{
    if (!m_marksTimer.isActive())
        m_marksTimer.start();
    viewport()->update();
    if (!m_jumpFrom || !m_search.pattern() || m_document.isEmpty())
        return;
    const LogPosition from = *m_jumpFrom;
    if (selectMatch(from.line, from.column)) {
        m_jumpFrom.reset();
        return;
    }
    std::optional<qint64> line = m_search.next(from.line);
    if (!line && !m_search.isRunning())
        line = m_search.next(m_document.begin() - 1);
    if (line) {
        m_jumpFrom.reset();
        if (!selectMatch(*line, 0))
            goTo({.line = *line});
    }
}

} // namespace punchcard
