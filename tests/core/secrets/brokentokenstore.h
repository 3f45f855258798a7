// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/tokenstore.h"

namespace punchcard::testing {

/// A keychain that can be taken away: then every call ends in a Local error, as without a session bus.
class BreakableTokenStore : public TokenStore
{
public:
    explicit BreakableTokenStore(TokenStorePtr inner)
        : m_inner(std::move(inner))
    {
    }
    bool isBroken = false;

    Async<SecretString> read(QString key, Context context) override
    {
        if (isBroken)
            co_return broken();
        co_return co_await m_inner->read(key, context);
    }
    Async<> write(QString key, SecretString value, Context context) override
    {
        if (isBroken)
            co_return broken();
        co_return co_await m_inner->write(key, value, context);
    }
    Async<> remove(QString key, Context context) override
    {
        if (isBroken)
            co_return broken();
        co_return co_await m_inner->remove(key, context);
    }
    [[nodiscard]] bool isLasting() const override { return true; }

private:
    static Error broken()
    {
        return Error{.kind = Error::Kind::Local, .what = QStringLiteral("No keychain."), .remedy = QStringLiteral("Start one.")};
    }
    TokenStorePtr m_inner;
};

} // namespace punchcard::testing
