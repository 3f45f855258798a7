// SPDX-License-Identifier: MIT
#include "core/store/races.h"

#include "core/store/jobrows.h"

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

Error noSuchRace(GroupId race)
{
    return Error{.kind = Error::Kind::Missing,
                 .what = QCoreApplication::translate("Store", "There is no race %1 any more.").arg(qint64(race)),
                 .remedy = QCoreApplication::translate("Store", "“punch race” lists those there are.")};
}

Result<QList<Job>> selectRace(QSqlDatabase &connection, GroupId race)
{
    Result<QList<Job>> jobs = selectJobs(
        connection, u"WHERE group_id = ? AND EXISTS (SELECT 1 FROM job_group WHERE job_group.id = group_id AND kind = ?) ORDER BY id"_s,
        {qint64(race), raceKind()});
    if (!jobs)
        return jobs;
    if (jobs->isEmpty())
        return noSuchRace(race);
    for (Job &job : *jobs) {
        Result<QList<Run>> runs = selectRuns(connection, job.id);
        if (!runs)
            return runs.error();
        Result<QList<Item>> items = selectItems(connection, job.id);
        if (!items)
            return items.error();
        job.runs = std::move(*runs);
        job.items = std::move(*items);
    }
    return jobs;
}

Result<QList<PastRace>> selectRaces(QSqlDatabase &connection)
{
    auto rows = execute(connection,
                        u"SELECT job_group.id, job_group.created_at, job.id, job.name,"
                        " (SELECT group_concat(value, char(10)) FROM json_each(job.spec, '$.runs_on')),"
                        " json_extract(job.spec, '$.runner_group'), job.account"
                        " FROM job_group JOIN job ON job.group_id = job_group.id WHERE job_group.kind = ?"
                        " ORDER BY job_group.id DESC, job.id"_s,
                        {raceKind()});
    if (!rows)
        return rows.error();
    QList<PastRace> races;
    while (rows->next()) {
        const GroupId id = GroupId(rows->value(0).toLongLong());
        if (races.isEmpty() || races.constLast().id != id)
            races.append({.id = id, .name = rows->value(3).toString(), .createdAt = fromEpoch(rows->value(1).toLongLong())});
        PastRace &race = races.last();
        race.jobs.append(JobId(rows->value(2).toLongLong()));
        race.racers.append({.account = rows->value(6).toString(),
                            .runsOn = rows->value(4).toString().split(u'\n', Qt::SkipEmptyParts),
                            .runnerGroup = rows->value(5).toString()});
    }
    return races;
}

} // namespace

QString raceKind()
{
    return u"race"_s;
}

Async<QList<PastRace>> races(std::shared_ptr<Database> database)
{
    return database->read<QList<PastRace>>([](QSqlDatabase &connection) { return selectRaces(connection); });
}

Async<QList<Job>> jobsOfRace(std::shared_ptr<Database> database, GroupId race)
{
    return database->read<QList<Job>>([race](QSqlDatabase &connection) { return selectRace(connection, race); });
}

Async<std::optional<GroupId>> raceOfJob(std::shared_ptr<Database> database, JobId job)
{
    return database->read<std::optional<GroupId>>([job](QSqlDatabase &connection) -> Result<std::optional<GroupId>> {
        auto rows = execute(connection,
                            u"SELECT job_group.id FROM job JOIN job_group ON job_group.id = job.group_id WHERE job.id = ? AND kind = ?"_s,
                            {qint64(job), raceKind()});
        if (!rows)
            return rows.error();
        if (!rows->next())
            return std::optional<GroupId>();
        return std::optional(GroupId(rows->value(0).toLongLong()));
    });
}

} // namespace punchcard::store
