// SPDX-License-Identifier: MIT
#include "core/github/parse.h"

#include "core/github/texts.h"

#include <QJsonArray>
#include <QJsonObject>

#include <utility>

namespace punchcard::github::parse {
namespace {

using namespace Qt::StringLiterals;

Error missingField(const QString &field)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = Github::tr("The server's answer lacks “%1”.").arg(field),
                 .remedy = Github::tr("Check that the address is that of a GitHub API; if it is, report this with Help › Diagnostics.")};
}

/// Reads fields and remembers the first that had to be there and was not.
class Reader
{
public:
    Reader(const QJsonValue &json, const char *what)
        : m_object(json.toObject())
        , m_what(QLatin1StringView(what))
    {
    }

    [[nodiscard]] QString text(const QString &key) const { return m_object.value(key).toString(); }
    [[nodiscard]] qint64 number(const QString &key, qint64 otherwise = 0) const { return m_object.value(key).toInteger(otherwise); }
    [[nodiscard]] bool flag(const QString &key, bool otherwise = false) const { return m_object.value(key).toBool(otherwise); }
    [[nodiscard]] std::optional<Time> time(const QString &key) const
    {
        const QString stamp = text(key);
        return stamp.isEmpty() ? std::nullopt : parseTime(stamp);
    }
    [[nodiscard]] QUrl url(const QString &key) const { return QUrl(text(key)); }
    [[nodiscard]] QJsonValue value(const QString &key) const { return m_object.value(key); }
    [[nodiscard]] QStringList texts(const QString &key) const
    {
        QStringList list;
        for (const QJsonValue one : m_object.value(key).toArray()) {
            if (one.isString())
                list.append(one.toString());
        }
        return list;
    }

    [[nodiscard]] QString needText(const QString &key)
    {
        const QString found = text(key);
        if (found.isEmpty())
            lack(key);
        return found;
    }
    [[nodiscard]] qint64 needId(const QString &key = u"id"_s)
    {
        const qint64 id = number(key);
        if (id <= 0)
            lack(key);
        return id;
    }
    void lack(const QString &key)
    {
        if (m_lacking.isEmpty())
            m_lacking = m_what + u'.' + key;
    }

    /// @p read, unless something was lacking.
    template<typename T>
    [[nodiscard]] Result<T> give(T read) const
    {
        if (!m_lacking.isEmpty())
            return missingField(m_lacking);
        return read;
    }

private:
    QJsonObject m_object;
    QString m_what;
    QString m_lacking;
};

Step step(const QJsonValue &json)
{
    const Reader in(json, "step");
    // A word nobody knows: the runner has internal ones for steps that wait.
    const Status known = status(in.text(u"status"_s));
    return Step{.number = int(in.number(u"number"_s)),
                .name = in.text(u"name"_s),
                .status = known == Status::Other || known == Status::Pending ? Status::Queued : known,
                .conclusion = conclusion(in.text(u"conclusion"_s)),
                .startedAt = in.time(u"started_at"_s),
                .completedAt = in.time(u"completed_at"_s)};
}

} // namespace

Status status(const QString &word)
{
    static const QHash<QString, Status> words{{u"requested"_s, Status::Requested},    {u"queued"_s, Status::Queued},
                                              {u"pending"_s, Status::Pending},        {u"waiting"_s, Status::Waiting},
                                              {u"in_progress"_s, Status::InProgress}, {u"completed"_s, Status::Completed}};
    return words.value(word, Status::Other);
}

Conclusion conclusion(const QString &word)
{
    static const QHash<QString, Conclusion> words{
        {QString(), Conclusion::None},           {u"success"_s, Conclusion::Success},
        {u"failure"_s, Conclusion::Failure},     {u"neutral"_s, Conclusion::Neutral},
        {u"cancelled"_s, Conclusion::Cancelled}, {u"skipped"_s, Conclusion::Skipped},
        {u"timed_out"_s, Conclusion::TimedOut},  {u"action_required"_s, Conclusion::ActionRequired},
        {u"stale"_s, Conclusion::Stale},         {u"startup_failure"_s, Conclusion::StartupFailure}};
    return words.value(word, Conclusion::Other);
}

Result<User> user(const QJsonValue &json)
{
    Reader in(json, "user");
    User user{.login = in.needText(u"login"_s), .id = in.number(u"id"_s), .type = in.text(u"type"_s)};
    return in.give(std::move(user));
}

Result<Organisation> organisation(const QJsonValue &json)
{
    Reader in(json, "organization");
    Organisation organisation{.login = in.needText(u"login"_s), .id = in.number(u"id"_s)};
    return in.give(std::move(organisation));
}

Result<Quota> quota(const QJsonValue &json)
{
    const Reader all(json, "rate_limit");
    Reader in(all.value(u"resources"_s).toObject().value(u"core"_s), "rate_limit.resources.core");
    if (!in.value(u"limit"_s).isDouble())
        in.lack(u"limit"_s);
    Quota quota{.limit = int(in.number(u"limit"_s)),
                .remaining = int(in.number(u"remaining"_s)),
                .used = int(in.number(u"used"_s)),
                .reset = fromEpoch(in.number(u"reset"_s) * 1000),
                .resource = u"core"_s};
    return in.give(std::move(quota));
}

