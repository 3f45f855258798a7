// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace punchcard {

/// What ShellCheck calls the shell that a script is for: "bash", "sh", "dash", "ksh" or "busybox". By the first line,
/// then by the name; a script that says neither is run by Bash. nullopt: it is in another language.
[[nodiscard]] std::optional<QString> shellDialect(QStringView text, const QString &fileName);

} // namespace punchcard
