// SPDX-License-Identifier: MIT
#include "core/accounts/localhub.h"

#include "core/base/files.h"
#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QTcpServer>
#include <QTemporaryDir>

#include <cerrno>
#include <csignal>
#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

/// With standinhub.cpp in the hub's place; whole jobs on the real one are tests/end-to-end's.
class TstLocalHub : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void startsOneAndFindsItAgain();
    void isAProcessOfItsOwn();
    void getsNoTokenOfOurs();
    void twoAtOnceEndWithOneHub();
    void waitsForOneThatEnds();
    void replacesAKilledOne();
    void doesNotTrustAnAddressWithoutItsLock();
    void damagedAddressFile();
    void deadOneIsToldWithItsLog();
    void silentOneIsToldAfterTheLimit();
    void unusableFolder();
    void cancelEndsTheWait();
    void runningStartsNone();
    void program();

private:
    [[nodiscard]] LocalHub hub(Milliseconds limit = std::chrono::seconds(30)) const { return LocalHub(m_home, standIn(), limit); }
    [[nodiscard]] static QString standIn() { return QCoreApplication::applicationDirPath() + u"/tests_core_accounts_hub"_s; }
    [[nodiscard]] QByteArray read(const QString &name) const;
    [[nodiscard]] static QByteArray readProc(qint64 pid, const QString &name);
    [[nodiscard]] static bool isGone(qint64 pid) { return ::kill(pid_t(pid), 0) != 0 && errno == ESRCH; }
    /// Gone, or not waited for yet by whoever its parent is now.
    [[nodiscard]] static bool isDead(qint64 pid) { return isGone(pid) || readProc(pid, u"stat"_s).contains(") Z "); }

    std::unique_ptr<QTemporaryDir> m_dir;
    Home m_home;
};

void TstLocalHub::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    const QString path = m_dir->path();
    m_home = Home{.data = path, .config = path + u"/config"_s, .cache = path + u"/cache"_s, .keychainService = u"punchcard:test"_s};
    QVERIFY(makePrivateFolder(m_home.hubFolder()));
}

void TstLocalHub::cleanup()
{
    for (const char *name : {"STANDIN_HUB", "PUNCHCARD_HUB", "PUNCHCARD_TOKEN", "GH_TOKEN"})
        qunsetenv(name);
    // The stand-in ends when its folder goes. One that is just starting may still put a file into it.
    m_dir->setAutoRemove(false);
    QTRY_VERIFY(QDir(m_dir->path()).removeRecursively());
    m_dir.reset();
}

