// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/inputprogress.h"
#include "core/jobs/sessions.h"
#include "core/jobs/submission.h"
#include "core/logs/livetext.h"
#include "core/store/jobfolder.h"
#include "core/store/jobstore.h"

#include <QHash>
#include <QLockFile>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <memory>
#include <vector>

namespace punchcard {

class Pipeline;

/// The one door for window and terminal. Owns the pipelines of the jobs that this process drives. It may go at any moment:
/// what was asked of it is then done as far as it was written down, and the answer is Cancelled.
class Desk : public QObject
{
    Q_OBJECT

public:
    Desk(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QObject *parent = nullptr);
    ~Desk() override;

    /// Checks everything local, writes the job down, and begins to drive it. Gives the job and what was mended in it.
    struct Submitted
    {
        Job job;
        QStringList notes;
    };
    [[nodiscard]] Async<Submitted> submit(Submission submission, Context context);

    /// A racer that nothing was written down of, and why.
    struct RefusedRacer
    {
        QString name; ///< racerNames()
        Error error;
    };
    struct StartedRace
    {
        GroupId race = {};
        QList<Submitted> racers;
        QList<RefusedRacer> refused;
    };
    /// The same for the racers of racersOf(), one job each, joined in a race: all are written down at once before the first
    /// is driven. One that is refused does not keep the others. Fails when all are, with the first one's error.
    [[nodiscard]] Async<StartedRace> submitRace(QList<Submission> racers, Context context);
    /// A new race from the stored descriptions, scripts and inputs of an earlier one.
    [[nodiscard]] Async<StartedRace> raceAgain(GroupId race, Context context);

    /// Stores the wish; whoever drives the job carries it out. Conflict: it has ended already.
    [[nodiscard]] Async<> cancel(JobId id);
    /// Ends the wait of a job that has ended: it is tried once more, and then what is still to be fetched or deleted stays on the
    /// server, on the list of left-overs (givingup.h). Conflict: it has not ended, or waits for nothing.
    [[nodiscard]] Async<> giveUp(JobId id);
    /// A new attempt of the same job while its repository stands, otherwise a new job of the same group from the stored
    /// description, script and inputs. Gives the job to watch.
    [[nodiscard]] Async<JobId> rerun(JobId id);
    /// The same with what did not succeed alone: of an array its failed elements, which keep their numbers.
    /// Conflict: nothing failed.
    [[nodiscard]] Async<JobId> retryFailed(JobId id);
    /// Fetches what is still to be had of a job, and places it in @p outFolder unless that is empty.
    /// One that waits with its results takes the new folder. Refused, Storage: no folder for results; nothing has changed.
    /// Conflict: its runs have not ended, so that nothing can be placed yet, or somebody is at work on it.
    [[nodiscard]] Async<> fetch(JobId id, QString outFolder, bool overwrite);
    /// Ends the wait of a job that waits: whoever drives it tries again at once, also what was paused here.
    [[nodiscard]] Async<> tryAgain(JobId id);
    /// Holds the download of @p item back, or lets it go on; the job waits with its end until then. Forgotten when this
    /// process ends, and without effect on a job that another one drives.
    void setPaused(JobId id, ItemId item, bool paused);
    [[nodiscard]] bool isPaused(JobId id, ItemId item) const;
    /// What a job that this process drives waits for while there is no room to write it down.
    [[nodiscard]] std::optional<Waiting> untoldWait(JobId id) const;
    /// Removes the job and its folder from this computer. Conflict: its repository might be left behind.
    [[nodiscard]] Async<> forget(JobId id);

    /// Takes up every unfinished job that nobody drives. Gives those that this process drives now.
    [[nodiscard]] Async<QList<JobId>> resume();
    /// Has @p id in view: takes it up when nobody drives it, or when its driver dies.
    [[nodiscard]] Async<> view(JobId id);
    void unview(JobId id);
    /// The elements of a large array whose output somebody here looks at, at most four; it comes while they run. Whoever drives
    /// the job is told. None: nobody does any more.
    void followElements(JobId id, const QList<int> &elements);
    [[nodiscard]] bool drives(JobId id) const { return m_pipelines.contains(id); }

    /// Leaves all jobs where they are; idle() follows.
    void stop();

    [[nodiscard]] store::Store &store() { return *m_store; }
    [[nodiscard]] const std::shared_ptr<store::Store> &sharedStore() const { return m_store; }
    [[nodiscard]] const std::shared_ptr<Sessions> &sessions() const { return m_sessions; }

signals:
    void jobChanged(punchcard::JobId job, punchcard::store::Change what);
    /// At most ten a second for each item; in memory only.
    void progressed(punchcard::JobId job, punchcard::ItemId item, punchcard::Progress progress);
    /// While inputs are sent that need requests of their own.
    void sending(punchcard::JobId job, punchcard::InputProgress progress);
    /// More of what @p task prints while it runs is here, and how far it says it is; in memory only.
    void liveGrew(punchcard::JobId job, qint64 task, const std::optional<punchcard::LiveProgress> &progress);
    /// This process no longer drives @p job: it is over (no error), or stopped, or the database failed.
    void released(punchcard::JobId job, const std::optional<punchcard::Error> &error);
    void idle();

private:
    static QCoro::Task<> drive(QPointer<Desk> desk, std::shared_ptr<Pipeline> pipeline);
    /// Begins to drive @p job unless somebody does; true when this process drives it now.
    Async<bool> takeUp(Job job, std::unique_ptr<QLockFile> lock);
    Async<bool> takeUpIfFree(JobId id);
    /// Whoever drives the job carries it out; this process where nobody does. It is stored also when the desk is gone by then.
    static Async<> wish(QPointer<Desk> desk, std::shared_ptr<store::Store> store, JobId id, store::Wish wish);
    struct Ready;
    /// Checks everything local, and makes and holds the job's folder.
    static Async<Ready> makeReady(std::shared_ptr<store::Store> store, std::shared_ptr<Sessions> sessions, Submission submission,
                                  Context context);
    /// The same for each racer of @p race, and writes it down but for its row.
    static Async<std::vector<Ready>> readyRacers(std::shared_ptr<store::Store> store, std::shared_ptr<Sessions> sessions,
                                                 QList<Submission> racers, StartedRace *race, Context context);
    Async<Submitted> submitInto(Submission submission, std::optional<GroupId> group, Context context);
    Async<JobId> tryOnceMore(JobId id, store::Wish wish);
    Async<JobId> runAnew(Job job);
    void settle(JobId id, Session &session, const Result<> &end);
    void countSharers(Session &session);
    void reloadWishes(JobId id);
    void lookForOrphans();
    void tellFollowed(JobId id);
    void reportProgress(JobId job, ItemId item, const Progress &progress);
    [[nodiscard]] store::JobFolder folderOf(const Job &job) const;

    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<Sessions> m_sessions;
    QHash<JobId, std::shared_ptr<Pipeline>> m_pipelines;
    QSet<JobId> m_viewed;
    QHash<JobId, QList<int>> m_followed;
    QTimer m_orphanTimer; ///< runs only while a job in view is driven by another process
    QHash<std::pair<qint64, qint64>, Time> m_reported;
    bool m_stopping = false;
};

} // namespace punchcard
