// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace punchcard::workflow {

/// A YAML document as a tree of plain values that know their line.
struct YamlNode
{
    enum class Kind { Null, Scalar, List, Mapping };
    Kind kind = Kind::Null;
    int line = 0; ///< From 1.
    QString text = {}; ///< A scalar as written.
    QJsonValue value = {}; ///< A scalar by YAML's core schema: null, boolean, number or text.
    QList<QString> keys = {}; ///< A mapping's keys, in order; children holds their values.
    QList<YamlNode> children = {};

    [[nodiscard]] const YamlNode *child(const QString &key) const;
    /// The whole below it as JSON.
    [[nodiscard]] QJsonValue json() const;
};

/// Malformed: no YAML, more than one document, a key twice in one mapping, or larger than a workflow may be.
[[nodiscard]] Result<YamlNode> readYaml(const QByteArray &yaml);

/// The error of a workflow file: @p what is a sentence without its full stop.
[[nodiscard]] Error workflowError(int line, const QString &what);

} // namespace punchcard::workflow
