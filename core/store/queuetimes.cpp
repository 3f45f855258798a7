// SPDX-License-Identifier: MIT
#include "core/store/queuetimes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

// What was longer ago says little of today.
constexpr int mostQueueTimes = 50;

} // namespace

Async<QList<Milliseconds>> queueTimes(std::shared_ptr<Database> database, QString account, QStringList labels, QString group)
{
    using Times = QList<Milliseconds>;
    const QString wanted = QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(labels)).toJson(QJsonDocument::Compact));
    return database->read<Times>([account, wanted, group](QSqlDatabase &connection) -> Result<Times> {
        auto rows = execute(connection,
                            u"SELECT min(task.started_at) - attempt.started_at FROM job JOIN run ON run.job = job.id"
                            " JOIN attempt ON attempt.run = run.id JOIN task ON task.attempt = attempt.id"
                            " WHERE job.account = ? AND json(json_extract(job.spec, '$.runs_on')) = json(?)"
                            " AND coalesce(json_extract(job.spec, '$.runner_group'), '') = ?"
                            " AND (attempt.number = 1 OR task.started_at >= attempt.started_at)"
                            " AND task.runner_id <> 0 AND task.started_at NOT NULL AND attempt.started_at NOT NULL"
                            " GROUP BY attempt.id ORDER BY attempt.id DESC LIMIT ?"_s,
                            {account, wanted, group.isNull() ? u""_s : group, mostQueueTimes});
        if (!rows)
            return rows.error();
        Times times;
        while (rows->next())
            times.append(Milliseconds(std::max<qint64>(0, rows->value(0).toLongLong())));
        return times;
    });
}

} // namespace punchcard::store
