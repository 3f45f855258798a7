// SPDX-License-Identifier: MIT
#include "core/secrets/specsecrets.h"

#include "core/secrets/memorytokenstore.h"
#include "core/secrets/secretname.h"
#include "tests/core/secrets/brokentokenstore.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstSpecSecrets : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keys();
    void typedValueComesBack();
    void eachJobHasItsOwn();
    void fileIsReadAnew();
    void valueOfASet();
    void whatIsGoneIsTold();
    void noKeychainIsNotGone();
    void badValuesAreNotKept();
    void whatIsLackingIsPutBack();
    void forgetsTheJobsOwnOnly();
    void forgetsTheRestAfterAnError();

private:
    std::shared_ptr<MemoryTokenStore> m_store;
};

static SecretString secret(const char *text)
{
    return SecretString(QByteArray(text));
}

static SecretSource typed(const QString &name)
{
    return SecretSource{.name = name, .from = SecretSource::From::Typed};
}

void TstSpecSecrets::init()
{
    QTest::failOnWarning();
    m_store = std::make_shared<MemoryTokenStore>();
}

// GitHub makes no difference between capitals and small letters.
void TstSpecSecrets::keys()
{
    QCOMPARE(jobSecretKey(u"u"_s, u"token"_s), jobSecretKey(u"u"_s, u"TOKEN"_s));
    QCOMPARE_NE(jobSecretKey(u"u"_s, u"token"_s), jobSecretKey(u"v"_s, u"token"_s));
    QCOMPARE_NE(jobSecretKey(u"u"_s, u"token"_s), setSecretKey(u"u"_s, u"token"_s));
}

void TstSpecSecrets::typedValueComesBack()
{
    QVERIFY(wait(keepJobSecret(m_store, u"uid"_s, u"TOKEN"_s, secret("value"), {})));
    const Result<SecretString> value = wait(secretValue(m_store, u"uid"_s, typed(u"TOKEN"_s), {}));
    QVERIFY(value);
    QCOMPARE(value->bytes().toByteArray(), "value");
}

void TstSpecSecrets::eachJobHasItsOwn()
{
    QVERIFY(wait(keepJobSecret(m_store, u"one"_s, u"TOKEN"_s, secret("1"), {})));
    QVERIFY(wait(keepJobSecret(m_store, u"two"_s, u"TOKEN"_s, secret("2"), {})));
    QCOMPARE(wait(secretValue(m_store, u"one"_s, typed(u"TOKEN"_s), {}))->bytes().toByteArray(), "1");
}

void TstSpecSecrets::fileIsReadAnew()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath(u"f"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("value\n");
    file.close();
    const SecretSource source{.name = u"TOKEN"_s, .from = SecretSource::From::File, .where = file.fileName()};
    QCOMPARE(wait(secretValue(m_store, u"uid"_s, source, {}))->bytes().toByteArray(), "value");
    QVERIFY(file.remove());
    const Result<SecretString> gone = wait(secretValue(m_store, u"uid"_s, source, {}));
    QVERIFY(!gone);
    QCOMPARE(gone.error().kind, Error::Kind::Missing);
}

void TstSpecSecrets::valueOfASet()
{
    QVERIFY(wait(m_store->write(setSecretKey(u"deploy"_s, u"TOKEN"_s), secret("of the set"), {})));
    const SecretSource source{.name = u"TOKEN"_s, .from = SecretSource::From::Set, .where = u"deploy"_s};
    QCOMPARE(wait(secretValue(m_store, u"uid"_s, source, {}))->bytes().toByteArray(), "of the set");
}

void TstSpecSecrets::whatIsGoneIsTold()
{
    const Result<SecretString> own = wait(secretValue(m_store, u"uid"_s, typed(u"TOKEN"_s), {}));
    QVERIFY(!own);
    QCOMPARE(own.error().kind, Error::Kind::Missing);
    QVERIFY(own.error().what.contains(u"TOKEN"_s) && !own.error().what.contains(u"uid"_s));
    const SecretSource source{.name = u"TOKEN"_s, .from = SecretSource::From::Set, .where = u"deploy"_s};
    QVERIFY(wait(secretValue(m_store, u"uid"_s, source, {})).error().what.contains(u"deploy"_s));
}

// Breaks for the user: they are asked to type the value again, although unlocking the keychain is all it takes.
void TstSpecSecrets::noKeychainIsNotGone()
{
    const auto keychain = std::make_shared<testing::BreakableTokenStore>(m_store);
    keychain->isBroken = true;
    const Result<SecretString> value = wait(secretValue(keychain, u"uid"_s, typed(u"TOKEN"_s), {}));
    QVERIFY(!value);
    QCOMPARE(value.error().kind, Error::Kind::Local);
}

