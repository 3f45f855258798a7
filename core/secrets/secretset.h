// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/tokenstore.h"

#include <QList>
#include <QStringList>

namespace punchcard {

/// Secrets that are kept in the keychain under one name, for many jobs. Also which there are is known by the keychain alone.
struct SecretSet
{
    QString name = {};
    QStringList secrets = {};

    bool operator==(const SecretSet &) const = default;
};

/// Those there are, by name. None where there is no entry yet.
[[nodiscard]] Async<QList<SecretSet>> secretSets(TokenStorePtr store, Context context);
/// Adds @p value to the set, or replaces it; the set is made when it is new. Refused: the set or the secret cannot be called
/// so, or the value is empty or too large.
[[nodiscard]] Async<> keepInSet(TokenStorePtr store, QString set, QString name, SecretString value, Context context);
/// Removes the set with all its values. Success also when there was none.
[[nodiscard]] Async<> forgetSet(TokenStorePtr store, QString set, Context context);

/// Refused, saying why.
[[nodiscard]] Result<> checkSetName(const QString &set);
/// Refused: empty, or larger than a secret can be.
[[nodiscard]] Result<> checkSecretValue(const QString &name, const SecretString &value);

} // namespace punchcard
