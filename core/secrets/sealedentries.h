// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/secretstring.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace punchcard {

/// What a passphrase becomes for one file: Argon2id takes a moment and much memory for it, so that guessing does too.
struct SealingKey
{
    QByteArray salt = {};
    quint64 operations = 0;
    quint64 memory = 0; ///< bytes
    SecretString bytes = {};
};

using SealedEntries = QMap<QString, SecretString>;

/// A key for a new file. Refused: no passphrase. Local: there is not that much memory. Takes about a second: for the pool.
[[nodiscard]] Result<SealingKey> newSealingKey(const SecretString &passphrase);
/// The key of @p file. Denied: it is another passphrase. Corrupt: the file is none of ours, or asks for more memory than any
/// of ours. Likewise for the pool.
[[nodiscard]] Result<SealingKey> sealingKeyOf(const QByteArray &file, const SecretString &passphrase);
/// Whether @p key is that of @p file.
[[nodiscard]] bool fits(const SealingKey &key, const QByteArray &file);

/// The bytes of a file with @p entries: libsodium's secretstream (XChaCha20-Poly1305) under @p key, whose parameters stand in
/// its head and are vouched for by it.
[[nodiscard]] Result<QByteArray> sealEntries(const SealedEntries &entries, const SealingKey &key);
/// Corrupt: not a bit of it may have changed.
[[nodiscard]] Result<SealedEntries> openEntries(const QByteArray &file, const SealingKey &key);

} // namespace punchcard
