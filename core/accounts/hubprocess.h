// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/home.h"

namespace punchcard {

/// A hub that we started, and where its part of the log begins.
struct HubProcess
{
    qint64 pid = 0;
    qint64 logStart = 0;
};

/// Starts @p program as the hub of @p home: in a session of its own, with nothing of ours but the environment less our
/// tokens, its output in hubLogFile(). Storage: the log cannot be written. Local: the program cannot be started.
[[nodiscard]] Result<HubProcess> startHubProcess(const Home &home, const QString &program);
[[nodiscard]] bool isAlive(const HubProcess &process);
/// The last lines that were written to the log after @p from.
[[nodiscard]] QString endOfHubLog(const QString &hubFolder, qint64 from);

} // namespace punchcard
