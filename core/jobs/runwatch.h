// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/livelog.h"

namespace punchcard {

/// What a new attempt runs.
enum class Again { All, Failed };

/// Whether something of @p attempt did not succeed, and would be run again.
[[nodiscard]] bool hasFailedTasks(const Attempt &attempt);

/// One run of a job that is followed: what has to be remembered of it between two looks. Stores each change.
class RunWatch
{
public:
    /// @p drive outlives it. @p run is as it was stored last, or not found yet.
    RunWatch(Drive &drive, Run run);
    Q_DISABLE_COPY_MOVE(RunWatch)

    [[nodiscard]] const Run &run() const { return m_run; }
    [[nodiscard]] bool isFound() const { return m_run.remoteId != 0; }
    /// Seen since it is watched; nothing more is asked of it then.
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    /// Only of one that is found.
    [[nodiscard]] const Attempt &newest() const { return m_run.attempts.last(); }
    /// How many pages GitHub has of its tasks: a look costs a request for each that has news.
    [[nodiscard]] int pages() const;

    /// Looks for it by its commit, once.
    [[nodiscard]] Async<> find();
    /// Looks at its tasks; true when there was news.
    [[nodiscard]] Async<bool> look();
    /// Asks for its end, politely or not, once each.
    [[nodiscard]] Async<> cancel(bool force);
    /// Asks for a new attempt, unless it was asked for in an earlier life, and waits until there is one. It is kept by keep(): as long
    /// as the wish is there, what is stored is of before it. Denied, Refused: the server will not.
    [[nodiscard]] Async<> runAgain(Again what);
    [[nodiscard]] Async<> keep();

    /// Begins to fetch what it prints.
    void follow() { m_live.begin(); }
    /// Nothing of it may be at work when the drive goes on.
    [[nodiscard]] Async<> over() { return m_live.over(); }

private:
    [[nodiscard]] Async<> lookAtRun();
    [[nodiscard]] github::RunId id() const { return github::RunId(m_run.remoteId); }

    Drive &m_drive;
    Run m_run;
    bool m_ended = false;
    bool m_cancelled; ///< it was asked for
    bool m_forced = false;
    int m_looks = 0;
    LiveLog m_live;
};

} // namespace punchcard
