// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace punchcard {

/// A readable name for a job's repository that nobody else has, such as "kernel-brisk-otter-7f3a91c2": from the script's
/// name (letters and digits of it), two words and eight hex digits of @p uid. At most 60 characters of [a-z0-9-].
[[nodiscard]] QString repositoryName(const QString &scriptName, const QString &uid);

/// Whether @p repository can be the name that repositoryName() made for the job @p uid, of whatever script.
[[nodiscard]] bool isNameOfJob(const QString &repository, const QString &uid);

} // namespace punchcard
