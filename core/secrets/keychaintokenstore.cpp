// SPDX-License-Identifier: MIT
#include "core/secrets/keychaintokenstore.h"

#include "core/base/latch.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUuid>

#include <qt6keychain/keychain.h>
#include <sodium.h>

namespace punchcard {

using namespace Qt::StringLiterals;

struct KeychainTokenStore::State
{
    QString service;
    Milliseconds limit;
    /// Calls that did not end in time. QtKeychain does one after the other, so that more would only queue behind them.
    int overdue = 0;
};

namespace {

struct Keychain
{
    Q_DECLARE_TR_FUNCTIONS(KeychainTokenStore)
};

/// What a call to QtKeychain gave, kept apart from it because it deletes itself.
struct Ending
{
    bool came = false;
    QKeychain::Error error = QKeychain::NoError;
    QString said = {};
    SecretString data = {};
};

Error noKeychain(const QString &said, const QString &detail)
{
    return Error{.kind = Error::Kind::Local,
                 .what = said.isEmpty() ? Keychain::tr("No keychain works here.") : Keychain::tr("No keychain works here: %1").arg(said),
                 .remedy
                 = Keychain::tr("Start or install one (GNOME Keyring or KWallet, with libsecret), or give the token by --token-file or "
                                "PUNCHCARD_TOKEN."),
                 .said = said,
                 .detail = detail};
}

Error noAnswer(Milliseconds limit)
{
    return Error{.kind = Error::Kind::Local,
                 .what = Keychain::tr("The keychain did not answer for %1 seconds.").arg(double(limit.count()) / 1000),
                 .remedy = Keychain::tr("Unlock it, then try again."),
                 .detail = u"keychain: deadline"_s};
}

Error errorOf(const Ending &ending, const QString &key)
{
    const QString detail = u"keychain: %1, error %2: %3"_s.arg(key).arg(int(ending.error)).arg(ending.said);
    switch (ending.error) {
    case QKeychain::EntryNotFound:
        return Error{.kind = Error::Kind::Missing,
                     .what = Keychain::tr("The keychain has no entry “%1”.").arg(key),
                     .remedy = Keychain::tr("Enter the value again."),
                     .detail = detail};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Error{.kind = Error::Kind::Denied,
                     .what = Keychain::tr("The keychain refused access to “%1”.").arg(key),
                     .remedy = Keychain::tr("Unlock it and allow Punchcard to use it, then try again."),
                     .said = ending.said,
                     .detail = detail};
    default: return noKeychain(ending.said, detail); // Also without a session bus: OtherError, not NoBackendAvailable.
    }
}

/// Overwrites the bytes where they lie, with all who share them: here these are the copies inside QtKeychain.
void wipeShared(const QByteArray &bytes)
{
    if (!bytes.isEmpty())
        sodium_memzero(const_cast<char *>(bytes.constData()), size_t(bytes.size()));
}

/// Starts @p job, which deletes itself, and waits for its end. The flag `came` stays false at the deadline or a cancel.
QCoro::Task<Ending> ended(QKeychain::Job *job, Milliseconds limit, Context context)
{
    Latch latch(context);
    Ending ending;
    QObject::connect(job, &QKeychain::Job::finished, &latch, [&latch, &ending](QKeychain::Job *done) {
        ending.came = true;
        ending.error = done->error();
        ending.said = done->errorString();
        if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(done); read && done->error() == QKeychain::NoError) {
            const QByteArray shared = read->binaryData();
            ending.data = SecretString(QByteArray(shared.constData(), shared.size()));
            wipeShared(shared);
        }
        latch.open();
    });
    latch.openAfter(limit);
    job->start();
    co_await latch.opened();
    co_return ending;
}

} // namespace

KeychainTokenStore::KeychainTokenStore(QString service, Milliseconds limit)
    : m_state(std::make_shared<State>(State{.service = std::move(service), .limit = limit}))
{
}

Async<SecretString> KeychainTokenStore::run(std::shared_ptr<State> state, QKeychain::Job *job, QString key, Context context)
{
    if (context.cancelled() || state->overdue > 0) {
        delete job;
        co_return context.cancelled() ? cancelledError() : noAnswer(state->limit);
    }
    job->setKey(key);
    // The job outlives the wait when nobody wants its answer any more; libsecret still holds on to it then.
    const QPointer<QKeychain::Job> alive(job);
    const Ending ending = co_await ended(job, state->limit, context);
    if (!ending.came) {
        if (alive) {
            ++state->overdue;
            QObject::connect(job, &QKeychain::Job::finished, job, [state] { --state->overdue; });
        }
        co_return context.cancelled() ? cancelledError() : noAnswer(state->limit);
    }
    if (ending.error != QKeychain::NoError)
        co_return errorOf(ending, key);
    co_return ending.data;
}

Async<SecretString> KeychainTokenStore::read(QString key, Context context)
{
    auto *const job = new QKeychain::ReadPasswordJob(m_state->service);
    return run(m_state, job, key, context);
}

Async<> KeychainTokenStore::write(QString key, SecretString value, Context context)
{
    return writeAndReadBack(m_state, key, value, context);
}

Async<> KeychainTokenStore::writeAndReadBack(std::shared_ptr<State> state, QString key, SecretString value, Context context)
{
    auto *const job = new QKeychain::WritePasswordJob(state->service);
    const QByteArray bytes(value.bytes().constData(), value.size());
    job->setBinaryData(bytes);
    // Only then: after a cancel or the deadline it still has to write them.
    QObject::connect(job, &QObject::destroyed, job, [bytes] { wipeShared(bytes); });
    const Result<SecretString> written = co_await run(state, job, key, context);
    if (!written)
        co_return written.error();
    auto *const check = new QKeychain::ReadPasswordJob(state->service);
    const Result<SecretString> there = co_await run(state, check, key, context);
    if (!there && there.error().kind != Error::Kind::Missing)
        co_return there.error();
    if (!there || there->bytes() != value.bytes())
        co_return noKeychain(Keychain::tr("it does not keep what it was given"), u"keychain: read back differs: "_s + key);
    co_return {};
}

Async<> KeychainTokenStore::remove(QString key, Context context)
{
    return removeEntry(m_state, key, context);
}

Async<> KeychainTokenStore::removeEntry(std::shared_ptr<State> state, QString key, Context context)
{
    auto *const job = new QKeychain::DeletePasswordJob(state->service);
    const Result<SecretString> removed = co_await run(state, job, key, context);
    if (!removed && removed.error().kind != Error::Kind::Missing)
        co_return removed.error();
    co_return {};
}

Async<> KeychainTokenStore::probe(Context context)
{
    return tryOut(m_state, context);
}

Async<> KeychainTokenStore::tryOut(std::shared_ptr<State> state, Context context)
{
    const QString key = u"probe/"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const SecretString value(key.toUtf8());
    if (const Result<> written = co_await writeAndReadBack(state, key, value, context); !written)
        co_return written;
    co_return co_await removeEntry(state, key, context);
}

} // namespace punchcard
