// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace punchcard::hub {

/// The head of a request as we take it: so that nobody can read another request in it than we do.
struct HttpHead
{
    bool isFine = false;
    std::optional<qint64> length = {}; ///< as announced; nullopt: nothing is, or it comes in chunks
};

/// @p head: the request line and all fields with their line ends. Not fine: bare or folded lines, a field twice that may stand
/// once, a length and chunks, a target that is no path, a web socket.
[[nodiscard]] HttpHead readHead(QByteArrayView head);

} // namespace punchcard::hub
