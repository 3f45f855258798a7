// SPDX-License-Identifier: MIT
#include "core/store/jobrows.h"

#include "core/base/errorjson.h"
#include "core/store/database.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

QVariant orNull(const std::optional<Time> &time)
{
    return time ? QVariant(toEpoch(*time)) : QVariant();
}

QVariant orNull(const std::optional<Error> &error)
{
    return error ? QVariant(QString::fromUtf8(QJsonDocument(toJson(*error)).toJson(QJsonDocument::Compact))) : QVariant();
}

QJsonObject objectOf(const QVariant &value)
{
    return QJsonDocument::fromJson(value.toString().toUtf8()).object();
}

std::optional<Error> errorOf(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(errorFromJson(objectOf(value)));
}

// Text columns: an empty QString must not become NULL, which a null QString does.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

QString specText(const JobSpec &spec)
{
    return QString::fromUtf8(QJsonDocument(toJson(spec)).toJson(QJsonDocument::Compact));
}

const QString &jobColumns()
{
    static const QString columns
        = u"id, uid, group_id, spec, phase, outcome, results, waiting_for, waiting_until, waiting_error,"
          " wish_cancel, wish_forget, wish_fetch, wish_rerun, wish_rerun_failed, wish_give_up, cancel_asked_at, house_owner, house_name, "
          "house_organisation, "
          "house_repository,"
          " house_branch, house_base, house_page, house_dropped, commit_message, commit_date, commit_tree, commit_sha,"
          " created_at, submitted_at, ended_at, collected_at, finished_at, error"_s;
    return columns;
}

// The columns that a job's driver owns, in the order of driverValues().
QVariantList driverValues(const Job &job)
{
    const auto &waiting = job.waiting;
    return {job.group ? QVariant(qint64(*job.group)) : QVariant(),
            specText(job.spec),
            int(job.phase),
            int(job.outcome),
            int(job.results),
            waiting ? QVariant(int(waiting->what)) : QVariant(),
            waiting ? orNull(waiting->until) : QVariant(),
            waiting ? orNull(std::optional(waiting->error)) : QVariant(),
            orNull(job.cancelAskedAt),
            text(job.house.owner),
            text(job.house.name),
            job.house.organisation,
            job.house.repositoryId,
            text(job.house.branch),
            text(job.house.baseSha),
            text(job.house.page.toString()),
            job.house.dropped,
            text(job.commit.message),
            toEpoch(job.commit.date),
            text(job.commit.tree),
            text(job.commit.sha),
            orNull(job.submittedAt),
            orNull(job.endedAt),
            orNull(job.collectedAt),
            orNull(job.finishedAt),
            orNull(job.error)};
}

const QStringList &driverColumns()
{
    static const QStringList columns{
        u"group_id"_s,         u"spec"_s,          u"phase"_s,           u"outcome"_s,      u"results"_s,       u"waiting_for"_s,
        u"waiting_until"_s,    u"waiting_error"_s, u"cancel_asked_at"_s, u"house_owner"_s,  u"house_name"_s,    u"house_organisation"_s,
        u"house_repository"_s, u"house_branch"_s,  u"house_base"_s,      u"house_page"_s,   u"house_dropped"_s, u"commit_message"_s,
        u"commit_date"_s,      u"commit_tree"_s,   u"commit_sha"_s,      u"submitted_at"_s, u"ended_at"_s,      u"collected_at"_s,
        u"finished_at"_s,      u"error"_s};
    return columns;
}

Result<Job> jobOf(const QSqlQuery &row)
{
    Job job;
    int column = 0;
    const auto next = [&row, &column] { return row.value(column++); };
    job.id = JobId(next().toLongLong());
    job.uid = next().toString();
    if (const QVariant group = next(); !group.isNull())
        job.group = GroupId(group.toLongLong());
    Result<JobSpec> spec = specFromJson(objectOf(next()));
    if (!spec)
        return spec.error();
    job.spec = std::move(*spec);
    job.phase = Phase(next().toInt());
    job.outcome = Outcome(next().toInt());
    job.results = Results(next().toInt());
    const QVariant waitingFor = next();
    const std::optional<Time> waitingUntil = timeOf(next());
    const std::optional<Error> waitingError = errorOf(next());
    if (!waitingFor.isNull())
        job.waiting = Waiting{.what = Waiting::For(waitingFor.toInt()), .until = waitingUntil, .error = waitingError.value_or(Error{})};
    job.wishes.cancel = next().toBool();
    job.wishes.forget = next().toBool();
    job.wishes.fetch = next().toBool();
    job.wishes.rerun = next().toBool();
    job.wishes.rerunFailed = next().toBool();
    job.wishes.giveUp = next().toBool();
    job.cancelAskedAt = timeOf(next());
    job.house.owner = next().toString();
    job.house.name = next().toString();
    job.house.organisation = next().toBool();
    job.house.repositoryId = next().toLongLong();
    job.house.branch = next().toString();
    job.house.baseSha = next().toString();
    job.house.page = QUrl(next().toString());
    job.house.dropped = next().toBool();
    job.commit.message = next().toString();
    job.commit.date = fromEpoch(next().toLongLong());
    job.commit.tree = next().toString();
    job.commit.sha = next().toString();
    job.createdAt = fromEpoch(next().toLongLong());
    job.submittedAt = timeOf(next());
    job.endedAt = timeOf(next());
    job.collectedAt = timeOf(next());
    job.finishedAt = timeOf(next());
    job.error = errorOf(next());
    return job;
}

