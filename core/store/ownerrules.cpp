// SPDX-License-Identifier: MIT
#include "core/store/ownerrules.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace punchcard::store {

using namespace Qt::StringLiterals;

Async<std::optional<OwnerRules>> ownerRules(std::shared_ptr<Database> database, QString account, QString owner)
{
    using Rules = std::optional<OwnerRules>;
    return database->read<Rules>([account, owner = owner.toLower()](QSqlDatabase &connection) -> Result<Rules> {
        auto rows
            = execute(connection, u"SELECT refuses_actions, seen_at FROM owner_rules WHERE account = ? AND owner = ?"_s, {account, owner});
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Rules();
        return Rules(OwnerRules{.refusesActions = rows->value(0).toBool(), .seenAt = fromEpoch(rows->value(1).toLongLong())});
    });
}

Async<> keepOwnerRules(std::shared_ptr<Database> database, QString account, QString owner, OwnerRules rules)
{
    return withoutValue(database->write<bool>([account, owner = owner.toLower(), rules](QSqlDatabase &connection) -> Result<bool> {
        const auto kept
            = execute(connection, u"INSERT OR REPLACE INTO owner_rules (account, owner, refuses_actions, seen_at) VALUES (?, ?, ?, ?)"_s,
                      {account, owner, int(rules.refusesActions), toEpoch(rules.seenAt)});
        if (!kept)
            return kept.error();
        return true;
    }));
}

} // namespace punchcard::store
