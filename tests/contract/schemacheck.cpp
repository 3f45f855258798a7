// SPDX-License-Identifier: MIT
#include "tests/contract/schemacheck.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cmath>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

QString typeOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null: return u"null"_s;
    case QJsonValue::Bool: return u"boolean"_s;
    case QJsonValue::Double: return std::trunc(value.toDouble()) == value.toDouble() ? u"integer"_s : u"number"_s;
    case QJsonValue::String: return u"string"_s;
    case QJsonValue::Array: return u"array"_s;
    case QJsonValue::Object: return u"object"_s;
    case QJsonValue::Undefined: break;
    }
    return u"nothing"_s;
}

bool hasType(const QJsonValue &types, const QJsonValue &value)
{
    return types.isString() ? types.toString() == typeOf(value) : types.toArray().contains(typeOf(value));
}

QString shown(const QJsonValue &value)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
}

/// What its plain keywords say of @p value.
QString checkScalar(const QJsonObject &schema, const QJsonValue &value)
{
    if (schema.contains("type"_L1) && !hasType(schema.value("type"_L1), value))
        return u"is %1, which the schema does not allow"_s.arg(typeOf(value));
    if (schema.contains("enum"_L1) && !schema.value("enum"_L1).toArray().contains(value))
        return u"is none of the words"_s;
    if (schema.contains("const"_L1) && schema.value("const"_L1) != value)
        return u"is not %1"_s.arg(shown(schema.value("const"_L1)));
    if (value.isString() && schema.contains("pattern"_L1)
        && !QRegularExpression(schema.value("pattern"_L1).toString()).match(value.toString()).hasMatch())
        return u"does not fit the pattern"_s;
    if (value.isDouble() && schema.contains("minimum"_L1) && value.toDouble() < schema.value("minimum"_L1).toDouble())
        return u"is too small"_s;
    if (value.isDouble() && schema.contains("maximum"_L1) && value.toDouble() > schema.value("maximum"_L1).toDouble())
        return u"is too large"_s;
    return {};
}

} // namespace

SchemaCheck::SchemaCheck(QJsonObject schema)
    : m_schema(std::move(schema))
{
}

SchemaCheck SchemaCheck::ofEvents()
{
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/tests/contract/events.schema.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no schema: set PUNCHCARD_SOURCE to the project's folder");
    return SchemaCheck(QJsonDocument::fromJson(file.readAll()).object());
}

QString SchemaCheck::wrongWith(const QJsonValue &value) const
{
    return check(m_schema, value, u"$"_s);
}

QJsonObject SchemaCheck::resolved(const QJsonObject &schema) const
{
    const QString reference = schema.value("$ref"_L1).toString();
    if (reference.isEmpty())
        return schema;
    return m_schema.value("$defs"_L1).toObject().value(reference.section(u'/', -1)).toObject();
}

QString SchemaCheck::check(const QJsonObject &schema, const QJsonValue &value, const QString &path) const
{
    const QJsonObject own = resolved(schema);
    if (own.isEmpty())
        return path + u": the schema refers to nothing"_s;
    if (own.contains("oneOf"_L1))
        return checkOneOf(own.value("oneOf"_L1).toArray(), value, path);
    if (const QString wrong = checkScalar(own, value); !wrong.isEmpty())
        return path + u": "_s + shown(value) + u' ' + wrong;
    if (value.isObject())
        return checkObject(own, value.toObject(), path);
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            if (const QString wrong = check(own.value("items"_L1).toObject(), array.at(i), u"%1[%2]"_s.arg(path).arg(i)); !wrong.isEmpty())
                return wrong;
        }
    }
    return {};
}

QString SchemaCheck::checkOneOf(const QJsonArray &choices, const QJsonValue &value, const QString &path) const
{
    QStringList reasons;
    for (const QJsonValue choice : choices) {
        const QString wrong = check(choice.toObject(), value, path);
        if (wrong.isEmpty())
            return {};
        reasons.append(wrong);
    }
    return reasons.join(u"; "_s);
}

QString SchemaCheck::checkObject(const QJsonObject &schema, const QJsonObject &object, const QString &path) const
{
    for (const QJsonValue key : schema.value("required"_L1).toArray()) {
        if (!object.contains(key.toString()))
            return path + u": lacks "_s + key.toString();
    }
    const QJsonObject properties = schema.value("properties"_L1).toObject();
    for (auto field = object.constBegin(); field != object.constEnd(); ++field) {
        // Keys that a user made up are only known by what they hold.
        const QJsonValue wanted
            = properties.contains(field.key()) ? properties.value(field.key()) : schema.value("additionalProperties"_L1);
        if (!wanted.isObject())
            return path + u": the schema does not know "_s + field.key();
        if (const QString wrong = check(wanted.toObject(), field.value(), path + u'.' + field.key()); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

} // namespace punchcard::testing
