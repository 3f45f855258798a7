// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"
#include "core/base/time.h"

#include <QUrl>

namespace punchcard {

/// Signing in with a browser: GitHub's device flow, for an OAuth app that is registered on that server.
struct DeviceFlow
{
    QUrl apiRoot = {};
    QString clientId = {};
    QString caFile = {}; ///< PEM, or empty
};

/// What the user enters on the page.
struct DeviceCode
{
    SecretString device = {}; ///< Ours: it fetches the token.
    QString user = {};        ///< "WDJB-MJHT"
    QUrl page = {};
    Time expires = {};
    Milliseconds interval = std::chrono::seconds(5); ///< The shortest between two looks.
};

/// The client id that this program was built with; empty: none.
[[nodiscard]] QString builtInClientId();

/// Refused: the server has no such flow, or no such app. Malformed, Unreachable.
[[nodiscard]] Async<DeviceCode> askForCode(DeviceFlow flow, Context context);
/// Waits until the user has entered the code. Denied: they refused. Refused: the code has expired, or the app may not do
/// this. A network that fails is waited out as long as the code is good. Cancelled.
[[nodiscard]] Async<SecretString> waitForToken(DeviceFlow flow, DeviceCode code, Context context);

} // namespace punchcard
