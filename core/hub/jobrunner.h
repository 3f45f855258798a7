// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/hub/checkout.h"
#include "core/hub/uploads.h"
#include "core/workflow/workflowfile.h"

#include <QCoroTask>

#include <QJsonObject>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace punchcard::hub {

class JobRun;

enum class Conclusion { Success, Failure, Cancelled, Skipped, TimedOut };
/// "success", "failure", "cancelled", "skipped", "timed_out".
[[nodiscard]] QString conclusionName(Conclusion conclusion);

/// What keeps a job from the user's files.
enum class Walls {
    Needed, ///< Where bubblewrap does not work the job does not run.
    Wanted, ///< There it has the user's rights: whoever wants it to run knows.
    None, ///< Never any (tests of the supervisor).
};

/// All that one job of a run needs to be run. Values only; nothing of it refers to the hub.
struct JobRequest
{
    /// The job's own folder, there and private. Below it the runner makes work/ (what the script sees), logs/ (job.txt and
    /// <number>.txt per step), artifacts/ (finished files) and summaries/; removeWorkFolder() takes work/ away afterwards.
    QString folder;
    workflow::Job job; ///< As parsed; its own `if`, needs and matrix are the hub's matter.
    QString name; ///< As shown: workflow::displayName().
    workflow::Entries env = {}; ///< The workflow's.
    workflow::Defaults defaults = {}; ///< The workflow's.
    /// The `github` context: repository, repository_owner, sha, ref, ref_name, ref_type, run_id, run_number, run_attempt (texts),
    /// actor, triggering_actor, event_name, event (object), workflow, workflow_ref, server_url, api_url, graphql_url …
    /// The runner adds workspace, job, action, event_path and token (the secret GITHUB_TOKEN, if there is one).
    QJsonObject github = {};
    QJsonObject matrix = {};
    QJsonObject strategy = {};
    QJsonObject needs = {};
    QJsonObject inputs = {};
    QJsonObject vars = {};
    QList<std::pair<QString, SecretString>> secrets = {};
    /// The repository's files at @p ref (empty: the run's sha). Called on a pool thread.
    RepositoryFiles files = {};
    /// Whether the run has an artifact of this name already. Called on the main thread.
    std::function<bool(const QString &name)> artifactExists = {};
    QStringList covered = {}; ///< Punchcard's own folders: the job sees them empty.
    qint64 logLimit = 2'000'000'000; ///< Bytes of log that are kept; what is cut off is said in it.
    Walls walls = Walls::Needed;
    Clock *clock = &Clock::system();
};

/// A step as the API tells it. Number 1 is "Set up job", the last one "Complete job".
struct StepState
{
    enum class Status { Queued, InProgress, Completed };
    int number = 0;
    QString name = {};
    Status status = Status::Queued;
    std::optional<Conclusion> conclusion = {}; ///< As shown: a failure that `continue-on-error` forgave is a success.
    std::optional<Time> startedAt = {};
    std::optional<Time> completedAt = {};
    QString logFile = {}; ///< logs/<number>.txt; empty when the step was skipped.
};

/// What `::error::` and its sisters said; at most ten of each level for each step.
struct Annotation
{
    int step = 0;
    QString level = {}; ///< "failure", "warning", "notice": the API's words.
    QString message = {};
    QString title = {};
    QString file = {};
    int line = 0;
};

struct JobEnd
{
    Conclusion conclusion = Conclusion::Failure;
    QJsonObject outputs = {}; ///< The job's outputs, texts; those that hold a secret are left out, and the log says so.
    bool continueOnError = false; ///< The job's own `continue-on-error`: its failure does not fail the run.
};

/// Runs one job on this computer: its steps, one after the other, in a fresh workspace, in bubblewrap as its Walls have it.
/// Main thread; never blocks it. Deleting it while it runs kills all that the job started.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    explicit JobRunner(JobRequest request, QObject *parent = nullptr);
    ~JobRunner() override;

    /// Once. finished() always follows, and never from inside this call.
    void start();
    /// SIGINT, after 7.5 s SIGTERM, after 2.5 s more SIGKILL to all; then the steps that want to run after a cancel
    /// (always(), cancelled()), five minutes at most. @p force: kill all at once, no more steps.
    void cancel(bool force = false);

    [[nodiscard]] QList<StepState> steps() const;
    [[nodiscard]] bool isRunning() const;
    /// Whether bubblewrap works here. Tried out once, on first call, by
    /// running it (about 20 ms); kept for the life of the process.
    [[nodiscard]] static Async<bool> sandboxWorks();
    /// Deletes work/ of a job's folder, on a pool thread; also what the script made unwritable.
    [[nodiscard]] static Async<> removeWorkFolder(QString folder);

signals:
    void stepChanged(const punchcard::hub::StepState &step);
    /// The file is in artifacts/ and complete. With `overwrite` the run's older one of that name is to go.
    void artifactReady(const punchcard::hub::Artifact &artifact);
    void annotated(const punchcard::hub::Annotation &annotation);
    /// Last signal; logs are closed by then.
    void finished(const punchcard::hub::JobEnd &end);

private:
    std::shared_ptr<JobRun> m_run; ///< The job itself: outlives this object until its processes are gone.
    QCoro::Task<> m_task;
};

} // namespace punchcard::hub
