// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <utility>

class QTextCursor;

namespace punchcard {

/// The bracket beside @p cursor and its partner, as positions; nullopt when there is none, or none within reach.
[[nodiscard]] std::optional<std::pair<int, int>> matchingBrackets(const QTextCursor &cursor);

} // namespace punchcard
