// SPDX-License-Identifier: MIT
#include "core/job/jobspec.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Spec
{
    Q_DECLARE_TR_FUNCTIONS(JobSpec)
};

QString fromName(SecretSource::From from)
{
    switch (from) {
    case SecretSource::From::File: return u"file"_s;
    case SecretSource::From::Typed: return u"typed"_s;
    case SecretSource::From::Set: return u"set"_s;
    }
    return u"file"_s;
}

std::optional<SecretSource::From> fromOfName(const QString &name)
{
    for (const auto from : {SecretSource::From::File, SecretSource::From::Typed, SecretSource::From::Set}) {
        if (fromName(from) == name)
            return from;
    }
    return std::nullopt;
}

Error wrong(QLatin1StringView field)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = Spec::tr("The job's description is damaged: “%1” is not what it should be.").arg(field),
                 .remedy = Spec::tr("Submit the script again."),
                 .detail = u"spec.json: "_s + field};
}

/// Reads the fields of one object; remembers the first that has a wrong type.
class Reader
{
public:
    explicit Reader(QJsonObject json)
        : m_json(std::move(json))
    {
    }

    void read(QLatin1StringView key, QString &into)
    {
        take(key, &QJsonValue::isString, [&](const QJsonValue &v) { into = v.toString(); });
    }
    void read(QLatin1StringView key, bool &into)
    {
        take(key, &QJsonValue::isBool, [&](const QJsonValue &v) { into = v.toBool(); });
    }
    void read(QLatin1StringView key, int &into)
    {
        take(key, &QJsonValue::isDouble, [&](const QJsonValue &v) { into = v.toInt(); });
    }
    void read(QLatin1StringView key, std::optional<bool> &into)
    {
        take(key, &QJsonValue::isBool, [&](const QJsonValue &v) { into = v.toBool(); });
    }
    void read(QLatin1StringView key, std::optional<int> &into)
    {
        take(key, &QJsonValue::isDouble, [&](const QJsonValue &v) { into = v.toInt(); });
    }
    void read(QLatin1StringView key, std::optional<qint64> &into)
    {
        take(key, &QJsonValue::isDouble, [&](const QJsonValue &v) { into = v.toInteger(); });
    }
    void read(QLatin1StringView key, QStringList &into)
    {
        take(key, &QJsonValue::isArray, [&](const QJsonValue &v) {
            into.clear();
            for (const QJsonValue entry : v.toArray()) {
                if (!entry.isString())
                    m_wrong = key;
                into.append(entry.toString());
            }
        });
    }
    void read(QLatin1StringView key, QList<int> &into)
    {
        take(key, &QJsonValue::isArray, [&](const QJsonValue &v) {
            into.clear();
            for (const QJsonValue entry : v.toArray()) {
                if (entry.toInt(-1) < 0)
                    m_wrong = key;
                into.append(entry.toInt());
            }
        });
    }
    void read(QLatin1StringView key, Parameters &into)
    {
        take(key, &QJsonValue::isObject, [&](const QJsonValue &v) {
            Reader table(v.toObject());
            table.read("names"_L1, into.names);
            table.read("file"_L1, into.file);
            into.rows.clear();
            for (const QJsonValue row : v.toObject().value("rows"_L1).toArray()) {
                QStringList &values = into.rows.emplaceBack();
                for (const QJsonValue value : row.toArray())
                    values.append(value.toString());
                if (values.size() != into.names.size())
                    m_wrong = key;
            }
            if (table.firstWrong())
                m_wrong = key;
        });
    }
    template<typename Each>
    void eachObject(QLatin1StringView key, Each each)
    {
        take(key, &QJsonValue::isArray, [&](const QJsonValue &v) {
            for (const QJsonValue entry : v.toArray()) {
                if (!entry.isObject() || !each(entry.toObject()))
                    m_wrong = key;
            }
        });
    }

    [[nodiscard]] std::optional<QLatin1StringView> firstWrong() const { return m_wrong; }

private:
    template<typename Store>
    void take(QLatin1StringView key, bool (QJsonValue::*isIt)() const, Store store)
    {
        const QJsonValue value = m_json.value(key);
        if (value.isUndefined() || value.isNull())
            return;
        if ((value.*isIt)())
            store(value);
        else if (!m_wrong)
            m_wrong = key;
    }

    QJsonObject m_json;
    std::optional<QLatin1StringView> m_wrong;
};

} // namespace

