// SPDX-License-Identifier: MIT
#include "core/hub/views.h"

#include "core/hub/jobcontext.h"
#include "core/hub/links.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSysInfo>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

QJsonValue moment(std::optional<Time> time)
{
    return time ? QJsonValue(isoTime(*time)) : QJsonValue();
}

QString nodeId(const char *kind, Id id)
{
    return QString::fromLatin1((QByteArray(kind) + '_' + QByteArray::number(id)).toBase64(QByteArray::OmitTrailingEquals));
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject signature(const git::Signature &who)
{
    return {{u"name"_s, who.name}, {u"email"_s, who.email}, {u"date"_s, who.when.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s)}};
}

QString stepStatus(StepState::Status status)
{
    return status == StepState::Status::Queued ? u"queued"_s : status == StepState::Status::InProgress ? u"in_progress"_s : u"completed"_s;
}

QJsonObject step(const StepState &state)
{
    return {{u"name"_s, state.name},
            {u"status"_s, stepStatus(state.status)},
            {u"conclusion"_s, state.conclusion ? QJsonValue(conclusionName(*state.conclusion)) : QJsonValue()},
            {u"number"_s, state.number},
            {u"started_at"_s, moment(state.startedAt)},
            {u"completed_at"_s, moment(state.completedAt)}};
}

} // namespace

Views::Views(const Account &account, QString api, QString web)
    : m_account(account)
    , m_api(std::move(api))
    , m_web(std::move(web))
{
}

QString Views::api(const RepositoryRecord &repository) const
{
    return m_api + u"/repos/"_s + repository.fullName();
}

QString Views::web(const RepositoryRecord &repository) const
{
    return m_web + u'/' + repository.fullName();
}

QJsonObject Views::owner(const QString &login, bool isOrganisation) const
{
    const Id id = isOrganisation ? 1000 + m_account.organisations.indexOf(login) : m_account.id;
    // GitHub has an organisation below /users too.
    const QString url = m_api + u"/users/"_s + login;
    QJsonObject json{{u"login"_s, login},
                     {u"id"_s, id},
                     {u"node_id"_s, nodeId("User", id)},
                     {u"avatar_url"_s, avatar(login)},
                     {u"gravatar_id"_s, QString()},
                     {u"url"_s, url},
                     {u"html_url"_s, m_web + u'/' + login},
                     {u"type"_s, isOrganisation ? u"Organization"_s : u"User"_s},
                     {u"site_admin"_s, false}};
    addOwnerLinks(json, url);
    return json;
}

QString Views::avatar(const QString &login) const
{
    return m_web + u'/' + login + u".png"_s;
}

QJsonObject Views::user(bool isForItself) const
{
    QJsonObject json = owner(m_account.login, false);
    json.insert(u"name"_s, QSysInfo::machineHostName());
    for (const QString &name : {u"company"_s, u"location"_s, u"email"_s, u"hireable"_s, u"bio"_s})
        json.insert(name, QJsonValue());
    json.insert(u"blog"_s, QString());
    for (const QString &name : {u"public_repos"_s, u"public_gists"_s, u"followers"_s, u"following"_s})
        json.insert(name, 0);
    // Nobody signed up on this computer.
    json.insert(u"created_at"_s, isoTime(Time()));
    json.insert(u"updated_at"_s, isoTime(Time()));
    if (!isForItself)
        return json;
    for (const QString &name :
         {u"collaborators"_s, u"disk_usage"_s, u"owned_private_repos"_s, u"private_gists"_s, u"total_private_repos"_s})
        json.insert(name, 0);
    json.insert(u"plan"_s,
                QJsonObject{{u"name"_s, u"local"_s}, {u"private_repos"_s, 9999}, {u"space"_s, 976562499}, {u"collaborators"_s, 0}});
    json.insert(u"two_factor_authentication"_s, true);
    return json;
}

QJsonObject Views::organisation(const QString &login) const
{
    const QString url = m_api + u"/orgs/"_s + login;
    QJsonObject json{{u"login"_s, login},
                     {u"id"_s, 1000 + m_account.organisations.indexOf(login)},
                     {u"node_id"_s, nodeId("Organization", 1000 + m_account.organisations.indexOf(login))},
                     {u"url"_s, url},
                     {u"avatar_url"_s, avatar(login)},
                     {u"description"_s, QJsonValue()}};
    addOrganisationLinks(json, url);
    return json;
}

