// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"

namespace punchcard {

/// Where the token of @p account lies, in words that scripts may rely on: "none", "keychain", "session", "sealed", "file",
/// "gh", "environment".
[[nodiscard]] QString tokenPlaceWord(const Account &account);
/// Likewise for people. @p sealedFile: the file that a passphrase seals, where that is known.
[[nodiscard]] QString tokenPlaceText(const Account &account, const QString &sealedFile);
/// The key under which the token of @p account is remembered for this session only, since no keychain works.
[[nodiscard]] QString sessionTokenKey(const Account &account);

} // namespace punchcard
