// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/home.h"
#include "core/settings/preferences.h"

#include <QByteArray>

namespace punchcard {

/// What to send with a report of a fault: versions, the system, settings, and the ring of diagnostics, oldest line first.
/// Reads files; call it on the pool. Without tokens, secrets and the name of the home folder.
[[nodiscard]] QByteArray diagnosticsReport(const Home &home, const Preferences &preferences);

} // namespace punchcard
