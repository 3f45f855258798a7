// SPDX-License-Identifier: MIT
#pragma once

#include "core/http/message.h"

#include <optional>

namespace punchcard::http {

/// The request that @p reply, an answer to @p request, sends us on to; nullopt when it is no redirect. To another origin
/// goes a fresh request with none of our headers, no token and no body.
/// Refused: to plain http but on this computer, to something that is not http, from elsewhere to this computer or its own
/// line, or what is not a GET to another origin.
[[nodiscard]] std::optional<Result<Request>> redirected(const Request &request, const Reply &reply);

} // namespace punchcard::http
