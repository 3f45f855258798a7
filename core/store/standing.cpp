// SPDX-License-Identifier: MIT
#include "core/store/standing.h"

#include <QSqlDatabase>
#include <QSqlQuery>

namespace punchcard::store {

using namespace Qt::StringLiterals;

Async<std::optional<StandingRepository>> StandingRepositories::known(QString account, QString owner, QString name) const
{
    using Known = std::optional<StandingRepository>;
    return m_database->read<Known>([account, owner, name](QSqlDatabase &connection) -> Result<Known> {
        auto rows = execute(connection,
                            u"SELECT owner, name, organisation, repository_id FROM standing_repository"
                            " WHERE account = ? AND owner = ? AND name = ?"_s,
                            {account, owner, name});
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Known();
        return Known(StandingRepository{.account = account,
                                        .owner = rows->value(0).toString(),
                                        .name = rows->value(1).toString(),
                                        .organisation = rows->value(2).toBool(),
                                        .repositoryId = rows->value(3).toLongLong()});
    });
}

Async<> StandingRepositories::keep(StandingRepository repository) const
{
    return withoutValue(m_database->write<bool>([repository](QSqlDatabase &connection) -> Result<bool> {
        const auto kept
            = execute(connection,
                      u"INSERT OR REPLACE INTO standing_repository (account, owner, name, organisation, repository_id)"
                      " VALUES (?, ?, ?, ?, ?)"_s,
                      {repository.account, repository.owner, repository.name, repository.organisation ? 1 : 0, repository.repositoryId});
        if (!kept)
            return kept.error();
        return true;
    }));
}

} // namespace punchcard::store
