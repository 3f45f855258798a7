// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

namespace punchcard::testing {

/// Checks values against a JSON schema, as far as ours use one: $ref to $defs, oneOf by the first that fits, type, enum,
/// const, pattern, minimum, maximum, required, properties, items. Stricter in one point: a key that the schema does not name
/// is an error, since ours are to be written down.
class SchemaCheck
{
public:
    explicit SchemaCheck(QJsonObject schema);
    /// tests/contract/events.schema.json
    [[nodiscard]] static SchemaCheck ofEvents();

    /// What is wrong with @p value, and where; empty when it fits.
    [[nodiscard]] QString wrongWith(const QJsonValue &value) const;

private:
    [[nodiscard]] QString check(const QJsonObject &schema, const QJsonValue &value, const QString &path) const;
    [[nodiscard]] QString checkOneOf(const QJsonArray &choices, const QJsonValue &value, const QString &path) const;
    [[nodiscard]] QString checkObject(const QJsonObject &schema, const QJsonObject &object, const QString &path) const;
    [[nodiscard]] QJsonObject resolved(const QJsonObject &schema) const;

    QJsonObject m_schema;
};

} // namespace punchcard::testing
