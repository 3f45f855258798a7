// SPDX-License-Identifier: MIT
#include "core/models/jobstate.h"

#include "core/models/wording.h"

#include <QCoreApplication>

namespace punchcard {

namespace {

struct Text
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
    case JobState::Starting: return Text::tr("Starting");
    case JobState::Queued: return Text::tr("Queued");
    case JobState::Running: return Text::tr("Running");
    case JobState::Fetching: return Text::tr("Fetching results");
    case JobState::Waiting: return Text::tr("Waiting");
    case JobState::Cancelling: return Text::tr("Cancelling");
    case JobState::Succeeded: return Text::tr("Succeeded");
    case JobState::Incomplete: return Text::tr("Succeeded, results incomplete");
    case JobState::Failed: return Text::tr("Failed");
    case JobState::Cancelled: return Text::tr("Cancelled");
    case JobState::TimedOut: return Text::tr("Timed out");
    case JobState::Lost: return Text::tr("Lost");
    case JobState::Refused: return Text::tr("Refused");
    }
    return {};
}

} // namespace punchcard
