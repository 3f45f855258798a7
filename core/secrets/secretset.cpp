// SPDX-License-Identifier: MIT
#include "core/secrets/secretset.h"

#include "core/secrets/secretname.h"
#include "core/secrets/specsecrets.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Sets
{
    Q_DECLARE_TR_FUNCTIONS(SecretSet)
};

// The keychain cannot be asked what is in it.
const QString indexKey = u"sets"_s;

QList<SecretSet> setsFrom(QByteArrayView json)
{
    QList<SecretSet> sets;
    const QJsonObject root = QJsonDocument::fromJson(json.toByteArray()).object();
    for (auto it = root.begin(); it != root.end(); ++it) {
        SecretSet set{.name = it.key()};
        for (const QJsonValue name : it.value().toArray())
            set.secrets.append(name.toString());
        sets.append(set);
    }
    return sets;
}

Async<> writeIndex(TokenStorePtr store, QList<SecretSet> sets, Context context)
{
    QJsonObject root;
    for (const SecretSet &set : std::as_const(sets))
        root.insert(set.name, QJsonArray::fromStringList(set.secrets));
    return store->write(indexKey, SecretString(QJsonDocument(root).toJson(QJsonDocument::Compact)), context);
}

} // namespace

Result<> checkSetName(const QString &set)
{
    if (set.trimmed().isEmpty())
        return refusedError(Sets::tr("The set has no name."), Sets::tr("Give it one, such as “deploy”."));
    if (set.contains(u'/'))
        return refusedError(Sets::tr("“%1” cannot be a set's name: it contains “/”.").arg(set), Sets::tr("Leave it out."));
    return {};
}

Result<> checkSecretValue(const QString &name, const SecretString &value)
{
    if (value.isEmpty())
        return refusedError(Sets::tr("The secret %1 is empty.").arg(name), Sets::tr("Enter its value, or leave it out."));
    if (value.size() > maxSecretBytes)
        return refusedError(Sets::tr("The secret %1 is larger than 48 KB, which is all that a secret can hold.").arg(name),
                            Sets::tr("Encrypt it, send it as an input of the job, and make the passphrase the secret."));
    return {};
}

Async<QList<SecretSet>> secretSets(TokenStorePtr store, Context context)
{
    const Result<SecretString> index = co_await store->read(indexKey, context);
    if (!index && index.error().kind == Error::Kind::Missing)
        co_return QList<SecretSet>();
    if (!index)
        co_return index.error();
    co_return setsFrom(index->bytes());
}

Async<> keepInSet(TokenStorePtr store, QString set, QString name, SecretString value, Context context)
{
    for (const Result<> &fine : {checkSetName(set), checkSecretName(name), checkSecretValue(name, value)}) {
        if (!fine)
            co_return fine.error();
    }
    Result<QList<SecretSet>> sets = co_await secretSets(store, context);
    if (!sets)
        co_return sets.error();
    if (const Result<> kept = co_await store->write(setSecretKey(set, name), value, context); !kept)
        co_return kept.error();
    auto at = std::ranges::find(*sets, set, &SecretSet::name);
    if (at == sets->end())
        at = sets->insert(sets->end(), SecretSet{.name = set});
    if (!at->secrets.contains(name, Qt::CaseInsensitive))
        at->secrets.append(name);
    co_return co_await writeIndex(store, *sets, context);
}

Async<> forgetSet(TokenStorePtr store, QString set, Context context)
{
    Result<QList<SecretSet>> sets = co_await secretSets(store, context);
    if (!sets)
        co_return sets.error();
    const auto at = std::ranges::find(*sets, set, &SecretSet::name);
    if (at == sets->end())
        co_return {};
    for (const QString &name : std::as_const(at->secrets)) {
        if (const Result<> gone = co_await store->remove(setSecretKey(set, name), context); !gone)
            co_return gone.error();
    }
    sets->erase(at);
    co_return co_await writeIndex(store, *sets, context);
}

} // namespace punchcard
