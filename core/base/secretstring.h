// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace punchcard {

/// A token or a secret value: lies in locked memory (libsodium), is wiped with its last copy, is known to diagnostics
/// while it lives so that it can be struck from any text, and cannot be streamed into a QDebug.
class SecretString
{
public:
    SecretString() = default;
    /// Takes the bytes over and wipes @p value.
    explicit SecretString(QByteArray &&value);

    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] qsizetype size() const;
    /// The bytes, for as long as this object lives. Never keep a copy.
    [[nodiscard]] QByteArrayView bytes() const;

    struct Memory;

private:
    std::shared_ptr<const Memory> m_memory;
};

/// Overwrites the bytes of @p value in place, then clears it.
void wipe(QByteArray &value);

/// @p text with every living secret in it, and the forms it takes (lines, base64, URL), replaced by "***".
[[nodiscard]] QByteArray withoutSecrets(QByteArray text);

} // namespace punchcard
