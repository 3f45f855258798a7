// SPDX-License-Identifier: MIT
#include "core/http/retry.h"

#include "core/http/headers.h"

#include <QRandomGenerator>

#include <algorithm>

namespace punchcard::http {

namespace {

// A server that wants more is asked again all the same: one wrong header must not hold a job for days.
constexpr std::chrono::seconds longestRetryAfter = std::chrono::hours(2);

} // namespace

Milliseconds Backoff::before(int repeat, double jitter) const
{
    const Milliseconds full = std::min<Milliseconds>(most, first * (1LL << std::clamp(repeat, 0, 20)));
    return full - std::chrono::duration_cast<Milliseconds>(full * (std::clamp(jitter, 0.0, 1.0) / 2));
}

Milliseconds Backoff::before(int repeat) const
{
    return before(repeat, QRandomGenerator::global()->generateDouble());
}

std::optional<Time> retryAfter(const Reply &reply, Time now)
{
    const QByteArray value = reply.header("retry-after").trimmed();
    bool isNumber = false;
    const qint64 seconds = value.toLongLong(&isNumber);
    if (isNumber)
        return now + std::chrono::seconds(std::clamp<qint64>(seconds, 0, longestRetryAfter.count()));
    const std::optional<Time> date = parseHttpDate(value);
    if (!date)
        return std::nullopt;
    // Both by the server's clock: ours may be wrong.
    const Time theirs = parseHttpDate(reply.header("date")).value_or(now);
    return now + std::clamp<Milliseconds>(*date - theirs, Milliseconds::zero(), longestRetryAfter);
}

} // namespace punchcard::http