Result<> insertSteps(QSqlDatabase &database, qint64 task, const QList<Step> &steps)
{
    if (const auto cleared = execute(database, u"DELETE FROM step WHERE task = ?"_s, {task}); !cleared)
        return cleared.error();
    for (const Step &step : steps) {
        const auto stored = execute(
            database, u"INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
            {task, step.number, text(step.name), int(step.status), int(step.conclusion), orNull(step.startedAt), orNull(step.completedAt)});
        if (!stored)
            return stored.error();
    }
    return {};
}

Result<> upsertTask(QSqlDatabase &database, qint64 attempt, const Task &task)
{
    auto stored = execute(
        database,
        u"INSERT INTO task (attempt, remote_id, name, status, conclusion, created_at, started_at, completed_at, runner_id,"
        " runner_name, labels, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(attempt, remote_id) DO UPDATE SET name = excluded.name, status = excluded.status,"
        " conclusion = excluded.conclusion, created_at = excluded.created_at, started_at = excluded.started_at,"
        " completed_at = excluded.completed_at, runner_id = excluded.runner_id, runner_name = excluded.runner_name,"
        " labels = excluded.labels, page = excluded.page RETURNING id"_s,
        {attempt, task.remoteId, text(task.name), int(task.status), int(task.conclusion), orNull(task.createdAt), orNull(task.startedAt),
         orNull(task.completedAt), task.runnerId, text(task.runnerName), text(task.labels.join(u'\n')), text(task.page.toString())});
    if (!stored)
        return stored.error();
    stored->next();
    const qint64 id = stored->value(0).toLongLong();
    stored->finish();
    return insertSteps(database, id, task.steps);
}

// The list is whole where there is one: what is not on it was never there.
Result<> removeOtherTasks(QSqlDatabase &database, qint64 attempt, const QList<Task> &tasks)
{
    if (tasks.isEmpty())
        return {};
    QStringList ids;
    ids.reserve(tasks.size());
    for (const Task &task : tasks)
        ids.append(QString::number(task.remoteId));
    const auto removed
        = execute(database, u"DELETE FROM task WHERE attempt = ? AND remote_id NOT IN (%1)"_s.arg(ids.join(u',')), {attempt});
    if (!removed)
        return removed.error();
    return {};
}

Result<> upsertAttempt(QSqlDatabase &database, qint64 run, const Attempt &attempt)
{
    auto stored = execute(
        database,
        u"INSERT INTO attempt (run, number, status, conclusion, started_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(run, number) DO UPDATE SET status = excluded.status, conclusion = excluded.conclusion,"
        " started_at = excluded.started_at, updated_at = excluded.updated_at RETURNING id"_s,
        {run, attempt.number, int(attempt.status), int(attempt.conclusion), orNull(attempt.startedAt), orNull(attempt.updatedAt)});
    if (!stored)
        return stored.error();
    stored->next();
    const qint64 id = stored->value(0).toLongLong();
    stored->finish();
    if (const Result<> removed = removeOtherTasks(database, id, attempt.tasks); !removed)
        return removed;
    for (const Task &task : attempt.tasks) {
        if (const Result<> kept = upsertTask(database, id, task); !kept)
            return kept;
    }
    return {};
}

