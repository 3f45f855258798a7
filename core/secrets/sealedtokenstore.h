// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/sealedentries.h"
#include "core/secrets/tokenstore.h"

#include <functional>
#include <optional>

namespace punchcard {

/// A file that a passphrase seals, for where no keychain works. It is asked for once, when it is first needed; who declines is
/// not asked again before askAgain() or a write. Several
/// processes may share the file: what is written is put into what lies there then.
/// Beside the errors of TokenStore: Denied: no passphrase, or another one; it is asked for again the next time. Corrupt, Storage.
class SealedTokenStore : public TokenStore
{
public:
    enum class For { Opening, Making };
    /// Gives the passphrase. Cancelled: nobody gives one.
    using Ask = std::function<Async<SecretString>(For what, Context context)>;

    /// @p file: made, 0600, by the first write.
    SealedTokenStore(QString file, Ask ask);

    [[nodiscard]] bool exists() const;
    [[nodiscard]] QString file() const;
    /// Whether its passphrase has been given.
    [[nodiscard]] bool isOpen() const;

    [[nodiscard]] Async<SecretString> read(QString key, Context context) override;
    [[nodiscard]] Async<> write(QString key, SecretString value, Context context) override;
    [[nodiscard]] Async<> remove(QString key, Context context) override;
    [[nodiscard]] bool isLasting() const override { return true; }
    [[nodiscard]] QString sealedIn() const override { return file(); }
    void askAgain() override;

private:
    // Static and with a state of its own: what waits may outlive this object.
    struct State;
    [[nodiscard]] static Async<SecretString> ask(std::shared_ptr<State> state, For what, Context context);
    [[nodiscard]] static Async<SealedEntries> open(std::shared_ptr<State> state, Context context);
    [[nodiscard]] static Async<> change(std::shared_ptr<State> state, QString key, std::optional<SecretString> value, Context context);
    [[nodiscard]] static Async<SecretString> find(std::shared_ptr<State> state, QString key, Context context);

    std::shared_ptr<State> m_state;
};

} // namespace punchcard
