// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/records.h"

#include <QJsonArray>
#include <QJsonObject>

namespace punchcard::hub {

/// How records lie in the hub's database. Secret keys and sealed boxes are base64; a value that is missing reads as the default.
[[nodiscard]] QJsonObject toJson(const RepositoryRecord &record);
[[nodiscard]] QJsonObject toJson(const RunRecord &record);
[[nodiscard]] QJsonObject toJson(const JobRecord &record);
[[nodiscard]] QJsonObject toJson(const ArtifactRecord &record);

[[nodiscard]] QJsonArray toJson(const QList<SecretRecord> &secrets);

[[nodiscard]] RepositoryRecord repositoryFrom(const QJsonObject &json);
[[nodiscard]] RunRecord runFrom(const QJsonObject &json);
[[nodiscard]] JobRecord jobFrom(const QJsonObject &json);
[[nodiscard]] ArtifactRecord artifactFrom(const QJsonObject &json);
[[nodiscard]] QList<SecretRecord> secretsFrom(const QJsonValue &json);

} // namespace punchcard::hub
