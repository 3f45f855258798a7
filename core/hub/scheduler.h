// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobrunner.h"
#include "core/hub/jobtokens.h"
#include "core/hub/planner.h"
#include "core/hub/runmaker.h"
#include "core/hub/state.h"

#include <QObject>

#include <list>
#include <map>
#include <memory>

namespace punchcard::hub {

struct Account;

/// Decides which job runs when: what it needs, fail-fast, max-parallel, concurrency groups, and no more at once than there
/// are cores. All that it decides by lies in the state, so it can begin at any point of a run.
class Scheduler : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        int atOnce = 1; ///< jobs that may run together
        QStringList covered = {}; ///< folders that no job may see
        QString origin = {}; ///< the API's address, for the jobs
        Walls walls = Walls::Needed; ///< of jobs that do not say that they may do without
    };

    Scheduler(State &state, RunMaker &maker, JobTokens &tokens, const Account &account);
    ~Scheduler() override;

    /// Takes up what an earlier hub left: what was running then is concluded, what was queued is queued.
    void begin(Settings settings);
    /// False: the run has ended already.
    bool cancel(RunRecord &run, bool force);
    /// A new attempt: of all jobs, of those that did not succeed, or of one; and of all that needs them. Refused: why not.
    enum class Again { All, Failed, One };
    [[nodiscard]] Result<> rerun(RunRecord &run, Again what, Id one = 0);
    /// Kills what runs of this run, which is about to be deleted.
    void forget(Id run);

    /// Cancels everything politely, and by force ten seconds later; stopped() follows.
    void stop();
    /// Whether a job runs or waits.
    [[nodiscard]] bool isIdle();

signals:
    void attemptEnded(punchcard::hub::Id run, int attempt);
    void stopped();

private:
    void advance(Id run);
    void advancePending();
    [[nodiscard]] bool mustWait(RunRecord &run, const workflow::WorkflowFile &file);
    void end(RunRecord &run, const QString &conclusion);
    void startQueued();
    [[nodiscard]] bool isAllowed(const JobRecord &job);
    void start(RunRecord &run, JobRecord &job);
    void follow(Id job, JobRunner &runner);
    void finish(Id job, const JobEnd &end);
    void failFast(const JobRecord &job);
    void cancelJob(JobRecord &job, bool force);
    void conclude(JobRecord &job, Conclusion conclusion);
    void concludeInterrupted(RunRecord &run);
    void addArtifact(Id job, const Artifact &artifact);
    void settle(JobRecord &job, const QString &text);

    State &m_state;
    RunMaker &m_maker;
    JobTokens &m_tokens;
    Settings m_settings;
    Planner m_planner;
    std::map<Id, std::unique_ptr<JobRunner>> m_active;
    std::map<Id, QString> m_groups; ///< the concurrency group of each run that has begun
    std::list<Async<>> m_cleanUps;
    bool m_stopping = false;
};

} // namespace punchcard::hub
