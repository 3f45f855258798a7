// SPDX-License-Identifier: MIT
#include "core/secrets/sessiontokenstore.h"

namespace punchcard {

SessionTokenStore::SessionTokenStore(TokenStorePtr keychain, std::shared_ptr<SealedTokenStore> sealed)
    : m_keychain(std::move(keychain))
    , m_sealed(std::move(sealed))
{
}

bool SessionTokenStore::beginSealing()
{
    m_sealing = m_sealed != nullptr;
    return m_sealing;
}

void SessionTokenStore::askAgain()
{
    if (m_sealed)
        m_sealed->askAgain();
}

Async<SecretString> SessionTokenStore::read(QString key, Context context)
{
    const TokenStorePtr keychain = m_keychain;
    const std::shared_ptr<SealedTokenStore> sealed = m_sealed && m_sealed->exists() ? m_sealed : nullptr;
    Result<SecretString> remembered = co_await m_memory->read(key, context);
    if (remembered || remembered.error().kind != Error::Kind::Missing)
        co_return remembered;
    Result<SecretString> kept = co_await keychain->read(key, context);
    if (kept || kept.error().kind == Error::Kind::Cancelled || !sealed)
        co_return kept;
    Result<SecretString> opened = co_await sealed->read(key, context);
    // A keychain that is away may have what the file has not.
    co_return !opened && opened.error().kind == Error::Kind::Missing ? kept : opened;
}

Async<> SessionTokenStore::write(QString key, SecretString value, Context context)
{
    const Result<> kept = co_await m_keychain->write(key, value, context);
    if (!kept && kept.error().kind == Error::Kind::Cancelled)
        co_return kept;
    m_sealedIn.clear();
    if (kept) {
        m_keychainError.reset();
        // An older value of this session must not hide the new one.
        co_return co_await m_memory->remove(key, context);
    }
    if (mayHoldSealed()) {
        const Result<> sealed = co_await m_sealed->write(key, value, context);
        if (!sealed)
            co_return sealed;
        m_sealedIn = m_sealed->file();
        m_keychainError.reset();
        co_return co_await m_memory->remove(key, context);
    }
    m_keychainError = kept.error();
    co_return co_await m_memory->write(key, value, context);
}

Async<> SessionTokenStore::remove(QString key, Context context)
{
    const bool wasHere = (co_await m_memory->read(key, context)).has_value();
    if (const Result<> forgotten = co_await m_memory->remove(key, context); !forgotten)
        co_return forgotten;
    const std::shared_ptr<SealedTokenStore> sealed = m_sealed && m_sealed->exists() ? m_sealed : nullptr;
    const Result<> removed = co_await m_keychain->remove(key, context);
    // Where a keychain works nobody is asked for a passphrase only to look.
    const bool isAway = !removed && removed.error().kind == Error::Kind::Local;
    if (sealed && (isAway || sealed->isOpen())) {
        const Result<> unsealed = co_await sealed->remove(key, context);
        if (!unsealed || isAway)
            co_return unsealed;
    }
    // What this process had to remember never got into a keychain. Of all else one that is away may still have it.
    if (wasHere && !removed && removed.error().kind == Error::Kind::Local)
        co_return {};
    co_return removed;
}

} // namespace punchcard