// By task: one question for all, since an attempt may have hundreds.
Result<QHash<qint64, QList<Step>>> selectSteps(QSqlDatabase &database, qint64 attempt)
{
    auto rows = execute(database,
                        u"SELECT task, number, step.name, step.status, step.conclusion, step.started_at, step.completed_at FROM step"
                        " JOIN task ON task.id = step.task WHERE task.attempt = ? ORDER BY task, number"_s,
                        {attempt});
    if (!rows)
        return rows.error();
    QHash<qint64, QList<Step>> steps;
    while (rows->next()) {
        steps[rows->value(0).toLongLong()].append({.number = rows->value(1).toInt(),
                                                   .name = rows->value(2).toString(),
                                                   .status = Status(rows->value(3).toInt()),
                                                   .conclusion = Conclusion(rows->value(4).toInt()),
                                                   .startedAt = timeOf(rows->value(5)),
                                                   .completedAt = timeOf(rows->value(6))});
    }
    return steps;
}

Result<QList<Task>> selectTasks(QSqlDatabase &database, qint64 attempt)
{
    auto rows = execute(
        database,
        u"SELECT id, remote_id, name, status, conclusion, created_at, started_at, completed_at, runner_id, runner_name, labels, page"
        " FROM task WHERE attempt = ? ORDER BY id"_s,
        {attempt});
    if (!rows)
        return rows.error();
    Result<QHash<qint64, QList<Step>>> steps = selectSteps(database, attempt);
    if (!steps)
        return steps.error();
    QList<Task> tasks;
    while (rows->next()) {
        const QString labels = rows->value(10).toString();
        tasks.append({.remoteId = rows->value(1).toLongLong(),
                      .name = rows->value(2).toString(),
                      .status = Status(rows->value(3).toInt()),
                      .conclusion = Conclusion(rows->value(4).toInt()),
                      .createdAt = timeOf(rows->value(5)),
                      .startedAt = timeOf(rows->value(6)),
                      .completedAt = timeOf(rows->value(7)),
                      .runnerId = rows->value(8).toLongLong(),
                      .runnerName = rows->value(9).toString(),
                      .labels = labels.isEmpty() ? QStringList() : labels.split(u'\n'),
                      .page = QUrl(rows->value(11).toString()),
                      .steps = steps->take(rows->value(0).toLongLong())});
    }
    return tasks;
}

Result<QList<Attempt>> selectAttempts(QSqlDatabase &database, qint64 run)
{
    auto rows = execute(
        database, u"SELECT id, number, status, conclusion, started_at, updated_at FROM attempt WHERE run = ? ORDER BY number"_s, {run});
    if (!rows)
        return rows.error();
    QList<Attempt> attempts;
    while (rows->next()) {
        Result<QList<Task>> tasks = selectTasks(database, rows->value(0).toLongLong());
        if (!tasks)
            return tasks.error();
        attempts.append({.number = rows->value(1).toInt(),
                         .status = Status(rows->value(2).toInt()),
                         .conclusion = Conclusion(rows->value(3).toInt()),
                         .startedAt = timeOf(rows->value(4)),
                         .updatedAt = timeOf(rows->value(5)),
                         .tasks = std::move(*tasks)});
    }
    return attempts;
}

} // namespace

std::optional<Time> timeOf(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(fromEpoch(value.toLongLong()));
}

Result<Revisions> bumpRevision(QSqlDatabase &database, JobId job)
{
    auto asked = execute(database, u"SELECT revision FROM job WHERE id = ?"_s, {qint64(job)});
    if (!asked)
        return asked.error();
    const qint64 before = asked->next() ? asked->value(0).toLongLong() : 0;
    asked->finish();
    auto bumped
        = execute(database, u"UPDATE job SET revision = (SELECT coalesce(max(revision), 0) + 1 FROM job) WHERE id = ? RETURNING revision"_s,
                  {qint64(job)});
    if (!bumped)
        return bumped.error();
    return Revisions{.before = before, .now = bumped->next() ? bumped->value(0).toLongLong() : 0};
}

Result<JobId> insertJob(QSqlDatabase &database, const Job &job)
{
    const QVariantList own{job.uid, text(job.spec.name), text(job.spec.account), toEpoch(job.createdAt)};
    QStringList marks(own.size() + driverColumns().size(), u"?"_s);
    const QString sql = u"INSERT INTO job (revision, uid, name, account, created_at, "_s + driverColumns().join(u", ")
        + u") VALUES ((SELECT coalesce(max(revision), 0) + 1 FROM job), "_s + marks.join(u", ") + u") RETURNING id"_s;
    auto inserted = execute(database, sql, own + driverValues(job));
    if (!inserted)
        return inserted.error();
    inserted->next();
    return JobId(inserted->value(0).toLongLong());
}

Result<> updateJob(QSqlDatabase &database, const Job &job)
{
    const QString sql = u"UPDATE job SET "_s + driverColumns().join(u" = ?, ") + u" = ? WHERE id = ?"_s;
    const auto updated = execute(database, sql, driverValues(job) + QVariantList{qint64(job.id)});
    if (!updated)
        return updated.error();
    return {};
}

