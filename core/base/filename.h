// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace punchcard {

/// A file's name, given as @p bytes, as text that gives these bytes again: with a byte order mark at its beginning, which Qt
/// drops. Nullopt: it is no UTF-8.
[[nodiscard]] std::optional<QString> fileNameOf(QByteArrayView bytes);

} // namespace punchcard
