// SPDX-License-Identifier: MIT
#include "core/jobs/lostuploads.h"

#include "core/base/onpool.h"
#include "core/logs/ansi.h"
#include "core/logs/scriptoutput.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct LostUploadsText
{
    Q_DECLARE_TR_FUNCTIONS(LostUploads)
};

/// Longer than any reason for people.
constexpr qsizetype longestReason = 1000;

/// A task whose uploads were not kept, and where its log lies.
struct LostUploads
{
    QString task;
    qint64 log = 0;
    QString step;
    QString folder;
    QUrl page;
};

std::optional<LostUploads> firstLost(const Drive &drive)
{
    for (const Run &run : drive.job.runs) {
        if (run.attempts.isEmpty())
            continue;
        for (const Task &task : run.attempts.constLast().tasks) {
            const auto step = std::ranges::find_if(
                task.steps, [](const Step &one) { return workflow::isKeepStep(one.name) && one.conclusion == Conclusion::Failure; });
            if (step == task.steps.end())
                continue;
            const Item *const log = logOf(drive.job, task);
            const bool isHere = log && log->state == Item::State::Here;
            return LostUploads{.task = task.name,
                               .log = log ? log->remoteId : 0,
                               .step = step->name,
                               .folder = isHere ? drive.folder.path() + u'/' + log->path : QString(),
                               .page = task.page};
        }
    }
    return std::nullopt;
}

/// The first error in the step's log; empty when that cannot be told.
QString reasonOf(const LostUploads &lost, const Context &context)
{
    if (lost.folder.isEmpty())
        return {};
    const Result<TaskLog> log = readTaskLog(lost.folder, lost.task, lost.log);
    if (!log || log->steps.isEmpty())
        return {};
    Result<ScriptOutput> output = ScriptOutput::open(*log, {.step = lost.step, .pieceLimit = longestReason});
    while (output && !context.cancelled()) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        if (!line || !*line)
            break;
        if ((*line)->marker == LogMarker::Error && !(*line)->text.isEmpty())
            return styledText((*line)->text).text.simplified();
    }
    return {};
}

} // namespace

Async<> noteLostUploads(Drive &drive)
{
    const std::optional<LostUploads> lost = firstLost(drive);
    if (!lost)
        co_return {};
    drive.job.results = Results::Incomplete;
    if (drive.job.error)
        co_return {};
    const auto reading = [lost = *lost, context = drive.context]() -> Result<QString> { return reasonOf(lost, context); };
    const Result<QString> reason = co_await onPool(drive.context, reading);
    if (!reason)
        co_return reason.error();
    const QString step = lost->step;
    drive.job.error = Error{
        .kind = Error::Kind::Refused,
        .what = reason->isEmpty() ? LostUploadsText::tr("The step “%1” failed.").arg(step)
                                  : LostUploadsText::tr("The step “%1” failed: %2").arg(step, *reason),
        .remedy = LostUploadsText::tr("What it should keep did not come back. Mend that (a file name that is not taken: rename or pack "
                                      "the file), then run the script again."),
        .page = lost->page};
    co_return {};
}

} // namespace punchcard
