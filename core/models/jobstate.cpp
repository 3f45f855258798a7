// SPDX-License-Identifier: MIT
#include "core/models/jobstate.h"

#include "core/models/wording.h"

#include <QCoreApplication>

namespace punchcard {

namespace {

struct JobStateText
{
    Q_DECLARE_TR_FUNCTIONS(JobState)
};

JobState endOf(const store::JobSummary &job)
{
    switch (job.outcome) {
    case Outcome::Succeeded: return job.results == Results::Incomplete ? JobState::Incomplete : JobState::Succeeded;
    case Outcome::Failed: return JobState::Failed;
    case Outcome::Cancelled: return JobState::Cancelled;
    case Outcome::TimedOut: return JobState::TimedOut;
    case Outcome::Refused: return JobState::Refused;
    case Outcome::Lost:
    case Outcome::Open: break;
    }
    return JobState::Lost;
}

} // namespace

JobState stateOf(const store::JobSummary &job)
{
    if (job.isOver())
        return endOf(job);
    if (job.waitingFor)
        return JobState::Waiting;
    if (job.phase >= Phase::Ended)
        return JobState::Fetching;
    if (job.cancelWished)
        return JobState::Cancelling;
    if (job.phase < Phase::Started)
        return JobState::Starting;
    return job.isRunning ? JobState::Running : JobState::Queued;
}

JobKind kindOf(JobState state)
{
    switch (state) {
    case JobState::Starting:
    case JobState::Queued:
    case JobState::Running:
    case JobState::Fetching:
    case JobState::Waiting:
    case JobState::Cancelling: return JobKind::Open;
    case JobState::Succeeded:
    case JobState::Incomplete: return JobKind::Succeeded;
    case JobState::Cancelled: return JobKind::Cancelled;
    case JobState::Failed:
    case JobState::TimedOut:
    case JobState::Lost:
    case JobState::Refused: break;
    }
    return JobKind::Failed;
}

QString stateText(JobState state)
{
    switch (state) {
    case JobState::Starting: return JobStateText::tr("Starting");
    case JobState::Queued: return JobStateText::tr("Queued");
    case JobState::Running: return JobStateText::tr("Running");
    case JobState::Fetching: return JobStateText::tr("Fetching results");
    case JobState::Waiting: return JobStateText::tr("Waiting");
    case JobState::Cancelling: return JobStateText::tr("Cancelling");
    case JobState::Succeeded: return JobStateText::tr("Succeeded");
    case JobState::Incomplete: return JobStateText::tr("Succeeded, results incomplete");
    case JobState::Failed: return JobStateText::tr("Failed");
    case JobState::Cancelled: return JobStateText::tr("Cancelled");
    case JobState::TimedOut: return JobStateText::tr("Timed out");
    case JobState::Lost: return JobStateText::tr("Lost");
    case JobState::Refused: return JobStateText::tr("Refused");
    }
    return {};
}

} // namespace punchcard
