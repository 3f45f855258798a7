// SPDX-License-Identifier: MIT
#include "core/jobs/sealing.h"

#include "core/secrets/sealedbox.h"
#include "core/secrets/specsecrets.h"

namespace punchcard {

namespace {

Async<> uploadSecret(Drive &drive, SecretSource source, github::PublicKey key)
{
    const Result<SecretString> value = co_await secretValue(drive.tokens, drive.job.uid, source, drive.context);
    if (!value) {
        drive.blame = value.error().kind == Error::Kind::Local ? Waiting::For::Keychain : Waiting::For::Secret;
        co_return value.error();
    }
    const Result<QByteArray> sealed = seal(*value, key.key);
    if (!sealed)
        co_return sealed.error();
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const github::SealedSecret box{.encryptedValue = *sealed, .keyId = key.keyId};
    co_return co_await drive.client().putSecret(drive.repo(), source.name, box, drive.context, github::Patience::JustMade);
}

} // namespace

Async<> uploadSecrets(Drive &drive)
{
    if (drive.job.spec.secrets.isEmpty())
        co_return {};
    const Result<github::PublicKey> key = co_await drive.client().publicKey(drive.repo(), drive.context, github::Patience::JustMade);
    if (!key)
        co_return key.error();
    const QList<SecretSource> sources = drive.job.spec.secrets;
    for (const SecretSource &source : sources) {
        if (const Result<> uploaded = co_await uploadSecret(drive, source, *key); !uploaded)
            co_return uploaded;
    }
    // What was typed has done its work; a failure leaves an entry that `punch forget` removes.
    if (const Result<> forgotten = co_await forgetJobSecrets(drive.tokens, drive.job.uid, sources, drive.context); !forgotten)
        qWarning("job secrets stay in the keychain: %s", qPrintable(forgotten.error().what));
    co_return {};
}

} // namespace punchcard
