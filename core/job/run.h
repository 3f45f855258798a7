// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace punchcard {

/// Where a run, a task or a step stands; the numbers are in the database.
enum class Status { Unknown = 0, Queued = 1, Waiting = 2, InProgress = 3, Completed = 4 };
/// How it ended; the numbers are in the database.
enum class Conclusion { None = 0, Success = 1, Failure = 2, Cancelled = 3, Skipped = 4, TimedOut = 5, StartupFailure = 6, Other = 7 };

/// What GitHub calls a step. Times are the server's.
struct Step
{
    int number = 0;
    QString name = {};
    Status status = Status::Unknown;
    Conclusion conclusion = Conclusion::None;
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};

    bool operator==(const Step &) const = default;
};

/// What GitHub calls a job: one, or one for each element of an array. Times are the server's.
struct Task
{
    qint64 remoteId = 0;
    QString name = {};
    Status status = Status::Unknown;
    Conclusion conclusion = Conclusion::None;
    std::optional<Time> createdAt = {};
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};
    qint64 runnerId = 0; ///< 0: no runner has picked it up
    QString runnerName = {};
    QStringList labels = {};
    QUrl page = {};
    QList<Step> steps = {};

    bool operator==(const Task &) const = default;
};

/// One try of a run. Times are the server's.
struct Attempt
{
    int number = 1;
    Status status = Status::Unknown;
    Conclusion conclusion = Conclusion::None;
    std::optional<Time> startedAt = {}; ///< run_started_at: when this attempt was asked for
    std::optional<Time> updatedAt = {};
    QList<Task> tasks = {};

    bool operator==(const Attempt &) const = default;
};

/// A run of the job's workflow. A job has one, unless its array is bigger than 256.
struct Run
{
    qint64 id = 0;     ///< of the row; 0: not stored yet
    int number = 1;    ///< 1..n within the job
    QString headSha = {};
    qint64 remoteId = 0; ///< 0: not found yet
    std::optional<Time> createdAt = {};
    QUrl page = {};
    QList<Attempt> attempts = {};

    bool operator==(const Run &) const = default;
};

/// Whether @p task only repeats what it came to in an earlier attempt than @p attempt, which ran the others again.
[[nodiscard]] bool isRepeat(const Attempt &attempt, const Task &task);

/// Times of a run's newest attempt, from the server's stamps alone: nullopt where there are no stamps yet.
struct RunTimes
{
    std::optional<Milliseconds> queued;  ///< asked for until the first runner picked a task up
    std::optional<Milliseconds> running; ///< first pick-up to the last task's end
    std::optional<Milliseconds> total;   ///< asked for until the last task's end
};
[[nodiscard]] RunTimes timesOf(const Attempt &attempt);

/// Stable words: GitHub's own ("in_progress", "timed_out").
[[nodiscard]] QString wordFor(Status status);
[[nodiscard]] QString wordFor(Conclusion conclusion);

} // namespace punchcard