Result<QList<Job>> selectJobs(QSqlDatabase &database, const QString &where, const QVariantList &values)
{
    auto rows = execute(database, u"SELECT "_s + jobColumns() + u" FROM job "_s + where, values);
    if (!rows)
        return rows.error();
    QList<Job> jobs;
    while (rows->next()) {
        Result<Job> job = jobOf(*rows);
        if (!job)
            return job.error();
        jobs.append(std::move(*job));
    }
    return jobs;
}

Result<QList<Run>> selectRuns(QSqlDatabase &database, JobId job)
{
    auto rows = execute(database, u"SELECT id, number, head_sha, remote_id, created_at, page FROM run WHERE job = ? ORDER BY number"_s,
                        {qint64(job)});
    if (!rows)
        return rows.error();
    QList<Run> runs;
    while (rows->next()) {
        Result<QList<Attempt>> attempts = selectAttempts(database, rows->value(0).toLongLong());
        if (!attempts)
            return attempts.error();
        runs.append({.id = rows->value(0).toLongLong(),
                     .number = rows->value(1).toInt(),
                     .headSha = rows->value(2).toString(),
                     .remoteId = rows->value(3).toLongLong(),
                     .createdAt = timeOf(rows->value(4)),
                     .page = QUrl(rows->value(5).toString()),
                     .attempts = std::move(*attempts)});
    }
    return runs;
}

Result<QList<Item>> selectItems(QSqlDatabase &database, JobId job)
{
    auto rows = execute(
        database, u"SELECT id, run, attempt, kind, name, remote_id, size, digest, state, path, why FROM item WHERE job = ? ORDER BY id"_s,
        {qint64(job)});
    if (!rows)
        return rows.error();
    QList<Item> items;
    while (rows->next()) {
        items.append({.id = ItemId(rows->value(0).toLongLong()),
                      .run = rows->value(1).toLongLong(),
                      .attempt = rows->value(2).toInt(),
                      .kind = Item::Kind(rows->value(3).toInt()),
                      .name = rows->value(4).toString(),
                      .remoteId = rows->value(5).toLongLong(),
                      .size = rows->value(6).toLongLong(),
                      .digest = rows->value(7).toString(),
                      .state = Item::State(rows->value(8).toInt()),
                      .path = rows->value(9).toString(),
                      .why = rows->value(10).toString()});
    }
    return items;
}

Result<qint64> upsertRun(QSqlDatabase &database, JobId job, const Run &run)
{
    auto stored = execute(database,
                          u"INSERT INTO run (job, number, head_sha, remote_id, created_at, page) VALUES (?, ?, ?, ?, ?, ?)"
                          " ON CONFLICT(job, number) DO UPDATE SET head_sha = excluded.head_sha, remote_id = excluded.remote_id,"
                          " created_at = excluded.created_at, page = excluded.page RETURNING id"_s,
                          {qint64(job), run.number, text(run.headSha), run.remoteId, orNull(run.createdAt), text(run.page.toString())});
    if (!stored)
        return stored.error();
    stored->next();
    const qint64 id = stored->value(0).toLongLong();
    stored->finish();
    for (const Attempt &attempt : run.attempts) {
        if (const Result<> kept = upsertAttempt(database, id, attempt); !kept)
            return kept.error();
    }
    return id;
}

Result<ItemId> upsertItem(QSqlDatabase &database, JobId job, const Item &item)
{
    // One may turn out to be another on the server: what a running script handed over becomes the artifact that it left.
    if (item.id != ItemId()) {
        const auto moved = execute(database, u"UPDATE item SET remote_id = ? WHERE id = ? AND job = ? AND remote_id <> ?"_s,
                                   {item.remoteId, qint64(item.id), qint64(job), item.remoteId});
        if (!moved)
            return moved.error();
    }
    auto stored
        = execute(database,
                  u"INSERT INTO item (job, run, attempt, kind, name, remote_id, size, digest, state, path, why)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(job, run, attempt, kind, remote_id, name) DO UPDATE SET"
                  " size = excluded.size, digest = excluded.digest, state = excluded.state, path = excluded.path, why = excluded.why"
                  " RETURNING id"_s,
                  {qint64(job), item.run, item.attempt, int(item.kind), text(item.name), item.remoteId, item.size, text(item.digest),
                   int(item.state), text(item.path), text(item.why)});
    if (!stored)
        return stored.error();
    stored->next();
    return ItemId(stored->value(0).toLongLong());
}

} // namespace punchcard::store
