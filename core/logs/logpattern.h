// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/logs/mappedfile.h"

#include <QByteArrayMatcher>
#include <QList>
#include <QRegularExpression>

#include <atomic>
#include <functional>
#include <optional>

namespace punchcard {

/// What is looked for in a log.
struct LogQuery
{
    QString text = {};
    bool caseSensitive = false;
    bool isRegex = false;
    bool operator==(const LogQuery &) const = default;
};

/// A query made ready. It looks at what a line shows: without its time stamp and control sequences, with "Error: " for
/// ##[error]. A line beyond 1 MB is looked at in pieces of 1 MB. Copies may be used on any thread.
class LogPattern
{
public:
    /// Refused: the expression is not valid, or the text is empty.
    [[nodiscard]] static Result<LogPattern> make(const LogQuery &query);

    struct Match
    {
        qsizetype start = 0;
        qsizetype length = 0;
    };
    /// All in @p text, which a line shows; no empty ones.
    [[nodiscard]] QList<Match> matches(const QString &text) const;
    /// The first in a line too long to be shown whole, from byte @p from on and some megabytes further; places are bytes
    /// behind the stamp.
    [[nodiscard]] std::optional<Match> matchInLong(QByteArrayView line, qsizetype from) const;

    /// Calls @p take with the offset of each line that matches, of those that begin in [@p from, @p to); @p from begins a
    /// line. False from @p take ends it. Gives where the next line begins.
    qint64 scan(const MappedFile &file, qint64 from, qint64 to, qint64 end, const std::atomic_bool &cancelled,
                const std::function<bool(qint64)> &take) const;

private:
    LogPattern() = default;
    struct Chunk;
    [[nodiscard]] bool lineMatches(QByteArrayView line) const;
    bool scanBytes(const Chunk &chunk, const std::function<bool(qint64)> &take) const;
    bool scanText(const Chunk &chunk, const std::function<bool(qint64)> &take) const;
    bool scanLines(const Chunk &chunk, const std::function<bool(qint64)> &take) const;

    QRegularExpression m_regex;
    QByteArrayMatcher m_bytes; ///< For a plain text whose case counts.
    bool m_isPlain = false;
    std::optional<QRegularExpression> m_manyLines; ///< To look at many lines at once: nothing in it can match a line's end.
};

} // namespace punchcard
