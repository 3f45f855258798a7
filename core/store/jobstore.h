// SPDX-License-Identifier: MIT
// core/store: the SQLite history and the folder of each job. All database work happens on a thread of its own.
#pragma once

#include "core/base/context.h"
#include "core/base/home.h"
#include "core/job/job.h"
#include "core/store/database.h"
#include "core/store/jobsummary.h"
#include "core/store/pastrun.h"
#include "core/store/stored.h"

#include <QHash>
#include <QSet>

namespace punchcard::store {

class CommitWatch;
struct Revisions;

/// What changed about a job, so that a view redraws only what it must.
enum class Change { Added, State, Wishes, Runs, Items, Removed };

/// The database as the desk sees it. Methods return when the disk has it. One per process.
class Store : public QObject
{
    Q_OBJECT

public:
    /// Opens the home's database. Storage: see Database::open.
    static Async<std::shared_ptr<Store>> open(Home home, Context context = {});
    ~Store() override;

    /// Writes a new job down with a fresh number (and uid, unless it has one), phase Prepared. @p job needs spec, createdAt
    /// and perhaps group.
    Async<Job> add(Job job);
    /// The same for several that begin together: all of them, joined in a new group of @p kind, or none.
    Async<QList<Job>> addTogether(QList<Job> jobs, QString kind, Time now);
    /// All of a job. Missing: there is none of that number.
    Async<Job> job(JobId id);
    /// All jobs, newest first, without runs and items.
    Async<QList<Job>> jobs();
    /// The same, with what a list shows of each.
    Async<QList<JobSummary>> summaries();
    /// Missing: there is none of that number.
    Async<JobSummary> summary(JobId id);
    /// How all jobs of one script went, oldest first.
    Async<QList<PastRun>> pastRuns(QString name);
    /// All scripts there are jobs of; the one that ran last comes first.
    Async<QList<ScriptRuns>> scripts();
    /// Those that are not cleared, oldest first, without runs and items.
    Async<QList<Job>> unfinished();

    /// Stores everything of @p job that its driver owns: phase, outcome, waiting, house, commit, times, error. Not its wishes.
    Async<> save(Job job);
    /// Inserts or updates the job's run with its attempts, tasks and steps; gives it back with its row's id.
    Async<Run> saveRun(JobId job, Run run);
    /// Inserts (id 0) or updates an item; gives it back with its id.
    Async<Item> saveItem(JobId job, Item item);
    /// Adds a wish, or takes back one that was carried out.
    Async<> wish(JobId job, Wish wish, bool wanted = true);
    /// Tells whoever drives the job to look at it again.
    Async<> nudge(JobId job);
    /// Removes the job from the history; its folder is the caller's.
    Async<> forget(JobId job);
    Async<GroupId> addGroup(QString kind, Time now);

    Async<QList<StoredAccount>> accounts();
    Async<> saveAccount(StoredAccount account);
    Async<> removeAccount(QString id);
    Async<> saveQuota(QString account, StoredQuota quota);
    /// nullopt: nothing is known yet.
    Async<std::optional<StoredQuota>> quota(QString account);

    Async<> addLeftOver(LeftOver leftOver);
    Async<QList<LeftOver>> leftOvers();
    Async<> removeLeftOver(qint64 id);

    [[nodiscard]] const Home &home() const { return m_home; }
    /// For what else is kept beside the jobs (habits.h).
    [[nodiscard]] const std::shared_ptr<Database> &database() const { return m_database; }

signals:
    /// A job changed, by this process or by another one of the same home.
    void jobChanged(punchcard::JobId job, punchcard::store::Change what);
    /// Besides: it was another process.
    void changedElsewhere(punchcard::JobId job);

private:
    Store(Home home, std::shared_ptr<Database> database);
    void watchCommits();
    bool isNews(JobId job, qint64 revision);
    void tell(JobId job, Change what, const Revisions &revisions);
    QCoro::Task<> lookForOthers();
    QCoro::Task<bool> lookForForgotten();
    template<typename T>
    Async<T> change(JobId job, Change what, std::function<Result<T>(QSqlDatabase &)> work);

    Home m_home;
    std::shared_ptr<Database> m_database;
    CommitWatch *m_watch = nullptr;
    qint64 m_seenRevision = 0;
    bool m_looking = false;
    bool m_lookAgain = false;
    QSet<JobId> m_known; ///< those there are, as far as this process knows
    qint64 m_firstRevision = 0;            ///< what was there when the store was opened
    QHash<JobId, qint64> m_toldRevisions; ///< by job: up to which a change was told
};

} // namespace punchcard::store
