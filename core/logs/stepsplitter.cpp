// SPDX-License-Identifier: MIT
#include "core/logs/stepsplitter.h"

#include "core/logs/linereader.h"
#include "core/logs/logline.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView fileStart = "\xEF\xBB\xBF";
constexpr Milliseconds blur = std::chrono::seconds(1); // Of the API's stamps.

QList<StepInfo> inOrder(QList<StepInfo> steps)
{
    std::ranges::sort(steps, {}, &StepInfo::number);
    return steps;
}

QString nameOf(const QList<StepInfo> &steps, int number)
{
    const auto step = std::ranges::find(steps, number, &StepInfo::number);
    return step == steps.end() ? QString() : step->name;
}

// Calls @p take with each line's first piece; false from it ends the reading.
template<typename Take>
Result<> forEachLine(const QString &file, const PoolShare &share, Take take)
{
    Result<LineReader> reader = LineReader::open(file, 0, -1, LineReader::usualPiece);
    if (!reader)
        return reader.error();
    for (;;) {
        if (share.cancelled())
            return cancelledError();
        const Result<std::optional<LineReader::Piece>> piece = reader->next();
        if (!piece)
            return piece.error();
        if (!*piece)
            return {};
        if ((*piece)->first && !take(**piece))
            return {};
    }
}

// Whether the runner writes @p line at the beginning of @p step.
bool opens(const LogLine &line, const StepInfo &step)
{
    if (step.name.startsWith(u"Post "_s))
        return line.text == "Post job cleanup.";
    if (step.name == u"Complete job"_s)
        return line.text.startsWith("Cleaning up orphan processes") || line.text.startsWith("Evaluate and set job outputs");
    return line.marker == LogMarker::Group && line.text.startsWith("Run ");
}

// Goes through the lines of a log and says at which of them which step begins.
class StampWalk
{
public:
    explicit StampWalk(const QList<StepInfo> &steps)
    {
        for (const StepInfo &step : steps) {
            if (!step.skipped && step.startedAt)
                m_steps.append(step);
        }
    }

    [[nodiscard]] bool isEmpty() const { return m_steps.isEmpty(); }

    void take(const LogLine &line, qint64 offset)
    {
        if (m_result.isEmpty())
            begin(0, offset);
        if (!line.stamp)
            return;
        const Time second = std::chrono::floor<std::chrono::seconds>(*line.stamp);
        bool opened = false; // One header opens one step.
        while (m_current + 1 < m_steps.size()) {
            const bool opening = !opened && second >= startOfNext() && opens(line, m_steps.at(m_current + 1));
            if (!opening && !isOver(second))
                return;
            opened = opened || opening;
            begin(m_current + 1, offset);
        }
    }

    QList<StepLog> finish(qint64 size)
    {
        if (!m_result.isEmpty())
            m_result.last().end = size;
        m_result.removeIf([](const StepLog &step) { return step.begin == step.end; });
        return m_result;
    }

private:
    [[nodiscard]] Time startOfNext() const { return std::chrono::floor<std::chrono::seconds>(*m_steps.at(m_current + 1).startedAt); }

    // Whether at @p second the current step has certainly given way to the next one, though no header said so.
    [[nodiscard]] bool isOver(Time second) const
    {
        const std::optional<Time> ended = m_steps.at(m_current).completedAt;
        return second > (ended ? std::max(*ended, startOfNext()) : startOfNext()) + blur;
    }

    void begin(qsizetype index, qint64 offset)
    {
        if (!m_result.isEmpty())
            m_result.last().end = offset;
        m_current = index;
        m_result.append({.number = m_steps.at(index).number, .name = m_steps.at(index).name, .begin = offset, .end = offset});
    }

    QList<StepInfo> m_steps;
    QList<StepLog> m_result;
    qsizetype m_current = 0;
};

} // namespace

QByteArray LogText::piece(QByteArrayView bytes)
{
    QByteArray out;
    out.reserve(bytes.size() + fileStart.size());
    while (!bytes.isEmpty()) {
        if (m_lineStart && bytes.front() == fileStart.at(m_marked)) {
            m_marked = (m_marked + 1) % fileStart.size();
            bytes = bytes.sliced(1);
            continue;
        }
        if (m_marked > 0) {
            m_lineStart = false;
            emitText(fileStart.first(std::exchange(m_marked, 0)), out);
        }
        const qsizetype lineEnd = bytes.indexOf('\n');
        const qsizetype length = lineEnd < 0 ? bytes.size() : lineEnd + 1;
        emitText(bytes.first(length), out);
        bytes = bytes.sliced(length);
    }
    return out;
}

QByteArray LogText::finish()
{
    QByteArray out;
    if (m_marked > 0)
        emitText(fileStart.first(std::exchange(m_marked, 0)), out);
    return out;
}

// Text of one line, with its end if that is in it.
void LogText::emitText(QByteArrayView text, QByteArray &out)
{
    if (m_newLine)
        ++m_lines;
    m_newLine = text.endsWith('\n');
    m_lineStart = m_newLine;
    out += text;
    if (m_lines == 1 && m_firstLine.size() < firstLineLimit)
        m_firstLine
            += text.chopped(m_newLine ? 1 : 0).first(std::min(text.size() - (m_newLine ? 1 : 0), firstLineLimit - m_firstLine.size()));
}

Result<QList<StepLog>> partByStepFiles(const QString &file, const QList<StepInfo> &steps, const QList<StepText> &texts,
                                       const PoolShare &share)
{
    QList<StepText> order = texts;
    std::ranges::sort(order, {}, &StepText::number);
    order.removeIf([](const StepText &text) { return text.lines == 0; });
    QList<StepLog> result;
    qint64 line = 0;
    qint64 due = 0; // The line at which the next step begins.
    bool fits = true;
    const Result<> read = forEachLine(file, share, [&](const LineReader::Piece &piece) {
        if (line++ < due)
            return true;
        const qsizetype next = result.size();
        fits = next < order.size() && piece.bytes.first(std::min(piece.bytes.size(), LogText::firstLineLimit)) == order.at(next).firstLine;
        if (!fits)
            return false;
        if (next > 0)
            result.last().end = piece.offset;
        result.append(
            {.number = order.at(next).number, .name = nameOf(steps, order.at(next).number), .begin = piece.offset, .end = piece.offset});
        due += order.at(next).lines;
        return true;
    });
    if (!read)
        return read.error();
    if (!fits || result.size() != order.size() || line != due || result.isEmpty())
        return QList<StepLog>();
    result.last().end = QFileInfo(file).size();
    return result;
}

Result<QList<StepLog>> partByStamps(const QString &file, const QList<StepInfo> &steps, const PoolShare &share)
{
    StampWalk walk(inOrder(steps));
    if (walk.isEmpty())
        return QList<StepLog>();
    const Result<> read = forEachLine(file, share, [&walk](const LineReader::Piece &piece) {
        walk.take(parseLogLine(piece.bytes), piece.offset);
        return true;
    });
    if (!read)
        return read.error();
    return walk.finish(QFileInfo(file).size());
}

} // namespace punchcard
