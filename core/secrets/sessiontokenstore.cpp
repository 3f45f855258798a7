// SPDX-License-Identifier: MIT
#include "core/secrets/sessiontokenstore.h"

namespace punchcard {

SessionTokenStore::SessionTokenStore(TokenStorePtr keychain)
    : m_keychain(std::move(keychain))
{
}

Async<SecretString> SessionTokenStore::read(QString key, Context context)
{
    const TokenStorePtr keychain = m_keychain;
    Result<SecretString> remembered = co_await m_memory->read(key, context);
    if (remembered || remembered.error().kind != Error::Kind::Missing)
        co_return remembered;
    co_return co_await keychain->read(key, context);
}

Async<> SessionTokenStore::write(QString key, SecretString value, Context context)
{
    const Result<> kept = co_await m_keychain->write(key, value, context);
    if (!kept && kept.error().kind == Error::Kind::Cancelled)
        co_return kept;
    if (kept) {
        m_keychainError.reset();
        // An older value of this session must not hide the new one.
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
    const Result<> removed = co_await m_keychain->remove(key, context);
    // What this process had to remember never got into a keychain. Of all else one that is away may still have it.
    if (wasHere && !removed && removed.error().kind == Error::Kind::Local)
        co_return {};
    co_return removed;
}

} // namespace punchcard
