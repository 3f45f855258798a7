// SPDX-License-Identifier: MIT
#include "core/jobs/sealing.h"

#include "core/jobs/standinghouse.h"
#include "core/jobs/standingsecrets.h"
#include "core/secrets/sealedbox.h"
#include "core/secrets/specsecrets.h"

namespace punchcard {

namespace {

Async<QList<SealedOne>> sealAll(Drive &drive, QList<SecretSource> sources)
{
    const Result<github::PublicKey> key = co_await drive.client().publicKey(drive.repo(), drive.context, github::Patience::JustMade);
    if (!key)
        co_return key.error();
    QList<SealedOne> all;
    all.reserve(sources.size());
    for (const SecretSource &source : std::as_const(sources)) {
        const Result<SecretString> value = co_await secretValue(drive.tokens, drive.job.uid, source, drive.context);
        if (!value) {
            drive.blame = value.error().kind == Error::Kind::Local ? Waiting::For::Keychain : Waiting::For::Secret;
            co_return value.error();
        }
        const Result<QByteArray> sealed = seal(*value, key->key);
        if (!sealed)
            co_return sealed.error();
        all.append({.name = source.name, .box = {.encryptedValue = *sealed, .keyId = key->keyId}});
    }
    co_return all;
}

Async<> putSecrets(Drive &drive, QList<SealedOne> secrets)
{
    for (const SealedOne &secret : std::as_const(secrets)) {
        const Result<MutationGate::Permit> permit = co_await drive.enter();
        if (!permit)
            co_return permit.error();
        const Result<> put
            = co_await drive.client().putSecret(drive.repo(), secret.name, secret.box, drive.context, github::Patience::JustMade);
        if (!put)
            co_return put;
    }
    co_return {};
}

} // namespace

Async<> uploadSecrets(Drive &drive)
{
    const QList<SecretSource> sources = drive.job.spec.secrets;
    if (sources.isEmpty())
        co_return {};
    if (drive.isStanding()) {
        if (const Result<> seen = co_await seeStanding(drive); !seen)
            co_return seen;
    }
    const Result<QList<SealedOne>> sealed = co_await sealAll(drive, sources);
    if (!sealed)
        co_return sealed.error();
    const Result<> put = co_await (drive.isStanding() ? putStandingSecrets(drive, *sealed) : putSecrets(drive, *sealed));
    if (!put)
        co_return put;
    // What was typed has done its work; a failure leaves an entry that `punch forget` removes.
    if (const Result<> forgotten = co_await forgetJobSecrets(drive.tokens, drive.job.uid, sources, drive.context); !forgotten)
        qWarning("job secrets stay in the keychain: %s", qPrintable(forgotten.error().what));
    co_return {};
}

} // namespace punchcard
