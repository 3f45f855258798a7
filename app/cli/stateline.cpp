// SPDX-License-Identifier: MIT
#include "app/cli/stateline.h"

#include "app/cli/delivery.h"
#include "core/jobs/runstate.h"
#include "core/models/wording.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct StateLineText
{
    Q_DECLARE_TR_FUNCTIONS(StateLine)
};

QString stepLine(const Task &task)
{
    const auto now = std::ranges::find(task.steps, Status::InProgress, &Step::status);
    const QString runner = task.runnerName.isEmpty() ? StateLineText::tr("a runner") : task.runnerName;
    return now == task.steps.end() ? StateLineText::tr("running on %1").arg(runner)
                                   : StateLineText::tr("running on %1: %2").arg(runner, now->name);
}

QString taskLine(const Job &job)
{
    const std::optional<Attempt> attempt = newestAttempt(job);
    if (!attempt)
        return StateLineText::tr("waiting for the run to appear");
    const auto count = [&attempt](Status status) { return std::ranges::count(attempt->tasks, status, &Task::status); };
    const qsizetype running = count(Status::InProgress);
    const qsizetype done = count(Status::Completed);
    if (attempt->tasks.size() > 1) {
        return StateLineText::tr("%1 of %2 tasks done, %3 running, %4 queued")
            .arg(done)
            .arg(attempt->tasks.size())
            .arg(running)
            .arg(attempt->tasks.size() - done - running);
    }
    if (running > 0)
        return stepLine(attempt->tasks.constFirst());
    if (done > 0)
        return StateLineText::tr("ending");
    return StateLineText::tr("queued for %1").arg(runnerOf(job));
}

QString phaseLine(const Job &job)
{
    const bool isStanding = job.spec.housing == Housing::Standing;
    switch (job.phase) {
    case Phase::Prepared:
        return isStanding ? StateLineText::tr("looking for the standing repository") : StateLineText::tr("creating the repository");
    case Phase::Housed:
        return job.spec.secrets.isEmpty() ? StateLineText::tr("sending the script") : StateLineText::tr("sending the secrets");
    case Phase::SecretsSealed: return StateLineText::tr("sending the script");
    case Phase::Started: return taskLine(job);
    case Phase::Ended:
        return job.house.dropped ? StateLineText::tr("looking at the results") : StateLineText::tr("fetching the log and the results");
    case Phase::Collected:
        if (!job.spec.deleteHouse || job.house.dropped)
            return StateLineText::tr("ending");
        return isStanding ? StateLineText::tr("deleting the job's branch") : StateLineText::tr("deleting the repository");
    case Phase::Cleared: return {};
    }
    return {};
}

QString outcomeWord(const Job &job)
{
    switch (job.outcome) {
    case Outcome::Open: return StateLineText::tr("open");
    case Outcome::Succeeded:
        return job.results == Results::Incomplete ? StateLineText::tr("succeeded, incomplete") : StateLineText::tr("succeeded");
    case Outcome::Failed: return StateLineText::tr("failed");
    case Outcome::Cancelled: return StateLineText::tr("cancelled");
    case Outcome::TimedOut: return StateLineText::tr("timed out");
    case Outcome::Lost: return StateLineText::tr("lost");
    case Outcome::Refused: return StateLineText::tr("refused");
    }
    return {};
}

QString failedLine(const Job &job)
{
    const qint64 id = qint64(job.id);
    QString other;
    for (const Run &run : job.runs) {
        const QList<Task> tasks = run.attempts.isEmpty() ? QList<Task>() : run.attempts.constLast().tasks;
        for (const Task &task : tasks) {
            const QString step = failedStep(task);
            // The job's error may be that the runner did not let it pass.
            if (step == workflow::scriptStep && !job.error)
                return StateLineText::tr("Job %1 failed: its script ended with an error.").arg(id);
            if (other.isEmpty())
                other = step;
        }
    }
    return other.isEmpty() ? StateLineText::tr("Job %1 failed.").arg(id)
                           : StateLineText::tr("Job %1 failed in the step “%2”.").arg(id).arg(other);
}

} // namespace

QString runnerOf(const Job &job)
{
    return runnerText(job.spec.account, job.spec.runsOn.isEmpty() ? QStringList{job.spec.runnerGroup} : job.spec.runsOn);
}

QString stateLine(const Job &job)
{
    const QString line = phaseLine(job);
    if (job.wishes.cancel && job.phase < Phase::Ended)
        return StateLineText::tr("cancelling, %1").arg(line);
    return line;
}

QString stateWord(const Job &job)
{
    if (job.isOver())
        return outcomeWord(job);
    if (job.waiting)
        return StateLineText::tr("waiting for %1").arg(waitedFor(job.waiting->what));
    if (job.wishes.cancel && job.phase < Phase::Ended)
        return StateLineText::tr("cancelling");
    if (job.phase < Phase::Started)
        return StateLineText::tr("starting");
    if (job.phase > Phase::Started)
        return StateLineText::tr("fetching");
    const std::optional<Attempt> attempt = newestAttempt(job);
    const bool isRunning
        = attempt && std::ranges::any_of(attempt->tasks, [](const Task &task) { return task.status == Status::InProgress; });
    return isRunning ? StateLineText::tr("running") : StateLineText::tr("queued");
}

QString stateWord(const Job &job, const std::optional<LiveProgress> &progress)
{
    const QString word = stateWord(job);
    if (!progress)
        return word;
    return progress->left ? StateLineText::tr("%1, %2 %, %3 left", "running, 37 %, 2m left")
                                .arg(word)
                                .arg(progress->percent)
                                .arg(secondsText(std::chrono::duration_cast<Milliseconds>(*progress->left)))
                          : StateLineText::tr("%1, %2 %", "running, 37 %").arg(word).arg(progress->percent);
}

QString waitingLine(const Waiting &waiting)
{
    const QString what = waitedFor(waiting.what);
    const QString line = waiting.until
        ? StateLineText::tr("Waiting for %1, next try at %2: %3")
              .arg(what, toDateTime(*waiting.until).toLocalTime().toString(u"HH:mm:ss"_s), waiting.error.what)
        : StateLineText::tr("Waiting for %1: %2").arg(what, waiting.error.what);
    return waiting.error.remedy.isEmpty() ? line : line + u' ' + waiting.error.remedy;
}

QString endLine(const Job &job)
{
    const qint64 id = qint64(job.id);
    switch (job.outcome) {
    case Outcome::Succeeded:
        return job.results == Results::Incomplete ? StateLineText::tr("Job %1 succeeded, but not all of its results are here.").arg(id)
                                                  : StateLineText::tr("Job %1 succeeded.").arg(id);
    case Outcome::Failed: return failedLine(job);
    case Outcome::Cancelled: return StateLineText::tr("Job %1 was cancelled.").arg(id);
    case Outcome::TimedOut: return StateLineText::tr("Job %1 ran out of time.").arg(id);
    case Outcome::Lost: return StateLineText::tr("Job %1 is lost: nobody can tell how its script fared.").arg(id);
    case Outcome::Refused: return StateLineText::tr("Job %1 could not be submitted.").arg(id);
    case Outcome::Open: break;
    }
    return StateLineText::tr("Job %1 is over.").arg(id);
}

} // namespace punchcard::cli
