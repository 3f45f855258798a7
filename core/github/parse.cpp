// SPDX-License-Identifier: MIT
#include "core/github/parse.h"

#include "core/github/texts.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <utility>

namespace punchcard::github::parse {
namespace {

using namespace Qt::StringLiterals;

Error missingField(const QString &field)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = Github::tr("The server's answer lacks “%1”.").arg(field),
                 .remedy = Github::tr("Check that the address is that of a GitHub API; if it is, report this with Help › Diagnostics."),
                 // Whatever garbled this answer need not garble the next.
                 .retry = Retry{Time{}}};
}

// More is no name, no message and no page of anybody's.
constexpr qsizetype longestText = 64 << 10;
constexpr qsizetype longestName = 1024;
constexpr qsizetype longestSha = 64;
// A petabyte: no disk is as large, and twice that is still a number.
constexpr qint64 largestArtifact = 1LL << 50;
// GitHub repeats a run fifty times at most.
constexpr int mostAttempts = 10'000;
// In seconds; what is later is no time (see isPlausible), and its milliseconds may not fit.
constexpr qint64 latestEpoch = 1'000'000'000'000;

// "0001-01-01" is a server's word for never, and what is centuries away no time of a job's.
bool isPlausible(Time time)
{
    using namespace std::chrono;
    return time > Time{} && time < sys_days{year(3000) / 1 / 1};
}

// Of an owner or a repository: a part of paths, which must lead to nothing else.
bool isName(const QString &text)
{
    static const QRegularExpression form(u"^(?!\\.{1,2}\\z)[A-Za-z0-9._\\[\\]-]{1,255}\\z"_s);
    return form.match(text).hasMatch();
}

