// SPDX-License-Identifier: MIT
#include "app/cli/logprinter.h"

#include "app/cli/delivery.h"
#include "core/base/onpool.h"
#include "core/job/array.h"
#include "core/logs/livetext.h"
#include "core/logs/logarchive.h"
#include "core/logs/scriptoutput.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct LogPrinterText
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

Result<ScriptOutput> openLog(const TaskLog &log, LogPart part)
{
    return ScriptOutput::open(
        log, {.step = workflow::scriptStep, .show = part == LogPart::Script ? ScriptOutput::Show::Script : ScriptOutput::Show::Everything});
}

// Whether the log begins with what was printed before; then @p output stands behind that.
Result<bool> skip(ScriptOutput &output, const PrintedBefore &before)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 lines = 0; lines < before.lines;) {
        const Result<std::optional<ScriptOutput::Line>> line = output.next();
        if (!line)
            return line.error();
        if (!*line)
            return false;
        if ((*line)->first && (*line)->last && isProgressLine((*line)->text))
            continue; // was not shown
        hash.addData((*line)->text);
        if ((*line)->last) {
            hash.addData("\n");
            ++lines;
        }
    }
    return hash.result() == before.hash;
}

/// False when it need not go on.
Result<bool> printTask(Buffer &buffer, const TaskLog &log, LogPart part, const Context &context, const PrintedBefore &before)
{
    Result<ScriptOutput> output = openLog(log, part);
    if (!output)
        return output.error();
    if (before.lines > 0) {
        const Result<bool> begins = skip(*output, before);
        if (!begins)
            return begins.error();
        if (!*begins) {
            buffer.add(terminalText(LogPrinterText::tr("(What came live was not all; the full log follows.)").toUtf8(), Colours::Off)
                       + '\n');
            output = openLog(log, part);
            if (!output)
                return output.error();
        }
    }
    while (!context.cancelled()) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        if (!line)
            return line.error();
        if (!*line)
            return buffer.flush();
        if ((*line)->marker == LogMarker::EndGroup)
            continue;
        if (part == LogPart::Script && (*line)->first && (*line)->last && isProgressLine((*line)->text))
            continue;
        if (!buffer.add(**line))
            return false;
    }
    return false;
}

/// Where a task's log lies.
struct Part
{
    QString task;
    qint64 id = 0;
    QString folder;
};

Result<> printTasks(const Terminal &terminal, const QList<Part> &parts, LogPart part, const Context &context, const PrintedBefore &before)
{
    Buffer buffer(terminal);
    bool first = true;
    for (const Part &here : parts) {
        const Result<TaskLog> log = readTaskLog(here.folder, here.task, here.id);
        if (!log)
            return log.error();
        if (parts.size() > 1)
            buffer.add((first ? "" : "\n") + terminalText(u"==> %1 <=="_s.arg(here.task).toUtf8(), Colours::Off) + '\n');
        first = false;
        const Result<bool> printed = printTask(buffer, *log, part, context, parts.size() == 1 ? before : PrintedBefore());
        if (!printed)
            return printed.error();
        if (!*printed)
            break;
    }
    return {};
}

Error noLog(const Job &job, const QStringList &gone)
{
    Error error{.kind = Error::Kind::Missing, .what = LogPrinterText::tr("The log of job %1 is not here.").arg(qint64(job.id))};
    if (!gone.isEmpty())
        error.what = gone.join(u'\n');
    else if (logsAreSettled(job))
        error.what = LogPrinterText::tr("No runner took job %1, so it has no log.").arg(qint64(job.id));
    if (logsAreSettled(job))
        error.remedy = LogPrinterText::tr("“punch show %1” tells what is known.").arg(qint64(job.id));
    else if (job.isOver())
        error.remedy = LogPrinterText::tr("“punch fetch %1” asks for it again.").arg(qint64(job.id));
    else
        error.remedy = LogPrinterText::tr("“punch logs %1 --follow” waits for it.").arg(qint64(job.id));
    return error;
}

} // namespace

Async<> printLog(Terminal &terminal, Job job, QString folder, LogPart part, Context context, PrintedBefore before,
                 std::optional<int> element)
{
    QList<Part> parts;
    QStringList gone;
    QList<Task> tasks;
    for (const Run &run : std::as_const(job.runs)) {
        if (!run.attempts.isEmpty())
            tasks += run.attempts.constLast().tasks;
    }
    if (element)
        tasks.removeIf([&](const Task &task) { return elementOf(job.spec, task) != *element; });
    for (const Task &task : std::as_const(tasks)) {
        const Item *const log = logOf(job, task);
        if (log && log->state == Item::State::Here)
            parts.append({.task = task.name, .id = log->remoteId, .folder = folder + u'/' + log->path});
        else if (log && !log->why.isEmpty())
            gone.append(log->why);
    }
    if (parts.isEmpty())
        co_return noLog(job, gone);
    terminal.hold();
    const auto printing = [out = &terminal, parts, part, context, before] { return printTasks(*out, parts, part, context, before); };
    const Result<> printed = co_await onPool(context, printing);
    terminal.release();
    co_return printed;
}

} // namespace punchcard::cli
