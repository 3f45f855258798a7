// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/database.h"

#include <optional>

namespace punchcard::store {

/// A repository that jobs are housed in and that stays, as it was when it was used last.
struct StandingRepository
{
    QString account = {};
    QString owner = {};
    QString name = {};
    bool organisation = false;
    qint64 repositoryId = 0;
};

/// The standing repositories that this home has used. Their owners' and their own names tell no case apart.
class StandingRepositories
{
public:
    explicit StandingRepositories(std::shared_ptr<Database> database)
        : m_database(std::move(database))
    {
    }

    /// nullopt: none of that name was used yet.
    [[nodiscard]] Async<std::optional<StandingRepository>> known(QString account, QString owner, QString name) const;
    /// Replaces what was known of one of that name.
    [[nodiscard]] Async<> keep(StandingRepository repository) const;

private:
    std::shared_ptr<Database> m_database;
};

} // namespace punchcard::store
