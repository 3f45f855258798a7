// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

namespace punchcard {

/// The arguments with which `punch` submits the same job from @p script. Secrets are named by their files; one whose value is
/// in the keychain or was typed gets NAME=@NAME.secret, a file that whoever runs it has to make.
[[nodiscard]] QStringList punchArguments(const JobSpec &spec, const QString &script);
/// The same as one line for a POSIX shell, beginning with `punch`.
[[nodiscard]] QString punchCommand(const JobSpec &spec, const QString &script);

} // namespace punchcard
