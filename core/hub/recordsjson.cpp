// SPDX-License-Identifier: MIT
#include "core/hub/recordsjson.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

QJsonValue timeJson(std::optional<Time> time)
{
    return time ? QJsonValue(toEpoch(*time)) : QJsonValue();
}

std::optional<Time> maybeTime(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(fromEpoch(value.toInteger())) : std::nullopt;
}

Time timeFrom(const QJsonValue &value)
{
    return maybeTime(value).value_or(Time{});
}

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray fromBase64(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

template<typename T, typename Function>
QJsonArray listJson(const QList<T> &list, Function function)
{
    QJsonArray array;
    for (const T &item : list)
        array.append(function(item));
    return array;
}

template<typename Function>
auto listFrom(const QJsonValue &value, Function function)
{
    QList<decltype(function(QJsonValue()))> list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue item : array)
        list.append(function(item));
    return list;
}

QJsonValue conclusionJson(std::optional<Conclusion> conclusion)
{
    return conclusion ? QJsonValue(int(*conclusion)) : QJsonValue();
}

std::optional<Conclusion> conclusionFrom(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(Conclusion(value.toInt())) : std::nullopt;
}

QJsonObject workflowJson(const WorkflowRecord &w)
{
    return {{u"id"_s, w.id}, {u"path"_s, w.path}, {u"name"_s, w.name}, {u"created"_s, toEpoch(w.createdAt)}, {u"runs"_s, w.runs}};
}

WorkflowRecord workflowFrom(const QJsonValue &v)
{
    return {.id = v[u"id"].toInteger(),
            .path = v[u"path"].toString(),
            .name = v[u"name"].toString(),
            .createdAt = timeFrom(v[u"created"]),
            .runs = v[u"runs"].toInt()};
}

QJsonObject secretJson(const SecretRecord &s)
{
    return {
        {u"name"_s, s.name}, {u"sealed"_s, base64(s.sealed)}, {u"created"_s, toEpoch(s.createdAt)}, {u"updated"_s, toEpoch(s.updatedAt)}};
}

SecretRecord secretFrom(const QJsonValue &v)
{
    return {.name = v[u"name"].toString(),
            .sealed = fromBase64(v[u"sealed"]),
            .createdAt = timeFrom(v[u"created"]),
            .updatedAt = timeFrom(v[u"updated"])};
}

QJsonObject attemptJson(const AttemptRecord &a)
{
    return {{u"number"_s, a.number},
            {u"status"_s, int(a.status)},
            {u"conclusion"_s, a.conclusion},
            {u"started"_s, toEpoch(a.startedAt)},
            {u"updated"_s, toEpoch(a.updatedAt)},
            {u"cancel"_s, a.cancelRequested},
            {u"forced"_s, a.forced},
            {u"jobs"_s, listJson(a.jobs, [](Id id) { return QJsonValue(id); })}};
}

AttemptRecord attemptFrom(const QJsonValue &v)
{
    return {.number = v[u"number"].toInt(),
            .status = Status(v[u"status"].toInt()),
            .conclusion = v[u"conclusion"].toString(),
            .startedAt = timeFrom(v[u"started"]),
            .updatedAt = timeFrom(v[u"updated"]),
            .cancelRequested = v[u"cancel"].toBool(),
            .forced = v[u"forced"].toBool(),
            .jobs = listFrom(v[u"jobs"], [](const QJsonValue &id) { return id.toInteger(); })};
}

QJsonObject stepJson(const StepState &s)
{
    return {{u"number"_s, s.number},
            {u"name"_s, s.name},
            {u"status"_s, int(s.status)},
            {u"conclusion"_s, conclusionJson(s.conclusion)},
            {u"started"_s, timeJson(s.startedAt)},
            {u"completed"_s, timeJson(s.completedAt)},
            {u"log"_s, s.logFile}};
}

StepState stepFrom(const QJsonValue &v)
{
    return {.number = v[u"number"].toInt(),
            .name = v[u"name"].toString(),
            .status = StepState::Status(v[u"status"].toInt()),
            .conclusion = conclusionFrom(v[u"conclusion"]),
            .startedAt = maybeTime(v[u"started"]),
            .completedAt = maybeTime(v[u"completed"]),
            .logFile = v[u"log"].toString()};
}

