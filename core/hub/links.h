// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>

namespace punchcard::hub {

/// The addresses that GitHub's answers carry, whether anything is there or not: clients are written to find them.
/// Below "https://host/users/NAME" or "https://host/orgs/NAME":
void addOwnerLinks(QJsonObject &json, const QString &root);
void addOrganisationLinks(QJsonObject &json, const QString &root);
/// Below "https://host/repos/OWNER/NAME":
void addRepositoryLinks(QJsonObject &json, const QString &root);
/// What the API's root @p root answers.
[[nodiscard]] QJsonObject rootLinks(const QString &root);

} // namespace punchcard::hub
