// SPDX-License-Identifier: MIT
#include "core/secrets/sealedtokenstore.h"

#include "core/base/latch.h"
#include "core/secrets/sessiontokenstore.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

/// No keychain at all.
class NoKeychain : public TokenStore
{
public:
    Async<SecretString> read(QString, Context) override { co_return error(); }
    Async<> write(QString, SecretString, Context) override { co_return error(); }
    Async<> remove(QString, Context) override { co_return error(); }
    bool isLasting() const override { return true; }

private:
    static Error error() { return Error{.kind = Error::Kind::Local, .what = u"no keychain"_s}; }
};

} // namespace

class TstSealedTokenStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void asksOnceAndKeeps();
    void twoProcessesShareTheFile();
    void aWrongPassphraseIsAskedForAgain();
    void nobodyToAskIsALock();
    void whoDeclinesIsLeftAlone();
    void severalWaitForOneAnswer();
    void aDamagedFileStays();
    void sessionsUseItWhereNoKeychainIs();
    void sessionsMakeNoneUnasked();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"tokens.sealed"_s); }
    [[nodiscard]] std::shared_ptr<SealedTokenStore> made()
    {
        return std::make_shared<SealedTokenStore>(file(), [this](SealedTokenStore::For what, Context) { return answer(what); });
    }
    Async<SecretString> answer(SealedTokenStore::For what)
    {
        m_asked.append(what);
        if (m_holdsBack)
            co_await m_holdsBack->opened();
        if (m_passphrase.isEmpty())
            co_return cancelledError();
        co_return SecretString(QByteArray(m_passphrase.constData(), m_passphrase.size()));
    }
    static SecretString secret(const char *text) { return SecretString(QByteArray(text)); }
    static QByteArray text(const Result<SecretString> &value) { return value ? value->bytes().toByteArray() : QByteArray("<none>"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_passphrase;
    Latch *m_holdsBack = nullptr; ///< until it opens nobody answers
    QList<SealedTokenStore::For> m_asked;
};

void TstSealedTokenStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_passphrase = "correct horse";
    m_holdsBack = nullptr;
    m_asked.clear();
}

void TstSealedTokenStore::asksOnceAndKeeps()
{
    using enum SealedTokenStore::For;
    {
        const auto store = made();
        QCOMPARE(wait(store->read(u"a"_s, {})).error().kind, Error::Kind::Missing);
        QVERIFY(wait(store->remove(u"a"_s, {})));
        QVERIFY2(m_asked.isEmpty() && !store->exists(), "nobody is asked for what is not there");
        QVERIFY(wait(store->write(u"a"_s, secret("1"), {})));
        QVERIFY(wait(store->write(u"b"_s, secret("2"), {})));
        QCOMPARE(m_asked, QList{Making});
    }
    const auto permissions = QFile::permissions(file());
    QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
    const auto store = made();
    QCOMPARE(text(wait(store->read(u"a"_s, {}))), QByteArray("1"));
    QCOMPARE(text(wait(store->read(u"b"_s, {}))), QByteArray("2"));
    QVERIFY(wait(store->remove(u"a"_s, {})));
    QCOMPARE(wait(store->read(u"a"_s, {})).error().kind, Error::Kind::Missing);
    QCOMPARE(m_asked, (QList{Making, Opening}));
}

// Breaks for the user: the window writes a secret, and the terminal's token is gone.
void TstSealedTokenStore::twoProcessesShareTheFile()
{
    const auto window = made();
    const auto terminal = made();
    QVERIFY(wait(window->write(u"a"_s, secret("1"), {})));
    QVERIFY(wait(terminal->write(u"b"_s, secret("2"), {})));
    QVERIFY(wait(window->write(u"c"_s, secret("3"), {})));
    QCOMPARE(text(wait(terminal->read(u"a"_s, {}))), QByteArray("1"));
    QCOMPARE(text(wait(window->read(u"b"_s, {}))), QByteArray("2"));
    QCOMPARE(text(wait(terminal->read(u"c"_s, {}))), QByteArray("3"));
}

void TstSealedTokenStore::aWrongPassphraseIsAskedForAgain()
{
    QVERIFY(wait(made()->write(u"a"_s, secret("1"), {})));
    const auto store = made();
    m_passphrase = "wrong";
    QCOMPARE(wait(store->read(u"a"_s, {})).error().kind, Error::Kind::Denied);
    QCOMPARE(wait(store->write(u"a"_s, secret("2"), {})).error().kind, Error::Kind::Denied);
    m_passphrase = "correct horse";
    QCOMPARE(text(wait(store->read(u"a"_s, {}))), QByteArray("1"));
}