QJsonObject toJson(const JobSpec &spec)
{
    QJsonArray secrets;
    for (const SecretSource &secret : spec.secrets)
        secrets.append(QJsonObject{{u"name"_s, secret.name}, {u"from"_s, fromName(secret.from)}, {u"where"_s, secret.where}});
    QJsonArray inputs;
    for (const InputSource &input : spec.inputs)
        inputs.append(QJsonObject{{u"path"_s, input.path}, {u"name"_s, input.name}});
    QJsonObject json{
        {u"version"_s, 1},
        {u"name"_s, spec.name},
        {u"account"_s, spec.account},
        {u"owner"_s, spec.owner},
        {u"housing"_s, spec.housing == Housing::Standing ? u"standing"_s : u"repository"_s},
        {u"standing_repository"_s, spec.standingRepository},
        {u"runs_on"_s, QJsonArray::fromStringList(spec.runsOn)},
        {u"runner_group"_s, spec.runnerGroup},
        {u"private"_s, spec.isPrivate},
        {u"delete"_s, spec.deleteHouse},
        {u"oidc"_s, spec.oidc},
        {u"packages"_s, spec.packages},
        {u"secrets"_s, secrets},
        {u"inputs"_s, inputs},
        {u"uploads"_s, QJsonArray::fromStringList(spec.uploads)},
        {u"array"_s, spec.array},
        {u"each"_s, QJsonArray::fromStringList(spec.each)},
        {u"out"_s, spec.outFolder},
        {u"overwrite"_s, spec.overwrite},
    };
    if (!spec.params.names.isEmpty()) {
        QJsonArray rows;
        for (const QStringList &row : spec.params.rows)
            rows.append(QJsonArray::fromStringList(row));
        QJsonObject table{{u"names"_s, QJsonArray::fromStringList(spec.params.names)}, {u"rows"_s, rows}};
        if (!spec.params.file.isEmpty())
            table.insert(u"file"_s, spec.params.file);
        json.insert(u"params"_s, table);
    }
    if (!spec.elements.isEmpty()) {
        QJsonArray elements;
        for (const int element : spec.elements)
            elements.append(element);
        json.insert(u"elements"_s, elements);
    }
    if (spec.maxParallel)
        json.insert(u"max_parallel"_s, *spec.maxParallel);
    if (spec.failFast)
        json.insert(u"fail_fast"_s, true);
    if (spec.mayLackSandbox)
        json.insert(u"may_lack_sandbox"_s, true);
    if (spec.merge)
        json.insert(u"merge"_s, true);
    if (spec.ownerIsOrganisation)
        json.insert(u"owner_is_organisation"_s, *spec.ownerIsOrganisation);
    if (spec.timeoutMinutes)
        json.insert(u"timeout_minutes"_s, *spec.timeoutMinutes);
    if (spec.live)
        json.insert(u"live"_s, *spec.live);
    if (spec.pollMs)
        json.insert(u"poll_ms"_s, *spec.pollMs);
    return json;
}

Result<JobSpec> specFromJson(const QJsonObject &json)
{
    JobSpec spec;
    Reader reader(json);
    reader.read("name"_L1, spec.name);
    reader.read("account"_L1, spec.account);
    reader.read("owner"_L1, spec.owner);
    reader.read("owner_is_organisation"_L1, spec.ownerIsOrganisation);
    QString housing;
    reader.read("housing"_L1, housing);
    spec.housing = housing == "standing"_L1 ? Housing::Standing : Housing::Repository;
    reader.read("standing_repository"_L1, spec.standingRepository);
    reader.read("runs_on"_L1, spec.runsOn);
    reader.read("runner_group"_L1, spec.runnerGroup);
    reader.read("private"_L1, spec.isPrivate);
    reader.read("delete"_L1, spec.deleteHouse);
    reader.read("oidc"_L1, spec.oidc);
    reader.read("packages"_L1, spec.packages);
    reader.eachObject("secrets"_L1, [&spec](const QJsonObject &entry) {
        const auto from = fromOfName(entry.value("from"_L1).toString());
        spec.secrets.append({.name = entry.value("name"_L1).toString(),
                             .from = from.value_or(SecretSource::From::File),
                             .where = entry.value("where"_L1).toString()});
        return from.has_value();
    });
    reader.eachObject("inputs"_L1, [&spec](const QJsonObject &entry) {
        spec.inputs.append({.path = entry.value("path"_L1).toString(), .name = entry.value("name"_L1).toString()});
        return !spec.inputs.last().name.isEmpty();
    });
    reader.read("uploads"_L1, spec.uploads);
    reader.read("array"_L1, spec.array);
    reader.read("each"_L1, spec.each);
    reader.read("params"_L1, spec.params);
    reader.read("elements"_L1, spec.elements);
    reader.read("max_parallel"_L1, spec.maxParallel);
    reader.read("fail_fast"_L1, spec.failFast);
    reader.read("merge"_L1, spec.merge);
    reader.read("may_lack_sandbox"_L1, spec.mayLackSandbox);
    reader.read("timeout_minutes"_L1, spec.timeoutMinutes);
    reader.read("live"_L1, spec.live);
    reader.read("poll_ms"_L1, spec.pollMs);
    reader.read("out"_L1, spec.outFolder);
    reader.read("overwrite"_L1, spec.overwrite);
    if (const auto field = reader.firstWrong())
        return wrong(*field);
    return spec;
}

} // namespace punchcard
