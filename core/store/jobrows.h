// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/job/job.h"

class QSqlDatabase;
class QVariant;

namespace punchcard::store {

/// Rows to values and back; all on the database's thread, inside the caller's transaction.
/// Storage: SQLite failed. Malformed: a row's JSON is damaged.

[[nodiscard]] Result<JobId> insertJob(QSqlDatabase &database, const Job &job);
[[nodiscard]] Result<> updateJob(QSqlDatabase &database, const Job &job);
/// @p where is SQL of our own, such as "WHERE phase < 6".
[[nodiscard]] Result<QList<Job>> selectJobs(QSqlDatabase &database, const QString &where, const QVariantList &values = {});
[[nodiscard]] Result<QList<Run>> selectRuns(QSqlDatabase &database, JobId job);
[[nodiscard]] Result<QList<Item>> selectItems(QSqlDatabase &database, JobId job);
[[nodiscard]] Result<qint64> upsertRun(QSqlDatabase &database, JobId job, const Run &run);
[[nodiscard]] Result<ItemId> upsertItem(QSqlDatabase &database, JobId job, const Item &item);

/// Milliseconds of the epoch as they lie in a row; NULL: no time.
[[nodiscard]] std::optional<Time> timeOf(const QVariant &value);

struct Revisions
{
    qint64 before = 0;
    qint64 now = 0;
};
/// Marks the job as changed just now.
[[nodiscard]] Result<Revisions> bumpRevision(QSqlDatabase &database, JobId job);

} // namespace punchcard::store
