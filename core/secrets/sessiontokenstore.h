// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/memorytokenstore.h"
#include "core/secrets/sealedtokenstore.h"

namespace punchcard {

/// The keychain where there is one. Where there is none (a server, a container): the sealed file, once the user has wanted
/// it, otherwise this process's memory; a job with a typed secret can then run as long as this process drives it. What
/// programs use; tokens are kept in it as well.
class SessionTokenStore : public TokenStore
{
public:
    explicit SessionTokenStore(TokenStorePtr keychain, std::shared_ptr<SealedTokenStore> sealed = {});

    /// From memory when it is there, otherwise from the keychain, and at last from the sealed file.
    [[nodiscard]] Async<SecretString> read(QString key, Context context) override;
    /// Into the keychain; when that fails into the sealed file, if there is or shall be one; else into memory, and then
    /// isLasting() is false. Fails only when cancelled, or when the sealed file does.
    [[nodiscard]] Async<> write(QString key, SecretString value, Context context) override;
    [[nodiscard]] Async<> remove(QString key, Context context) override;
    [[nodiscard]] bool isLasting() const override { return !m_keychainError; }
    [[nodiscard]] QString sealedIn() const override { return m_sealedIn; }
    bool beginSealing() override;
    void askAgain() override;
    /// Why the last write went into memory, to be shown.
    [[nodiscard]] std::optional<Error> keychainError() const { return m_keychainError; }

private:
    [[nodiscard]] bool mayHoldSealed() const { return m_sealed && (m_sealing || m_sealed->exists()); }

    TokenStorePtr m_keychain;
    std::shared_ptr<SealedTokenStore> m_sealed;
    bool m_sealing = false;
    QString m_sealedIn;
    std::shared_ptr<MemoryTokenStore> m_memory = std::make_shared<MemoryTokenStore>();
    std::optional<Error> m_keychainError;
};

} // namespace punchcard