QJsonObject Views::organisationInFull(const QString &login) const
{
    QJsonObject json = organisation(login);
    json.insert(u"html_url"_s, m_web + u'/' + login);
    json.insert(u"type"_s, u"Organization"_s);
    for (const QString &name : {u"has_organization_projects"_s, u"has_repository_projects"_s})
        json.insert(name, false);
    for (const QString &name : {u"public_repos"_s, u"public_gists"_s, u"followers"_s, u"following"_s})
        json.insert(name, 0);
    json.insert(u"created_at"_s, isoTime(Time()));
    json.insert(u"updated_at"_s, isoTime(Time()));
    json.insert(u"archived_at"_s, QJsonValue());
    return json;
}

QJsonObject Views::runner(bool isBusy) const
{
    QJsonArray labels;
    for (const QString &name : runnerLabels())
        labels.append(QJsonObject{{u"id"_s, labels.size() + 1}, {u"name"_s, name}, {u"type"_s, u"read-only"_s}});
    return {{u"id"_s, 1},
            {u"name"_s, QSysInfo::machineHostName()},
            {u"os"_s, runnerLabels().at(1).toLower()},
            {u"status"_s, u"online"_s},
            {u"busy"_s, isBusy},
            {u"ephemeral"_s, false},
            {u"version"_s, QCoreApplication::applicationVersion()},
            {u"runner_group_id"_s, 1},
            {u"labels"_s, labels}};
}

QJsonObject Views::repository(const RepositoryRecord &r) const
{
    QJsonObject json = repositoryInBrief(r);
    json.insert(u"visibility"_s, r.isPrivate ? u"private"_s : u"public"_s);
    json.insert(u"created_at"_s, isoTime(r.createdAt));
    json.insert(u"updated_at"_s, isoTime(r.updatedAt));
    json.insert(u"pushed_at"_s, isoTime(r.pushedAt));
    json.insert(u"default_branch"_s, r.defaultBranch);
    for (const QString &name : {u"clone_url"_s, u"git_url"_s, u"ssh_url"_s})
        json.insert(name, QString(web(r) + u".git"_s));
    json.insert(u"svn_url"_s, web(r));
    for (const QString &name : {u"homepage"_s, u"language"_s, u"mirror_url"_s, u"license"_s})
        json.insert(name, QJsonValue());
    for (const QString &name : {u"size"_s, u"forks"_s, u"forks_count"_s, u"open_issues"_s, u"open_issues_count"_s, u"stargazers_count"_s,
                                u"watchers"_s, u"watchers_count"_s, u"network_count"_s, u"subscribers_count"_s})
        json.insert(name, 0);
    for (const QString &name : {u"archived"_s, u"disabled"_s, u"has_issues"_s, u"has_projects"_s, u"has_wiki"_s, u"has_pages"_s,
                                u"has_discussions"_s, u"has_downloads"_s})
        json.insert(name, false);
    json.insert(u"permissions"_s,
                QJsonObject{{u"admin"_s, true}, {u"maintain"_s, true}, {u"push"_s, true}, {u"triage"_s, true}, {u"pull"_s, true}});
    return json;
}

QJsonObject Views::repositoryInBrief(const RepositoryRecord &r) const
{
    QJsonObject json{{u"id"_s, r.id},
                     {u"node_id"_s, nodeId("Repository", r.id)},
                     {u"name"_s, r.name},
                     {u"full_name"_s, r.fullName()},
                     {u"private"_s, r.isPrivate},
                     {u"owner"_s, owner(r.owner, r.ownedByOrganisation)},
                     {u"html_url"_s, web(r)},
                     {u"description"_s, orNull(r.description)},
                     {u"fork"_s, false},
                     {u"url"_s, api(r)}};
    addRepositoryLinks(json, api(r));
    return json;
}

QJsonObject Views::reference(const RepositoryRecord &repository, const QString &ref, const QString &sha) const
{
    return {{u"ref"_s, ref},
            {u"node_id"_s, nodeId(ref.toUtf8().constData(), repository.id)},
            {u"url"_s, api(repository) + u"/git/"_s + ref},
            {u"object"_s, QJsonObject{{u"sha"_s, sha}, {u"type"_s, u"commit"_s}, {u"url"_s, api(repository) + u"/git/commits/"_s + sha}}}};
}

QJsonObject Views::blob(const RepositoryRecord &repository, const QString &sha, const QByteArray &content) const
{
    return {{u"sha"_s, sha},
            {u"node_id"_s, nodeId(sha.toLatin1().constData(), repository.id)},
            {u"url"_s, api(repository) + u"/git/blobs/"_s + sha},
            {u"size"_s, content.size()},
            {u"content"_s, QString::fromLatin1(content.toBase64())},
            {u"encoding"_s, u"base64"_s}};
}

