// SPDX-License-Identifier: MIT
#include "widgets/jobs/jobpaint.h"

namespace punchcard {

using namespace Qt::StringLiterals;
using look::Tone;

QString iconOf(JobState state)
{
    switch (state) {
    case JobState::Starting:
    case JobState::Queued: return u"state-queued"_s;
    case JobState::Running:
    case JobState::Fetching: return u"state-running"_s;
    case JobState::Waiting: return u"state-waiting"_s;
    case JobState::Succeeded: return u"state-ok"_s;
    case JobState::Incomplete: return u"state-incomplete"_s;
    case JobState::Failed:
    case JobState::Refused: return u"state-failed"_s;
    case JobState::Cancelling:
    case JobState::Cancelled: return u"state-cancelled"_s;
    case JobState::TimedOut: return u"state-timed-out"_s;
    case JobState::Lost: return u"state-lost"_s;
    }
    return {};
}

Tone toneOf(JobState state)
{
    switch (state) {
    case JobState::Starting:
    case JobState::Queued: return Tone::Muted;
    case JobState::Running:
    case JobState::Fetching: return Tone::Running;
    case JobState::Waiting: return Tone::Waiting;
    case JobState::Succeeded: return Tone::Success;
    case JobState::Incomplete: return Tone::Warning;
    case JobState::Failed:
    case JobState::Refused:
    case JobState::TimedOut:
    case JobState::Lost: return Tone::Failure;
    case JobState::Cancelling:
    case JobState::Cancelled: return Tone::Cancelled;
    }
    return Tone::Muted;
}

} // namespace punchcard
