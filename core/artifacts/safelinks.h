// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/safefolder.h"

namespace punchcard {

/// What a link at @p path with the text @p target names below the folder that both are in: relative, steps up only at the
/// begin and not above the folder. nullopt: it leads out, to the folder itself, or its text is no path. Pure.
[[nodiscard]] std::optional<QString> linkGoal(const QString &path, const QString &target);

/// @p path with every link on the way and at its end followed, as far as they stay in @p folder. nullopt: there is nothing,
/// a link leads out, or round and round.
[[nodiscard]] std::optional<QString> followLinks(SafeFolder &folder, const QString &path);

} // namespace punchcard
