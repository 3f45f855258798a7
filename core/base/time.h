// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>

namespace punchcard {

using Milliseconds = std::chrono::milliseconds;

/// A moment in UTC, to the millisecond.
using Time = std::chrono::sys_time<Milliseconds>;

[[nodiscard]] inline Time fromEpoch(qint64 ms)
{
    return Time{Milliseconds{ms}};
}
[[nodiscard]] inline qint64 toEpoch(Time time)
{
    return time.time_since_epoch().count();
}
[[nodiscard]] QDateTime toDateTime(Time time);

/// ISO 8601 in UTC, whole seconds as GitHub writes them: 2026-11-23T10:00:00Z.
[[nodiscard]] QString isoTime(Time time);
/// Reads ISO 8601 with or without a fraction; nullopt when @p text is none.
[[nodiscard]] std::optional<Time> parseTime(const QString &text);

/// A duration as people write it: "1s", "2m30s", "1h5m", "250ms". nullopt when @p text is none.
[[nodiscard]] std::optional<Milliseconds> parseDuration(const QString &text);
/// The same form back, rounded to seconds from one second on: "2m51s".
[[nodiscard]] QString durationText(Milliseconds duration);

} // namespace punchcard
