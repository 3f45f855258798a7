// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace punchcard {

/// The first @p most bytes of @p path, which may be a pipe; nothing of it stays behind in a buffer, and the caller wipes
/// what it gets. Missing, Denied, Refused (a folder; a pipe silent for @p patience, in real time), Local.
[[nodiscard]] Result<QByteArray> readSecretFile(const QString &path, qsizetype most, Milliseconds patience = std::chrono::seconds(10));

} // namespace punchcard