QByteArray TstLocalHub::read(const QString &name) const
{
    QFile file(m_home.hubFolder() + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray TstLocalHub::readProc(qint64 pid, const QString &name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TstLocalHub::startsOneAndFindsItAgain()
{
    const Result<HubAddress> first = wait(hub().address({}));
    QVERIFY2(first, qPrintable(first ? QString() : first.error().sentence() + first.error().detail));
    QCOMPARE(first->token.bytes().toByteArray(), "standin-token");
    QCOMPARE(first->api.host(), u"127.0.0.1"_s);
    const Result<HubAddress> again = wait(hub().address({}));
    QVERIFY(again);
    QCOMPARE(again->pid, first->pid);
    QCOMPARE(read(u"starts"_s), "x");
    const Result<HubAddress> running = wait(hub().running({}));
    QVERIFY(running);
    QCOMPARE(running->pid, first->pid);
    QCOMPARE(QFile::permissions(hubLogFile(m_home.hubFolder())) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

// Breaks for the user: closing the terminal, or Ctrl-C in it, ends a job that should go on.
void TstLocalHub::isAProcessOfItsOwn()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0); // Without close-on-exec, as a library may open one.
    const QString pipeName = QFile::symLinkTarget(u"/proc/self/fd/%1"_s.arg(ends[1])).section(u'/', -1);
    const Result<HubAddress> address = wait(hub().address({}));
    ::close(ends[0]);
    ::close(ends[1]);
    QVERIFY(address);
    QCOMPARE_NE(getsid(pid_t(address->pid)), getsid(0));
    const QString folder = u"/proc/%1/fd/"_s.arg(address->pid);
    const QStringList numbers = QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    QVERIFY(numbers.size() >= 3);
    for (const QString &number : numbers)
        QVERIFY2(!QFile::symLinkTarget(folder + number).contains(pipeName), qPrintable(number + pipeName));
    QCOMPARE(QFile::symLinkTarget(folder + u'0'), u"/dev/null"_s);
    for (const QString &output : {u"1"_s, u"2"_s})
        QCOMPARE(QFileInfo(QFile::symLinkTarget(folder + output)).canonicalFilePath(),
                 QFileInfo(hubLogFile(m_home.hubFolder())).canonicalFilePath());
}

void TstLocalHub::getsNoTokenOfOurs()
{
    qputenv("PUNCHCARD_TOKEN", "ghp_ours");
    qputenv("GH_TOKEN", "ghp_ours");
    const Result<HubAddress> address = wait(hub().address({}));
    QVERIFY(address);
    const QByteArray environment = readProc(address->pid, u"environ"_s);
    QVERIFY(environment.contains("PUNCHCARD_HOME=" + QFile::encodeName(m_home.data)));
    QVERIFY(!environment.contains("ghp_ours"));
}

void TstLocalHub::twoAtOnceEndWithOneHub()
{
    auto one = hub().address({});
    auto two = hub().address({});
    const Result<HubAddress> first = wait(std::move(one));
    const Result<HubAddress> second = wait(std::move(two));
    QVERIFY2(first, qPrintable(first ? QString() : first.error().detail));
    QVERIFY2(second, qPrintable(second ? QString() : second.error().detail));
    QCOMPARE(first->pid, second->pid);
    QVERIFY(!read(u"starts"_s).isEmpty());
}

// The lock is held, but nobody answers: a hub that is on its way out. A new one cannot run beside it.
void TstLocalHub::waitsForOneThatEnds()
{
    QLockFile ending(hubLockFile(m_home.hubFolder()));
    ending.setStaleLockTime(0);
    QVERIFY(ending.tryLock());
    auto waiting = hub().address({});
    // Several looks long; a hub that started in vain would have left its mark.
    QVERIFY(!QTest::qWaitFor([this] { return !read(u"starts"_s).isEmpty(); }, QDeadlineTimer(std::chrono::milliseconds(300))));
    QVERIFY(!waiting.isReady());
    ending.unlock();
    const Result<HubAddress> address = wait(std::move(waiting));
    QVERIFY2(address, qPrintable(address ? QString() : address.error().detail));
    QCOMPARE(read(u"starts"_s), "x");
}

void TstLocalHub::replacesAKilledOne()
{
    const Result<HubAddress> first = wait(hub().address({}));
    QVERIFY(first);
    QCOMPARE(::kill(pid_t(first->pid), SIGKILL), 0);
    QTRY_VERIFY(isDead(first->pid));
    const Result<HubAddress> missing = wait(hub().running({}));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, Error::Kind::Missing);
    const Result<HubAddress> second = wait(hub().address({}));
    QVERIFY2(second, qPrintable(second ? QString() : second.error().detail));
    QCOMPARE_NE(second->pid, first->pid);
}

// Breaks for the user: the hub was killed, its port is another program's now, and that gets script, token and secrets.
void TstLocalHub::doesNotTrustAnAddressWithoutItsLock()
{
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress(u"127.0.0.1"_s)));
    const QString root = u"http://127.0.0.1:%1/"_s.arg(stranger.serverPort());
    const QJsonObject json{{u"api"_s, root}, {u"blobs"_s, root}, {u"token"_s, u"old"_s}, {u"pid"_s, 1}};
    QVERIFY(writePrivateFile(hubAddressFile(m_home.hubFolder()), QJsonDocument(json).toJson()));
    QVERIFY(!wait(hub().running({})));
    // Nor one that is older than the lock: the new hub has it already, but has not yet said where it is.
    QLockFile starting(hubLockFile(m_home.hubFolder()));
    starting.setStaleLockTime(0);
    QVERIFY(starting.tryLock());
    QVERIFY(!wait(hub().running({})));
    starting.unlock();
    const Result<HubAddress> address = wait(hub().address({}));
    QVERIFY2(address, qPrintable(address ? QString() : address.error().detail));
    QCOMPARE_NE(address->api.port(), int(stranger.serverPort()));
    QVERIFY(!stranger.hasPendingConnections());
}

