// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/lint/finding.h"

namespace punchcard {

/// The ShellCheck program.
struct ShellCheck
{
    QString program = QStringLiteral("shellcheck");
    Finding::Level least = Finding::Level::Style; ///< What is less severe is not asked for.
    Milliseconds limit = std::chrono::seconds(20); ///< Real time.
};

/// What it thinks of @p text, the script at @p path (or only its name; a `.shellcheckrc` beside it counts). Nothing for a
/// script that is no shell's. Missing: not installed, which is no cause to tell anybody. Local: it did not end, or said
/// what is not understood.
[[nodiscard]] Async<QList<Finding>> checkScript(ShellCheck shellCheck, QString text, QString path, Context context);

/// "0.10.0". Missing: not installed.
[[nodiscard]] Async<QString> shellCheckVersion(ShellCheck shellCheck, Context context);

} // namespace punchcard
