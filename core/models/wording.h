// SPDX-License-Identifier: MIT
// core/models: what the window shows, as models that need no screen, and the words for it.
#pragma once

#include "core/base/time.h"
#include "core/job/job.h"

#include <QDate>
#include <QString>
#include <QStringList>

#include <optional>

namespace punchcard {

/// Bytes for people, by thousands: "0 B", "43.8 kB", "22.7 MB". @p gap stands before the unit.
[[nodiscard]] QString sizeText(qint64 bytes, int digits = 3, const QString &gap = QStringLiteral(" "));
/// Whole seconds: "0s", "15s", "2m51s". nullopt: "-". durationText() of core/base/time.h has the same form.
[[nodiscard]] QString secondsText(std::optional<Milliseconds> duration);
/// How old something is, in its largest unit: "now", "5m", "3h", "12d".
[[nodiscard]] QString ageText(Milliseconds age);
/// "Today", "Yesterday", "Wednesday", then the date in the locale's form.
[[nodiscard]] QString dayText(QDate day, QDate today);
/// Local time: "11:59" on @p today, otherwise with the date.
[[nodiscard]] QString momentText(Time time, QDate today);

/// Where a job runs: its labels in one text; on this computer there are none to tell.
[[nodiscard]] QString runnerText(const QString &account, const QStringList &labels);
/// What a job waits for, to follow "waiting for": "the network".
[[nodiscard]] QString waitedFor(Waiting::For what);
/// "Succeeded", "Failed", "Timed out"; for the open: "Running".
[[nodiscard]] QString outcomeText(Outcome outcome);
/// @p text as a tooltip: what looks like markup in a name or a message is shown, not obeyed.
[[nodiscard]] QString tipText(const QString &text);
/// One word for a task or a step: "Queued", "Running", "Succeeded", "Skipped".
[[nodiscard]] QString statusText(Status status, Conclusion conclusion);

} // namespace punchcard
