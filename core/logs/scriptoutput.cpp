// SPDX-License-Identifier: MIT
#include "core/logs/scriptoutput.h"

#include "core/logs/linereader.h"

#include <utility>

namespace punchcard {
namespace {

constexpr int headerLimit = 2000; // Lines; a header that does not end within them is none.

bool isHeaderBegin(const LogLine &line)
{
    return line.marker == LogMarker::Group && line.text.startsWith("Run ");
}

bool isExitLine(const ScriptOutput::Line &line)
{
    return line.marker == LogMarker::Error && line.first && line.last && line.text.startsWith("Process completed with exit code ");
}

ScriptOutput::Line lineOf(const LineReader::Piece &piece)
{
    ScriptOutput::Line line{.first = piece.first, .last = piece.last};
    if (piece.first) {
        const LogLine parsed = parseLogLine(piece.bytes);
        line.stamp = parsed.stamp;
        line.marker = parsed.marker;
        line.text = parsed.text.toByteArray();
    } else {
        line.text = piece.bytes.toByteArray();
    }
    if (piece.last) {
        while (line.text.endsWith('\r'))
            line.text.chop(1);
    }
    return line;
}

} // namespace

struct ScriptOutput::Reader
{
    LineReader lines;
    bool script = false; ///< Only what the script printed.
    std::optional<Line> ahead = {}; ///< Read, but not handed out yet.

    Result<std::optional<Line>> read()
    {
        const Result<std::optional<LineReader::Piece>> piece = lines.next();
        if (!piece)
            return piece.error();
        return *piece ? std::optional(lineOf(**piece)) : std::optional<Line>();
    }

    // Goes on after the runner's header, if there is one at @p begin.
    Result<> skipHeader(qint64 begin)
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
};

ScriptOutput::ScriptOutput(std::unique_ptr<Reader> reader)
    : m_reader(std::move(reader))
{
}

ScriptOutput::ScriptOutput(ScriptOutput &&) noexcept = default;
ScriptOutput &ScriptOutput::operator=(ScriptOutput &&) noexcept = default;
ScriptOutput::~ScriptOutput() = default;

Result<ScriptOutput> ScriptOutput::open(const TaskLog &log, const Options &options)
{
    const bool parted = options.show == Show::Script && !options.step.isEmpty() && !log.steps.isEmpty();
    const std::optional<StepLog> step = parted ? log.step(options.step) : std::nullopt;
    const qint64 begin = step ? step->begin : 0;
    const qint64 end = parted ? (step ? step->end : 0) : -1;
    Result<LineReader> lines = LineReader::open(log.file, begin, end, options.pieceLimit);
    if (!lines)
        return lines.error();
    auto reader = std::make_unique<Reader>(std::move(*lines), step.has_value());
    if (reader->script) {
        if (const Result<> skipped = reader->skipHeader(begin); !skipped)
            return skipped.error();
    }
    return ScriptOutput(std::move(reader));
}

Result<std::optional<ScriptOutput::Line>> ScriptOutput::next()
{
    const Result<std::optional<Line>> line
        = m_reader->ahead ? Result<std::optional<Line>>(std::exchange(m_reader->ahead, std::nullopt)) : m_reader->read();
    if (!line || !*line || !m_reader->script || !isExitLine(**line))
        return line;
    // The runner says so after the script's last line; a line like it before that is the script's own.
    Result<std::optional<Line>> after = m_reader->read();
    if (!after || !*after)
        return after;
    m_reader->ahead = std::move(*after);
    return line;
}

} // namespace punchcard
