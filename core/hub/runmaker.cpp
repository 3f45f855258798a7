// SPDX-License-Identifier: MIT
#include "core/hub/runmaker.h"

#include "core/hub/views.h"
#include "core/workflow/expressions.h"

#include <QLoggingCategory>
#include <QRegularExpression>

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcRuns, "punchcard.hub.runs", QtInfoMsg)

namespace {

const QString workflowFolder = u".github/workflows"_s;

// GitHub lets the message of a pushed commit say that nothing shall start.
bool asksToSkip(const QString &message)
{
    static const QRegularExpression words(u"\\[(skip ci|ci skip|no ci|skip actions|actions skip)\\]"_s);
    static const QRegularExpression trailer(u"\\n\\nskip-checks: ?true\\s*\\z"_s);
    return words.match(message).hasMatch() || trailer.match(message).hasMatch();
}

// The first action that the workflow may not use.
QString firstRefused(const ActionsPolicy &policy, const workflow::WorkflowFile &file)
{
    for (const workflow::Job &job : file.jobs) {
        for (const workflow::Step &step : job.steps) {
            if (!step.uses.isEmpty() && !policy.allows(step.uses))
                return step.uses;
        }
    }
    return {};
}

QJsonObject repositoryPayload(const RepositoryRecord &repository)
{
    return {{u"id"_s, repository.id},
            {u"name"_s, repository.name},
            {u"full_name"_s, repository.fullName()},
            {u"private"_s, repository.isPrivate},
            {u"owner"_s, QJsonObject{{u"login"_s, repository.owner}}},
            {u"default_branch"_s, repository.defaultBranch}};
}

} // namespace

QJsonObject githubContext(const RepositoryRecord &repository, const RunRecord &run, const Account &account, const QString &origin)
{
    const bool isTag = run.ref.startsWith("refs/tags/"_L1);
    return {{u"repository"_s, repository.fullName()},
            {u"repository_owner"_s, repository.owner},
            {u"repository_id"_s, QString::number(repository.id)},
            {u"repository_owner_id"_s, QString::number(account.id)},
            {u"repositoryUrl"_s, QString(origin + u'/' + repository.fullName() + u".git"_s)},
            {u"repository_visibility"_s, repository.isPrivate ? u"private"_s : u"public"_s},
            {u"sha"_s, run.sha},
            {u"ref"_s, run.ref},
            {u"ref_name"_s, run.branch()},
            {u"ref_type"_s, isTag ? u"tag"_s : u"branch"_s},
            {u"ref_protected"_s, false},
            {u"head_ref"_s, QString()},
            {u"base_ref"_s, QString()},
            {u"run_id"_s, QString::number(run.id)},
            {u"run_number"_s, QString::number(run.number)},
            {u"run_attempt"_s, QString::number(run.latest().number)},
            {u"retention_days"_s, u"90"_s},
            {u"actor"_s, account.login},
            {u"actor_id"_s, QString::number(account.id)},
            {u"triggering_actor"_s, account.login},
            {u"event_name"_s, run.event},
            {u"event"_s, run.payload},
            {u"workflow"_s, run.name},
            {u"workflow_ref"_s, QString(repository.fullName() + u'/' + run.path + u'@' + run.ref)},
            {u"workflow_sha"_s, run.sha},
            {u"server_url"_s, origin},
            {u"api_url"_s, origin},
            {u"graphql_url"_s, QString(origin + u"/graphql"_s)}};
}

RunMaker::RunMaker(State &state, const Account &account)
    : m_state(state)
    , m_account(account)
{
}

void RunMaker::moveRef(RepositoryRecord &repository, const QString &ref, const QString &sha, By by)
{
    const QString before = repository.refs.value(ref);
    // Whoever fills an empty repository decides which branch is the default one.
    if (repository.isEmpty() && ref.startsWith("refs/heads/"_L1))
        repository.defaultBranch = ref.mid(11);
    repository.refs.insert(ref, sha);
    repository.pushedAt = m_state.now();
    repository.updatedAt = repository.pushedAt;
    m_state.save(repository);
    if (before != sha && by == By::Owner)
        push(repository, ref, before, sha);
}

