// SPDX-License-Identifier: MIT
#include "core/logs/scriptoutput.h"

#include "core/logs/linereader.h"
#include "core/logs/logrange.h"

namespace punchcard {
namespace {

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
    const Result<LogRange> range = options.show == Show::Script ? scriptRange(log, options.step) : LogRange{};
    if (!range)
        return range.error();
    Result<LineReader> lines = LineReader::open(log.file, range->begin, range->end, options.pieceLimit);
    if (!lines)
        return lines.error();
    return ScriptOutput(std::make_unique<Reader>(std::move(*lines)));
}

Result<std::optional<ScriptOutput::Line>> ScriptOutput::next()
{
    const Result<std::optional<LineReader::Piece>> piece = m_reader->lines.next();
    if (!piece)
        return piece.error();
    return *piece ? std::optional(lineOf(**piece)) : std::optional<Line>();
}

} // namespace punchcard
