// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/tokenstore.h"

#include <QString>

namespace QKeychain {
class Job;
}

namespace punchcard {

/// The desktop's keychain (Secret Service, KWallet, macOS, Windows) by QtKeychain. Main thread.
class KeychainTokenStore : public TokenStore
{
public:
    /// @p service: Home::keychainService. @p limit: for one call, in real time; the user may have to unlock it first.
    explicit KeychainTokenStore(QString service, Milliseconds limit = std::chrono::seconds(30));

    [[nodiscard]] Async<SecretString> read(QString key, Context context) override;
    [[nodiscard]] Async<> write(QString key, SecretString value, Context context) override;
    [[nodiscard]] Async<> remove(QString key, Context context) override;
    [[nodiscard]] bool isLasting() const override { return true; }

    /// Writes an entry, reads it back and removes it: a keyring that was never made answers reads like an empty one.
    [[nodiscard]] Async<> probe(Context context);

private:
    // Static: what waits keeps the state alive, not this object.
    struct State;
    [[nodiscard]] static Async<SecretString> run(std::shared_ptr<State> state, QKeychain::Job *job, QString key, Context context);
    [[nodiscard]] static Async<> writeAndReadBack(std::shared_ptr<State> state, QString key, SecretString value, Context context);
    [[nodiscard]] static Async<> removeEntry(std::shared_ptr<State> state, QString key, Context context);
    [[nodiscard]] static Async<> tryOut(std::shared_ptr<State> state, Context context);

    std::shared_ptr<State> m_state;
};

} // namespace punchcard