// The name of its tree, so the same name is the same files.
QString RunMaker::workflowFolderAt(const RepositoryRecord &repository, const QString &sha)
{
    const std::optional<git::Commit> commit = m_state.git().commit(repository.id, sha);
    const auto folder = commit ? m_state.git().find(repository.id, commit->tree, workflowFolder) : std::nullopt;
    return folder ? folder->sha : QString();
}

bool RunMaker::changesWorkflows(const RepositoryRecord &repository, const QString &ref, const QString &sha)
{
    const QString folder = workflowFolderAt(repository, sha);
    const QString before = repository.refs.value(ref);
    if (!before.isEmpty())
        return workflowFolderAt(repository, before) != folder;
    return !folder.isEmpty() && std::ranges::none_of(repository.refs, [this, &repository, &folder](const QString &other) {
        return workflowFolderAt(repository, other) == folder;
    });
}

QList<RunMaker::Found> RunMaker::workflows(const RepositoryRecord &repository, const QString &sha)
{
    QList<Found> found;
    const std::optional<git::Commit> commit = m_state.git().commit(repository.id, sha);
    const auto folder = commit ? m_state.git().find(repository.id, commit->tree, workflowFolder) : std::nullopt;
    if (!folder || !folder->isTree())
        return found;
    for (const git::TreeEntry &entry : m_state.git().tree(repository.id, folder->sha)) {
        if (entry.isTree() || !(entry.name.endsWith(".yml"_L1) || entry.name.endsWith(".yaml"_L1)))
            continue;
        const QString path = workflowFolder + u'/' + entry.name;
        found.append({.path = path, .file = workflow(repository, sha, path)});
    }
    return found;
}

Result<workflow::WorkflowFile> RunMaker::workflow(const RepositoryRecord &repository, const QString &sha, const QString &path)
{
    const std::optional<git::Commit> commit = m_state.git().commit(repository.id, sha);
    const auto entry = commit ? m_state.git().find(repository.id, commit->tree, path) : std::nullopt;
    const auto blob = entry ? m_state.git().read(repository.id, entry->sha) : std::nullopt;
    if (!blob)
        return Error{.kind = Error::Kind::Missing, .what = tr("There is no workflow file “%1”.").arg(path), .remedy = tr("Push it again.")};
    return workflow::parseWorkflow(blob->content);
}

std::shared_ptr<const workflow::WorkflowFile> RunMaker::workflowOf(const RunRecord &run)
{
    auto &kept = m_kept[run.id];
    const RepositoryRecord *const repository = m_state.repository(run.repository);
    if (!kept && repository) {
        if (Result<workflow::WorkflowFile> file = workflow(*repository, run.sha, run.path))
            kept = std::make_shared<const workflow::WorkflowFile>(std::move(*file));
    }
    return kept;
}

WorkflowRecord &RunMaker::workflowRecord(RepositoryRecord &repository, const QString &path, const QString &name)
{
    const auto it = std::ranges::find(repository.workflows, path, &WorkflowRecord::path);
    if (it != repository.workflows.end()) {
        it->name = name;
        return *it;
    }
    repository.workflows.append({.id = m_state.nextWorkflowId(), .path = path, .name = name, .createdAt = m_state.now()});
    return repository.workflows.last();
}

