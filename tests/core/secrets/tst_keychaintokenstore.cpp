// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

/// A process asks for the session bus once, so that each situation is a unit of keychainunits.cpp in a process of its
/// own: with a real keyring on a private bus, with a keyring that was never made, without a bus.
class TstKeychainTokenStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void withAKeyring();
    void withAKeyringThatWasNeverMade();
    void withoutABus();

private:
    void run(const QString &unit, const QString &shellCommand);
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstKeychainTokenStore::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TstKeychainTokenStore::run(const QString &unit, const QString &shellCommand)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PUNCHCARD_TEST_KEYCHAIN"_s, u"1"_s);
    environment.insert(u"HOME"_s, m_dir->path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_dir->path());
    for (const QString &name :
         {u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s, u"GNOME_KEYRING_CONTROL"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s})
        environment.remove(name);
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path="_s + m_dir->filePath(u"no-bus"_s));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"bash"_s, {u"-c"_s, shellCommand, QCoreApplication::applicationFilePath(), unit});
    QVERIFY(process.waitForStarted());
    QVERIFY(process.waitForFinished(90000));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
    QVERIFY2(output.contains(" 0 failed, 0 skipped"), output.constData());
}

void TstKeychainTokenStore::withAKeyring()
{
    // The line break is the keyring's empty password; with nothing in its place no keyring is made.
    run(u"tst_keychain_there"_s,
        uR"(exec dbus-run-session -- bash -c 'printf "\n" | gnome-keyring-daemon --unlock --components=secrets >&2 && exec "$0" "$1"' "$0" "$1")"_s);
}

void TstKeychainTokenStore::withAKeyringThatWasNeverMade()
{
    run(u"tst_keychain_unmade"_s,
        uR"(exec dbus-run-session -- bash -c 'gnome-keyring-daemon --start --components=secrets >&2 && exec "$0" "$1"' "$0" "$1")"_s);
}

void TstKeychainTokenStore::withoutABus()
{
    run(u"tst_keychain_absent"_s, uR"(exec "$0" "$1")"_s);
}

PUNCHCARD_TEST(TstKeychainTokenStore, tst_keychaintokenstore)
#include "tst_keychaintokenstore.moc"