Result<Repository> repository(const QJsonValue &json)
{
    Reader in(json, "repository");
    Repository repo{.id = in.number(u"id"_s),
                    .name = {.owner = in.value(u"owner"_s).toObject().value(u"login"_s).toString(), .name = in.needText(u"name"_s)},
                    .description = in.text(u"description"_s),
                    .htmlUrl = in.url(u"html_url"_s),
                    .defaultBranch = in.text(u"default_branch"_s),
                    .isPrivate = in.flag(u"private"_s),
                    .isAdmin = in.value(u"permissions"_s).toObject().value(u"admin"_s).toBool(),
                    .createdAt = in.time(u"created_at"_s),
                    .pushedAt = in.time(u"pushed_at"_s)};
    if (repo.name.owner.isEmpty())
        repo.name.owner = in.text(u"full_name"_s).section(u'/', 0, 0);
    if (repo.name.owner.isEmpty())
        in.lack(u"owner.login"_s);
    return in.give(std::move(repo));
}

Result<Ref> ref(const QJsonValue &json)
{
    Reader in(json, "ref");
    Ref ref{.name = in.text(u"ref"_s), .sha = in.value(u"object"_s).toObject().value(u"sha"_s).toString()};
    if (ref.sha.isEmpty())
        in.lack(u"object.sha"_s);
    return in.give(std::move(ref));
}

Result<Commit> commit(const QJsonValue &json)
{
    Reader in(json, "commit");
    Commit commit{
        .sha = in.needText(u"sha"_s), .tree = in.value(u"tree"_s).toObject().value(u"sha"_s).toString(), .message = in.text(u"message"_s)};
    for (const QJsonValue parent : in.value(u"parents"_s).toArray())
        commit.parents.append(parent.toObject().value(u"sha"_s).toString());
    return in.give(std::move(commit));
}

Result<QString> sha(const QJsonValue &json)
{
    Reader in(json, "object");
    QString sha = in.needText(u"sha"_s);
    return in.give(std::move(sha));
}

Result<PublicKey> publicKey(const QJsonValue &json)
{
    Reader in(json, "public-key");
    PublicKey key{.keyId = in.needText(u"key_id"_s), .key = QByteArray::fromBase64(in.needText(u"key"_s).toLatin1())};
    constexpr qsizetype keySize = 32;
    if (key.key.size() != keySize)
        in.lack(u"key"_s);
    return in.give(std::move(key));
}

Result<QString> secretName(const QJsonValue &json)
{
    Reader in(json, "secret");
    QString name = in.needText(u"name"_s);
    return in.give(std::move(name));
}

Result<WorkflowRun> run(const QJsonValue &json)
{
    Reader in(json, "run");
    WorkflowRun run{.id = RunId(in.needId()),
                    .name = in.text(u"name"_s),
                    .displayTitle = in.text(u"display_title"_s),
                    .status = status(in.text(u"status"_s)),
                    .conclusion = conclusion(in.text(u"conclusion"_s)),
                    .event = in.text(u"event"_s),
                    .headSha = in.text(u"head_sha"_s),
                    .headBranch = in.text(u"head_branch"_s),
                    .path = in.text(u"path"_s),
                    .runNumber = in.number(u"run_number"_s),
                    .runAttempt = int(in.number(u"run_attempt"_s, 1)),
                    .createdAt = in.time(u"created_at"_s).value_or(Time{}),
                    .runStartedAt = in.time(u"run_started_at"_s),
                    .updatedAt = in.time(u"updated_at"_s).value_or(Time{}),
                    .htmlUrl = in.url(u"html_url"_s)};
    return in.give(std::move(run));
}

Result<WorkflowJob> job(const QJsonValue &json)
{
    Reader in(json, "job");
    WorkflowJob job{.id = TaskId(in.needId()),
                    .runId = RunId(in.number(u"run_id"_s)),
                    .runAttempt = int(in.number(u"run_attempt"_s, 1)),
                    .name = in.text(u"name"_s),
                    .status = status(in.text(u"status"_s)),
                    .conclusion = conclusion(in.text(u"conclusion"_s)),
                    .createdAt = in.time(u"created_at"_s),
                    .startedAt = in.time(u"started_at"_s),
                    .completedAt = in.time(u"completed_at"_s),
                    .labels = in.texts(u"labels"_s),
                    .runnerId = in.number(u"runner_id"_s),
                    .runnerName = in.text(u"runner_name"_s),
                    .htmlUrl = in.url(u"html_url"_s)};
    for (const QJsonValue one : in.value(u"steps"_s).toArray())
        job.steps.append(step(one));
    return in.give(std::move(job));
}

