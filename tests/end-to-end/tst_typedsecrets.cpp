// SPDX-License-Identifier: MIT
// Breaks for the user: a secret that cannot be read a second time is gone after a crash, or stays behind somewhere.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QStandardPaths>

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

const QByteArray value = "swordfish-4711";

/// A keychain of the test's own, on a session bus of its own.
class Keyring
{
public:
    ~Keyring()
    {
        for (QProcess *const process : {&m_daemon, &m_bus}) {
            process->kill();
            process->waitForFinished(10'000);
        }
    }
    [[nodiscard]] bool start()
    {
        m_bus.setProcessEnvironment(surroundings({}));
        m_bus.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
        if (!QTest::qWaitFor([this] { return m_bus.canReadLine() || m_bus.state() == QProcess::NotRunning; }, 10'000))
            return false;
        m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
        m_daemon.setProcessEnvironment(surroundings(m_address));
        m_daemon.start(u"gnome-keyring-daemon"_s, {u"--unlock"_s, u"--foreground"_s, u"--components=secrets"_s});
        if (m_address.isEmpty() || !m_daemon.waitForStarted())
            return false;
        m_daemon.write("\n"); // the password
        m_daemon.closeWriteChannel();
        // It tells what its address is once it can be asked.
        return QTest::qWaitFor([this] { return m_daemon.bytesAvailable() > 0 || QFileInfo::exists(m_folder.filePath(u"keyring"_s)); },
                               10'000);
    }
    [[nodiscard]] QStringList there() const { return variables(m_address); }
    [[nodiscard]] QStringList away() const { return variables(u"unix:path="_s + m_folder.filePath(u"none"_s)); }
    /// How many entries there are; -1 when it does not say.
    [[nodiscard]] qsizetype entries() const
    {
        QProcess ask;
        ask.start(u"dbus-send"_s,
                  {u"--bus="_s + m_address, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                   u"/org/freedesktop/secrets/aliases/default"_s, u"org.freedesktop.DBus.Properties.Get"_s,
                   u"string:org.freedesktop.Secret.Collection"_s, u"string:Items"_s});
        if (!ask.waitForFinished(10'000) || ask.exitCode() != 0)
            return -1;
        return ask.readAll().count("object path");
    }

private:
    [[nodiscard]] QStringList variables(const QString &bus) const
    {
        return {u"HOME="_s + m_folder.path(), u"XDG_RUNTIME_DIR="_s + m_folder.path(), u"DBUS_SESSION_BUS_ADDRESS="_s + bus,
                u"XDG_DATA_HOME="_s + m_folder.filePath(u"data"_s)};
    }
    [[nodiscard]] QProcessEnvironment surroundings(const QString &bus) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const QStringList all = variables(bus);
        for (const QString &variable : all)
            environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
        environment.remove(u"GNOME_KEYRING_CONTROL"_s);
        return environment;
    }

    QTemporaryDir m_folder;
    QProcess m_bus;
    QProcess m_daemon;
    QString m_address;
};

} // namespace

class TstTypedSecrets : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aCrashBeforeItIsSealed_data();
    void aCrashBeforeItIsSealed();
    void theKeychainIsAwayForAWhile();
    void thereIsNoKeychain();
    void withoutAKeychainACrashLosesIt();

private:
    [[nodiscard]] std::unique_ptr<PunchProcess> begin(const QStringList &environment);
    [[nodiscard]] std::unique_ptr<PunchProcess> resume(const QStringList &environment) const;
    [[nodiscard]] QString trace() const;

    std::unique_ptr<PunchHome> m_home;
    std::unique_ptr<Keyring> m_keyring;
};

void TstTypedSecrets::init()
{
    for (const QString &program : {u"dbus-daemon"_s, u"dbus-send"_s, u"gnome-keyring-daemon"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
    m_home = std::make_unique<PunchHome>();
    m_keyring = std::make_unique<Keyring>();
    QVERIFY(m_home->startHub());
    QVERIFY(m_keyring->start());
}

void TstTypedSecrets::cleanup()
{
    if (!m_home)
        return;
    QVERIFY(m_home->repositories().isEmpty());
    QCOMPARE(m_keyring->entries(), 0);
    QCOMPARE(trace(), QString());
    m_home.reset();
    m_keyring.reset();
}

// The file that the value is in; the server's own part of the home does not count.
QString TstTypedSecrets::trace() const
{
    QDirIterator files(m_home->home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.fileName().contains("/hub/"_L1) && file.open(QIODevice::ReadOnly) && file.readAll().contains(value))
            return file.fileName();
    }
    return {};
}

std::unique_ptr<PunchProcess> TstTypedSecrets::begin(const QStringList &environment)
{
    const QString script = m_home->write(u"job.sh"_s, "[ \"$KEY\" = sword\"\"fish-4711 ] && echo \"it is $KEY\"\n");
    auto run = std::make_unique<PunchProcess>(
        *m_home, QStringList{u"run"_s, script, u"--local"_s, u"--secret"_s, u"KEY=@/dev/stdin"_s, u"--json"_s}, environment);
    run->write(value + '\n');
    run->closeInput();
    return run;
}

std::unique_ptr<PunchProcess> TstTypedSecrets::resume(const QStringList &environment) const
{
    return std::make_unique<PunchProcess>(*m_home, QStringList{u"resume"_s, u"--json"_s}, environment);
}

void TstTypedSecrets::aCrashBeforeItIsSealed_data()
{
    QTest::addColumn<QString>("crash");
    QTest::newRow("written down") << u"store:4"_s;
    QTest::newRow("housed") << u"answered:1"_s;
    QTest::newRow("sent") << u"sent:2"_s;
    QTest::newRow("sealed, and nobody knows") << u"answered:2"_s;
}

void TstTypedSecrets::aCrashBeforeItIsSealed()
{
    QFETCH(const QString, crash);
    const auto run = begin(m_keyring->there() + QStringList{u"PUNCHCARD_TEST_CRASH="_s + crash});
    QCOMPARE(run->finish(), -1);
    QVERIFY2(run->wasKilled(), run->said());
    QCOMPARE(m_keyring->entries(), 1);
    const auto again = resume(m_keyring->there());
    QVERIFY2(again->finish() == 0, again->said());
    QCOMPARE(again->event(u"done"_s)[u"outcome"].toString(), u"succeeded"_s);
    QVERIFY(!again->out().contains(value));
}

void TstTypedSecrets::theKeychainIsAwayForAWhile()
{
    const auto run = begin(m_keyring->there() + QStringList{u"PUNCHCARD_TEST_CRASH=answered:1"_s});
    QCOMPARE(run->finish(), -1);
    {
        const auto again = resume(m_keyring->away());
        const QJsonObject waiting = again->event(u"waiting"_s, {{u"for"_s, u"keychain"_s}});
        QVERIFY2(!waiting[u"remedy"].toString().isEmpty(), again->said());
        QCOMPARE(m_home->job(1)[u"phase"].toString(), u"housed"_s);
        again->signal(SIGTERM);
        QVERIFY2(again->finish() == 5, again->said());
    }
    const auto again = resume(m_keyring->there());
    QVERIFY2(again->finish() == 0, again->said());
}

// A server, a container: the value lives as long as the process that was given it.
void TstTypedSecrets::thereIsNoKeychain()
{
    const auto run = begin(m_keyring->away());
    QVERIFY2(run->finish() == 0, run->said());
}

void TstTypedSecrets::withoutAKeychainACrashLosesIt()
{
    const auto run = begin(m_keyring->away() + QStringList{u"PUNCHCARD_TEST_CRASH=answered:1"_s});
    QCOMPARE(run->finish(), -1);
    const auto again = resume(m_keyring->there());
    const QJsonObject waiting = again->event(u"waiting"_s, {{u"for"_s, u"secret"_s}});
    QVERIFY2(waiting[u"message"].toString().contains(u"KEY"_s) && !waiting[u"remedy"].toString().isEmpty(), again->said());
    // It waits for ever, but can be got rid of.
    const PunchEnd cancel = punch(*m_home, {u"cancel"_s, u"1"_s}, m_keyring->there());
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY2(again->finish() == 4, again->said());
}

PUNCHCARD_TEST(TstTypedSecrets, tst_typedsecrets)
#include "tst_typedsecrets.moc"
