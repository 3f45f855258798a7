// SPDX-License-Identifier: MIT
// core/github: GitHub's REST API as typed coroutines. client (a method per endpoint), types (what goes in and out),
// caller (one call with its retries), parse (JSON to structs, pure), errors (reply to Error, pure).
#pragma once

#include "core/base/context.h"
#include "core/github/permissions.h"
#include "core/github/types.h"
#include "core/http/message.h"

#include <QObject>

#include <memory>

namespace punchcard::http {
class Transport;
}

namespace punchcard::github {

class Caller;
struct Call;

/// Whether a 404 or 409 may mean "not yet": a repository just created, a log just finished. JustMade repeats the request
/// for some ten seconds.
enum class Patience { None, JustMade };

/// Which of a run's jobs: those of its latest attempt, or of all.
enum class Attempts { Latest, All };

/// Asks GitHub, GitHub Enterprise Server or the hub. Requests that may be repeated are repeated (backoff, jitter, by the
/// context's clock); waits of more than some ten seconds are the caller's: Throttled or Unreachable with retry->at.
/// Mutations whose answer was lost, or that were sent twice, are settled by looking. Lives at least as long as its tasks.
class Client : public QObject
{
    Q_OBJECT

public:
    Client(http::Transport *transport, ApiSource api, QObject *parent = nullptr);
    ~Client() override;

    // -- who, and how much is left
    [[nodiscard]] Async<User> user(Context context);
    [[nodiscard]] Async<Organisations> organisations(Context context);
    [[nodiscard]] Async<Quota> rateLimit(Context context);
    /// The self-hosted and the larger runners of @p organisation, and its groups. None where the token may not see them, or where there is
    /// no organisation of that name.
    [[nodiscard]] Async<QList<OfferedRunner>> offeredRunners(QString organisation, Context context);
    /// The self-hosted runners of @p organisation; nullopt as below.
    [[nodiscard]] Async<std::optional<QList<OfferedRunner>>> organisationRunners(QString organisation, Context context);
    /// The self-hosted runners of @p repo alone; nullopt: the token may not list them.
    [[nodiscard]] Async<std::optional<QList<OfferedRunner>>> repositoryRunners(RepoName repo, Context context);
    /// The groups of @p organisation, or those of them that its repository @p visibleTo may use; nullopt as above.
    [[nodiscard]] Async<std::optional<QList<RunnerGroup>>> runnerGroups(QString organisation, QString visibleTo, Context context);

    // -- a repository
    /// Refused: the name is taken by a repository that has another description.
    [[nodiscard]] Async<Repository> createRepository(NewRepository wanted, Context context);
    [[nodiscard]] Async<Repository> repository(RepoName repo, Context context, Patience patience = Patience::None);
    /// All repositories that whoever the token belongs to owns, or those of @p organisation. Missing: there is no such
    /// organisation.
    [[nodiscard]] Async<QList<Repository>> repositories(QString organisation, Context context);
    /// Success also when it is not there any more.
    [[nodiscard]] Async<> deleteRepository(RepoName repo, Context context);
    /// Two requests where only selected actions are allowed. Denied, Missing: the token may not read them.
    [[nodiscard]] Async<ActionsPermissions> actionsPermissions(RepoName repo, Context context);