bool isSha(const QString &text)
{
    const auto isHex = [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); };
    return !text.isEmpty() && text.size() <= longestSha && std::ranges::all_of(text, isHex);
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

    [[nodiscard]] QString text(const QString &key) const { return m_object.value(key).toString().left(longestText); }
    /// What counts something: never negative.
    [[nodiscard]] qint64 number(const QString &key, qint64 otherwise = 0) const
    {
        const qint64 found = m_object.value(key).toInteger(otherwise);
        return found < 0 ? otherwise : found;
    }
    [[nodiscard]] int small(const QString &key) const
    {
        const qint64 found = number(key);
        return found > std::numeric_limits<int>::max() ? 0 : int(found);
    }
    [[nodiscard]] bool flag(const QString &key, bool otherwise = false) const { return m_object.value(key).toBool(otherwise); }
    [[nodiscard]] std::optional<Time> time(const QString &key) const
    {
        const QString stamp = text(key);
        const std::optional<Time> read = stamp.isEmpty() ? std::nullopt : parseTime(stamp);
        return read && isPlausible(*read) ? read : std::nullopt;
    }
    /// A page for the browser: nothing that a click would open or run on this computer.
    [[nodiscard]] QUrl url(const QString &key) const
    {
        const QUrl page(text(key), QUrl::StrictMode);
        const bool isPage = (page.scheme() == "https"_L1 || page.scheme() == "http"_L1) && !page.host().isEmpty();
        return isPage ? page : QUrl();
    }
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
        if (found.isEmpty() || found.size() > longestName)
            lack(key);
        return found;
    }
    [[nodiscard]] QString needSha(const QString &key)
    {
        const QString found = text(key);
        if (!isSha(found))
            lack(key);
        return found;
    }
    /// 1 where none is told.
    [[nodiscard]] int attempt()
    {
        const QJsonValue told = value(u"run_attempt"_s);
        if (told.isUndefined() || told.isNull())
            return 1;
        const qint64 number = told.toInteger();
        if (number < 1 || number > mostAttempts)
            lack(u"run_attempt"_s);
        return int(number);
    }
    /// What has ended has ended somehow: with neither it would count as lost.
    [[nodiscard]] Conclusion end(Status status)
    {
        const QString word = text(u"conclusion"_s);
        if (status == Status::Completed && (word.isEmpty() || word.size() > longestName))
            lack(u"conclusion"_s);
        return conclusion(word);
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
    return Step{.number = in.small(u"number"_s),
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
    if (!isName(user.login))
        in.lack(u"login"_s);
    return in.give(std::move(user));
}

Result<Organisation> organisation(const QJsonValue &json)
{
    Reader in(json, "organization");
    Organisation organisation{.login = in.needText(u"login"_s), .id = in.number(u"id"_s)};
    if (!isName(organisation.login))
        in.lack(u"login"_s);
    return in.give(std::move(organisation));
}

Result<Quota> quota(const QJsonValue &json)
{
    const Reader all(json, "rate_limit");
    Reader in(all.value(u"resources"_s).toObject().value(u"core"_s), "rate_limit.resources.core");
    // Without all three nothing follows from it, and what is used up by mistake stops everything.
    for (const QString &key : {u"limit"_s, u"remaining"_s, u"reset"_s}) {
        if (in.number(key, -1) < 0)
            in.lack(key);
    }
    const auto seconds = std::chrono::seconds(std::min(in.number(u"reset"_s), latestEpoch));
    if (!isPlausible(Time(seconds)))
        in.lack(u"reset"_s);
    Quota quota{.limit = in.small(u"limit"_s),
                .remaining = in.small(u"remaining"_s),
                .used = in.small(u"used"_s),
                .reset = Time(seconds),
                .resource = u"core"_s};
    return in.give(std::move(quota));
}

Result<Repository> repository(const QJsonValue &json)
{
    Reader in(json, "repository");
    Repository repo{.id = in.needId(),
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
    if (!isName(repo.name.owner))
        in.lack(u"owner.login"_s);
    if (!isName(repo.name.name))
        in.lack(u"name"_s);
    return in.give(std::move(repo));
}

Result<Ref> ref(const QJsonValue &json)
{
    Reader in(json, "ref");
    Ref ref{.name = in.text(u"ref"_s), .sha = in.value(u"object"_s).toObject().value(u"sha"_s).toString()};
    if (!isSha(ref.sha))
        in.lack(u"object.sha"_s);
    return in.give(std::move(ref));
}

Result<Commit> commit(const QJsonValue &json)
{
    Reader in(json, "commit");
    Commit commit{
        .sha = in.needSha(u"sha"_s), .tree = in.value(u"tree"_s).toObject().value(u"sha"_s).toString(), .message = in.text(u"message"_s)};
    for (const QJsonValue parent : in.value(u"parents"_s).toArray())
        commit.parents.append(parent.toObject().value(u"sha"_s).toString());
    return in.give(std::move(commit));
}

Result<QString> sha(const QJsonValue &json)
{
    Reader in(json, "object");
    QString sha = in.needSha(u"sha"_s);
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
    const Status state = status(in.text(u"status"_s));
    WorkflowRun run{.id = RunId(in.needId()),
                    .name = in.text(u"name"_s),
                    .displayTitle = in.text(u"display_title"_s),
                    .status = state,
                    .conclusion = in.end(state),
                    .event = in.text(u"event"_s),
                    .headSha = in.text(u"head_sha"_s),
                    .headBranch = in.text(u"head_branch"_s),
                    .path = in.text(u"path"_s),
                    .runNumber = in.number(u"run_number"_s),
                    .runAttempt = in.attempt(),
                    .createdAt = in.time(u"created_at"_s).value_or(Time{}),
                    .runStartedAt = in.time(u"run_started_at"_s),
                    .updatedAt = in.time(u"updated_at"_s).value_or(Time{}),
                    .htmlUrl = in.url(u"html_url"_s)};
    return in.give(std::move(run));
}

Result<WorkflowJob> job(const QJsonValue &json)
{
    Reader in(json, "job");
    const Status state = status(in.text(u"status"_s));
    WorkflowJob job{.id = TaskId(in.needId()),
                    .runId = RunId(in.number(u"run_id"_s)),
                    .runAttempt = in.attempt(),
                    .name = in.text(u"name"_s),
                    .status = state,
                    .conclusion = in.end(state),
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
    const qint64 size = in.number(u"size_in_bytes"_s);
    Artifact artifact{.id = ArtifactId(in.needId()),
                      .name = in.needText(u"name"_s),
                      .size = size <= largestArtifact ? size : 0,
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
                         .cores = machine.small(u"cpu_cores"_s),
                         .memoryGb = machine.small(u"memory_gb"_s)};
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
    const QJsonArray elements = array.toArray();
    QList<T> all;
    all.reserve(elements.size());
    for (const QJsonValue element : elements) {
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
