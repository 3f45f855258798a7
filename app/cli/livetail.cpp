// SPDX-License-Identifier: MIT
#include "app/cli/livetail.h"

#include "core/job/array.h"
#include "core/logs/livetext.h"

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

// Several at once would be a muddle.
QString liveTextOf(const Job &job, const QString &folder, std::optional<int> element)
{
    for (const Run &run : job.runs) {
        if (run.attempts.isEmpty())
            continue;
        const Attempt &attempt = run.attempts.constLast();
        for (const Task &task : attempt.tasks) {
            const bool isMeant = element ? elementOf(job.spec, task) == *element : attempt.tasks.size() == 1 && job.runs.size() == 1;
            if (isMeant)
                return liveLogPath(folder + u"/logs/attempt-%1"_s.arg(attempt.number), task.name, task.remoteId);
        }
    }
    return {};
}

} // namespace

void LiveTail::print(Terminal &terminal, const Job &job, const QString &folder, std::optional<int> element)
{
    const QString name = liveTextOf(job, folder, element);
    if (name.isEmpty())
        return;
    if (name != m_file) {
        forget();
        m_file = name;
    }
    Result<LineReader> reader = LineReader::open(name, m_at, -1, LineReader::usualPiece);
    QByteArray shown;
    const auto flush = [&] {
        if (shown.isEmpty())
            return;
        terminal.hold(); // the live line goes
        (void)terminal.write(shown);
        terminal.release();
        shown.clear();
    };
    while (reader) {
        const Result<std::optional<LineReader::Piece>> piece = reader->next();
        // The rest of a line that has not come yet may be a long one's: it is waited for.
        if (!piece || !*piece || ((*piece)->last && !(*piece)->lineEnd))
            break;
        shown += take(**piece, terminal.outColours());
        m_at = reader->offset();
        if (shown.size() >= LineReader::usualPiece)
            flush();
    }
    flush();
}

QByteArray LiveTail::take(const LineReader::Piece &piece, Colours colours)
{
    QByteArrayView text = piece.bytes;
    QByteArray shown;
    const bool isWhole = !m_inLine && piece.lineEnd;
    if (!m_inLine) {
        const LogLine line = parseLogLine(text);
        text = line.text;
        m_marker = line.marker;
        shown = prefixFor(line.marker).toByteArray();
    }
    while (piece.lineEnd && text.endsWith('\r'))
        text.chop(1);
    m_hash.addData(text);
    m_inLine = !piece.lineEnd;
    if (piece.lineEnd) {
        m_hash.addData("\n");
        ++m_lines;
    }
    if (m_marker == LogMarker::EndGroup)
        return {};
    if (isWhole)
        return shown + terminalText(text, colours) + '\n';
    if (!m_text)
        m_text.emplace(colours);
    shown += m_text->piece(text);
    return piece.lineEnd ? shown + m_text->endLine() + '\n' : shown;
}

void LiveTail::forget()
{
    m_file.clear();
    m_at = 0;
    m_lines = 0;
    m_inLine = false;
    m_text.reset();
    m_hash.reset();
}

} // namespace punchcard::cli
