// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/http/message.h"
#include "core/http/saved.h"

#include <functional>

namespace punchcard::http {

class Transport;

/// What is to be fetched, and what is known of it beforehand.
struct Download
{
    QString file = {}; ///< Where it is to lie in the end.
    qint64 size = -1; ///< For the room and the progress; binding only together with sha256.
    QByteArray sha256 = {}; ///< 32 bytes, empty when not known.
    /// The request, asked for again before each try: what it is redirected to is good for a minute only.
    std::function<Async<Request>()> ask = {};
    /// What a refusal by the one that was asked means; its retry says whether another try makes sense.
    std::function<Error(const Reply &)> judge = {};
};

/// Saves a body to a file, going on where an earlier try stopped, and checks it. Gives up after some tries in a row that
/// brought nothing, or when a wait is longer than longestPatience; what has come stays for the next time.
/// Corrupt: whole, but not the bytes that were announced. Storage: no room, or the disk refuses.
[[nodiscard]] Async<Saved> save(Transport *transport, Download download, Context context);

} // namespace punchcard::http