QJsonObject annotationJson(const Annotation &a)
{
    return {{u"step"_s, a.step},   {u"level"_s, a.level}, {u"message"_s, a.message},
            {u"title"_s, a.title}, {u"file"_s, a.file},   {u"line"_s, a.line}};
}

Annotation annotationFrom(const QJsonValue &v)
{
    return {.step = v[u"step"].toInt(),
            .level = v[u"level"].toString(),
            .message = v[u"message"].toString(),
            .title = v[u"title"].toString(),
            .file = v[u"file"].toString(),
            .line = v[u"line"].toInt()};
}

} // namespace

QJsonArray toJson(const QList<SecretRecord> &secrets)
{
    return listJson(secrets, secretJson);
}

QList<SecretRecord> secretsFrom(const QJsonValue &json)
{
    return listFrom(json, secretFrom);
}

QJsonObject toJson(const RepositoryRecord &r)
{
    QJsonObject refs;
    for (auto it = r.refs.begin(); it != r.refs.end(); ++it)
        refs.insert(it.key(), it.value());
    return {{u"id"_s, r.id},
            {u"owner"_s, r.owner},
            {u"name"_s, r.name},
            {u"organisation"_s, r.ownedByOrganisation},
            {u"former"_s, QJsonArray::fromStringList(r.formerNames)},
            {u"private"_s, r.isPrivate},
            {u"description"_s, r.description},
            {u"branch"_s, r.defaultBranch},
            {u"created"_s, toEpoch(r.createdAt)},
            {u"updated"_s, toEpoch(r.updatedAt)},
            {u"pushed"_s, toEpoch(r.pushedAt)},
            {u"keyId"_s, r.keyId},
            {u"publicKey"_s, base64(r.publicKey)},
            {u"secretKey"_s, base64(r.secretKey)},
            {u"actions"_s, toJson(r.actions)},
            {u"refs"_s, refs},
            {u"workflows"_s, listJson(r.workflows, workflowJson)}};
}

RepositoryRecord repositoryFrom(const QJsonObject &json)
{
    RepositoryRecord r{.id = json[u"id"].toInteger(),
                       .owner = json[u"owner"].toString(),
                       .name = json[u"name"].toString(),
                       .ownedByOrganisation = json[u"organisation"].toBool(),
                       .isPrivate = json[u"private"].toBool(),
                       .formerNames = json[u"former"].toVariant().toStringList(),
                       .description = json[u"description"].toString(),
                       .defaultBranch = json[u"branch"].toString(),
                       .createdAt = timeFrom(json[u"created"]),
                       .updatedAt = timeFrom(json[u"updated"]),
                       .pushedAt = timeFrom(json[u"pushed"]),
                       .keyId = json[u"keyId"].toString(),
                       .publicKey = fromBase64(json[u"publicKey"]),
                       .secretKey = fromBase64(json[u"secretKey"]),
                       .actions = actionsPolicyFrom(json[u"actions"].toObject()),
                       .workflows = listFrom(json[u"workflows"], workflowFrom)};
    const QJsonObject refs = json[u"refs"].toObject();
    for (auto it = refs.begin(); it != refs.end(); ++it)
        r.refs.insert(it.key(), it.value().toString());
    return r;
}

QJsonObject toJson(const RunRecord &r)
{
    return {{u"id"_s, r.id},
            {u"repository"_s, r.repository},
            {u"workflow"_s, r.workflow},
            {u"path"_s, r.path},
            {u"name"_s, r.name},
            {u"title"_s, r.title},
            {u"event"_s, r.event},
            {u"ref"_s, r.ref},
            {u"sha"_s, r.sha},
            {u"number"_s, r.number},
            {u"created"_s, toEpoch(r.createdAt)},
            {u"announced"_s, r.announced},
            {u"payload"_s, r.payload},
            {u"inputs"_s, r.inputs},
            {u"secrets"_s, listJson(r.secrets, secretJson)},
            {u"attempts"_s, listJson(r.attempts, attemptJson)}};
}

