// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/secretstring.h"

#include <memory>

namespace punchcard {

/// Where tokens and secret values lie between two starts. Keys: Account::tokenKey, jobSecretKey().
/// Errors of all three: Missing (read only): there is no such entry. Denied: the user or the system refused. Local: no
/// keychain works here; `said` has its own words. Cancelled. All but Missing and Cancelled may heal when the user
/// unlocks or starts their keychain, so a job waits for the Keychain then.
class TokenStore
{
public:
    virtual ~TokenStore() = default;

    [[nodiscard]] virtual Async<SecretString> read(QString key, Context context) = 0;
    /// Success means that it can be read again.
    [[nodiscard]] virtual Async<> write(QString key, SecretString value, Context context) = 0;
    /// Success also when there was none.
    [[nodiscard]] virtual Async<> remove(QString key, Context context) = 0;
    /// Whether entries outlive this process.
    [[nodiscard]] virtual bool isLasting() const = 0;
    /// The file sealed by a passphrase that took the last write; empty: none did.
    [[nodiscard]] virtual QString sealedIn() const { return {}; }
    /// From now on a file sealed by a passphrase takes what no keychain takes. False: there is none to be had.
    virtual bool beginSealing() { return false; }
    /// The user wants it tried again: what they declined to be asked may be asked once more.
    virtual void askAgain() { }
};

using TokenStorePtr = std::shared_ptr<TokenStore>;

} // namespace punchcard
