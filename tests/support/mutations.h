// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>

namespace punchcard::testing {

/// One answer with one thing in it changed.
struct Mutation
{
    QString name; ///< "/jobs/0/id: huge"
    QJsonValue value;
};

/// @p json with each of its fields, elements and texts changed in each way that a hostile or broken server may change it, one
/// at a time: missing, null, of each other type, huge, negative, fractional, empty, without end, a path, a program.
[[nodiscard]] QList<Mutation> mutationsOf(const QJsonValue &json);

} // namespace punchcard::testing
