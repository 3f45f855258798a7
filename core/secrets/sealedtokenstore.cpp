// SPDX-License-Identifier: MIT
#include "core/secrets/sealedtokenstore.h"

#include "core/base/files.h"
#include "core/base/latch.h"
#include "core/base/lockfile.h"
#include "core/base/onpool.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLockFile>

#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

struct SealedTokenStore::State
{
    QString file;
    Ask ask;
    std::optional<SealingKey> key = {};
    bool declined = false;
    std::shared_ptr<Latch> asking = {}; ///< opens when the question at hand is answered
};

namespace {

constexpr qint64 largestFile = 4 << 20;
constexpr auto patience = std::chrono::seconds(10);

struct SealedStoreText
{
    Q_DECLARE_TR_FUNCTIONS(SealedTokenStore)
};

Error noEntry(const QString &key)
{
    return Error{.kind = Error::Kind::Missing,
                 .what = SealedStoreText::tr("The sealed tokens have no entry “%1”.").arg(key),
                 .remedy = SealedStoreText::tr("Enter the value again.")};
}

// A nobody's passphrase is a lock that stays shut, not a wish to end what needs it.
Error locked(const Error &error)
{
    if (error.kind != Error::Kind::Cancelled)
        return error;
    return Error{.kind = Error::Kind::Denied,
                 .what = SealedStoreText::tr("The sealed tokens are locked: nobody gave their passphrase."),
                 .remedy = SealedStoreText::tr("Enter it, or name a file that holds it in PUNCHCARD_PASSPHRASE_FILE, then try again.")};
}

// What another process wrote meanwhile stays. On the pool.
Result<> changeFile(const QString &file, const SealingKey &key, const QString &name, const std::optional<SecretString> &value)
{
    if (const Result<> folder = makePrivateFolder(QFileInfo(file).path()); !folder)
        return folder;
    QLockFile lock(file + u".lock"_s);
    if (!takeLock(lock, patience)) {
        return Error{.kind = Error::Kind::Storage,
                     .what = SealedStoreText::tr("The sealed tokens are being changed by another process."),
                     .remedy = SealedStoreText::tr("Try again.")};
    }
    SealedEntries entries;
    if (QFileInfo::exists(file)) {
        const Result<QByteArray> there = readFile(file, largestFile);
        if (!there)
            return there.error();
        Result<SealedEntries> opened = openEntries(*there, key);
        if (!opened)
            return opened.error();
        entries = std::move(*opened);
    }
    if (value)
        entries.insert(name, *value);
    else if (entries.remove(name) == 0)
        return {};
    const Result<QByteArray> sealed = sealEntries(entries, key);
    return sealed ? writePrivateFile(file, *sealed) : Result<>(sealed.error());
}

} // namespace

SealedTokenStore::SealedTokenStore(QString file, Ask ask)
    : m_state(std::make_shared<State>(State{.file = std::move(file), .ask = std::move(ask)}))
{
}

bool SealedTokenStore::exists() const
{
    return QFileInfo::exists(m_state->file);
}

bool SealedTokenStore::isOpen() const
{
    return m_state->key.has_value();
}

QString SealedTokenStore::file() const
{
    return m_state->file;
}

void SealedTokenStore::askAgain()
{
    m_state->declined = false;
}

// A person is asked one question at a time, and not again and again. When it is answered `asking` stays until the answer has
// become a key.
Async<SecretString> SealedTokenStore::ask(std::shared_ptr<State> state, For what, Context context)
{
    if (state->declined)
        co_return locked(cancelledError());
    state->asking = std::make_shared<Latch>();
    Result<SecretString> given = co_await state->ask(what, context);
    state->declined = !given && given.error().kind == Error::Kind::Cancelled && !context.cancelled();
    if (!given)
        std::exchange(state->asking, {})->open();
    if (!given && !context.cancelled())
        co_return locked(given.error());
    co_return given;
}

// The entries of a file that is there; asks for its passphrase when that is not known yet.
Async<SealedEntries> SealedTokenStore::open(std::shared_ptr<State> state, Context context)
{
    while (const std::shared_ptr<Latch> asking = state->asking)
        co_await asking->opened();
    const Result<QByteArray> file = readFile(state->file, largestFile);
    if (!file)
        co_return file.error();
    // Another process may have made it anew.
    if (!state->key || !fits(*state->key, *file)) {
        const Result<SecretString> passphrase = co_await ask(state, For::Opening, context);
        if (!passphrase)
            co_return passphrase.error();
        const auto derive = [file = *file, passphrase = *passphrase] { return sealingKeyOf(file, passphrase); };
        const Result<SealingKey> key = co_await onPool(context, derive);
        std::exchange(state->asking, {})->open();
        if (!key)
            co_return key.error();
        state->key = *key;
    }
    co_return openEntries(*file, *state->key);
}

Async<SecretString> SealedTokenStore::find(std::shared_ptr<State> state, QString key, Context context)
{
    if (!QFileInfo::exists(state->file))
        co_return noEntry(key);
    const Result<SealedEntries> entries = co_await open(state, context);
    if (!entries)
        co_return entries.error();
    const auto at = entries->constFind(key);
    if (at == entries->cend())
        co_return noEntry(key);
    co_return *at;
}

Async<> SealedTokenStore::change(std::shared_ptr<State> state, QString key, std::optional<SecretString> value, Context context)
{
    if (value)
        state->declined = false; // somebody has just given something to be kept
    if (QFileInfo::exists(state->file)) {
        const Result<SealedEntries> entries = co_await open(state, context);
        if (!entries)
            co_return entries.error();
    } else {
        const Result<SecretString> passphrase = co_await ask(state, For::Making, context);
        if (!passphrase)
            co_return passphrase.error();
        const Result<SealingKey> made = co_await onPool(context, [passphrase = *passphrase] { return newSealingKey(passphrase); });
        std::exchange(state->asking, {})->open();
        if (!made)
            co_return made.error();
        state->key = *made;
    }
    co_return co_await onPool(context,
                              [file = state->file, sealing = *state->key, key, value] { return changeFile(file, sealing, key, value); });
}

Async<SecretString> SealedTokenStore::read(QString key, Context context)
{
    return find(m_state, key, context);
}

Async<> SealedTokenStore::write(QString key, SecretString value, Context context)
{
    return change(m_state, key, value, context);
}

Async<> SealedTokenStore::remove(QString key, Context context)
{
    if (!exists()) {
        const auto nothing = []() -> Async<> { co_return {}; };
        return nothing();
    }
    return change(m_state, key, std::nullopt, context);
}

} // namespace punchcard