    // -- what is in it
    [[nodiscard]] Async<Commit> putFile(RepoName repo, FilePut file, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<QString> createBlob(RepoName repo, QByteArray content, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<QString> createTree(RepoName repo, QList<TreeEntry> entries, QString baseTree, Context context,
                                            Patience patience = Patience::None);
    [[nodiscard]] Async<Commit> createCommit(RepoName repo, NewCommit commit, Context context, Patience patience = Patience::None);
    /// The names in a folder of @p branch, at most a thousand. Missing: there is no such branch, or folder in it.
    [[nodiscard]] Async<Fresh<QStringList>> fileNames(RepoName repo, QString folder, QString branch, Context context);
    /// A file of at most a megabyte.
    [[nodiscard]] Async<QByteArray> fileContent(RepoName repo, QString path, QString branch, Context context);
    /// Saves a file of @p branch to @p file, of up to a hundred megabytes.
    [[nodiscard]] Async<Saved> saveContent(RepoName repo, QString path, QString branch, QString file, Context context);
    [[nodiscard]] Async<Commit> commit(RepoName repo, QString sha, Context context);
    [[nodiscard]] Async<Ref> ref(RepoName repo, QString branch, Context context, Patience patience = Patience::None);
    /// Those whose names begin with @p prefix, as "refs/heads/…"; none in an empty repository.
    [[nodiscard]] Async<QList<Ref>> branches(RepoName repo, QString prefix, Context context);
    /// Success also when it is there with @p sha; Conflict when with another.
    [[nodiscard]] Async<Ref> createRef(RepoName repo, QString branch, QString sha, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<Ref> updateRef(RepoName repo, QString branch, QString sha, bool force, Context context,
                                       Patience patience = Patience::None);
    [[nodiscard]] Async<> deleteRef(RepoName repo, QString branch, Context context);

    // -- its secrets
    [[nodiscard]] Async<PublicKey> publicKey(RepoName repo, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<> putSecret(RepoName repo, QString name, SealedSecret secret, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<> deleteSecret(RepoName repo, QString name, Context context);
    [[nodiscard]] Async<QStringList> secretNames(RepoName repo, Context context);

    // -- its runs
    /// Refused before anything is sent unless @p sha is 40 hex digits: GitHub ignores the filter otherwise.
    [[nodiscard]] Async<QList<WorkflowRun>> runsByHeadSha(RepoName repo, QString sha, Context context);
    /// The newest run of @p branch, or with none of the whole repository; nullopt: there has been none.
    [[nodiscard]] Async<std::optional<WorkflowRun>> newestRun(RepoName repo, QString branch, Context context);
    [[nodiscard]] Async<Fresh<WorkflowRun>> run(RepoName repo, RunId run, Context context);
    [[nodiscard]] Async<Fresh<QList<WorkflowJob>>> jobs(RepoName repo, RunId run, Context context, Attempts attempts = Attempts::Latest);
    /// What GitHub wrote on a job: of one that no runner took it is all that there is. A fine-grained token may not read it.
    [[nodiscard]] Async<QList<Annotation>> annotations(RepoName repo, TaskId task, Context context);
    /// Success also when the run is completed already.
    [[nodiscard]] Async<> cancelRun(RepoName repo, RunId run, Context context);
    [[nodiscard]] Async<> forceCancelRun(RepoName repo, RunId run, Context context);
    /// With its logs and artifacts. Success also when it is not there any more. Only of a run that has ended.
    [[nodiscard]] Async<> deleteRun(RepoName repo, RunId run, Context context);
    /// Never repeated. Unreachable without retry: the answer was lost, only run_attempt tells whether it has begun.
    [[nodiscard]] Async<> rerun(RepoName repo, RunId run, Context context);
    [[nodiscard]] Async<> rerunFailedJobs(RepoName repo, RunId run, Context context);
    /// Never repeated, as rerun(). Asked to learn why no run appears.
    [[nodiscard]] Async<> dispatch(RepoName repo, QString workflowFile, QString ref, Context context);

    // -- what comes back
    /// The run's log zip; @p attempt 0 is the latest. Missing: not finished, or none (any more).
    [[nodiscard]] Async<Saved> saveRunLogs(RepoName repo, RunId run, int attempt, QString file, Context context,
                                           Patience patience = Patience::None);
    [[nodiscard]] Async<Saved> saveJobLog(RepoName repo, TaskId task, QString file, Context context, Patience patience = Patience::None);
    [[nodiscard]] Async<Fresh<QList<Artifact>>> artifacts(RepoName repo, RunId run, Context context);
    /// Saves @p artifact's bytes to @p file, which appears only when complete; `<file>.part` is gone on with next time.
    /// Missing: expired or deleted. Corrupt: other bytes than announced. Storage: no room.
    [[nodiscard]] Async<Saved> saveArtifact(RepoName repo, Artifact artifact, QString file, Context context);

    /// What was told before turned out to be wrong: a 304 is not to tell it again.
    void forgetAnswers();

    // -- what every answer says
    [[nodiscard]] std::optional<Quota> quota() const;
    /// The server's clock now, from the last Date header; nullopt before the first answer.
    [[nodiscard]] std::optional<Time> serverTime(Time now) const;
    /// Server minus ours, zero before the first answer.
    [[nodiscard]] Milliseconds skew() const;

signals:
    void quotaChanged(const punchcard::github::Quota &quota);
    /// The server wants no further request before @p until, or allows only the few until then that may be under way already.
    void throttled(punchcard::Time until);
    void requestDone(const punchcard::http::Trace &trace);

private:
    template<typename T>
    Async<std::optional<QList<T>>> listed(Call call, QString key, Result<T> (*one)(const QJsonValue &), Context context);
    /// An answer that makes no sense is not to be had again by a 304.
    template<typename T>
    [[nodiscard]] Result<T> sane(Result<T> read)
    {
        if (!read)
            forgetAnswers();
        return read;
    }

    std::unique_ptr<Caller> m_caller;
};

} // namespace punchcard::github
