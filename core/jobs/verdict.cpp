// SPDX-License-Identifier: MIT
#include "core/jobs/verdict.h"

#include <algorithm>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

Waiting::For waitedFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Throttled: return Waiting::For::Quota;
    case Error::Kind::Denied: return Waiting::For::Token;
    case Error::Kind::Storage: return Waiting::For::Disk;
    case Error::Kind::Unreachable:
    case Error::Kind::Malformed: return Waiting::For::Network;
    case Error::Kind::Cancelled:
    case Error::Kind::Missing:
    case Error::Kind::Conflict:
    case Error::Kind::Refused:
    case Error::Kind::Corrupt:
    case Error::Kind::Local: return Waiting::For::Decision;
    }
    return Waiting::For::Decision;
}

// The network comes back by itself; a token, a full disk or a decision needs somebody, who wakes the job.
Milliseconds longestWait(Waiting::For what)
{
    return what == Waiting::For::Network ? Milliseconds(60s) : Milliseconds(5min);
}

} // namespace

Verdict verdictOn(const Error &error, Phase phase, std::optional<Waiting::For> blame)
{
    const Waiting::For what = blame.value_or(waitedFor(error));
    const bool mends = error.retry || what == Waiting::For::Network || what == Waiting::For::Quota || what == Waiting::For::Disk
        || what == Waiting::For::Secret || what == Waiting::For::Keychain || blame == Waiting::For::Token;
    if (mends)
        return Verdict::Wait;
    if (phase < Phase::Started)
        return Verdict::Abandon;
    return error.kind == Error::Kind::Missing ? Verdict::Look : Verdict::Wait;
}

Waiting waitingFor(const Error &error, std::optional<Waiting::For> blame, int failures, Time now)
{
    const Waiting::For what = blame.value_or(waitedFor(error));
    const Milliseconds backoff = std::min(Milliseconds(2s) * (1 << std::min(failures - 1, 10)), longestWait(what));
    // The server's own word is kept to the second. Otherwise a time only says that it would be too early before.
    const bool isTold = error.retry && error.kind == Error::Kind::Throttled;
    const Time until = isTold ? std::max(error.retry->at, now + 1s) : std::max(error.retry.value_or(Retry{now}).at, now + backoff);
    return {.what = what, .until = until, .error = error};
}

} // namespace punchcard
