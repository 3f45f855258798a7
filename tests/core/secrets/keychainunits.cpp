// SPDX-License-Identifier: MIT
#include "core/secrets/keychaintokenstore.h"

#include "core/secrets/secretname.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QProcess>

#include <csignal>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

// Started by tst_keychaintokenstore, each in a process and on a bus of its own; without that they are nothing.

static SecretString secret(const QByteArray &bytes)
{
    return SecretString(QByteArray(bytes.constData(), bytes.size()));
}

/// With a real keyring that is unlocked.
class TstKeychainThere : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void keepsBytes_data();
    void keepsBytes();
    void replaces();
    void missing();
    void removes();
    void servicesAreApart();
    void probeWorksAndLeavesNothing();
    void cancelledBefore();
    void hangingKeychainEndsAtTheDeadline();
    void cancelledWriteStillWritesTheValue();

private:
    [[nodiscard]] static qint64 daemonPid();
    KeychainTokenStore m_store{u"punchcard:test"_s};
};

void TstKeychainThere::keepsBytes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("token") << QByteArray("ghp_abcdefghijklmnopqrstuvwxyz0123456789");
    QTest::newRow("bytes") << QByteArray("\0\xff\xc3(\n\0", 6);
    QTest::newRow("line break at the end") << QByteArray("a\n");
    QTest::newRow("largest") << QByteArray(maxSecretBytes, 'x');
}

void TstKeychainThere::keepsBytes()
{
    QFETCH(const QByteArray, value);
    const Result<> written = wait(m_store.write(u"bytes"_s, secret(value), {}));
    QVERIFY2(written, qPrintable(written ? QString() : written.error().sentence()));
    const Result<SecretString> read = wait(m_store.read(u"bytes"_s, {}));
    QVERIFY(read);
    QCOMPARE(read->bytes().toByteArray(), value);
}

void TstKeychainThere::replaces()
{
    QVERIFY(wait(m_store.write(u"again"_s, secret("one"), {})));
    QVERIFY(wait(m_store.write(u"again"_s, secret("two"), {})));
    QCOMPARE(wait(m_store.read(u"again"_s, {}))->bytes().toByteArray(), "two");
}

void TstKeychainThere::missing()
{
    const Result<SecretString> read = wait(m_store.read(u"never written"_s, {}));
    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Missing);
}

void TstKeychainThere::removes()
{
    QVERIFY(wait(m_store.write(u"short-lived"_s, secret("x"), {})));
    QVERIFY(wait(m_store.remove(u"short-lived"_s, {})));
    QCOMPARE(wait(m_store.read(u"short-lived"_s, {})).error().kind, Error::Kind::Missing);
    QVERIFY(wait(m_store.remove(u"short-lived"_s, {})));
}

// A home of its own never touches a person's entries.
void TstKeychainThere::servicesAreApart()
{
    KeychainTokenStore other(u"punchcard:other"_s);
    QVERIFY(wait(m_store.write(u"shared"_s, secret("mine"), {})));
    QCOMPARE(wait(other.read(u"shared"_s, {})).error().kind, Error::Kind::Missing);
    QVERIFY(wait(other.remove(u"shared"_s, {})));
    QVERIFY(wait(m_store.read(u"shared"_s, {})));
}

void TstKeychainThere::probeWorksAndLeavesNothing()
{
    const auto items = [] {
        QProcess list;
        list.start(u"dbus-send"_s,
                   {u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s,
                    u"org.freedesktop.Secret.Service.SearchItems"_s, u"dict:string:string:server,punchcard:probe"_s});
        list.waitForFinished();
        return list.readAllStandardOutput().count("object path");
    };
    KeychainTokenStore store(u"punchcard:probe"_s);
    QVERIFY(wait(store.write(u"seen"_s, secret("x"), {})));
    QCOMPARE(items(), 1); // The search finds what is there.
    const Result<> works = wait(store.probe({}));
    QVERIFY2(works, qPrintable(works ? QString() : works.error().sentence()));
    QCOMPARE(items(), 1);
}

void TstKeychainThere::cancelledBefore()
{
    const Context context;
    context.cancel->request();
    QCOMPARE(wait(m_store.read(u"x"_s, context)).error().kind, Error::Kind::Cancelled);
}

qint64 TstKeychainThere::daemonPid()
{
    QProcess ask;
    ask.start(u"dbus-send"_s,
              {u"--print-reply=literal"_s, u"--dest=org.freedesktop.DBus"_s, u"/"_s, u"org.freedesktop.DBus.GetConnectionUnixProcessID"_s,
               u"string:org.freedesktop.secrets"_s});
    ask.waitForFinished();
    return QString::fromLatin1(ask.readAllStandardOutput()).simplified().section(u' ', -1).toLongLong();
}

