// SPDX-License-Identifier: MIT
// The program as it is started by a desktop: processes of their own on a real X server.
#include "tests/support/hubprogram.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QWidget>

#include <algorithm>
#include <csignal>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSecondStart : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aSecondStartHandsItsFilesOver();
    void anotherHomeIsAnotherProgram();
    void whatWasOpenComesBack();
    void aSignalKeepsWhatWasWritten_data();
    void aSignalKeepsWhatWasWritten();

private:
    [[nodiscard]] std::unique_ptr<QProcess> start(const QString &home, const QStringList &arguments);
    [[nodiscard]] QString put(const QString &name, const QByteArray &text);
    static QString ask(const QStringList &arguments);
    /// The name of the window in front.
    static QString inFront() { return ask({u"getactivewindow"_s, u"getwindowname"_s}); }
    static void quit(QProcess &program);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstSecondStart::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

std::unique_ptr<QProcess> TstSecondStart::start(const QString &home, const QStringList &arguments)
{
    auto program = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PUNCHCARD_HOME"_s, m_folder->filePath(home));
    program->setProcessEnvironment(environment);
    // Also when the tests run in the background, where Ctrl-C is ignored.
    program->setUnixProcessParameters(QProcess::UnixProcessFlag::ResetSignalHandlers);
    program->setProcessChannelMode(QProcess::ForwardedChannels);
    program->start(testing::builtProgram(u"punchcard"_s), arguments);
    return program;
}

QString TstSecondStart::put(const QString &name, const QByteArray &text)
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s is not written", qPrintable(name));
    return file.fileName();
}

QString TstSecondStart::ask(const QStringList &arguments)
{
    QProcess xdotool;
    xdotool.start(u"xdotool"_s, arguments);
    if (!QTest::qWaitFor([&xdotool] { return xdotool.state() == QProcess::NotRunning; }, 20'000) || xdotool.exitCode() != 0)
        return {};
    return QString::fromUtf8(xdotool.readAllStandardOutput()).trimmed();
}

void TstSecondStart::quit(QProcess &program)
{
    ask({u"key"_s, u"ctrl+q"_s});
    QTRY_VERIFY_WITH_TIMEOUT(program.state() == QProcess::NotRunning, 20'000);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
}

// Breaks for the user: a script double-clicked in the file manager opens a second window on the same jobs, or nothing.
void TstSecondStart::aSecondStartHandsItsFilesOver()
{
    const auto first = start(u"home"_s, {put(u"first.sh"_s, "echo 1\n")});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"first.sh – Punchcard"_s, 30'000);
    QWidget cover;
    cover.setWindowTitle(u"cover"_s);
    cover.resize(900, 700);
    cover.show();
    cover.activateWindow();
    QTRY_COMPARE(inFront(), u"cover"_s);
    const auto second = start(u"home"_s, {put(u"second.sh"_s, "echo 2\n")});
    QTRY_VERIFY_WITH_TIMEOUT(second->state() == QProcess::NotRunning, 30'000);
    QCOMPARE(second->exitCode(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"second.sh – Punchcard"_s, 20'000);
    QCOMPARE(first->state(), QProcess::Running);
    // One window: what was open there is still in it.
    ask({u"key"_s, u"ctrl+w"_s});
    QTRY_COMPARE(inFront(), u"first.sh – Punchcard"_s);
    quit(*first);
}

void TstSecondStart::anotherHomeIsAnotherProgram()
{
    const auto first = start(u"home"_s, {put(u"first.sh"_s, "echo 1\n")});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"first.sh – Punchcard"_s, 30'000);
    const auto other = start(u"other"_s, {put(u"other.sh"_s, "echo 2\n")});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"other.sh – Punchcard"_s, 30'000);
    quit(*other);
    QTRY_COMPARE(inFront(), u"first.sh – Punchcard"_s);
    quit(*first);
}

void TstSecondStart::whatWasOpenComesBack()
{
    const auto first = start(u"home"_s, {put(u"a.sh"_s, "echo a\n"), put(u"b.sh"_s, "echo b\n")});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"b.sh – Punchcard"_s, 30'000);
    ask({u"getactivewindow"_s, u"windowsize"_s, u"--sync"_s, u"1400"_s, u"720"_s});
    const auto size = [] { return ask({u"getactivewindow"_s, u"getwindowgeometry"_s}).section(u"Geometry: "_s, 1); };
    QTRY_COMPARE(size(), u"1400x720"_s);
    quit(*first);
    const auto again = start(u"home"_s, {});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"b.sh – Punchcard"_s, 30'000);
    QTRY_COMPARE(size(), u"1400x720"_s);
    ask({u"key"_s, u"ctrl+w"_s});
    QTRY_COMPARE(inFront(), u"a.sh – Punchcard"_s);
    quit(*again);
}

void TstSecondStart::aSignalKeepsWhatWasWritten_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("the session ends") << SIGTERM;
    QTest::newRow("Ctrl-C in the terminal") << SIGINT;
    QTest::newRow("the terminal is closed") << SIGHUP;
}

// Breaks for the user: they log out, and what they were writing is gone, or the session waits for an answer.
void TstSecondStart::aSignalKeepsWhatWasWritten()
{
    QFETCH(const int, signal);
    const QString script = put(u"own.sh"_s, "");
    const auto first = start(u"home"_s, {script});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"own.sh – Punchcard"_s, 30'000);
    ask({u"getactivewindow"_s, u"windowsize"_s, u"--sync"_s, u"1400"_s, u"720"_s});
    const auto contentOf = [](const QString &path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    ask({u"type"_s, u"echo unsaved"_s});
    // It has reached the window.
    const QDir drafts(m_folder->filePath(u"home/drafts"_s));
    QTRY_VERIFY(std::ranges::any_of(drafts.entryList(QDir::Files),
                                    [&](const QString &name) { return contentOf(drafts.filePath(name)).contains("echo unsaved"); }));
    QCOMPARE(::kill(pid_t(first->processId()), signal), 0);
    QTRY_COMPARE_WITH_TIMEOUT(first->state(), QProcess::NotRunning, 20'000);
    QCOMPARE(first->exitStatus(), QProcess::NormalExit);
    QCOMPARE(first->exitCode(), 0);
    const auto again = start(u"home"_s, {});
    QTRY_COMPARE_WITH_TIMEOUT(inFront(), u"own.sh – Punchcard"_s, 30'000);
    QTRY_COMPARE(ask({u"getactivewindow"_s, u"getwindowgeometry"_s}).section(u"Geometry: "_s, 1), u"1400x720"_s);
    QVERIFY(!contentOf(script).contains("unsaved"));
    const auto isSaved = [&] {
        ask({u"key"_s, u"ctrl+s"_s});
        return contentOf(script).contains("echo unsaved");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSaved(), 20'000);
    quit(*again);
}

PUNCHCARD_TEST(TstSecondStart, tst_secondstart)
#include "tst_secondstart.moc"