QJsonObject Views::gitCommit(const RepositoryRecord &repository, const QString &sha, const git::Commit &commit) const
{
    const QString root = api(repository) + u"/git"_s;
    QJsonArray parents;
    for (const QString &parent : commit.parents) {
        parents.append(QJsonObject{
            {u"sha"_s, parent}, {u"url"_s, root + u"/commits/"_s + parent}, {u"html_url"_s, web(repository) + u"/commit/"_s + parent}});
    }
    return {{u"sha"_s, sha},
            {u"node_id"_s, nodeId(sha.toLatin1().constData(), repository.id)},
            {u"url"_s, root + u"/commits/"_s + sha},
            {u"html_url"_s, web(repository) + u"/commit/"_s + sha},
            {u"author"_s, signature(commit.author)},
            {u"committer"_s, signature(commit.committer)},
            {u"message"_s, commit.message},
            {u"tree"_s, QJsonObject{{u"sha"_s, commit.tree}, {u"url"_s, root + u"/trees/"_s + commit.tree}}},
            {u"parents"_s, parents},
            {u"verification"_s,
             QJsonObject{{u"verified"_s, false},
                         {u"reason"_s, u"unsigned"_s},
                         {u"signature"_s, QJsonValue()},
                         {u"payload"_s, QJsonValue()},
                         {u"verified_at"_s, QJsonValue()}}}};
}

QJsonObject Views::secret(const SecretRecord &secret) const
{
    return {{u"name"_s, secret.name}, {u"created_at"_s, isoTime(secret.createdAt)}, {u"updated_at"_s, isoTime(secret.updatedAt)}};
}

QJsonObject Views::workflow(const RepositoryRecord &repository, const WorkflowRecord &w) const
{
    return {{u"id"_s, w.id},
            {u"node_id"_s, nodeId("Workflow", w.id)},
            {u"name"_s, w.name},
            {u"path"_s, w.path},
            {u"state"_s, u"active"_s},
            {u"created_at"_s, isoTime(w.createdAt)},
            {u"updated_at"_s, isoTime(w.createdAt)},
            {u"url"_s, api(repository) + u"/actions/workflows/%1"_s.arg(w.id)},
            {u"html_url"_s, web(repository) + u"/blob/"_s + repository.defaultBranch + u'/' + w.path},
            {u"badge_url"_s, web(repository) + u"/workflows/"_s + w.name + u"/badge.svg"_s}};
}

QJsonObject Views::run(const RepositoryRecord &repository, const RunRecord &run, const AttemptRecord &attempt,
                       const std::optional<git::Commit> &head) const
{
    const QString url = api(repository) + u"/actions/runs/%1"_s.arg(run.id);
    const QJsonObject actor = owner(m_account.login, false);
    QJsonObject json{
        {u"id"_s, run.id},
        {u"name"_s, run.name},
        {u"node_id"_s, nodeId("Run", run.id)},
        {u"head_branch"_s, run.branch()},
        {u"head_sha"_s, run.sha},
        {u"path"_s, run.path},
        {u"display_title"_s, run.title},
        {u"run_number"_s, run.number},
        {u"event"_s, run.event},
        {u"status"_s, statusName(attempt.status)},
        {u"conclusion"_s, orNull(attempt.conclusion)},
        {u"workflow_id"_s, run.workflow},
        {u"check_suite_id"_s, run.id},
        {u"check_suite_node_id"_s, nodeId("Suite", run.id)},
        {u"url"_s, url},
        {u"html_url"_s, web(repository) + u"/actions/runs/%1"_s.arg(run.id)},
        {u"pull_requests"_s, QJsonArray()},
        {u"created_at"_s, isoTime(run.createdAt)},
        {u"updated_at"_s, isoTime(attempt.updatedAt)},
        {u"actor"_s, actor},
        {u"triggering_actor"_s, actor},
        {u"run_attempt"_s, attempt.number},
        {u"run_started_at"_s, isoTime(attempt.startedAt)},
        {u"referenced_workflows"_s, QJsonArray()},
        {u"jobs_url"_s, url + u"/jobs"_s},
        {u"logs_url"_s, url + u"/logs"_s},
        {u"check_suite_url"_s, api(repository) + u"/check-suites/%1"_s.arg(run.id)},
        {u"artifacts_url"_s, url + u"/artifacts"_s},
        {u"cancel_url"_s, url + u"/cancel"_s},
        {u"rerun_url"_s, url + u"/rerun"_s},
        {u"previous_attempt_url"_s, attempt.number > 1 ? QJsonValue(url + u"/attempts/%1"_s.arg(attempt.number - 1)) : QJsonValue()},
        {u"workflow_url"_s, api(repository) + u"/actions/workflows/%1"_s.arg(run.workflow)},
        {u"repository"_s, repositoryInBrief(repository)},
        {u"head_repository"_s, repositoryInBrief(repository)},
        {u"head_commit"_s, QJsonValue()}};
    if (head) {
        json.insert(u"head_commit"_s,
                    QJsonObject{{u"id"_s, run.sha},
                                {u"tree_id"_s, head->tree},
                                {u"message"_s, head->message},
                                {u"timestamp"_s, head->author.when.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s)},
                                {u"author"_s, QJsonObject{{u"name"_s, head->author.name}, {u"email"_s, head->author.email}}},
                                {u"committer"_s, QJsonObject{{u"name"_s, head->committer.name}, {u"email"_s, head->committer.email}}}});
    }
    return json;
}

