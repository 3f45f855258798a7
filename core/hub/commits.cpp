// SPDX-License-Identifier: MIT
#include "core/hub/commits.h"

#include <QTimeZone>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

git::Signature defaultSignature(const Account &account, Time now)
{
    return {.name = account.login, .email = account.login + u"@users.noreply.localhost"_s, .when = toDateTime(now)};
}

std::optional<git::Signature> signatureFrom(const QJsonValue &json, const git::Signature &otherwise)
{
    if (!json.isObject())
        return otherwise;
    git::Signature who{
        .name = json[u"name"].toString(otherwise.name), .email = json[u"email"].toString(otherwise.email), .when = otherwise.when};
    const QString date = json[u"date"].toString();
    if (date.isEmpty())
        return who;
    // The offset that was written stays: it is part of the commit's bytes, and so of its name.
    who.when = QDateTime::fromString(date, Qt::ISODate);
    if (!who.when.isValid())
        return std::nullopt;
    if (who.when.timeSpec() == Qt::LocalTime)
        who.when = QDateTime(who.when.date(), who.when.time(), QTimeZone::UTC);
    return who;
}

} // namespace punchcard::hub
