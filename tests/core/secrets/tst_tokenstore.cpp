// SPDX-License-Identifier: MIT
#include "core/secrets/memorytokenstore.h"
#include "core/secrets/sessiontokenstore.h"

#include "tests/core/secrets/brokentokenstore.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstTokenStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void memoryKeepsAndForgets();
    void memoryObeysCancel();
    void sessionUsesTheKeychain();
    void sessionRemembersWithoutAKeychain();
    void sessionReturnsToTheKeychain();
    void sessionOwnsUpToAKeychainThatIsAway();
    void sessionCancelIsNoFallback();

private:
    std::shared_ptr<MemoryTokenStore> m_inner;
    std::shared_ptr<testing::BreakableTokenStore> m_keychain;
};

void TstTokenStore::init()
{
    QTest::failOnWarning();
    m_inner = std::make_shared<MemoryTokenStore>();
    m_keychain = std::make_shared<testing::BreakableTokenStore>(m_inner);
}

static SecretString secretOf(const char *text)
{
    return SecretString(QByteArray(text));
}

void TstTokenStore::memoryKeepsAndForgets()
{
    MemoryTokenStore store;
    QVERIFY(wait(store.write(u"a"_s, secretOf("1"), {})));
    QVERIFY(wait(store.write(u"b"_s, secretOf("2"), {})));
    QVERIFY(wait(store.write(u"a"_s, secretOf("3"), {})));
    QCOMPARE(wait(store.read(u"a"_s, {}))->bytes().toByteArray(), "3");
    QVERIFY(wait(store.remove(u"a"_s, {})));
    QVERIFY(wait(store.remove(u"a"_s, {})));
    const Result<SecretString> gone = wait(store.read(u"a"_s, {}));
    QVERIFY(!gone);
    QCOMPARE(gone.error().kind, Error::Kind::Missing);
    QCOMPARE(wait(store.read(u"b"_s, {}))->bytes().toByteArray(), "2");
    QVERIFY(!store.isLasting());
}

void TstTokenStore::memoryObeysCancel()
{
    MemoryTokenStore store;
    const Context context;
    context.cancel->request();
    QCOMPARE(wait(store.write(u"a"_s, secretOf("1"), context)).error().kind, Error::Kind::Cancelled);
    QCOMPARE(wait(store.read(u"a"_s, {})).error().kind, Error::Kind::Missing);
}

void TstTokenStore::sessionUsesTheKeychain()
{
    SessionTokenStore store(m_keychain);
    QVERIFY(wait(store.write(u"a"_s, secretOf("1"), {})));
    QVERIFY(store.isLasting());
    QVERIFY(wait(m_inner->read(u"a"_s, {})));
    QCOMPARE(wait(store.read(u"a"_s, {}))->bytes().toByteArray(), "1");
    QVERIFY(wait(store.remove(u"a"_s, {})));
    QVERIFY(!wait(m_inner->read(u"a"_s, {})));
}

// Breaks for the user: on a server without a desktop no job with a typed secret could run.
void TstTokenStore::sessionRemembersWithoutAKeychain()
{
    m_keychain->isBroken = true;
    SessionTokenStore store(m_keychain);
    QVERIFY(wait(store.write(u"a"_s, secretOf("1"), {})));
    QVERIFY(!store.isLasting());
    QVERIFY(store.keychainError());
    QCOMPARE(wait(store.read(u"a"_s, {}))->bytes().toByteArray(), "1");
    // What only the keychain could have is an error, and not "there is none".
    QCOMPARE(wait(store.read(u"b"_s, {})).error().kind, Error::Kind::Local);
    QVERIFY(wait(store.remove(u"a"_s, {})));
    QVERIFY(!wait(store.read(u"a"_s, {})));
}

void TstTokenStore::sessionReturnsToTheKeychain()
{
    SessionTokenStore store(m_keychain);
    m_keychain->isBroken = true;
    QVERIFY(wait(store.write(u"a"_s, secretOf("old"), {})));
    m_keychain->isBroken = false;
    QVERIFY(wait(store.write(u"a"_s, secretOf("new"), {})));
    QVERIFY(store.isLasting());
    QCOMPARE(wait(store.read(u"a"_s, {}))->bytes().toByteArray(), "new");
    QCOMPARE(wait(m_inner->read(u"a"_s, {}))->bytes().toByteArray(), "new");
}

// Breaks for the user: they are told that the token is gone, and it lies in the keychain for ever.
void TstTokenStore::sessionOwnsUpToAKeychainThatIsAway()
{
    SessionTokenStore store(m_keychain);
    QVERIFY(wait(store.write(u"a"_s, secretOf("1"), {})));
    m_keychain->isBroken = true;
    QCOMPARE(wait(store.remove(u"a"_s, {})).error().kind, Error::Kind::Local);
    m_keychain->isBroken = false;
    QVERIFY(wait(store.remove(u"a"_s, {})));
    QVERIFY(!wait(m_inner->read(u"a"_s, {})));
}

void TstTokenStore::sessionCancelIsNoFallback()
{
    SessionTokenStore store(m_keychain);
    const Context context;
    context.cancel->request();
    QCOMPARE(wait(store.write(u"a"_s, secretOf("1"), context)).error().kind, Error::Kind::Cancelled);
    QVERIFY(store.isLasting());
    QCOMPARE(wait(store.read(u"a"_s, {})).error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstTokenStore, tst_tokenstore)
#include "tst_tokenstore.moc"
