// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/logs/logarchive.h"
#include "core/logs/logline.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace punchcard {

/// Reads a task's log line by line in bounded memory: only what the script printed, or all that the runner wrote.
///
///     Result<ScriptOutput> output = ScriptOutput::open(log, {.step = u"Run job.sh"_s});
///     for (;;) {
///         const Result<std::optional<ScriptOutput::Line>> line = output->next();
///         if (!line || !*line) break;   // an error, or the end
///         print(terminalText((*line)->text, Colours::On)); if ((*line)->last) print("\n");
///     }
class ScriptOutput
{
public:
    enum class Show {
        Script, ///< The step's lines without the runner's header and closing "exit code" line.
        Everything ///< All lines of all steps.
    };
    struct Options
    {
        QString step = {}; ///< Name of the script's step. A log without steps is shown whole.
        Show show = Show::Script;
        qsizetype pieceLimit = 64 * 1024; ///< Longer lines come in pieces of at most this many bytes.
    };
    struct Line
    {
        std::optional<Time> stamp = {};
        LogMarker marker = LogMarker::None;
        QByteArray text = {}; ///< Bytes as printed: pass them through terminalText() before a terminal sees them.
        bool first = true; ///< Begins a line.
        bool last = true; ///< Ends a line; false: the next piece goes on.
    };

    [[nodiscard]] static Result<ScriptOutput> open(const TaskLog &log, const Options &options);
    ScriptOutput(ScriptOutput &&) noexcept;
    ScriptOutput &operator=(ScriptOutput &&) noexcept;
    ~ScriptOutput();

    /// The next line or piece; nullopt at the end. Storage: the file could not be read.
    [[nodiscard]] Result<std::optional<Line>> next();

private:
    struct Reader;
    explicit ScriptOutput(std::unique_ptr<Reader> reader);
    std::unique_ptr<Reader> m_reader;
};

} // namespace punchcard