void RunMaker::push(RepositoryRecord &repository, const QString &ref, const QString &before, const QString &after)
{
    const std::optional<git::Commit> head = m_state.git().commit(repository.id, after);
    if (!head)
        return;
    const std::optional<git::Commit> was = m_state.git().commit(repository.id, before);
    const QStringList changed = m_state.git().changed(repository.id, was ? was->tree : QString(), head->tree);
    const ActionsPolicy policy = m_state.policyOf(repository);
    const bool starts = policy.enabled && !asksToSkip(head->message);
    const QJsonObject headCommit{{u"id"_s, after}, {u"message"_s, head->message}, {u"tree_id"_s, head->tree}};
    const QJsonObject payload{{u"ref"_s, ref},
                              {u"before"_s, before.isEmpty() ? QString(40, u'0') : before},
                              {u"after"_s, after},
                              {u"created"_s, before.isEmpty()},
                              {u"deleted"_s, false},
                              {u"forced"_s, false},
                              {u"head_commit"_s, headCommit},
                              {u"pusher"_s, QJsonObject{{u"name"_s, m_account.login}}},
                              {u"sender"_s, QJsonObject{{u"login"_s, m_account.login}}},
                              {u"repository"_s, repositoryPayload(repository)}};
    for (const Found &found : workflows(repository, after)) {
        workflowRecord(repository, found.path, found.file && !found.file->name.isEmpty() ? found.file->name : found.path);
        // A file that cannot be read starts a run that failed, where the mistake can be seen, but only when it is new.
        const bool wanted = found.file ? found.file->on.push && found.file->on.startsOnPush(ref, changed) : changed.contains(found.path);
        if (!starts || !wanted)
            continue;
        make(repository, found.path, found.file,
             RunRecord{.title = head->message.section(u'\n', 0, 0), .event = u"push"_s, .ref = ref, .sha = after, .payload = payload});
    }
    m_state.save(repository);
}

Id RunMaker::dispatch(RepositoryRecord &repository, const QString &path, const workflow::WorkflowFile &file, const QString &ref,
                      const QString &sha, const QJsonObject &inputs)
{
    const QJsonObject payload{{u"ref"_s, ref},
                              {u"workflow"_s, path},
                              {u"inputs"_s, inputs},
                              {u"sender"_s, QJsonObject{{u"login"_s, m_account.login}}},
                              {u"repository"_s, repositoryPayload(repository)}};
    return make(repository, path, file,
                RunRecord{.title = file.name.isEmpty() ? path : file.name,
                          .event = u"workflow_dispatch"_s,
                          .ref = ref,
                          .sha = sha,
                          .payload = payload,
                          .inputs = inputs})
        .id;
}

RunRecord &RunMaker::make(RepositoryRecord &repository, const QString &path, const Result<workflow::WorkflowFile> &file, RunRecord run)
{
    const Time now = m_state.now();
    run.path = path;
    run.name = file && !file->name.isEmpty() ? file->name : path;
    WorkflowRecord &workflow = workflowRecord(repository, path, run.name);
    run.repository = repository.id;
    run.workflow = workflow.id;
    run.number = ++workflow.runs;
    run.createdAt = now;
    run.secrets = m_state.secrets(repository.id);
    run.attempts = {AttemptRecord{.number = 1, .startedAt = now, .updatedAt = now}};
    m_state.save(repository);
    if (file && !file->runName.isEmpty()) {
        const workflow::Scope scope{
            .contexts
            = {{u"github"_s, githubContext(repository, run, m_account, {})}, {u"inputs"_s, run.inputs}, {u"vars"_s, QJsonObject()}}};
        if (const Result<QString> title = workflow::interpolate(file->runName, scope); title && !title->trimmed().isEmpty())
            run.title = *title;
    }
    const QString refused = file ? firstRefused(m_state.policyOf(repository), *file) : QString();
    if (!file)
        qCInfo(lcRuns) << "workflow file" << path << "cannot be read:" << file.error().what;
    if (!refused.isEmpty())
        qCInfo(lcRuns) << "workflow file" << path << "uses" << refused << "which is not allowed";
    if (!file || !refused.isEmpty()) {
        run.latest().status = Status::Completed;
        run.latest().conclusion = u"startup_failure"_s;
        run.secrets.clear();
    }
    RunRecord &kept = m_state.add(std::move(run));
    announceLater(kept.id);
    return kept;
}

void RunMaker::announceLater(Id id)
{
    m_state.clock().after(150ms, this, [this, id] {
        RunRecord *const run = m_state.run(id);
        if (!run || run->announced)
            return;
        run->announced = true;
        m_state.save(*run);
        emit announced(id);
    });
}

void RunMaker::announceLeftOver()
{
    for (const RunRecord *run : m_state.allRuns()) {
        if (!run->announced)
            announceLater(run->id);
    }
}

} // namespace punchcard::hub
