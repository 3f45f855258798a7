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
    /// The account itself, as it sees itself or as others see it.
    [[nodiscard]] QJsonObject user(bool isForItself) const;
    [[nodiscard]] QJsonObject organisation(const QString &login) const;
    [[nodiscard]] QJsonObject organisationInFull(const QString &login) const;
    /// This computer, as a self-hosted runner.
    [[nodiscard]] QJsonObject runner(bool isBusy) const;
    [[nodiscard]] QJsonObject repository(const RepositoryRecord &repository) const;
    /// As it stands within a run.
    [[nodiscard]] QJsonObject repositoryInBrief(const RepositoryRecord &repository) const;
    [[nodiscard]] QJsonObject reference(const RepositoryRecord &repository, const QString &ref, const QString &sha) const;
    [[nodiscard]] QJsonObject blob(const RepositoryRecord &repository, const QString &sha, const QByteArray &content) const;
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
    /// Its page: clients show the address, nothing answers there.
    [[nodiscard]] QString web(const RepositoryRecord &repository) const;
    [[nodiscard]] const QString &root() const { return m_api; }

private:
    [[nodiscard]] QString avatar(const QString &login) const;

    const Account &m_account;
    QString m_api;
    QString m_web;
};

} // namespace punchcard::hub
