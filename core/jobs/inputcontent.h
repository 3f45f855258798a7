// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/inputwalk.h"

#include <QByteArray>

#include <optional>

namespace punchcard {

/// What git calls the content of a file, and how it travels.
struct InputContent
{
    QByteArray sha;      ///< in hex
    bool isText = false; ///< UTF-8 and not large: may stand in a tree request, among others
};

/// What @p file holds; of a link, where it leads. Refused: it is larger than GitHub takes. Blocks.
[[nodiscard]] Result<QByteArray> readInput(const InputFile &file);
[[nodiscard]] InputContent contentOf(const QByteArray &bytes);
/// @p bytes as text, if contentOf() calls them so.
[[nodiscard]] std::optional<QString> inputText(const QByteArray &bytes);

} // namespace punchcard
