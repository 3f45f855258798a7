// SPDX-License-Identifier: MIT
#include "core/jobs/failedstep.h"

#include "core/base/onpool.h"
#include "core/jobs/runstate.h"
#include "core/logs/ansi.h"
#include "core/logs/logarchive.h"
#include "core/logs/logline.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct FailedStepText
{
    Q_DECLARE_TR_FUNCTIONS(FailedStep)
};

/// Of a step's log: the runner's verdict is its last line.
constexpr qint64 endOfLog = 64 * 1024;
constexpr qsizetype longestVerdict = 1000;

struct FailedStep
{
    QString task;
    qint64 log = 0;
    QString step;
    QString folder;
    QUrl page;
    QString verdict = {};
};

QList<FailedStep> failedSteps(const Drive &drive)
{
    QList<FailedStep> failed;
    for (const Run &run : drive.job.runs) {
        const QList<Task> tasks = run.attempts.isEmpty() ? QList<Task>() : run.attempts.constLast().tasks;
        for (const Task &task : tasks) {
            const QString step = failedStep(task);
            const Item *const log = logOf(drive.job, task);
            if (step.isEmpty() || workflow::isKeepStep(step) || !log || log->state != Item::State::Here)
                continue;
            failed.append({.task = task.name,
                           .log = log->remoteId,
                           .step = step,
                           .folder = drive.folder.path() + u'/' + log->path,
                           .page = task.page});
        }
    }
    return failed;
}

/// The last error in the step's log; empty when that cannot be told.
QString lastErrorOf(const FailedStep &failed)
{
    const Result<TaskLog> log = readTaskLog(failed.folder, failed.task, failed.log);
    // Where edges blur the end of a script may be in the next step.
    if (!log || !log->exact)
        return {};
    const std::optional<StepLog> step = log->step(failed.step);
    QFile file(log->file);
    if (!step || !file.open(QIODevice::ReadOnly) || !file.seek(std::max(step->begin, step->end - endOfLog)))
        return {};
    const QList<QByteArray> lines = file.read(step->end - file.pos()).split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        const LogLine parsed = parseLogLine(*line);
        if (parsed.marker == LogMarker::Error && !parsed.text.isEmpty())
            return styledText(parsed.text.first(std::min(parsed.text.size(), longestVerdict))).text.simplified();
    }
    return {};
}

bool isOfScript(const FailedStep &failed)
{
    return failed.step == workflow::scriptStep && failed.verdict.startsWith("Process completed with exit code "_L1);
}

/// The first that has something to say; none when a script of the job's has failed by itself.
std::optional<FailedStep> firstToTell(QList<FailedStep> failed, const Context &context)
{
    std::optional<FailedStep> first;
    for (FailedStep &one : failed) {
        if (context.cancelled())
            break;
        one.verdict = lastErrorOf(one);
        if (isOfScript(one))
            return std::nullopt;
        if (!first && !one.verdict.isEmpty())
            first = one;
    }
    return first;
}

} // namespace

Async<> noteFailedStep(Drive &drive)
{
    if (drive.job.outcome != Outcome::Failed || drive.job.error)
        co_return {};
    const QList<FailedStep> failed = failedSteps(drive);
    if (failed.isEmpty())
        co_return {};
    const auto reading = [failed, context = drive.context]() -> Result<std::optional<FailedStep>> { return firstToTell(failed, context); };
    const Result<std::optional<FailedStep>> told = co_await onPool(drive.context, reading);
    if (!told)
        co_return told.error();
    if (*told) {
        drive.job.error = Error{.kind = Error::Kind::Refused,
                                .what = FailedStepText::tr("The step “%1” failed: %2").arg((*told)->step, (*told)->verdict),
                                .remedy = FailedStepText::tr("Mend that, then run the script again."),
                                .page = (*told)->page};
    }
    co_return {};
}

} // namespace punchcard
