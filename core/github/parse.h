// SPDX-License-Identifier: MIT
// From GitHub's JSON to our structs. Tolerant: what is missing, null or of another type becomes empty, what is unknown
// becomes Other. Only what nothing can be done without is an error (Malformed, naming the field).
#pragma once

#include "core/github/permissions.h"
#include "core/github/types.h"

#include <QJsonValue>

namespace punchcard::github::parse {

[[nodiscard]] Result<User> user(const QJsonValue &json);
[[nodiscard]] Result<Organisation> organisation(const QJsonValue &json);
/// Of /rate_limit: resources.core.
[[nodiscard]] Result<Quota> quota(const QJsonValue &json);
[[nodiscard]] Result<Repository> repository(const QJsonValue &json);
[[nodiscard]] Result<Ref> ref(const QJsonValue &json);
/// Of git/commits.
[[nodiscard]] Result<Commit> commit(const QJsonValue &json);
/// Just the sha of a blob or a tree.
[[nodiscard]] Result<QString> sha(const QJsonValue &json);
[[nodiscard]] Result<PublicKey> publicKey(const QJsonValue &json);
[[nodiscard]] Result<QString> secretName(const QJsonValue &json);
[[nodiscard]] Result<WorkflowRun> run(const QJsonValue &json);
[[nodiscard]] Result<WorkflowJob> job(const QJsonValue &json);
[[nodiscard]] Result<Artifact> artifact(const QJsonValue &json);
[[nodiscard]] Result<OfferedRunner> selfHostedRunner(const QJsonValue &json);
[[nodiscard]] Result<OfferedRunner> largerRunner(const QJsonValue &json);
[[nodiscard]] Result<RunnerGroup> runnerGroup(const QJsonValue &json);
[[nodiscard]] Result<Annotation> annotation(const QJsonValue &json);
/// Of actions/permissions, with @p selected of actions/permissions/selected-actions (or nothing).
[[nodiscard]] Result<ActionsPermissions> actionsPermissions(const QJsonValue &json, const QJsonValue &selected);

[[nodiscard]] Status status(const QString &word);
/// Empty: None.
[[nodiscard]] Conclusion conclusion(const QString &word);

/// Each element of the array at @p key, or of @p json itself when that is the array. Malformed: there is no array.
template<typename T>
[[nodiscard]] Result<QList<T>> list(const QJsonValue &json, const QString &key, Result<T> (*one)(const QJsonValue &));

} // namespace punchcard::github::parse
