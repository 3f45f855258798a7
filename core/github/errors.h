// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/doing.h"
#include "core/http/message.h"

namespace punchcard::github {

/// What an answer that is no success means: kind, sentence, remedy, page, and whether and when trying again can help.
/// Pure. Moments that the server names are corrected by its own Date header: our clock may be wrong.
[[nodiscard]] Error errorOf(const http::Reply &reply, const Doing &doing, Time now);

/// The error of an answer that says 200 but cannot be understood: @p why in words for the log. HTML is most likely a
/// login page of the network, which mends itself when the user has logged in.
[[nodiscard]] Error malformed(const http::Reply &reply, const Doing &doing, const QString &why, Time now);

/// The error of a mutation that must not be repeated and whose answer was lost. Never has a retry.
[[nodiscard]] Error unknownFate(const Error &lost, const Doing &doing);

/// message, errors[].message and codes, as one text to show: what the server said.
[[nodiscard]] QString saidBy(const http::Reply &reply);

/// x-ratelimit-*; nullopt where the answer has none.
[[nodiscard]] std::optional<Quota> quotaOf(const http::Reply &reply, Time now);

/// X-OAuth-Scopes; nullopt when absent or empty: a token whose rights cannot be read.
[[nodiscard]] std::optional<QStringList> scopesOf(const http::Reply &reply);

} // namespace punchcard::github
