// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"
#include "core/secrets/tokenstore.h"

namespace punchcard {

/// The job's own keychain entry for a value that was typed or cannot be read again; NAME in capitals.
[[nodiscard]] QString jobSecretKey(const QString &uid, const QString &name);
/// An entry of a named set of secrets.
[[nodiscard]] QString setSecretKey(const QString &set, const QString &name);

/// Keeps @p value for job @p uid until forgetJobSecrets(); the spec then names it as SecretSource::From::Typed.
/// Refused: bad name, empty, too large. Otherwise the store's errors.
[[nodiscard]] Async<> keepJobSecret(TokenStorePtr store, QString uid, QString name, SecretString value, Context context);

/// The value that @p source names: from its file, from the job's own entry or from the set.
/// Missing, Denied or Refused: the file (readSecret) or the entry is not what it was: the job waits for the Secret.
/// Local: there is no keychain now.
[[nodiscard]] Async<SecretString> secretValue(TokenStorePtr store, QString uid, SecretSource source, Context context);

/// Those of @p secrets whose value cannot be had: what a job that waits for a Secret lacks. Local: there is no keychain now.
[[nodiscard]] Async<QList<SecretSource>> lackingSecrets(TokenStorePtr store, QString uid, QList<SecretSource> secrets, Context context);
/// Puts @p value where @p source says that it lies: into the job's own entry or into the set.
/// Refused: it lies in a file, which is the user's; or the value cannot be a secret. Otherwise the store's errors.
[[nodiscard]] Async<> putSecretValue(TokenStorePtr store, QString uid, SecretSource source, SecretString value, Context context);

/// Removes the job's own entries, once they are sealed or the job is forgotten. Goes on after an error and returns the first.
[[nodiscard]] Async<> forgetJobSecrets(TokenStorePtr store, QString uid, QList<SecretSource> secrets, Context context);

} // namespace punchcard
