// SPDX-License-Identifier: MIT
#include "core/logs/logrange.h"

#include "core/logs/linereader.h"
#include "core/logs/logline.h"

namespace punchcard {
namespace {

constexpr int headerLimit = 2000; // Lines; a header that does not end within them is none.
constexpr qint64 exitLineLimit = 256;

bool isHeaderBegin(const LogLine &line)
{
    return line.marker == LogMarker::Group && line.text.startsWith("Run ");
}

bool isExitLine(QByteArrayView line)
{
    const LogLine parsed = parseLogLine(line);
    return parsed.marker == LogMarker::Error && parsed.text.startsWith("Process completed with exit code ");
}

// Puts @p lines, which begin where a step does, after the header that the runner writes there, if it does.
Result<> skipStepHeader(LineReader &lines, qint64 begin)
{
    for (int i = 0; i < headerLimit; ++i) {
        const Result<std::optional<LineReader::Piece>> piece = lines.next();
        if (!piece)
            return piece.error();
        if (!*piece)
            break;
        if (!(*piece)->first)
            continue;
        const LogLine line = parseLogLine((*piece)->bytes);
        if (i == 0 && !isHeaderBegin(line))
            break;
        // A value in the header may have lines of its own; those have no stamp.
        if (line.marker == LogMarker::EndGroup && line.stamp)
            return {};
    }
    return lines.seek(begin);
}

// Where the line begins that the runner closes a failed step with; @p end when it did not.
Result<qint64> exitLine(const QString &file, qint64 begin, qint64 end)
{
    const qint64 from = std::max(begin, end - exitLineLimit);
    Result<LineReader> lines = LineReader::open(file, from, end, LineReader::usualPiece);
    if (!lines)
        return lines.error();
    qint64 last = end;
    for (bool cut = from > begin;; cut = false) { // The first line's beginning may be missing.
        const Result<std::optional<LineReader::Piece>> piece = lines->next();
        if (!piece)
            return piece.error();
        if (!*piece)
            return last;
        last = !cut && isExitLine((*piece)->bytes) ? (*piece)->offset : end;
    }
}

} // namespace

Result<LogRange> scriptRange(const TaskLog &log, const QString &step)
{
    if (log.steps.isEmpty() || step.isEmpty())
        return LogRange{};
    const std::optional<StepLog> found = log.step(step);
    if (!found)
        return LogRange{.begin = log.size, .end = log.size};
    Result<LineReader> lines = LineReader::open(log.file, found->begin, found->end, LineReader::usualPiece);
    if (!lines)
        return lines.error();
    if (const Result<> skipped = skipStepHeader(*lines, found->begin); !skipped)
        return skipped.error();
    const qint64 begin = lines->offset();
    const Result<qint64> end = exitLine(log.file, begin, found->end);
    if (!end)
        return end.error();
    return LogRange{.begin = begin, .end = *end};
}

} // namespace punchcard
