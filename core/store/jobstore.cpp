// SPDX-License-Identifier: MIT
#include "core/store/jobstore.h"

#include "core/base/files.h"
#include "core/store/commitwatch.h"
#include "core/store/jobrows.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QPointer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QUuid>

namespace punchcard::store {

using namespace Qt::StringLiterals;

namespace {

Error noSuchJob(JobId id)
{
    return Error{.kind = Error::Kind::Missing,
                 .what = QCoreApplication::translate("Store", "There is no job %1.").arg(qint64(id)),
                 .remedy = QCoreApplication::translate("Store", "“punch list” shows those there are.")};
}

Result<Job> wholeJob(QSqlDatabase &database, JobId id)
{
    Result<QList<Job>> found = selectJobs(database, u"WHERE id = ?"_s, {qint64(id)});
    if (!found)
        return found.error();
    if (found->isEmpty())
        return noSuchJob(id);
    Job job = found->takeFirst();
    Result<QList<Run>> runs = selectRuns(database, id);
    if (!runs)
        return runs.error();
    Result<QList<Item>> items = selectItems(database, id);
    if (!items)
        return items.error();
    job.runs = std::move(*runs);
    job.items = std::move(*items);
    return job;
}

Result<QList<JobId>> jobIds(QSqlDatabase &database)
{
    auto rows = execute(database, u"SELECT id FROM job"_s);
    if (!rows)
        return rows.error();
    QList<JobId> ids;
    while (rows->next())
        ids.append(JobId(rows->value(0).toLongLong()));
    return ids;
}

Result<GroupId> insertGroup(QSqlDatabase &database, const QString &kind, Time now)
{
    auto added = execute(database, u"INSERT INTO job_group (kind, created_at) VALUES (?, ?) RETURNING id"_s, {kind, toEpoch(now)});
    if (!added)
        return added.error();
    added->next();
    return GroupId(added->value(0).toLongLong());
}

QString wishColumn(Wish wish)
{
    switch (wish) {
    case Wish::Cancel: return u"wish_cancel"_s;
    case Wish::Forget: return u"wish_forget"_s;
    case Wish::Fetch: return u"wish_fetch"_s;
    case Wish::Rerun: return u"wish_rerun"_s;
    case Wish::RerunFailed: return u"wish_rerun_failed"_s;
    case Wish::GiveUp: return u"wish_give_up"_s;
    }
    return u"wish_cancel"_s;
}

} // namespace

Store::Store(Home home, std::shared_ptr<Database> database)
    : m_home(std::move(home))
    , m_database(std::move(database))
{
    qRegisterMetaType<JobId>();
}

Store::~Store() = default;

Async<std::shared_ptr<Store>> Store::open(Home home, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    Result<std::shared_ptr<Database>> database = co_await Database::open(home.database());
    if (!database)
        co_return database.error();
    std::shared_ptr<Store> store(new Store(std::move(home), std::move(*database)));
    const Result<QList<JobId>> known = co_await store->m_database->read<QList<JobId>>(jobIds);
    if (!known)
        co_return known.error();
    store->m_known = QSet<JobId>(known->cbegin(), known->cend());
    const Result<qint64> newest = co_await store->m_database->read<qint64>([](QSqlDatabase &connection) -> Result<qint64> {
        auto asked = execute(connection, u"SELECT coalesce(max(revision), 0) FROM job"_s);
        if (!asked)
            return asked.error();
        asked->next();
        return asked->value(0).toLongLong();
    });
    if (!newest)
        co_return newest.error();
    store->m_seenRevision = *newest;
    store->m_firstRevision = *newest;
    store->watchCommits();
    co_return store;
}

void Store::watchCommits()
{
    m_watch = new CommitWatch(m_home.database(), this);
    connect(m_watch, &CommitWatch::committed, this, [this] {
        if (m_looking)
            m_lookAgain = true;
        else
            m_looking = true, lookForOthers();
    });
}

// Which jobs have a revision that this process did not write itself?
QCoro::Task<> Store::lookForOthers()
{
    const QPointer<Store> self(this);
    do {
        m_lookAgain = false;
        struct Seen
        {
            JobId job;
            qint64 revision;
        };
        const qint64 since = m_seenRevision;
        const Result<QList<Seen>> seen = co_await m_database->read<QList<Seen>>([since](QSqlDatabase &connection) -> Result<QList<Seen>> {
            auto rows = execute(connection, u"SELECT id, revision FROM job WHERE revision > ? ORDER BY revision"_s, {since});
            if (!rows)
                return rows.error();
            QList<Seen> list;
            while (rows->next())
                list.append({JobId(rows->value(0).toLongLong()), rows->value(1).toLongLong()});
            return list;
        });
        if (!self)
            co_return;
        const QList<Seen> news = seen.value_or(QList<Seen>());
        for (const Seen &one : news) {
            m_seenRevision = std::max(m_seenRevision, one.revision);
            m_known.insert(one.job);
            if (!isNews(one.job, one.revision))
                continue;
            emit jobChanged(one.job, Change::State);
            if (!self)
                co_return;
            emit changedElsewhere(one.job);
            if (!self)
                co_return;
        }
        const bool stillHere = co_await lookForForgotten();
        if (!stillHere)
            co_return;
    } while (m_lookAgain);
    m_looking = false;
}

// A job that another process forgot has no revision any more: it is missed by number. False: this object is gone.
QCoro::Task<bool> Store::lookForForgotten()
{
    const QPointer<Store> self(this);
    const Result<qint64> count = co_await m_database->read<qint64>([](QSqlDatabase &connection) -> Result<qint64> {
        auto asked = execute(connection, u"SELECT count(*) FROM job"_s);
        if (!asked)
            return asked.error();
        asked->next();
        return asked->value(0).toLongLong();
    });
    if (!self)
        co_return false;
    if (!count || *count >= m_known.size())
        co_return true;
    const Result<QList<JobId>> ids = co_await m_database->read<QList<JobId>>(jobIds);
    if (!self)
        co_return false;
    if (!ids)
        co_return true;
    const QSet<JobId> gone = m_known - QSet<JobId>(ids->cbegin(), ids->cend());
    for (const JobId job : gone) {
        m_known.remove(job);
        emit jobChanged(job, Change::Removed);
        if (!self)
            co_return false;
    }
    co_return true;
}

// Whether @p revision of @p job is one that nobody here has been told of. From now on it is not.
bool Store::isNews(JobId job, qint64 revision)
{
    const qint64 told = m_toldRevisions.value(job, m_firstRevision);
    m_toldRevisions.insert(job, std::max(told, revision));
    return told < revision;
}

Async<Job> Store::add(Job job)
{
    if (job.uid.isEmpty())
        job.uid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QPointer<Store> self(this);
    const Result<JobId> id = co_await m_database->write<JobId>([job](QSqlDatabase &connection) { return insertJob(connection, job); });
    if (!id)
        co_return id.error();
    job.id = *id;
    if (self) {
        m_known.insert(job.id);
        emit jobChanged(job.id, Change::Added);
    }
    co_return job;
}

Async<QList<Job>> Store::addTogether(QList<Job> jobs, QString kind, Time now)
{
    const QPointer<Store> self(this);
    Result<QList<Job>> added = co_await m_database->write<QList<Job>>([jobs, kind, now](QSqlDatabase &connection) -> Result<QList<Job>> {
        const Result<GroupId> group = insertGroup(connection, kind, now);
        if (!group)
            return group.error();
        QList<Job> written = jobs;
        for (Job &job : written) {
            if (job.uid.isEmpty())
                job.uid = QUuid::createUuid().toString(QUuid::WithoutBraces);
            job.group = *group;
            const Result<JobId> id = insertJob(connection, job);
            if (!id)
                return id.error();
            job.id = *id;
        }
        return written;
    });
    const QList<Job> known = added.value_or(QList<Job>());
    for (const Job &job : known) {
        if (!self)
            break;
        m_known.insert(job.id);
        emit jobChanged(job.id, Change::Added);
    }
    co_return added;
}

Async<Job> Store::job(JobId id)
{
    return m_database->read<Job>([id](QSqlDatabase &connection) { return wholeJob(connection, id); });
}

Async<QList<Job>> Store::jobs()
{
    return m_database->read<QList<Job>>([](QSqlDatabase &connection) { return selectJobs(connection, u"ORDER BY id DESC"_s); });
}

Async<QList<JobSummary>> Store::summaries()
{
    return m_database->read<QList<JobSummary>>([](QSqlDatabase &connection) { return selectSummaries(connection); });
}

Async<JobSummary> Store::summary(JobId id)
{
    return m_database->read<JobSummary>([id](QSqlDatabase &connection) -> Result<JobSummary> {
        Result<QList<JobSummary>> found = selectSummaries(connection, u"WHERE id = ?"_s, {qint64(id)});
        if (!found)
            return found.error();
        if (found->isEmpty())
            return noSuchJob(id);
        return found->takeFirst();
    });
}

Async<QList<PastRun>> Store::pastRuns(QString name)
{
    return m_database->read<QList<PastRun>>([name](QSqlDatabase &connection) { return selectPastRuns(connection, name); });
}

Async<QList<ScriptRuns>> Store::scripts()
{
    return m_database->read<QList<ScriptRuns>>([](QSqlDatabase &connection) { return selectScripts(connection); });
}

Async<QList<Job>> Store::unfinished()
{
    return m_database->read<QList<Job>>([](QSqlDatabase &connection) { return selectJobs(connection, u"WHERE phase < 6 ORDER BY id"_s); });
}

// Runs @p work and bumps the job's revision in the same transaction.
namespace {

template<typename T>
struct Bumped
{
    T value;
    Revisions revisions;
};

template<typename T>
std::function<Result<Bumped<T>>(QSqlDatabase &)> bumping(JobId job, std::function<Result<T>(QSqlDatabase &)> work)
{
    return [job, work = std::move(work)](QSqlDatabase &connection) -> Result<Bumped<T>> {
        Result<T> value = work(connection);
        if (!value)
            return value.error();
        const Result<Revisions> revisions = bumpRevision(connection, job);
        if (!revisions)
            return revisions.error();
        return Bumped<T>{std::move(*value), *revisions};
    };
}

} // namespace

void Store::tell(JobId job, Change what, const Revisions &revisions)
{
    // Another process wrote just before, and its revision is hidden behind ours now.
    const bool others = isNews(job, revisions.before);
    (void)isNews(job, revisions.now);
    const QPointer<Store> self(this);
    emit jobChanged(job, what);
    if (others && self)
        emit jobChanged(job, Change::State);
    if (others && self)
        emit changedElsewhere(job);
}

template<typename T>
Async<T> Store::change(JobId job, Change what, std::function<Result<T>(QSqlDatabase &)> work)
{
    const QPointer<Store> self(this);
    const auto whole = bumping<T>(job, std::move(work));
    Result<Bumped<T>> done = co_await m_database->write<Bumped<T>>(whole);
    if (!done)
        co_return done.error();
    if (self)
        tell(job, what, done->revisions);
    co_return std::move(done->value);
}

namespace {

// For changes that give nothing back: std::function<Result<>()> has no value to carry along.
template<typename Work>
std::function<Result<bool>(QSqlDatabase &)> yes(Work work)
{
    return [work = std::move(work)](QSqlDatabase &connection) -> Result<bool> {
        if (const Result<> done = work(connection); !done)
            return done.error();
        return true;
    };
}

Result<> run(QSqlDatabase &connection, const QString &sql, const QVariantList &values)
{
    const auto done = execute(connection, sql, values);
    if (!done)
        return done.error();
    return {};
}

QString compact(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace

Async<> Store::save(Job job)
{
    const JobId id = job.id;
    return withoutValue(
        change<bool>(id, Change::State, yes([job = std::move(job)](QSqlDatabase &connection) { return updateJob(connection, job); })));
}

Async<Run> Store::saveRun(JobId job, Run run)
{
    return change<Run>(job, Change::Runs, [job, run](QSqlDatabase &connection) -> Result<Run> {
        const Result<qint64> id = upsertRun(connection, job, run);
        if (!id)
            return id.error();
        Run stored = run;
        stored.id = *id;
        return stored;
    });
}

Async<Item> Store::saveItem(JobId job, Item item)
{
    return change<Item>(job, Change::Items, [job, item](QSqlDatabase &connection) -> Result<Item> {
        const Result<ItemId> id = upsertItem(connection, job, item);
        if (!id)
            return id.error();
        Item stored = item;
        stored.id = *id;
        return stored;
    });
}

Async<> Store::wish(JobId job, Wish wish, bool wanted)
{
    return withoutValue(change<bool>(job, Change::Wishes, yes([job, wish, wanted](QSqlDatabase &connection) -> Result<> {
                                         auto updated
                                             = execute(connection, u"UPDATE job SET "_s + wishColumn(wish) + u" = ? WHERE id = ?"_s,
                                                       {wanted, qint64(job)});
                                         if (!updated)
                                             return updated.error();
                                         if (updated->numRowsAffected() == 0)
                                             return noSuchJob(job);
                                         return {};
                                     })));
}

Async<> Store::nudge(JobId job)
{
    return withoutValue(change<bool>(job, Change::Wishes, [](QSqlDatabase &) -> Result<bool> { return true; }));
}

Async<> Store::forget(JobId job)
{
    const QPointer<Store> self(this);
    const Result<bool> gone = co_await m_database->write<bool>(yes([job](QSqlDatabase &connection) -> Result<> {
        if (const Result<> deleted = run(connection, u"DELETE FROM job WHERE id = ?"_s, {qint64(job)}); !deleted)
            return deleted;
            // Nothing is joined by a group of nobody.
        return run(connection, u"DELETE FROM job_group WHERE id NOT IN (SELECT group_id FROM job WHERE group_id NOT NULL)"_s, {});
    }));
    if (!gone)
        co_return gone.error();
    if (self) {
        m_known.remove(job);
        emit jobChanged(job, Change::Removed);
    }
    co_return {};
}

Async<GroupId> Store::addGroup(QString kind, Time now)
{
    return m_database->write<GroupId>([kind, now](QSqlDatabase &connection) { return insertGroup(connection, kind, now); });
}

Async<QList<StoredAccount>> Store::accounts()
{
    return m_database->read<QList<StoredAccount>>([](QSqlDatabase &connection) -> Result<QList<StoredAccount>> {
        auto rows = execute(connection, u"SELECT id, name, settings FROM account ORDER BY name"_s);
        if (!rows)
            return rows.error();
        QList<StoredAccount> list;
        while (rows->next()) {
            list.append({.id = rows->value(0).toString(),
                         .name = rows->value(1).toString(),
                         .settings = QJsonDocument::fromJson(rows->value(2).toString().toUtf8()).object()});
        }
        return list;
    });
}

Async<> Store::saveAccount(StoredAccount account)
{
    return withoutValue(m_database->write<bool>(yes([account](QSqlDatabase &connection) {
        return run(connection,
                   u"INSERT INTO account (id, name, settings) VALUES (?, ?, ?)"
                   " ON CONFLICT(id) DO UPDATE SET name = excluded.name, settings = excluded.settings"_s,
                   {account.id, account.name, compact(account.settings)});
    })));
}

Async<> Store::removeAccount(QString id)
{
    return withoutValue(m_database->write<bool>(
        yes([id](QSqlDatabase &connection) { return run(connection, u"DELETE FROM account WHERE id = ?"_s, {id}); })));
}

Async<> Store::saveQuota(QString account, StoredQuota quota)
{
    return withoutValue(m_database->write<bool>(yes([account, quota](QSqlDatabase &connection) {
        return run(connection,
                   u"UPDATE account SET quota_limit = ?, quota_remaining = ?, quota_reset = ?,"
                   " last_mutation = max(coalesce(?, 0), coalesce(last_mutation, 0)) WHERE id = ?"_s,
                   {quota.limit, quota.remaining, toEpoch(quota.reset),
                    quota.lastMutation ? QVariant(toEpoch(*quota.lastMutation)) : QVariant(), account});
    })));
}

Async<std::optional<StoredQuota>> Store::quota(QString account)
{
    return m_database->read<std::optional<StoredQuota>>([account](QSqlDatabase &connection) -> Result<std::optional<StoredQuota>> {
        auto rows = execute(
            connection,
            u"SELECT quota_limit, quota_remaining, quota_reset, last_mutation FROM account WHERE id = ? AND quota_limit NOT NULL"_s,
            {account});
        if (!rows)
            return rows.error();
        if (!rows->next())
            return std::optional<StoredQuota>();
        StoredQuota quota{
            .limit = rows->value(0).toInt(), .remaining = rows->value(1).toInt(), .reset = fromEpoch(rows->value(2).toLongLong())};
        if (const qint64 mutation = rows->value(3).toLongLong(); mutation > 0)
            quota.lastMutation = fromEpoch(mutation);
        return std::optional(quota);
    });
}

Async<> Store::addLeftOver(LeftOver leftOver)
{
    return withoutValue(m_database->write<bool>(yes([leftOver](QSqlDatabase &connection) {
        return run(connection,
                   u"INSERT OR REPLACE INTO leftover (uid, account, owner, repository, repository_id, branch, page, reason, noticed_at)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {leftOver.uid, leftOver.account, leftOver.owner, leftOver.repository, leftOver.repositoryId, leftOver.branch,
                    leftOver.page.toString(), leftOver.reason, toEpoch(leftOver.noticedAt)});
    })));
}

Async<QList<LeftOver>> Store::leftOvers()
{
    return m_database->read<QList<LeftOver>>([](QSqlDatabase &connection) -> Result<QList<LeftOver>> {
        auto rows = execute(
            connection,
            u"SELECT id, uid, account, owner, repository, repository_id, branch, page, reason, noticed_at FROM leftover ORDER BY id"_s);
        if (!rows)
            return rows.error();
        QList<LeftOver> list;
        while (rows->next()) {
            list.append({.id = rows->value(0).toLongLong(),
                         .uid = rows->value(1).toString(),
                         .account = rows->value(2).toString(),
                         .owner = rows->value(3).toString(),
                         .repository = rows->value(4).toString(),
                         .repositoryId = rows->value(5).toLongLong(),
                         .branch = rows->value(6).toString(),
                         .page = QUrl(rows->value(7).toString()),
                         .reason = rows->value(8).toString(),
                         .noticedAt = fromEpoch(rows->value(9).toLongLong())});
        }
        return list;
    });
}

Async<> Store::removeLeftOver(qint64 id)
{
    return withoutValue(m_database->write<bool>(
        yes([id](QSqlDatabase &connection) { return run(connection, u"DELETE FROM leftover WHERE id = ?"_s, {id}); })));
}

} // namespace punchcard::store
