// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/store/database.h"

#include <QString>

#include <optional>

namespace punchcard::store {

/// What was seen of the rules that an owner of repositories has for Actions.
struct OwnerRules
{
    bool refusesActions = false; ///< a workflow may not use the actions that ours would
    Time seenAt = {};
};

/// nullopt: nothing was seen yet.
[[nodiscard]] Async<std::optional<OwnerRules>> ownerRules(std::shared_ptr<Database> database, QString account, QString owner);
[[nodiscard]] Async<> keepOwnerRules(std::shared_ptr<Database> database, QString account, QString owner, OwnerRules rules);

} // namespace punchcard::store
