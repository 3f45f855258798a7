// SPDX-License-Identifier: MIT
#include "core/store/jobsummary.h"

#include "core/store/database.h"
#include "core/store/jobrows.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

// As arraySize() and elementsOf() in core/job/array.h have it.
#define PUNCHCARD_ELEMENTS \
    "coalesce(nullif(json_array_length(spec, '$.elements'), 0), nullif(json_array_length(spec, '$.params.rows'), 0)," \
    " nullif(json_array_length(spec, '$.each'), 0), json_extract(spec, '$.array'), 0)"

// The labels and the array are the only things of the description that a list needs; a task is only looked for while the job
// runs, and each for an array. Of an element the newest attempt counts: max() takes the row that it is of.
const QString &columns()
{
    static const QString text
        = u"SELECT id, uid, name, account, (SELECT group_concat(value, char(10)) FROM json_each(spec, '$.runs_on')),"
          " phase, outcome, results, waiting_for, waiting_until, wish_cancel,"
          " phase = 3 AND EXISTS (SELECT 1 FROM task JOIN attempt ON attempt.id = task.attempt JOIN run ON run.id = attempt.run"
          " WHERE run.job = job.id AND task.status = 3),"
          " created_at, CASE WHEN submitted_at NOT NULL AND EXISTS (SELECT 1 FROM attempt JOIN run ON run.id = attempt.run"
          " WHERE run.job = job.id AND attempt.number > 1) THEN submitted_at ELSE created_at END, finished_at,"
          " (SELECT job_group.id FROM job_group WHERE job_group.id = group_id AND kind = 'race'), " PUNCHCARD_ELEMENTS
          ", CASE WHEN " PUNCHCARD_ELEMENTS " > 0 THEN (SELECT count(*) || ' ' || coalesce(sum(conclusion NOT IN (1, 3, 4)), 0)"
          " FROM (SELECT task.status AS status, task.conclusion AS conclusion, max(attempt.number) FROM task"
          " JOIN attempt ON attempt.id = task.attempt JOIN run ON run.id = attempt.run"
          " WHERE run.job = job.id AND task.name LIKE 'job %' GROUP BY task.name) WHERE status = 4) END FROM job "_s;
    return text;
}

} // namespace

Result<QList<JobSummary>> selectSummaries(QSqlDatabase &database, const QString &where, const QVariantList &values)
{
    auto rows = execute(database, columns() + where + u" ORDER BY id DESC"_s, values);
    if (!rows)
        return rows.error();
    QList<JobSummary> summaries;
    while (rows->next()) {
        const auto column = [&rows](int number) { return rows->value(number); };
        const QString ended = column(17).toString();
        summaries.append({.id = JobId(column(0).toLongLong()),
                          .uid = column(1).toString(),
                          .name = column(2).toString(),
                          .account = column(3).toString(),
                          .runsOn = column(4).toString().split(u'\n', Qt::SkipEmptyParts),
                          .phase = Phase(column(5).toInt()),
                          .outcome = Outcome(column(6).toInt()),
                          .results = Results(column(7).toInt()),
                          .waitingFor = column(8).isNull() ? std::nullopt : std::optional(Waiting::For(column(8).toInt())),
                          .waitingUntil = timeOf(column(9)),
                          .cancelWished = column(10).toBool(),
                          .isRunning = column(11).toBool(),
                          .elements = column(16).toInt(),
                          .elementsOver = ended.section(u' ', 0, 0).toInt(),
                          .elementsFailed = ended.section(u' ', 1, 1).toInt(),
                          .createdAt = fromEpoch(column(12).toLongLong()),
                          .begunAt = fromEpoch(column(13).toLongLong()),
                          .finishedAt = timeOf(column(14)),
                          .race = column(15).isNull() ? std::nullopt : std::optional(GroupId(column(15).toLongLong()))});
    }
    return summaries;
}

} // namespace punchcard::store
