// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace punchcard::store {

/// How many migrations this program knows: the version of a database that is up to date.
[[nodiscard]] int migrationCount();
/// The statements that lead from version @p from to the next.
[[nodiscard]] QStringList migration(int from);

} // namespace punchcard::store
