// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/hub/database.h"
#include "core/hub/gitstore.h"
#include "core/hub/records.h"

#include <QObject>

#include <map>

namespace punchcard::hub {

/// All that the hub knows: in memory to be read, and in the database as soon as it is saved. Pointers stay valid until the
/// record is removed. Whoever changes a record saves it.
class State : public QObject
{
    Q_OBJECT

public:
    /// @p folder is the hub's own; nothing is read before open().
    State(QString folder, Clock &clock);

    [[nodiscard]] Result<> open();

    [[nodiscard]] Clock &clock() const { return m_clock; }
    [[nodiscard]] Time now() const { return m_clock.now(); }
    [[nodiscard]] GitStore &git() { return m_git; }
    [[nodiscard]] Database &database() { return m_database; }

    [[nodiscard]] QList<RepositoryRecord *> repositories();
    [[nodiscard]] RepositoryRecord *repository(Id id);
    /// Names compare without regard to case, as GitHub's do.
    [[nodiscard]] RepositoryRecord *repository(const QString &owner, const QString &name);
    /// Which one had that name before it was renamed.
    [[nodiscard]] RepositoryRecord *renamedRepository(const QString &owner, const QString &name);
    RepositoryRecord &add(RepositoryRecord record);
    void save(const RepositoryRecord &record);
    /// With its objects, secrets, runs, logs and artifacts.
    void removeRepository(Id id);

    /// What @p organisation lets all its repositories do.
    [[nodiscard]] ActionsPolicy organisationPolicy(const QString &organisation) const;
    void setOrganisationPolicy(const QString &organisation, const ActionsPolicy &policy);
    /// What holds for @p repository: its organisation's, where that has one.
    [[nodiscard]] ActionsPolicy policyOf(const RepositoryRecord &repository) const;

    [[nodiscard]] QList<SecretRecord> secrets(Id repository) const;
    void putSecret(Id repository, const SecretRecord &secret);
    void removeSecret(Id repository, const QString &name);

    /// The newest first.
    [[nodiscard]] QList<RunRecord *> runs(Id repository);
    [[nodiscard]] QList<RunRecord *> allRuns();
    [[nodiscard]] RunRecord *run(Id id);
    RunRecord &add(RunRecord record);
    void save(const RunRecord &record);
    void removeRun(Id id);

    [[nodiscard]] JobRecord *job(Id id);
    [[nodiscard]] QList<JobRecord *> jobs(const AttemptRecord &attempt);
    JobRecord &add(JobRecord record);
    void save(const JobRecord &record);

    [[nodiscard]] ArtifactRecord *artifact(Id id);
    /// The newest first.
    [[nodiscard]] QList<ArtifactRecord *> artifacts(Id run);
    ArtifactRecord &add(ArtifactRecord record);
    [[nodiscard]] QString artifactFile(const ArtifactRecord &record) const;
    void removeArtifact(Id id);
    /// Deletes the files of artifacts whose time is over.
    void expireArtifacts();

    [[nodiscard]] Id nextWorkflowId();
    [[nodiscard]] QString runFolder(const RunRecord &run) const;
    [[nodiscard]] QString jobFolder(const JobRecord &job) const;
    /// The folder with the logs that a job shows, also when it only repeats an earlier attempt's result.
    [[nodiscard]] QString logFolder(const JobRecord &job);

private:
    QString m_folder;
    Clock &m_clock;
    GitStore m_git;
    Database m_database;
    std::map<Id, RepositoryRecord> m_repositories;
    std::map<Id, std::map<QString, SecretRecord>> m_secrets;
    QJsonObject m_policies; ///< by organisation
    std::map<Id, RunRecord> m_runs;
    std::map<Id, JobRecord> m_jobs;
    std::map<Id, ArtifactRecord> m_artifacts;
};

} // namespace punchcard::hub
