// SPDX-License-Identifier: MIT
#include "app/cli/logprinter.h"

#include "app/cli/delivery.h"
#include "core/base/onpool.h"
#include "core/logs/logarchive.h"
#include "core/logs/scriptoutput.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LogPrinter)
};

constexpr qsizetype bufferSize = 64 * 1024;

/// Gathers lines, so that not each one is a write of its own.
class Buffer
{
public:
    explicit Buffer(const Terminal &terminal)
        : m_terminal(terminal)
        , m_text(terminal.outColours())
    {
    }

    /// False when nobody reads any more.
    [[nodiscard]] bool add(const ScriptOutput::Line &line)
    {
        if (line.first)
            m_bytes += prefixFor(line.marker);
        if (line.first && line.last) {
            m_bytes += terminalText(line.text, m_terminal.outColours()) + '\n';
        } else {
            m_bytes += m_text.piece(line.text);
            if (line.last)
                m_bytes += m_text.endLine() + '\n';
        }
        return m_bytes.size() < bufferSize || flush();
    }
    void add(const QByteArray &harmless) { m_bytes += harmless; }
    [[nodiscard]] bool flush()
    {
        const bool isRead = m_terminal.write(m_bytes);
        m_bytes.clear();
        return isRead;
    }

private:
    const Terminal &m_terminal;
    TerminalText m_text;
    QByteArray m_bytes;
};

/// False when it need not go on.
Result<bool> printTask(Buffer &buffer, const TaskLog &log, LogPart part, const Context &context)
{
    const ScriptOutput::Options options{.step = workflow::scriptStep,
                                        .show = part == LogPart::Script ? ScriptOutput::Show::Script : ScriptOutput::Show::Everything};
    Result<ScriptOutput> output = ScriptOutput::open(log, options);
    if (!output)
        return output.error();
    while (!context.cancelled()) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        if (!line)
            return line.error();
        if (!*line)
            return buffer.flush();
        if ((*line)->marker == LogMarker::EndGroup)
            continue;
        if (!buffer.add(**line))
            return false;
    }
    return false;
}

Result<> printTasks(const Terminal &terminal, const QString &folder, const QStringList &tasks, LogPart part, const Context &context)
{
    Buffer buffer(terminal);
    bool found = false;
    for (const QString &task : tasks) {
        const Result<TaskLog> log = readTaskLog(folder, task);
        if (!log && log.error().kind == Error::Kind::Missing)
            continue;
        if (!log)
            return log.error();
        if (tasks.size() > 1)
            buffer.add((found ? "\n" : "") + terminalText(u"==> %1 <=="_s.arg(task).toUtf8(), Colours::Off) + '\n');
        found = true;
        const Result<bool> printed = printTask(buffer, *log, part, context);
        if (!printed)
            return printed.error();
        if (!*printed)
            break;
    }
    if (!found) {
        return Error{.kind = Error::Kind::Missing,
                     .what = Text::tr("There is no log: no runner took the job, or the server has lost it."),
                     .remedy = Text::tr("“punch show” tells what is known.")};
    }
    return {};
}

} // namespace

Async<> printLog(Terminal &terminal, Job job, QString folder, LogPart part, Context context)
{
    const Item *const item = newestLog(job);
    const Attempt *const attempt = newestAttempt(job);
    if (!item || !attempt || item->state != Item::State::Here) {
        const QString why = item ? item->why : QString();
        co_return Error{.kind = Error::Kind::Missing,
                        .what = why.isEmpty() ? Text::tr("The log of job %1 is not here.").arg(qint64(job.id)) : why,
                        .remedy = job.isOver() ? Text::tr("“punch fetch %1” asks for it again.").arg(qint64(job.id))
                                               : Text::tr("“punch logs %1 --follow” waits for it.").arg(qint64(job.id))};
    }
    QStringList tasks;
    for (const Task &task : attempt->tasks)
        tasks.append(task.name);
    const QString logFolder = folder + u'/' + item->path;
    terminal.hold();
    const auto printing = [out = &terminal, logFolder, tasks, part, context] { return printTasks(*out, logFolder, tasks, part, context); };
    const Result<> printed = co_await onPool(context, printing);
    terminal.release();
    co_return printed;
}

} // namespace punchcard::cli
