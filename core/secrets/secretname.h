// SPDX-License-Identifier: MIT
// core/secrets: names and limits of secrets, the folder they come from, sealing them for GitHub, and the keychain, which
// keeps tokens and the values that cannot be read again.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace punchcard {

/// GitHub's limits: of one value, and of the number of secrets that a repository can have.
inline constexpr qsizetype maxSecretBytes = 48 * 1024;
inline constexpr qsizetype maxSecrets = 100;

/// GitHub's rule: letters, digits and `_`, not beginning with a digit or with GITHUB_ in any case. Refused, saying why.
[[nodiscard]] Result<> checkSecretName(const QString &name);

/// openfaas-gateway-password → OPENFAAS_GATEWAY_PASSWORD: capitals, and `_` for `-`, `.` and blanks. Not checked.
[[nodiscard]] QString secretNameFromFile(const QString &fileName);

} // namespace punchcard