RunRecord runFrom(const QJsonObject &json)
{
    return {.id = json[u"id"].toInteger(),
            .repository = json[u"repository"].toInteger(),
            .workflow = json[u"workflow"].toInteger(),
            .path = json[u"path"].toString(),
            .name = json[u"name"].toString(),
            .title = json[u"title"].toString(),
            .event = json[u"event"].toString(),
            .ref = json[u"ref"].toString(),
            .sha = json[u"sha"].toString(),
            .number = json[u"number"].toInt(),
            .createdAt = timeFrom(json[u"created"]),
            .announced = json[u"announced"].toBool(),
            .payload = json[u"payload"].toObject(),
            .inputs = json[u"inputs"].toObject(),
            .secrets = listFrom(json[u"secrets"], secretFrom),
            .attempts = listFrom(json[u"attempts"], attemptFrom)};
}

QJsonObject toJson(const JobRecord &j)
{
    return {{u"id"_s, j.id},
            {u"run"_s, j.run},
            {u"repository"_s, j.repository},
            {u"attempt"_s, j.attempt},
            {u"key"_s, j.key},
            {u"name"_s, j.name},
            {u"matrix"_s, j.matrix},
            {u"strategy"_s, j.strategy},
            {u"labels"_s, QJsonArray::fromStringList(j.labels)},
            {u"group"_s, j.group},
            {u"status"_s, int(j.status)},
            {u"conclusion"_s, conclusionJson(j.conclusion)},
            {u"created"_s, toEpoch(j.createdAt)},
            {u"started"_s, timeJson(j.startedAt)},
            {u"completed"_s, timeJson(j.completedAt)},
            {u"onRunner"_s, j.onRunner},
            {u"forgiven"_s, j.continueOnError},
            {u"cancel"_s, j.cancelRequested},
            {u"outputs"_s, j.outputs},
            {u"steps"_s, listJson(j.steps, stepJson)},
            {u"annotations"_s, listJson(j.annotations, annotationJson)},
            {u"logsOf"_s, j.logsOf}};
}

JobRecord jobFrom(const QJsonObject &json)
{
    return {.id = json[u"id"].toInteger(),
            .run = json[u"run"].toInteger(),
            .repository = json[u"repository"].toInteger(),
            .attempt = json[u"attempt"].toInt(),
            .key = json[u"key"].toString(),
            .name = json[u"name"].toString(),
            .matrix = json[u"matrix"].toObject(),
            .strategy = json[u"strategy"].toObject(),
            .labels = listFrom(json[u"labels"], [](const QJsonValue &v) { return v.toString(); }),
            .group = json[u"group"].toString(),
            .status = Status(json[u"status"].toInt()),
            .conclusion = conclusionFrom(json[u"conclusion"]),
            .createdAt = timeFrom(json[u"created"]),
            .startedAt = maybeTime(json[u"started"]),
            .completedAt = maybeTime(json[u"completed"]),
            .onRunner = json[u"onRunner"].toBool(),
            .continueOnError = json[u"forgiven"].toBool(),
            .cancelRequested = json[u"cancel"].toBool(),
            .outputs = json[u"outputs"].toObject(),
            .steps = listFrom(json[u"steps"], stepFrom),
            .annotations = listFrom(json[u"annotations"], annotationFrom),
            .logsOf = json[u"logsOf"].toInteger()};
}

QJsonObject toJson(const ArtifactRecord &a)
{
    return {{u"id"_s, a.id},
            {u"run"_s, a.run},
            {u"repository"_s, a.repository},
            {u"job"_s, a.job},
            {u"name"_s, a.artifact.name},
            {u"file"_s, a.artifact.file},
            {u"size"_s, a.artifact.size},
            {u"digest"_s, a.artifact.digest},
            {u"archived"_s, a.artifact.archived},
            {u"created"_s, toEpoch(a.createdAt)},
            {u"expires"_s, toEpoch(a.expiresAt)},
            {u"expired"_s, a.expired}};
}

ArtifactRecord artifactFrom(const QJsonObject &json)
{
    return {.id = json[u"id"].toInteger(),
            .run = json[u"run"].toInteger(),
            .repository = json[u"repository"].toInteger(),
            .job = json[u"job"].toInteger(),
            .artifact = {.name = json[u"name"].toString(),
                         .file = json[u"file"].toString(),
                         .size = json[u"size"].toInteger(),
                         .digest = json[u"digest"].toString(),
                         .archived = json[u"archived"].toBool(true)},
            .createdAt = timeFrom(json[u"created"]),
            .expiresAt = timeFrom(json[u"expires"]),
            .expired = json[u"expired"].toBool()};
}

} // namespace punchcard::hub
