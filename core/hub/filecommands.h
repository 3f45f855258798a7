// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace punchcard::hub {

/// Names and texts in the order in which they were set.
using Texts = QList<std::pair<QString, QString>>;

/// Sets @p name in @p texts, in its place if it is there.
void putText(Texts &texts, const QString &name, const QString &value);
[[nodiscard]] QString textOf(const Texts &texts, const QString &name);

/// What a step wrote to $GITHUB_ENV, $GITHUB_OUTPUT or $GITHUB_STATE: `name=value`, or `name<<MARK`, lines, `MARK`.
/// Malformed: a line is neither, or MARK never comes.
[[nodiscard]] Result<Texts> parseAssignments(const QByteArray &content);

/// $GITHUB_PATH: a folder a line.
[[nodiscard]] QStringList parseFolders(const QByteArray &content);

} // namespace punchcard::hub