// Breaks for the user: a keychain that asks for a password on another screen holds the whole program for ever.
void TstKeychainThere::hangingKeychainEndsAtTheDeadline()
{
    KeychainTokenStore store(u"punchcard:test"_s, Milliseconds(300));
    QVERIFY(wait(store.write(u"slow"_s, secret("x"), {})));
    const qint64 pid = daemonPid();
    QVERIFY(pid > 1);
    QCOMPARE(::kill(pid_t(pid), SIGSTOP), 0);
    const Result<SecretString> late = wait(store.read(u"slow"_s, {}));
    QElapsedTimer timer;
    timer.start();
    const Result<SecretString> next = wait(store.read(u"slow"_s, {}));
    const qint64 took = timer.elapsed();
    QCOMPARE(::kill(pid_t(pid), SIGCONT), 0);
    QVERIFY(!late);
    QCOMPARE(late.error().kind, Error::Kind::Local);
    QVERIFY2(late.error().what.contains(u"did not answer"_s), qPrintable(late.error().what));
    // One call after another would each wait behind the one that hangs.
    QVERIFY(!next);
    QVERIFY2(took < 250, qPrintable(QString::number(took)));
    QTRY_VERIFY(wait(store.read(u"slow"_s, {})));
}

// The bytes are wiped after QtKeychain has let go of them, not while they still have to be written.
void TstKeychainThere::cancelledWriteStillWritesTheValue()
{
    const qint64 pid = daemonPid();
    QVERIFY(pid > 1);
    QCOMPARE(::kill(pid_t(pid), SIGSTOP), 0);
    // QtKeychain does one after the other: the write has not begun when it is given up.
    auto before = m_store.read(u"never written"_s, {});
    const Context context;
    auto writing = m_store.write(u"given up"_s, secret("the value"), context);
    context.cancel->request();
    const Result<> written = wait(std::move(writing));
    QCOMPARE(::kill(pid_t(pid), SIGCONT), 0);
    QVERIFY(!wait(std::move(before)));
    QCOMPARE(written.error().kind, Error::Kind::Cancelled);
    QTRY_VERIFY(wait(m_store.read(u"given up"_s, {})));
    QCOMPARE(wait(m_store.read(u"given up"_s, {}))->bytes().toByteArray(), "the value");
}

/// A keyring daemon without a keyring: reads answer as from an empty one.
class TstKeychainUnmade : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheProbeTells();
};

void TstKeychainUnmade::onlyTheProbeTells()
{
    KeychainTokenStore store(u"punchcard:test"_s, Milliseconds(10000));
    QCOMPARE(wait(store.read(u"x"_s, {})).error().kind, Error::Kind::Missing);
    const Result<> works = wait(store.probe({}));
    QVERIFY(!works);
    QCOMPARE_NE(works.error().kind, Error::Kind::Missing);
    QVERIFY(!works.error().remedy.isEmpty());
}

/// No session bus at all.
class TstKeychainAbsent : public QObject
{
    Q_OBJECT

private slots:
    void everythingSaysSo();
};

void TstKeychainAbsent::everythingSaysSo()
{
    KeychainTokenStore store(u"punchcard:test"_s, Milliseconds(10000));
    const Result<> written = wait(store.write(u"x"_s, secret("hunter2"), {}));
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::Local);
    QVERIFY(!written.error().said.isEmpty());
    QVERIFY(written.error().what.contains(written.error().said));
    QVERIFY(written.error().remedy.contains(u"PUNCHCARD_TOKEN"_s));
    QVERIFY(!(written.error().sentence() + written.error().detail).contains(u"hunter2"_s));
    QCOMPARE(wait(store.read(u"x"_s, {})).error().kind, Error::Kind::Local);
    QCOMPARE(wait(store.remove(u"x"_s, {})).error().kind, Error::Kind::Local);
    QCOMPARE(wait(store.probe({})).error().kind, Error::Kind::Local);
}

template<typename Unit>
static std::function<int(const QStringList &)> startedByTheOther()
{
    return [](const QStringList &arguments) {
        if (!qEnvironmentVariableIsSet("PUNCHCARD_TEST_KEYCHAIN"))
            return 0;
        Unit unit;
        return QTest::qExec(&unit, arguments);
    };
}

static const punchcard::testing::Registration there("tst_keychain_there", startedByTheOther<TstKeychainThere>());
static const punchcard::testing::Registration unmade("tst_keychain_unmade", startedByTheOther<TstKeychainUnmade>());
static const punchcard::testing::Registration absent("tst_keychain_absent", startedByTheOther<TstKeychainAbsent>());

#include "keychainunits.moc"
