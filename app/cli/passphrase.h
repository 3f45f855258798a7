// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/terminal.h"
#include "core/secrets/sealedtokenstore.h"

namespace punchcard::cli {

/// The passphrase of the sealed tokens: from the file that PUNCHCARD_PASSPHRASE_FILE names, otherwise typed by whoever sits at
/// the terminal, twice for a new one. Cancelled: there is neither. Refused: the two differ.
[[nodiscard]] Async<SecretString> passphrase(Terminal &terminal, SealedTokenStore::For what, Context context);

} // namespace punchcard::cli
