// SPDX-License-Identifier: MIT
#include "core/base/programcall.h"

#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

#include <cerrno>
#include <csignal>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstProgramCall : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void outputErrorsAndStatus();
    void nothingOnStandardInput();
    void inputArrivesWhole();
    void unreadInputIsNoError();
    void runsInItsFolder();
    void secretsStayHere();
    void missing_data();
    void missing();
    void notExecutable();
    void crashed();
    void deadlineKills();
    void cancelKills();
    void cancelledBefore();
    void floodEnds();

private:
    [[nodiscard]] ProgramCall script(const QByteArray &body, Milliseconds limit = std::chrono::seconds(20)) const;
    /// The process whose number the script wrote is gone.
    [[nodiscard]] bool isGone() const;
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstProgramCall::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

ProgramCall TstProgramCall::script(const QByteArray &body, Milliseconds limit) const
{
    return ProgramCall{
        .program = testing::writeScript(m_dir->filePath(u"script"_s), body), .arguments = {m_dir->path(), u"a b"_s}, .limit = limit};
}

bool TstProgramCall::isGone() const
{
    QFile file(m_dir->filePath(u"pid"_s));
    const qint64 pid = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toLongLong() : 0;
    return pid > 1 && ::kill(pid_t(pid), 0) != 0 && errno == ESRCH;
}

void TstProgramCall::outputErrorsAndStatus()
{
    const Result<ProgramEnd> end = wait(callProgram(script("echo \"[$2]\"; echo oops >&2; exit 3"), {}));
    QVERIFY2(end, qPrintable(end ? QString() : end.error().sentence()));
    QCOMPARE(end->output, "[a b]\n");
    QCOMPARE(end->errors, "oops\n");
    QCOMPARE(end->exitCode, 3);
}

void TstProgramCall::nothingOnStandardInput()
{
    const Result<ProgramEnd> end = wait(callProgram(script("cat; echo end"), {}));
    QVERIFY(end);
    QCOMPARE(end->output, "end\n");
}

void TstProgramCall::inputArrivesWhole()
{
    ProgramCall call = script("wc -c");
    call.input = QByteArray(3'000'000, 'x');
    const Result<ProgramEnd> end = wait(callProgram(call, {}));
    QVERIFY2(end, qPrintable(end ? QString() : end.error().sentence()));
    QCOMPARE(end->output.trimmed(), "3000000");
}

void TstProgramCall::unreadInputIsNoError()
{
    ProgramCall call = script("exec <&-; echo end");
    call.input = QByteArray(3'000'000, 'x');
    const Result<ProgramEnd> end = wait(callProgram(call, {}));
    QVERIFY2(end, qPrintable(end ? QString() : end.error().sentence()));
    QCOMPARE(end->output, "end\n");
}

void TstProgramCall::runsInItsFolder()
{
    ProgramCall call = script("pwd -P");
    call.folder = m_dir->path();
    const Result<ProgramEnd> end = wait(callProgram(call, {}));
    QVERIFY(end);
    QCOMPARE(QString::fromUtf8(end->output.trimmed()), QFileInfo(m_dir->path()).canonicalFilePath());
}

// Breaks for the user: ShellCheck, bubblewrap or whatever else is started reads their token.
void TstProgramCall::secretsStayHere()
{
    const QByteArrayList secrets{"PUNCHCARD_TOKEN",   "GH_TOKEN",      "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "npm_token",
                                 "POSTGRES_PASSWORD", "CLIENT_SECRET", "API_KEY",      "RESTIC_PASSPHRASE",   "AWS_CREDENTIALS"};
    const auto back = qScopeGuard([&secrets] {
        for (const QByteArray &name : secrets)
            qunsetenv(name);
        qunsetenv("PUNCHCARD_TEST_PLAIN");
    });
    for (const QByteArray &name : secrets)
        qputenv(name, "must-not-be-seen");
    qputenv("PUNCHCARD_TEST_PLAIN", "is-seen");
    const Result<ProgramEnd> end = wait(callProgram(script("env"), {}));
    QVERIFY(end);
    QVERIFY2(end->output.contains("PUNCHCARD_TEST_PLAIN=is-seen\n"), end->output);
    QVERIFY2(!end->output.contains("must-not-be-seen"), end->output);
}

void TstProgramCall::missing_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("name") << u"punchcard-has-no-such-program"_s;
    QTest::newRow("path") << u"/nonexistent/program"_s;
    QTest::newRow("folder") << u"/tmp"_s;
}

void TstProgramCall::missing()
{
    QFETCH(const QString, program);
    const ProgramCall call{.program = program};
    const Result<ProgramEnd> end = wait(callProgram(call, {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Missing);
    QVERIFY(end.error().what.contains(program));
}

void TstProgramCall::notExecutable()
{
    const ProgramCall call = script("exit 0");
    QVERIFY(QFile::setPermissions(call.program, QFile::ReadOwner));
    const Result<ProgramEnd> end = wait(callProgram(call, {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Local);
}

void TstProgramCall::crashed()
{
    const Result<ProgramEnd> end = wait(callProgram(script("kill -KILL $$"), {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Local);
    QVERIFY2(end.error().what.contains(u"crashed"_s), qPrintable(end.error().what));
}

void TstProgramCall::deadlineKills()
{
    const Result<ProgramEnd> end = wait(callProgram(script("echo $$ > \"$1/pid\"; exec sleep 60", Milliseconds(500)), {}));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Local);
    QVERIFY2(end.error().what.contains(u"0.5 seconds"_s), qPrintable(end.error().what));
    QVERIFY(isGone());
}

void TstProgramCall::cancelKills()
{
    const Context context;
    auto running = callProgram(script("echo $$ > \"$1/pid.new\"; mv \"$1/pid.new\" \"$1/pid\"; exec sleep 60"), context);
    QTRY_VERIFY(QFile::exists(m_dir->filePath(u"pid"_s)));
    context.cancel->request();
    const Result<ProgramEnd> end = wait(std::move(running));
    QVERIFY(!end);
    QCOMPARE(end.error().kind, Error::Kind::Cancelled);
    QVERIFY(isGone());
}

void TstProgramCall::cancelledBefore()
{
    const Context context;
    context.cancel->request();
    QCOMPARE(wait(callProgram(script("echo $$ > \"$1/pid\""), context)).error().kind, Error::Kind::Cancelled);
    QVERIFY(!QFile::exists(m_dir->filePath(u"pid"_s)));
}

void TstProgramCall::floodEnds()
{
    const Result<ProgramEnd> end = wait(callProgram(script("echo $$ > \"$1/pid\"; exec yes"), {}));
    QVERIFY(!end);
    QVERIFY2(end.error().what.contains(u"too much"_s), qPrintable(end.error().what));
    QVERIFY(isGone());
}

PUNCHCARD_TEST(TstProgramCall, tst_programcall)
#include "tst_programcall.moc"
