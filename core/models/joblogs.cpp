// SPDX-License-Identifier: MIT
#include "core/models/joblogs.h"

#include "core/job/array.h"
#include "core/jobs/livechoice.h"
#include "core/models/wording.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct JobLogsText
{
    Q_DECLARE_TR_FUNCTIONS(JobLogs)
};

// A big array has thousands of tasks, and each a log.
class LogItems
{
public:
    explicit LogItems(const Job &job)
    {
        for (const Item &item : job.items) {
            if (item.kind != Item::Kind::Log)
                continue;
            m_own.insert({{item.run, item.attempt}, {item.remoteId, item.name}}, &item);
            m_shared.insert({item.run, item.attempt}, &item);
            const Item *&newest = m_newest[{item.run, item.name}];
            if (!newest || newest->attempt < item.attempt)
                newest = &item;
        }
    }
    /// The task's own; of one that repeats an earlier attempt's, that one's; else that of all tasks of the attempt.
    [[nodiscard]] const Item *of(const Run &run, const Attempt &attempt, const Task &task) const
    {
        if (const Item *const own = m_own.value({{run.id, attempt.number}, {task.remoteId, task.name}}))
            return own;
        return isRepeat(attempt, task) ? m_newest.value({run.id, task.name}) : m_shared.value({run.id, attempt.number});
    }

private:
    QHash<std::pair<std::pair<qint64, int>, std::pair<qint64, QString>>, const Item *> m_own;
    QHash<std::pair<qint64, int>, const Item *> m_shared;
    QHash<std::pair<qint64, QString>, const Item *> m_newest;
};

// Of a large array only what is open is sent, and that takes its time to be known.
QString whileRunning(const Job &job)
{
    if (!job.spec.live.value_or(false))
        return JobLogsText::tr("The log comes when the task ends.") + u'\n' + whyNotLive(job.spec);
    if (!isLiveByChoice(job.spec))
        return JobLogsText::tr("What it prints comes here while it runs.");
    const auto delay = std::chrono::seconds(liveDelay(job.spec, job.spec.account == thisComputerId()));
    return JobLogsText::tr("What it prints comes here while it runs, as long as this is open: of an array, up to %1 elements are sent at "
                           "once. It begins up to %2 after the element was opened.")
        .arg(mostLiveElements)
        .arg(secondsText(std::chrono::duration_cast<Milliseconds>(delay)));
}

JobLog logOf(const Job &job, const Item *item, int attempt, const Task &task)
{
    JobLog log{.attempt = attempt,
               .task = task.remoteId,
               .name = task.name,
               .origin = item && item->name == task.name ? item->remoteId : task.remoteId,
               .folder = item && !item->path.isEmpty() ? item->path : u"logs/attempt-%1"_s.arg(attempt)};
    log.element = elementOf(job.spec, task);
    const bool ended = task.status == Status::Completed;
    const bool open = !item || item->state == Item::State::Wanted || item->state == Item::State::PartlyHere;
    log.mayCome = open && !job.isOver();
    if (ended && task.runnerId == 0)
        log.absence = JobLogsText::tr("No runner took this task, so it has no log.");
    else if (!open && !item->why.isEmpty())
        log.absence = item->why;
    else if (!log.mayCome)
        log.absence = JobLogsText::tr("The server has no log of this task any more.");
    else if (ended)
        log.absence = JobLogsText::tr("The log is on its way.");
    else if (task.status == Status::InProgress)
        log.absence = whileRunning(job);
    else
        log.absence = JobLogsText::tr("The log comes when a runner has taken the task and ended it.");
    return log;
}

} // namespace

QList<JobLog> jobLogs(const Job &job)
{
    QList<JobLog> logs;
    const LogItems items(job);
    for (const Run &run : job.runs) {
        for (const Attempt &attempt : run.attempts) {
            for (const Task &task : attempt.tasks)
                logs.append(logOf(job, items.of(run, attempt, task), attempt.number, task));
        }
    }
    std::ranges::stable_sort(logs, std::greater<>(), &JobLog::attempt);
    return logs;
}

Result<LogRange> rangeOf(const TaskLog &log, const LogPart &part)
{
    if (part.kind == LogPart::Kind::Script)
        return scriptRange(log, workflow::scriptStep);
    if (part.kind == LogPart::Kind::Everything)
        return LogRange{};
    const auto step = std::ranges::find(log.steps, part.step, &StepLog::number);
    if (step == log.steps.end()) {
        return Error{.kind = Error::Kind::Missing,
                     .what = JobLogsText::tr("This step has printed nothing."),
                     .remedy = JobLogsText::tr("Choose another step, or all of the log.")};
    }
    return LogRange{.begin = step->begin, .end = step->end};
}

} // namespace punchcard
