// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/logs/logrange.h"

namespace punchcard {

/// The log of one task in one attempt, and where it is to be found.
struct JobLog
{
    int attempt = 1;
    qint64 task = 0;       ///< The server's id.
    QString name = {};     ///< The task's.
    qint64 origin = 0; ///< The id of the task that wrote it, which may be of an earlier attempt: with the name what readTaskLog() takes.
    QString folder = {}; ///< Below the job's folder.
    int element = -1; ///< Of an array.
    QString absence = {}; ///< Said while it is not there: why, or when it comes.
    bool mayCome = false; ///< It is not there yet, but will be.
};

/// Newest attempt first, tasks in the server's order. Pure.
[[nodiscard]] QList<JobLog> jobLogs(const Job &job);

/// What is to be seen of a log.
struct LogPart
{
    enum class Kind { Script, Step, Everything };
    Kind kind = Kind::Script;
    int step = 0; ///< Its number.
    bool operator==(const LogPart &) const = default;
};

/// Where @p part of @p log lies. Missing: it has no such step. Storage: the file cannot be read.
[[nodiscard]] Result<LogRange> rangeOf(const TaskLog &log, const LogPart &part);

} // namespace punchcard
