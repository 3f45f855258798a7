// SPDX-License-Identifier: MIT
#include "core/logs/shownlines.h"

#include <algorithm>

namespace punchcard {

qint64 ShownLines::at(qint64 offset) const
{
    qint64 line = m_document.startOf(offset);
    for (;;) {
        const LogFolds::Stretch hidden = m_folds.hiddenAround(line);
        if (hidden.begin == hidden.end || hidden.begin <= first())
            return line;
        line = m_document.startOf(hidden.begin - 1);
    }
}

qint64 ShownLines::next(qint64 line) const
{
    qint64 next = m_document.next(line);
    for (;;) {
        const LogFolds::Stretch hidden = m_folds.hiddenAround(next);
        if (hidden.begin == hidden.end)
            return std::min(next, m_document.end());
        next = hidden.end;
    }
}

qint64 ShownLines::previous(qint64 line) const
{
    return line <= first() ? first() : at(line - 1);
}

qint64 ShownLines::last() const
{
    return at(m_document.end());
}

qint64 ShownLines::rows() const
{
    return m_document.isEmpty() ? 0 : std::max<qint64>(1, m_document.lines() - m_folds.hiddenLines());
}

qint64 ShownLines::atRow(qint64 row) const
{
    return at(m_document.offsetOf(m_folds.lineOf(std::max<qint64>(row, 0))));
}

} // namespace punchcard
