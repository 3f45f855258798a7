// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/lineindex.h"

namespace punchcard {

/// Lines that the runner or the script put under a title by ##[group] and ##[endgroup]. They do not nest: another one ends it.
struct LogGroup
{
    qint64 begin = 0; ///< Byte offset of the title's line.
    qint64 body = 0; ///< Of the line after it.
    qint64 close = -1; ///< Of the line with the ##[endgroup], or resume when there is none; -1: not seen yet.
    qint64 resume = -1; ///< Of the first line that is not in the group; -1: not seen yet.
    qint64 line = 0; ///< Of begin, counted from 0; likewise the others.
    qint64 closeLine = -1;
    qint64 resumeLine = -1;
    bool folded = false;

    [[nodiscard]] bool isClosed() const { return resume >= 0; }
};

/// Which lines are not shown: those of folded groups, and every line that only ends a group. Rows count what is shown.
class LogFolds
{
public:
    /// Takes the next landmarks in; a group becomes folded when it is closed if @p fold says so.
    void take(const QList<LogLandmark> &landmarks, bool fold);

    [[nodiscard]] const QList<LogGroup> &groups() const { return m_groups; }
    /// Index of the group that byte @p offset lies in, title included; -1: none.
    [[nodiscard]] qsizetype groupAt(qint64 offset) const;
    /// Index of the group whose title's line begins at @p offset; -1: none.
    [[nodiscard]] qsizetype groupTitledAt(qint64 offset) const;

    void setFolded(qsizetype group, bool folded);
    void setAllFolded(bool folded);
    /// Makes the line at @p offset shown; true when it was not.
    bool reveal(qint64 offset);

    /// Where the hidden stretch that @p offset lies in begins and what follows it; an empty one: it is shown.
    struct Stretch
    {
        qint64 begin = 0;
        qint64 end = 0;
    };
    [[nodiscard]] Stretch hiddenAround(qint64 offset) const;

    [[nodiscard]] qint64 rowOf(qint64 line) const;
    [[nodiscard]] qint64 lineOf(qint64 row) const;
    [[nodiscard]] qint64 hiddenLines() const;

private:
    [[nodiscard]] static qint64 hiddenIn(const LogGroup &group);
    void close(qint64 close, qint64 closeLine, qint64 resume, qint64 resumeLine, bool fold);
    void count(qsizetype from);

    QList<LogGroup> m_groups;
    QList<qint64> m_hiddenBefore; ///< Lines hidden in the groups before each.
};

} // namespace punchcard
