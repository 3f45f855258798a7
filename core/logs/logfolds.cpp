// SPDX-License-Identifier: MIT
#include "core/logs/logfolds.h"

#include <algorithm>

namespace punchcard {
namespace {
constexpr qsizetype groupLimit = 500'000; // More than anybody folds; they would cost memory.
}

void LogFolds::take(const QList<LogLandmark> &landmarks, bool fold)
{
    const qsizetype known = std::max<qsizetype>(m_groups.size() - 1, 0);
    for (const LogLandmark &mark : landmarks) {
        if (mark.marker == LogMarker::EndGroup) {
            close(mark.offset, mark.line, mark.next, mark.line + 1, fold);
        } else if (mark.marker == LogMarker::Group) {
            close(mark.offset, mark.line, mark.offset, mark.line, fold);
            if (m_groups.size() < groupLimit)
                m_groups.append({.begin = mark.offset, .body = mark.next, .line = mark.line});
        }
    }
    count(known);
}

void LogFolds::close(qint64 close, qint64 closeLine, qint64 resume, qint64 resumeLine, bool fold)
{
    if (m_groups.isEmpty() || m_groups.last().isClosed())
        return;
    LogGroup &group = m_groups.last();
    group.close = close;
    group.closeLine = closeLine;
    group.resume = resume;
    group.resumeLine = resumeLine;
    group.folded = fold && closeLine > group.line + 1;
}

qint64 LogFolds::hiddenIn(const LogGroup &group)
{
    if (!group.isClosed())
        return 0;
    return group.folded ? group.resumeLine - group.line - 1 : group.resumeLine - group.closeLine;
}

void LogFolds::count(qsizetype from)
{
    m_hiddenBefore.resize(m_groups.size());
    for (qsizetype i = from; i < m_groups.size(); ++i)
        m_hiddenBefore[i] = i == 0 ? 0 : m_hiddenBefore.at(i - 1) + hiddenIn(m_groups.at(i - 1));
}

qsizetype LogFolds::groupAt(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(m_groups, offset, {}, &LogGroup::begin);
    const qsizetype index = after - m_groups.begin() - 1;
    return index >= 0 && (!m_groups.at(index).isClosed() || offset < m_groups.at(index).resume) ? index : -1;
}

qsizetype LogFolds::groupTitledAt(qint64 offset) const
{
    const qsizetype group = groupAt(offset);
    return group >= 0 && m_groups.at(group).begin == offset ? group : -1;
}

void LogFolds::setFolded(qsizetype group, bool folded)
{
    if (!m_groups.at(group).isClosed())
        return;
    m_groups[group].folded = folded;
    count(group);
}

void LogFolds::setAllFolded(bool folded)
{
    for (LogGroup &group : m_groups)
        group.folded = folded && group.isClosed();
    count(0);
}

bool LogFolds::reveal(qint64 offset)
{
    const qsizetype group = groupAt(offset);
    if (group < 0 || !m_groups.at(group).folded || offset < m_groups.at(group).body)
        return false;
    setFolded(group, false);
    return true;
}

LogFolds::Stretch LogFolds::hiddenAround(qint64 offset) const
{
    const qsizetype index = groupAt(offset);
    if (index < 0 || !m_groups.at(index).isClosed())
        return {.begin = offset, .end = offset};
    const LogGroup &group = m_groups.at(index);
    const qint64 begin = group.folded ? group.body : group.close;
    return offset >= begin ? Stretch{.begin = begin, .end = group.resume} : Stretch{.begin = offset, .end = offset};
}

qint64 LogFolds::rowOf(qint64 line) const
{
    const auto after = std::ranges::upper_bound(m_groups, line, {}, &LogGroup::line);
    if (after == m_groups.begin())
        return line;
    const qsizetype index = after - m_groups.begin() - 1;
    const LogGroup &group = m_groups.at(index);
    const qint64 hidden = m_hiddenBefore.at(index);
    if (!group.isClosed())
        return line - hidden;
    if (line >= group.resumeLine)
        return line - hidden - hiddenIn(group);
    if (group.folded)
        return group.line - hidden;
    return line - hidden;
}

qint64 LogFolds::lineOf(qint64 row) const
{
    qsizetype low = 0; // Groups whose titles' rows are at most row.
    qsizetype high = m_groups.size();
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        if (m_groups.at(middle).line - m_hiddenBefore.at(middle) <= row)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return row;
    const LogGroup &group = m_groups.at(low - 1);
    const qint64 line = row + m_hiddenBefore.at(low - 1);
    if (!group.isClosed() || line <= group.line)
        return line;
    const qint64 hiddenFrom = group.folded ? group.line + 1 : group.closeLine;
    return line >= hiddenFrom ? line + hiddenIn(group) : line;
}

qint64 LogFolds::hiddenLines() const
{
    return m_groups.isEmpty() ? 0 : m_hiddenBefore.last() + hiddenIn(m_groups.last());
}

} // namespace punchcard
