// SPDX-License-Identifier: MIT
#include "core/hub/actionspolicy.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

bool ActionsPolicy::allows(const QString &action) const
{
    static const QRegularExpression pinned(u"@[0-9a-f]{40}$"_s);
    if (action.startsWith("./"_L1))
        return true;
    if (shaPinning && !pinned.match(action).hasMatch())
        return false;
    if (allowed != "selected"_L1)
        return allowed == "all"_L1;
    const auto fits = [&action](const QString &pattern) {
        const QString wildcard = QRegularExpression::wildcardToRegularExpression(pattern, QRegularExpression::NonPathWildcardConversion);
        return QRegularExpression(wildcard).match(action).hasMatch();
    };
    return (githubOwned && action.startsWith("actions/"_L1)) || std::ranges::any_of(patterns, fits);
}

QJsonObject toJson(const ActionsPolicy &policy)
{
    return {{u"enabled"_s, policy.enabled},    {u"allowed"_s, policy.allowed},
            {u"pinning"_s, policy.shaPinning}, {u"githubOwned"_s, policy.githubOwned},
            {u"verified"_s, policy.verified},  {u"patterns"_s, QJsonArray::fromStringList(policy.patterns)}};
}

ActionsPolicy actionsPolicyFrom(const QJsonObject &json)
{
    ActionsPolicy policy{.enabled = json[u"enabled"].toBool(true),
                         .allowed = json[u"allowed"].toString(u"all"_s),
                         .shaPinning = json[u"pinning"].toBool(),
                         .githubOwned = json[u"githubOwned"].toBool(true),
                         .verified = json[u"verified"].toBool()};
    for (const QJsonValue pattern : json[u"patterns"].toArray())
        policy.patterns.append(pattern.toString());
    return policy;
}

} // namespace punchcard::hub
