// SPDX-License-Identifier: MIT
// core/jobs: a job's life. desk (the one door: submit, cancel, rerun, fetch, forget, resume), pipeline (drives one job from
// the phase that the store has to its end), and its steps: housing, sealing, starting, watching, collecting.
#pragma once

#include "core/jobs/drive.h"

#include <QLockFile>

#include <memory>

namespace punchcard {

/// Drives one job. Whoever calls run() keeps the pipeline alive until that has ended.
class Pipeline
{
public:
    /// @p lock is the job folder's: it is held as long as the pipeline lives.
    Pipeline(Drive drive, std::unique_ptr<QLockFile> lock);
    ~Pipeline();
    Q_DISABLE_COPY_MOVE(Pipeline)

    /// To the job's end. Cancelled: stop() was called; the job goes on at the next start, where it was.
    /// Storage: the database failed; likewise.
    [[nodiscard]] Async<> run();
    /// Leaves the job alone, at once.
    void stop();
    /// The user changed something that the job may have waited for, or wishes something of it.
    void reconsider(Wishes wishes);

    /// Holds the download of @p item back, or lets it go on.
    void setPaused(ItemId item, bool paused);
    /// Nothing is held back any more, from the next try on.
    void resumeAll() { m_drive.paused.clear(); }
    [[nodiscard]] bool isPaused(ItemId item) const { return m_drive.paused.contains(item); }

    /// What the job waits for while that cannot be written down.
    [[nodiscard]] const std::optional<Waiting> &untoldWait() const { return m_untoldWait; }

    [[nodiscard]] JobId id() const { return m_drive.job.id; }
    [[nodiscard]] Session &session() const { return *m_drive.session; }
    [[nodiscard]] const std::shared_ptr<Session> &sharedSession() const { return m_drive.session; }

private:
    struct Step;
    static const Step steps[];

    Async<> take(const Step &step);
    Async<> tryOnce(const Step &step);
    Async<> wait(Error error, int failures);
    enum class Loss { None, Repository, Run };
    Async<Loss> lossBehind(Error error, int failures);
    Async<bool> isRunGone();
    Async<> refuse(Error error);
    Async<> correctRun(Run run, github::WorkflowRun listed);
    Async<> abandon(Outcome outcome, std::optional<Error> error);
    Async<> lose(Loss loss, Error error);
    Async<> giveUpItems(QString why);
    Async<> insist(Async<> (*what)(Drive &));
    Async<> stopWaiting(const Step &step, Error error);
    Async<> advance(Phase phase);
    Async<> keep();
    Async<bool> isToBeAbandoned();
    [[nodiscard]] bool isGivenUp() const;
    [[nodiscard]] bool mayStandOnServer() const;
    [[nodiscard]] Error goneError(Loss loss, Error error) const;

    void setUntoldWait(const std::optional<Waiting> &waiting);

    Drive m_drive;
    std::optional<Waiting> m_untoldWait = {};
    bool m_saidUnwritten = false; ///< that the disk takes nothing, since it last did
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace punchcard