// Breaks for the user: a job that nobody watches ends instead of waiting for its token.
void TstSealedTokenStore::nobodyToAskIsALock()
{
    QVERIFY(wait(made()->write(u"a"_s, secret("1"), {})));
    m_passphrase.clear();
    const Result<SecretString> locked = wait(made()->read(u"a"_s, {}));
    QCOMPARE(locked.error().kind, Error::Kind::Denied);
    QVERIFY(locked.error().remedy.contains(u"PUNCHCARD_PASSPHRASE_FILE"_s));
    const Context context;
    context.cancel->request();
    QCOMPARE(wait(made()->read(u"a"_s, context)).error().kind, Error::Kind::Cancelled);
}

// Breaks for the user: a dialog comes up again every five minutes.
void TstSealedTokenStore::whoDeclinesIsLeftAlone()
{
    QVERIFY(wait(made()->write(u"a"_s, secret("1"), {})));
    const auto store = made();
    m_passphrase.clear();
    m_asked.clear();
    for (int tries = 0; tries < 3; ++tries)
        QCOMPARE(wait(store->read(u"a"_s, {})).error().kind, Error::Kind::Denied);
    QCOMPARE(m_asked.size(), 1);
    store->askAgain();
    m_passphrase = "correct horse";
    QCOMPARE(text(wait(store->read(u"a"_s, {}))), QByteArray("1"));
    QCOMPARE(m_asked.size(), 2);
}

void TstSealedTokenStore::severalWaitForOneAnswer()
{
    QVERIFY(wait(made()->write(u"a"_s, secret("1"), {})));
    m_asked.clear();
    Latch answered;
    m_holdsBack = &answered;
    const auto store = made();
    auto first = store->read(u"a"_s, {});
    auto second = store->read(u"a"_s, {});
    QTimer::singleShot(0, &answered, &Latch::open);
    QCOMPARE(text(wait(std::move(first))), QByteArray("1"));
    QCOMPARE(text(wait(std::move(second))), QByteArray("1"));
    QCOMPARE(m_asked.size(), 1);
}

void TstSealedTokenStore::aDamagedFileStays()
{
    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("nonsense") > 0);
    damaged.close();
    QCOMPARE(wait(made()->read(u"a"_s, {})).error().kind, Error::Kind::Corrupt);
    QCOMPARE(wait(made()->write(u"a"_s, secret("1"), {})).error().kind, Error::Kind::Corrupt);
    QVERIFY(damaged.open(QIODevice::ReadOnly));
    QCOMPARE(damaged.readAll(), QByteArray("nonsense"));
}

void TstSealedTokenStore::sessionsUseItWhereNoKeychainIs()
{
    const auto none = std::make_shared<NoKeychain>();
    {
        SessionTokenStore session(none, made());
        QVERIFY(session.beginSealing());
        QVERIFY(wait(session.write(u"a"_s, secret("1"), {})));
        QVERIFY(session.isLasting());
        QCOMPARE(session.sealedIn(), file());
    }
    SessionTokenStore later(none, made());
    QCOMPARE(text(wait(later.read(u"a"_s, {}))), QByteArray("1"));
    // Once it is there it is used without being asked for.
    QVERIFY(wait(later.write(u"b"_s, secret("2"), {})));
    QVERIFY(later.isLasting());
    QVERIFY(wait(later.remove(u"a"_s, {})));
    // A keychain that is away may have it.
    QCOMPARE(wait(later.read(u"a"_s, {})).error().kind, Error::Kind::Local);
    m_passphrase = "wrong";
    SessionTokenStore shut(none, made());
    QCOMPARE(wait(shut.write(u"c"_s, secret("3"), {})).error().kind, Error::Kind::Denied);
}

void TstSealedTokenStore::sessionsMakeNoneUnasked()
{
    SessionTokenStore session(std::make_shared<NoKeychain>(), made());
    QVERIFY(wait(session.write(u"a"_s, secret("1"), {})));
    QVERIFY(!session.isLasting() && session.sealedIn().isEmpty());
    QVERIFY(!QFile::exists(file()) && m_asked.isEmpty());
}

PUNCHCARD_TEST(TstSealedTokenStore, tst_sealedtokenstore)
#include "tst_sealedtokenstore.moc"