Result<Artifact> artifact(const QJsonValue &json)
{
    Reader in(json, "artifact");
    const Reader run(in.value(u"workflow_run"_s), "artifact.workflow_run");
    Artifact artifact{.id = ArtifactId(in.needId()),
                      .name = in.needText(u"name"_s),
                      .size = in.number(u"size_in_bytes"_s),
                      .expired = in.flag(u"expired"_s),
                      .createdAt = in.time(u"created_at"_s),
                      .expiresAt = in.time(u"expires_at"_s),
                      .digest = in.text(u"digest"_s),
                      .runId = RunId(run.number(u"id"_s)),
                      .headSha = run.text(u"head_sha"_s)};
    return in.give(std::move(artifact));
}

Result<OfferedRunner> selfHostedRunner(const QJsonValue &json)
{
    Reader in(json, "runner");
    OfferedRunner runner{
        .id = in.needId(), .name = in.needText(u"name"_s), .isOnline = in.text(u"status"_s) == "online"_L1, .isBusy = in.flag(u"busy"_s)};
    for (const QJsonValue label : in.value(u"labels"_s).toArray()) {
        if (const QString name = Reader(label, "label").text(u"name"_s); !name.isEmpty())
            runner.labels.append(name);
    }
    return in.give(std::move(runner));
}

Result<OfferedRunner> largerRunner(const QJsonValue &json)
{
    Reader in(json, "hosted_runner");
    const Reader machine(in.value(u"machine_size_details"_s), "machine_size_details");
    OfferedRunner runner{.id = in.needId(),
                         .name = in.needText(u"name"_s),
                         .isHosted = true,
                         .isOnline = in.text(u"status"_s) == "Ready"_L1,
                         .cores = int(machine.number(u"cpu_cores"_s)),
                         .memoryGb = int(machine.number(u"memory_gb"_s))};
    runner.labels = {runner.name};
    return in.give(std::move(runner));
}

Result<RunnerGroup> runnerGroup(const QJsonValue &json)
{
    Reader in(json, "runner_group");
    RunnerGroup group{.id = in.needId(),
                      .name = in.needText(u"name"_s),
                      .isDefault = in.flag(u"default"_s),
                      .takesPublic = in.flag(u"allows_public_repositories"_s)};
    return in.give(std::move(group));
}

Result<Annotation> annotation(const QJsonValue &json)
{
    const Reader in(json, "annotation");
    return Annotation{.level = in.text(u"annotation_level"_s), .title = in.text(u"title"_s), .message = in.text(u"message"_s)};
}

Result<ActionsPermissions> actionsPermissions(const QJsonValue &json, const QJsonValue &selected)
{
    Reader in(json, "permissions");
    const Reader chosen(selected, "selected_actions");
    if (!in.value(u"enabled"_s).isBool())
        in.lack(u"enabled"_s);
    const QString allowed = in.text(u"allowed_actions"_s);
    ActionsPermissions permissions{.isEnabled = in.flag(u"enabled"_s),
                                   .needsPinned = in.flag(u"sha_pinning_required"_s),
                                   .takesGithubs = chosen.flag(u"github_owned_allowed"_s),
                                   .patterns = chosen.texts(u"patterns_allowed"_s)};
    if (allowed == "local_only"_L1)
        permissions.allowed = ActionsPermissions::Allowed::LocalOnly;
    else if (allowed == "selected"_L1)
        permissions.allowed = ActionsPermissions::Allowed::Selected;
    return in.give(std::move(permissions));
}

template<typename T>
Result<QList<T>> list(const QJsonValue &json, const QString &key, Result<T> (*one)(const QJsonValue &))
{
    const QJsonValue array = key.isEmpty() ? json : json.toObject().value(key);
    if (!array.isArray())
        return missingField(key.isEmpty() ? u"[]"_s : key);
    QList<T> all;
    for (const QJsonValue element : array.toArray()) {
        Result<T> read = one(element);
        if (!read)
            return read.error();
        all.append(*std::move(read));
    }
    return all;
}

template Result<QList<Organisation>> list(const QJsonValue &, const QString &, Result<Organisation> (*)(const QJsonValue &));
template Result<QList<Repository>> list(const QJsonValue &, const QString &, Result<Repository> (*)(const QJsonValue &));
template Result<QList<Ref>> list(const QJsonValue &, const QString &, Result<Ref> (*)(const QJsonValue &));
template Result<QList<QString>> list(const QJsonValue &, const QString &, Result<QString> (*)(const QJsonValue &));
template Result<QList<WorkflowRun>> list(const QJsonValue &, const QString &, Result<WorkflowRun> (*)(const QJsonValue &));
template Result<QList<WorkflowJob>> list(const QJsonValue &, const QString &, Result<WorkflowJob> (*)(const QJsonValue &));
template Result<QList<OfferedRunner>> list(const QJsonValue &, const QString &, Result<OfferedRunner> (*)(const QJsonValue &));
template Result<QList<RunnerGroup>> list(const QJsonValue &, const QString &, Result<RunnerGroup> (*)(const QJsonValue &));
template Result<QList<Annotation>> list(const QJsonValue &, const QString &, Result<Annotation> (*)(const QJsonValue &));
template Result<QList<Artifact>> list(const QJsonValue &, const QString &, Result<Artifact> (*)(const QJsonValue &));

} // namespace punchcard::github::parse
