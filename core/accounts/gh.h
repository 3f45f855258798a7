// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"

namespace punchcard {

/// GitHub's own command line, whose sign-in can be taken over.
struct Gh
{
    QString program = QStringLiteral("gh");
    Milliseconds limit = std::chrono::seconds(15); ///< Real time; it may ask a keychain.
};

/// `gh auth token --hostname HOST`. The token is for use now; what keeps it is the user's `punch account add`.
/// Missing: gh is not installed. Denied: it is not signed in there; `said` has its own words. Local: it did not end.
[[nodiscard]] Async<SecretString> ghToken(Gh gh, QString host, Context context);

} // namespace punchcard
