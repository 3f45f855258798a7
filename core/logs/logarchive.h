// SPDX-License-Identifier: MIT
// core/logs: what a run printed. Taking the run's log archive apart, the script's own lines, colours and other control
// sequences, the index of lines and the search over a log of any size.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QList>
#include <QString>

#include <optional>

namespace punchcard {

/// A step as the API tells it. Stamps have whole seconds.
struct StepInfo
{
    int number = 0;
    QString name = {};
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};
    bool skipped = false; ///< Its conclusion is "skipped": it printed nothing.
};

/// What the API calls a job. Two may have one name: of those the second one's files have its id in their names.
struct TaskInfo
{
    qint64 id = 0;
    QString name = {};
    QList<StepInfo> steps = {};
};

/// Where a step's lines lie in its task's log.
struct StepLog
{
    int number = 0;
    QString name = {};
    qint64 begin = 0; ///< Byte offset of its first line.
    qint64 end = 0; ///< One past its last byte; equal to begin when the step printed nothing.
};

/// One task's whole log as a file, without byte order marks, else as the server gave it.
struct TaskLog
{
    qint64 taskId = 0;
    QString name = {};
    QString file = {}; ///< Path of `<safeFolderName(name)>.log`, or of `<… (id)>.log`.
    qint64 size = 0; ///< Bytes.
    QList<StepLog> steps = {}; ///< In order of number, those that printed something. Empty: nobody could tell them apart.
    bool exact = false; ///< Parted by the archive's step files; otherwise by time stamps and headers, so edges may blur.

    /// The step called @p stepName, nullopt when there is none or it printed nothing.
    [[nodiscard]] std::optional<StepLog> step(const QString &stepName) const;
};

struct RunLog
{
    QList<TaskLog> tasks; ///< In the order asked for.
    QList<qint64> missing; ///< Ids of tasks that the archive does not hold, or not unmistakably: ask for jobs/{id}/logs.
};

/// Takes the run's log archive @p zip apart into @p folder: for each of @p tasks that it holds, `<name>.log` and a small
/// `<name>.steps.json` beside it (readTaskLog() reads it). What an earlier call left there is replaced. On the pool,
/// streaming; progress in bytes of text. Malformed: no zip, or cut. Storage: no space, or the disk failed.
[[nodiscard]] Async<RunLog> unpackRunLog(QString zip, QString folder, QList<TaskInfo> tasks, Context context);

/// The same for @p textFile, the answer of jobs/{id}/logs: copies it into @p folder and parts it by time stamps and headers.
[[nodiscard]] Async<TaskLog> adoptTaskLog(QString textFile, QString folder, TaskInfo task, Context context);

/// What the files of the task @p id are called where another's name may be the same: to the server, or to the file system.
[[nodiscard]] QString nameWithId(const QString &name, qint64 id);

/// What unpackRunLog() or adoptTaskLog() left in @p folder for the task @p id called @p name. Missing: nothing yet.
[[nodiscard]] Result<TaskLog> readTaskLog(const QString &folder, const QString &name, qint64 id);

} // namespace punchcard
