// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"

#include <QByteArray>

namespace punchcard {

/// @p value as only the holder of the private key can read it (libsodium's sealed box), in standard base64 with padding,
/// as "Create or update a repository secret" takes it. Malformed: @p publicKey has not 32 bytes.
[[nodiscard]] Result<QByteArray> seal(const SecretString &value, const QByteArray &publicKey);

} // namespace punchcard