QJsonObject Views::job(const RepositoryRecord &repository, const RunRecord &run, const JobRecord &job) const
{
    QJsonArray steps;
    for (const StepState &state : job.steps)
        steps.append(step(state));
    const QString root = api(repository);
    return {{u"id"_s, job.id},
            {u"run_id"_s, job.run},
            {u"workflow_name"_s, run.name},
            {u"head_branch"_s, run.branch()},
            {u"run_url"_s, root + u"/actions/runs/%1"_s.arg(job.run)},
            {u"run_attempt"_s, job.attempt},
            {u"node_id"_s, nodeId("Job", job.id)},
            {u"head_sha"_s, run.sha},
            {u"url"_s, root + u"/actions/jobs/%1"_s.arg(job.id)},
            {u"html_url"_s, web(repository) + u"/actions/runs/%1/job/%2"_s.arg(job.run).arg(job.id)},
            {u"status"_s, statusName(job.status)},
            {u"conclusion"_s, job.conclusion ? QJsonValue(conclusionName(*job.conclusion)) : QJsonValue()},
            {u"created_at"_s, isoTime(job.createdAt)},
            {u"started_at"_s, isoTime(job.startedAt.value_or(job.createdAt))},
            {u"completed_at"_s, moment(job.completedAt)},
            {u"name"_s, job.name},
            {u"steps"_s, steps},
            {u"check_run_url"_s, root + u"/check-runs/%1"_s.arg(job.id)},
            {u"labels"_s, QJsonArray::fromStringList(job.labels)},
            {u"runner_id"_s, job.onRunner ? QJsonValue(1) : QJsonValue()},
            {u"runner_name"_s, job.onRunner ? QJsonValue(QSysInfo::machineHostName()) : QJsonValue()},
            {u"runner_group_id"_s, job.onRunner ? QJsonValue(1) : QJsonValue()},
            {u"runner_group_name"_s, job.onRunner ? QJsonValue(job.group.isEmpty() ? u"This computer"_s : job.group) : QJsonValue()}};
}

QJsonObject Views::artifact(const RepositoryRecord &repository, const RunRecord &run, const ArtifactRecord &a) const
{
    const QString url = api(repository) + u"/actions/artifacts/%1"_s.arg(a.id);
    return {{u"id"_s, a.id},
            {u"node_id"_s, nodeId("Artifact", a.id)},
            {u"name"_s, a.artifact.name},
            {u"size_in_bytes"_s, a.artifact.size},
            {u"url"_s, url},
            {u"archive_download_url"_s, url + u"/zip"_s},
            {u"expired"_s, a.expired},
            {u"digest"_s, orNull(a.artifact.digest)},
            {u"created_at"_s, isoTime(a.createdAt)},
            {u"updated_at"_s, isoTime(a.createdAt)},
            {u"expires_at"_s, isoTime(a.expiresAt)},
            {u"workflow_run"_s,
             QJsonObject{{u"id"_s, run.id},
                         {u"repository_id"_s, repository.id},
                         {u"head_repository_id"_s, repository.id},
                         {u"head_branch"_s, run.branch()},
                         {u"head_sha"_s, run.sha}}}};
}

QJsonObject Views::annotation(const RepositoryRecord &repository, const RunRecord &run, const Annotation &a) const
{
    const QString path = a.file.isEmpty() ? u".github"_s : a.file;
    return {{u"path"_s, path},
            {u"blob_href"_s, web(repository) + u"/blob/"_s + run.sha + u'/' + path},
            {u"start_line"_s, std::max(1, a.line)},
            {u"start_column"_s, QJsonValue()},
            {u"end_line"_s, std::max(1, a.line)},
            {u"end_column"_s, QJsonValue()},
            {u"annotation_level"_s, a.level},
            {u"title"_s, a.title},
            {u"message"_s, a.message},
            {u"raw_details"_s, QString()}};
}

} // namespace punchcard::hub
