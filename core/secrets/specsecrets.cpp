// SPDX-License-Identifier: MIT
#include "core/secrets/specsecrets.h"

#include "core/secrets/secretfolder.h"
#include "core/secrets/secretname.h"
#include "core/secrets/secretset.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Spec
{
    Q_DECLARE_TR_FUNCTIONS(SpecSecrets)
};

/// A value that is gone, told by the secret's name and not by the key of its entry.
Error gone(const SecretSource &source, Error error)
{
    error.what = source.from == SecretSource::From::Set
        ? Spec::tr("The set “%1” has no secret %2 any more.").arg(source.where, source.name)
        : Spec::tr("The value of the secret %1 is not on this computer any more.").arg(source.name);
    error.remedy = Spec::tr("Enter it again, or run the script anew without it.");
    return error;
}

} // namespace

QString jobSecretKey(const QString &uid, const QString &name)
{
    return u"job/%1/%2"_s.arg(uid, name.toUpper());
}

QString setSecretKey(const QString &set, const QString &name)
{
    return u"set/%1/%2"_s.arg(set, name.toUpper());
}

Async<> keepJobSecret(TokenStorePtr store, QString uid, QString name, SecretString value, Context context)
{
    if (const Result<> fine = checkSecretName(name); !fine)
        co_return fine.error();
    if (const Result<> fine = checkSecretValue(name, value); !fine)
        co_return fine.error();
    co_return co_await store->write(jobSecretKey(uid, name), value, context);
}

Async<SecretString> secretValue(TokenStorePtr store, QString uid, SecretSource source, Context context)
{
    if (source.from == SecretSource::From::File)
        co_return readSecret(source.where);
    const bool isTyped = source.from == SecretSource::From::Typed;
    const QString key = isTyped ? jobSecretKey(uid, source.name) : setSecretKey(source.where, source.name);
    Result<SecretString> value = co_await store->read(key, context);
    if (!value && value.error().kind == Error::Kind::Missing)
        co_return gone(source, value.error());
    co_return value;
}

Async<QList<SecretSource>> lackingSecrets(TokenStorePtr store, QString uid, QList<SecretSource> secrets, Context context)
{
    QList<SecretSource> lacking;
    for (const SecretSource &source : std::as_const(secrets)) {
        const Result<SecretString> value = co_await secretValue(store, uid, source, context);
        if (value)
            continue;
        if (value.error().kind == Error::Kind::Local || value.error().kind == Error::Kind::Cancelled)
            co_return value.error();
        lacking.append(source);
    }
    co_return lacking;
}

Async<> putSecretValue(TokenStorePtr store, QString uid, SecretSource source, SecretString value, Context context)
{
    switch (source.from) {
    case SecretSource::From::Typed: co_return co_await keepJobSecret(store, uid, source.name, std::move(value), context);
    case SecretSource::From::Set: co_return co_await keepInSet(store, source.where, source.name, std::move(value), context);
    case SecretSource::From::File: break;
    }
    co_return refusedError(Spec::tr("The secret %1 lies in the file %2.").arg(source.name, source.where),
                           Spec::tr("Put the file back, then try again."));
}

Async<> forgetJobSecrets(TokenStorePtr store, QString uid, QList<SecretSource> secrets, Context context)
{
    Result<> first;
    for (const SecretSource &secret : std::as_const(secrets)) {
        if (secret.from != SecretSource::From::Typed)
            continue;
        const Result<> removed = co_await store->remove(jobSecretKey(uid, secret.name), context);
        if (!removed && first)
            first = removed;
    }
    co_return first;
}

} // namespace punchcard
