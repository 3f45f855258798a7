// SPDX-License-Identifier: MIT
#include "core/store/pastrun.h"

#include "core/store/database.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

// As timesOf() in core/job/run.h has it: a task that no runner picked up has a started_at that means nothing, and a run has
// ended when all its tasks have.
const QString &question()
{
    // Where only what failed ran again, the rest repeats what it came to before.
    static const QString ranThen
        = u" newest.number = tried.last AND (newest.number = 1 OR task.completed_at IS NULL OR task.completed_at >= newest.started_at)"_s;
    static const QString text = u"SELECT job.id, job.account, (SELECT group_concat(value, char(10)) FROM json_each(job.spec, '$.runs_on')),"
                                " job.outcome, job.results, job.created_at, coalesce(max(newest.number), 0), count(task.id),"
                                " min(newest.started_at) FILTER (WHERE newest.number = tried.last),"
                                " min(task.started_at) FILTER (WHERE task.runner_id <> 0 AND"_s
        + ranThen + u"), max(task.completed_at) FILTER (WHERE task.runner_id <> 0 AND"_s + ranThen
        + u"),"
          " count(task.id) FILTER (WHERE task.completed_at IS NULL AND (task.runner_id <> 0 OR task.status <> 4)),"
          " min(task.runner_name) FILTER (WHERE task.runner_id <> 0)"
          " FROM job LEFT JOIN (SELECT run.job AS job, max(attempt.number) AS last FROM attempt"
          " JOIN run ON run.id = attempt.run GROUP BY run.job) AS tried ON tried.job = job.id"
          " LEFT JOIN run ON run.job = job.id"
          " LEFT JOIN attempt AS newest ON newest.run = run.id"
          " AND newest.number = (SELECT max(number) FROM attempt WHERE attempt.run = run.id)"
          " LEFT JOIN task ON task.attempt = newest.id"
          " WHERE job.name = ? GROUP BY job.id ORDER BY job.id"_s;
    return text;
}

std::optional<Milliseconds> between(const QVariant &begin, const QVariant &end)
{
    if (begin.isNull() || end.isNull())
        return std::nullopt;
    return Milliseconds(std::max<qint64>(0, end.toLongLong() - begin.toLongLong()));
}

} // namespace

Result<QList<PastRun>> selectPastRuns(QSqlDatabase &database, const QString &name)
{
    auto rows = execute(database, question(), {name});
    if (!rows)
        return rows.error();
    QList<PastRun> runs;
    while (rows->next()) {
        const auto column = [&rows](int number) { return rows->value(number); };
        const bool ended = column(11).toInt() == 0;
        runs.append({.id = JobId(column(0).toLongLong()),
                     .name = name,
                     .account = column(1).toString(),
                     .runsOn = column(2).toString().split(u'\n', Qt::SkipEmptyParts),
                     .outcome = Outcome(column(3).toInt()),
                     .results = Results(column(4).toInt()),
                     .attempt = column(6).toInt(),
                     .tasks = column(7).toInt(),
                     .runnerName = column(12).toString(),
                     .createdAt = fromEpoch(column(5).toLongLong()),
                     .queued = between(column(8), column(9)),
                     .running = ended ? between(column(9), column(10)) : std::nullopt});
    }
    return runs;
}

Result<QList<ScriptRuns>> selectScripts(QSqlDatabase &database)
{
    auto rows = execute(database, u"SELECT name, count(*) FROM job GROUP BY name ORDER BY max(id) DESC"_s);
    if (!rows)
        return rows.error();
    QList<ScriptRuns> scripts;
    while (rows->next())
        scripts.append({.name = rows->value(0).toString(), .count = rows->value(1).toInt()});
    return scripts;
}

} // namespace punchcard::store
