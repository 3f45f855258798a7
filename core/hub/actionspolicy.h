// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace punchcard::hub {

/// Which actions the workflows of a repository, or of an organisation's repositories, may use.
struct ActionsPolicy
{
    bool enabled = true;
    QString allowed = QStringLiteral("all"); ///< all, local_only, selected
    bool shaPinning = false; ///< `uses:` must name a full commit id
    bool githubOwned = true; ///< of selected: actions/*
    bool verified = false;
    QStringList patterns = {}; ///< of selected: "owner/*", "owner/name@*"

    /// Whether `uses: @p action` may stand in a workflow.
    [[nodiscard]] bool allows(const QString &action) const;
};

/// As it lies in the database.
[[nodiscard]] QJsonObject toJson(const ActionsPolicy &policy);
[[nodiscard]] ActionsPolicy actionsPolicyFrom(const QJsonObject &json);

} // namespace punchcard::hub
