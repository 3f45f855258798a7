// SPDX-License-Identifier: MIT
#include "core/accounts/doctor.h"

#include "core/base/files.h"
#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstDoctor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void home();
    void homeThatCannotBeWritten();
    void keychainThatIsNone();
    void bubblewrap();
    void bubblewrapThatFails();
    void bubblewrapThatIsNone();
    void shellCheck();
    void shellCheckThatIsNone();
    void gh_data();
    void gh();
    void hub();
    void hubThatDoesNotStart();
    void allOfThemInOrder();

private:
    [[nodiscard]] QString script(const QByteArray &body) const { return testing::writeScript(m_dir->filePath(u"script"_s), body); }
    std::unique_ptr<QTemporaryDir> m_dir;
    Home m_home;
};

void TstDoctor::initTestCase()
{
    // A process asks for its bus once; with a real keyring see tst_keychaintokenstore.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
}

void TstDoctor::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_home = Home{.data = m_dir->path(), .config = m_dir->path(), .cache = m_dir->path(), .keychainService = u"punchcard:test"_s};
    QVERIFY(makePrivateFolder(m_home.hubFolder()));
}

void TstDoctor::cleanup()
{
    // The hub that was started in it ends when it goes.
    m_dir->setAutoRemove(false);
    QTRY_VERIFY(QDir(m_dir->path()).removeRecursively());
}

void TstDoctor::home()
{
    const QStringList before = QDir(m_home.data).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    const Check check = checkHome(m_home);
    QCOMPARE(check.name, u"home"_s);
    QVERIFY(check.level == Check::Level::Ok || (check.level == Check::Level::Warn && check.what.contains(u"free"_s)));
    QVERIFY(check.what.contains(m_home.data));
    QCOMPARE(QDir(m_home.data).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
}

void TstDoctor::homeThatCannotBeWritten()
{
    m_home.data = m_dir->filePath(u"gone"_s);
    const Check check = checkHome(m_home);
    QCOMPARE(check.level, Check::Level::Fail);
    QVERIFY(!check.remedy.isEmpty());
}

void TstDoctor::keychainThatIsNone()
{
    const auto keychain = std::make_shared<KeychainTokenStore>(m_home.keychainService);
    const Check check = wait(checkKeychain(keychain, {}));
    QCOMPARE(check.name, u"keychain"_s);
    QCOMPARE(check.level, Check::Level::Warn);
    QVERIFY(check.remedy.contains(u"PUNCHCARD_TOKEN"_s));
}

void TstDoctor::bubblewrap()
{
    const Check check = wait(checkBubblewrap(u"bwrap"_s, {}));
    QVERIFY2(check.level == Check::Level::Ok, qPrintable(check.what));
    QVERIFY(check.remedy.isEmpty());
}

void TstDoctor::bubblewrapThatFails()
{
    const Check check = wait(checkBubblewrap(script("echo 'No permissions to create new namespace' >&2; exit 1"), {}));
    QCOMPARE(check.level, Check::Level::Warn);
    QVERIFY(check.what.contains(u"No permissions to create new namespace"_s));
    QVERIFY(check.remedy.contains(u"user namespaces"_s));
}

void TstDoctor::bubblewrapThatIsNone()
{
    const Check check = wait(checkBubblewrap(u"/nonexistent/bwrap"_s, {}));
    QCOMPARE(check.level, Check::Level::Warn);
    QVERIFY(check.remedy.contains(u"Install bubblewrap"_s));
}

void TstDoctor::shellCheck()
{
    const Check check = wait(checkShellCheck(u"shellcheck"_s, {}));
    QVERIFY2(check.level == Check::Level::Ok, qPrintable(check.what));
    QVERIFY2(check.what.contains(u"ShellCheck 0."_s), qPrintable(check.what));
}

void TstDoctor::shellCheckThatIsNone()
{
    const Check check = wait(checkShellCheck(u"/nonexistent/shellcheck"_s, {}));
    QCOMPARE(check.level, Check::Level::Warn);
    QVERIFY(!check.remedy.isEmpty());
    QCOMPARE(wait(checkShellCheck(script("exit 1"), {})).level, Check::Level::Warn);
}

void TstDoctor::gh_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Check::Level>("level");
    QTest::addColumn<QString>("says");
    QTest::newRow("signed in") << QByteArray("echo gho_abc") << Check::Level::Ok << u"take that over"_s;
    QTest::newRow("not signed in") << QByteArray("exit 1") << Check::Level::Ok << u"not signed in"_s;
    QTest::newRow("none") << QByteArray() << Check::Level::Ok << u"not installed"_s;
    QTest::newRow("broken") << QByteArray("kill -KILL $$") << Check::Level::Warn << u"crashed"_s;
}

void TstDoctor::gh()
{
    QFETCH(const QByteArray, body);
    QFETCH(const Check::Level, level);
    QFETCH(const QString, says);
    const Check check = wait(checkGh(body.isEmpty() ? u"/nonexistent/gh"_s : script(body), {}));
    QCOMPARE(check.name, u"gh"_s);
    QCOMPARE(check.level, level);
    QVERIFY2(check.what.contains(says), qPrintable(check.what));
    QVERIFY(!check.what.contains(u"gho_"_s));
}

void TstDoctor::hub()
{
    const LocalHub hub(m_home, QCoreApplication::applicationDirPath() + u"/tests_core_accounts_hub"_s, std::chrono::seconds(30));
    const Check check = wait(checkHub(hub, {}));
    QVERIFY2(check.level == Check::Level::Ok, qPrintable(check.what));
    QVERIFY(check.what.contains(u"http://127.0.0.1:"_s));
}

void TstDoctor::hubThatDoesNotStart()
{
    const LocalHub hub(m_home, script("echo broken; exit 1"));
    const Check check = wait(checkHub(hub, {}));
    QCOMPARE(check.level, Check::Level::Fail);
    QVERIFY2(check.what.contains(u"broken"_s), qPrintable(check.what));
    QVERIFY(!check.remedy.isEmpty());
}

static QCoro::Task<Check> reachable(Context)
{
    co_return Check{.name = u"octocat"_s, .what = u"answers"_s};
}

void TstDoctor::allOfThemInOrder()
{
    const LocalHub hub(m_home, script("exit 1"));
    const auto keychain = std::make_shared<KeychainTokenStore>(m_home.keychainService);
    const QList<Check> checks = wait(runDoctor(m_home, keychain, hub, {reachable}, {}));
    QStringList names;
    for (const Check &check : checks) {
        names += check.name;
        QVERIFY(!check.what.isEmpty());
        QCOMPARE(check.remedy.isEmpty(), check.level == Check::Level::Ok);
    }
    QCOMPARE(names, QStringList({u"home"_s, u"keychain"_s, u"bubblewrap"_s, u"shellcheck"_s, u"gh"_s, u"hub"_s, u"octocat"_s}));
    QCOMPARE(levelName(Check::Level::Warn), u"warn"_s);
}

PUNCHCARD_TEST(TstDoctor, tst_doctor)
#include "tst_doctor.moc"