void TstLocalHub::damagedAddressFile()
{
    QVERIFY(writePrivateFile(hubAddressFile(m_home.hubFolder()), "{\"api\":"));
    const Result<HubAddress> address = wait(hub().address({}));
    QVERIFY2(address, qPrintable(address ? QString() : address.error().detail));
}

void TstLocalHub::deadOneIsToldWithItsLog()
{
    qputenv("STANDIN_HUB", "dies");
    // wait() ends the test long before this limit: that the hub is gone must be noticed.
    const Result<HubAddress> address = wait(hub(std::chrono::minutes(5)).address({}));
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Local);
    QVERIFY2(address.error().what.contains(u"no room for a hub"_s), qPrintable(address.error().what));
    QVERIFY(address.error().detail.contains(u"first line"_s));
    QVERIFY(address.error().remedy.contains(standIn()));
    QVERIFY(address.error().remedy.contains(hubLogFile(m_home.hubFolder())));
}

void TstLocalHub::silentOneIsToldAfterTheLimit()
{
    qputenv("STANDIN_HUB", "silent");
    const Result<HubAddress> address = wait(hub(Milliseconds(400)).address({}));
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Local);
    QVERIFY(!address.error().remedy.isEmpty());
}

void TstLocalHub::unusableFolder()
{
    QVERIFY(QDir(m_home.hubFolder()).removeRecursively());
    QFile file(m_home.hubFolder());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const Result<HubAddress> address = wait(hub().address({}));
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Storage);
}

void TstLocalHub::cancelEndsTheWait()
{
    qputenv("STANDIN_HUB", "silent");
    const Context context;
    auto waiting = hub(std::chrono::minutes(5)).address(context);
    QTRY_VERIFY(!read(u"starts"_s).isEmpty());
    context.cancel->request();
    const Result<HubAddress> address = wait(std::move(waiting));
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Cancelled);
}

void TstLocalHub::runningStartsNone()
{
    const Result<HubAddress> address = wait(hub().running({}));
    QVERIFY(!address);
    QCOMPARE(address.error().kind, Error::Kind::Missing);
    QVERIFY(read(u"starts"_s).isEmpty());
}

void TstLocalHub::program()
{
    QCOMPARE(*hub().program(), standIn());
    qputenv("PUNCHCARD_HUB", QFile::encodeName(standIn()));
    QCOMPARE(*LocalHub(m_home).program(), standIn());
    qputenv("PUNCHCARD_HUB", "/nonexistent/hub");
    const Result<QString> none = LocalHub(m_home).program();
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Missing);
    QVERIFY(none.error().remedy.contains(u"PUNCHCARD_HUB"_s));
    QCOMPARE(wait(LocalHub(m_home).address({})).error().kind, Error::Kind::Missing);
    const QString plain = testing::writeScript(m_dir->filePath(u"plain"_s), "exit 0");
    QVERIFY(QFile::setPermissions(plain, QFile::ReadOwner));
    QVERIFY(!LocalHub(m_home, plain).program());
}

PUNCHCARD_TEST(TstLocalHub, tst_localhub)
#include "tst_localhub.moc"
