// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/memorytokenstore.h"

namespace punchcard {

/// The keychain where there is one, this process's memory where there is none (a server, a container): a job with a
/// typed secret can then run as long as this process drives it. What programs use; tokens are kept in it as well.
class SessionTokenStore : public TokenStore
{
public:
    explicit SessionTokenStore(TokenStorePtr keychain);

    /// From memory when it is there, otherwise from the keychain.
    [[nodiscard]] Async<SecretString> read(QString key, Context context) override;
    /// Into the keychain; into memory when that fails, and then isLasting() is false. Fails only when cancelled.
    [[nodiscard]] Async<> write(QString key, SecretString value, Context context) override;
    [[nodiscard]] Async<> remove(QString key, Context context) override;
    [[nodiscard]] bool isLasting() const override { return !m_keychainError; }
    /// Why the last write went into memory, to be shown.
    [[nodiscard]] std::optional<Error> keychainError() const { return m_keychainError; }

private:
    TokenStorePtr m_keychain;
    std::shared_ptr<MemoryTokenStore> m_memory = std::make_shared<MemoryTokenStore>();
    std::optional<Error> m_keychainError;
};

} // namespace punchcard