void TstSpecSecrets::badValuesAreNotKept()
{
    QCOMPARE(wait(keepJobSecret(m_store, u"uid"_s, u"1A"_s, secret("x"), {})).error().kind, Error::Kind::Refused);
    QCOMPARE(wait(keepJobSecret(m_store, u"uid"_s, u"A"_s, secret(""), {})).error().kind, Error::Kind::Refused);
    const SecretString large(QByteArray(maxSecretBytes + 1, 'x'));
    QCOMPARE(wait(keepJobSecret(m_store, u"uid"_s, u"A"_s, large, {})).error().kind, Error::Kind::Refused);
    QVERIFY(!wait(m_store->read(jobSecretKey(u"uid"_s, u"A"_s), {})));
}

// Breaks for the user: their job waits for a value, and there is no way to give it.
void TstSpecSecrets::whatIsLackingIsPutBack()
{
    const SecretSource ofSet{.name = u"KEY"_s, .from = SecretSource::From::Set, .where = u"deploy"_s};
    const SecretSource ofFile{.name = u"F"_s, .from = SecretSource::From::File, .where = u"/nowhere/f"_s};
    const QList<SecretSource> all{typed(u"A"_s), typed(u"B"_s), ofSet, ofFile};
    QVERIFY(wait(keepJobSecret(m_store, u"uid"_s, u"B"_s, secret("b"), {})));
    QCOMPARE(*wait(lackingSecrets(m_store, u"uid"_s, all, {})), (QList<SecretSource>{typed(u"A"_s), ofSet, ofFile}));
    QVERIFY(wait(putSecretValue(m_store, u"uid"_s, typed(u"A"_s), secret("a"), {})));
    QVERIFY(wait(putSecretValue(m_store, u"uid"_s, ofSet, secret("k"), {})));
    QCOMPARE(wait(putSecretValue(m_store, u"uid"_s, ofFile, secret("f"), {})).error().kind, Error::Kind::Refused);
    QCOMPARE(*wait(lackingSecrets(m_store, u"uid"_s, all, {})), QList<SecretSource>{ofFile});
    const auto keychain = std::make_shared<testing::BreakableTokenStore>(m_store);
    keychain->isBroken = true;
    QCOMPARE(wait(lackingSecrets(keychain, u"uid"_s, all, {})).error().kind, Error::Kind::Local);
}

void TstSpecSecrets::forgetsTheJobsOwnOnly()
{
    const QString setKey = setSecretKey(u"deploy"_s, u"TOKEN"_s);
    QVERIFY(wait(m_store->write(setKey, secret("1"), {})));
    QVERIFY(wait(keepJobSecret(m_store, u"uid"_s, u"A"_s, secret("2"), {})));
    const SecretSource ofSet{.name = u"TOKEN"_s, .from = SecretSource::From::Set, .where = u"deploy"_s};
    QVERIFY(wait(forgetJobSecrets(m_store, u"uid"_s, {ofSet, typed(u"A"_s)}, {})));
    QVERIFY(wait(m_store->read(setKey, {})));
    QVERIFY(!wait(m_store->read(jobSecretKey(u"uid"_s, u"A"_s), {})));
}

void TstSpecSecrets::forgetsTheRestAfterAnError()
{
    struct OneStuck : MemoryTokenStore
    {
        Async<> remove(QString key, Context context) override
        {
            if (key.endsWith("/A"_L1))
                co_return Error{.kind = Error::Kind::Denied, .what = u"stuck"_s};
            co_return co_await MemoryTokenStore::remove(key, context);
        }
    };
    const auto store = std::make_shared<OneStuck>();
    QVERIFY(wait(keepJobSecret(store, u"uid"_s, u"A"_s, secret("1"), {})));
    QVERIFY(wait(keepJobSecret(store, u"uid"_s, u"B"_s, secret("2"), {})));
    const Result<> done = wait(forgetJobSecrets(store, u"uid"_s, {typed(u"A"_s), typed(u"B"_s)}, {}));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, Error::Kind::Denied);
    QVERIFY(!wait(store->read(jobSecretKey(u"uid"_s, u"B"_s), {})));
}

PUNCHCARD_TEST(TstSpecSecrets, tst_specsecrets)
#include "tst_specsecrets.moc"
