// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/gitobject.h"
#include "core/hub/records.h"

#include <QJsonArray>
#include <QJsonObject>

namespace punchcard::hub {

/// The one person that this computer's hub knows.
struct Account
{
    QString login = QStringLiteral("local");
    Id id = 1;
    QStringList organisations = {};
};

/// Records as GitHub's API shows them. Links begin with the address under which the client asked.
class Views
{
public:
    /// @p api is "http://127.0.0.1:4000" or the same with "/api/v3"; @p web the address without it.
    Views(const Account &account, QString api, QString web);

    [[nodiscard]] QJsonObject owner(const QString &login, bool organisation) const;
    [[nodiscard]] QJsonObject user() const;
    [[nodiscard]] QJsonObject organisation(const QString &login) const;
    /// This computer, as a self-hosted runner.
    [[nodiscard]] QJsonObject runner(bool isBusy) const;
    [[nodiscard]] QJsonObject repository(const RepositoryRecord &repository) const;
    [[nodiscard]] QJsonObject reference(const RepositoryRecord &repository, const QString &ref, const QString &sha) const;
    [[nodiscard]] QJsonObject gitCommit(const RepositoryRecord &repository, const QString &sha, const git::Commit &commit) const;
    [[nodiscard]] QJsonObject secret(const SecretRecord &secret) const;
    [[nodiscard]] QJsonObject workflow(const RepositoryRecord &repository, const WorkflowRecord &workflow) const;
    /// @p head is the commit that started the run.
    [[nodiscard]] QJsonObject run(const RepositoryRecord &repository, const RunRecord &run, const AttemptRecord &attempt,
                                  const std::optional<git::Commit> &head) const;
    [[nodiscard]] QJsonObject job(const RepositoryRecord &repository, const RunRecord &run, const JobRecord &job) const;
    [[nodiscard]] QJsonObject artifact(const RepositoryRecord &repository, const RunRecord &run, const ArtifactRecord &artifact) const;
    [[nodiscard]] QJsonObject annotation(const RepositoryRecord &repository, const RunRecord &run, const Annotation &annotation) const;

    /// ".../repos/owner/name".
    [[nodiscard]] QString api(const RepositoryRecord &repository) const;
    [[nodiscard]] const QString &root() const { return m_api; }

private:
    [[nodiscard]] QString web(const RepositoryRecord &repository) const;

    const Account &m_account;
    QString m_api;
    QString m_web;
};

} // namespace punchcard::hub
