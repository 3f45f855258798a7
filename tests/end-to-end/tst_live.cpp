// SPDX-License-Identifier: MIT
// What a script prints while it runs: the real hub, the real bash and curl, the built punch.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDateTime>
#include <QDirIterator>
#include <QTcpServer>
#include <QTcpSocket>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

/// Scripts stop at a line of bash until the test lets them go on: they share the network.
class Gate
{
public:
    Gate()
    {
        QTest::qVerify(m_server.listen(QHostAddress::LocalHost), "listens", "", __FILE__, __LINE__);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { m_waiting.append(m_server.nextPendingConnection()); });
    }
    [[nodiscard]] QByteArray line() const
    {
        return "exec 9<>/dev/tcp/127.0.0.1/" + QByteArray::number(m_server.serverPort()) + "; read -r _ <&9; exec 9>&-\n";
    }
    [[nodiscard]] bool isWaitedAt() const { return !m_waiting.isEmpty(); }
    void open() { m_waiting.takeFirst()->write("\n"); }

private:
    QTcpServer m_server;
    QList<QTcpSocket *> m_waiting;
};

/// All files below the home that hold @p text.
QStringList filesWith(const PunchHome &home, const QByteArray &text)
{
    QStringList found;
    QDirIterator files(home.home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            found.append(file.fileName());
    }
    return found;
}

} // namespace

class TstLive : public QObject
{
    Q_OBJECT

private slots:
    // Breaks for the user: they wait for an hour and do not know whether their script does anything.
    void linesArriveBeforeTheEnd();
    void whatWasTooFastIsSaid();
    // Breaks for the user: the job may not send what it prints, and they look at an empty log for an hour.
    void whatCannotBeSentIsSaid();
    void anotherTerminalFollows();
    void withoutItTheJobMayOnlyRead();
    // Breaks for the user: the list says "running" for an hour, though the script tells how far it is.
    void progressIsSeenByOthers();
    void anElementOfALargeArrayIsFollowed();
    void filesComeBeforeTheEnd();
    void withoutItFilesComeAtTheEnd();
    // Breaks for the user: what 200 elements have left is out of reach until the last one ends.
    void whatElementsLeftIsHereBeforeTheEnd();
};

void TstLive::linesArriveBeforeTheEnd()
{
    const PunchHome home;
    Gate gate;
    const QString secret = home.write(u"secret"_s, "sword-of-fish");
    const QString script = home.write(
        u"job.sh"_s, "echo one $KEY\necho ::group::two\necho ::endgroup::\n" + gate.line() + "echo three >&2\nls -A .punchcard\nexit 3\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--secret"_s, u"KEY=@"_s + secret});
    QTRY_VERIFY2(run.out().contains("two\n"), run.said());
    QVERIFY(gate.isWaitedAt());
    QVERIFY(run.isRunning());
    QCOMPARE(run.out().count("one ***\n"), 1);
    gate.open();
    QVERIFY2(run.finish() == 1, run.said());
    // The full log goes on where the live output ended; nothing comes twice.
    for (const QByteArray &line : {QByteArray("one ***\n"), QByteArray("two\n"), QByteArray("three\n"), QByteArray("ship.sh\n")})
        QVERIFY2(run.out().count(line) == 1, run.said());
    QVERIFY2(run.out().indexOf("one") < run.out().indexOf("two") && run.out().indexOf("two") < run.out().indexOf("three"), run.said());
    QCOMPARE(filesWith(home, "sword-of-fish"), QStringList());
    QVERIFY(filesWith(home, "ghs_").isEmpty());
    // What stood in for the log is gone.
    QDirIterator live(home.home(), {u"*.live"_s, u"*.at"_s}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(!live.hasNext());
}

// Breaks for the user: they take what they saw for all there was.
void TstLive::whatWasTooFastIsSaid()
{
    const PunchHome home;
    Gate gate;
    const QString script = home.write(u"job.sh"_s, "seq 1 100000 >many\ncat many\n" + gate.line());
    PunchProcess run(home, {u"run"_s, script, u"--local"_s});
    QTRY_VERIFY2(run.out().contains("\n100000\n"), run.said().left(2000));
    QCOMPARE(run.out().count("were printed too fast to be shown live"), 1);
    QVERIFY(!run.out().startsWith("1\n2\n"));
    gate.open();
    QVERIFY2(run.finish() == 0, run.err());
    QVERIFY(run.out().contains("(What came live was not all; the full log follows.)\n1\n2\n"));
    QVERIFY(run.out().endsWith("\n100000\n") || run.out().count("\n100000\n") == 2);
}

void TstLive::whatCannotBeSentIsSaid()
{
    PunchHome home;
    Gate gate;
    // What the job itself makes; punch moves a branch that is there.
    const QByteArray faults = R"([{"match": "^POST .*/git/refs$", "fault": "status", "status": 403, "times": -1,
                                   "body": {"message": "Resource not accessible by integration"}}])";
    QVERIFY(home.startHub({u"PUNCHCARD_HUB_FAULTS="_s + home.write(u"faults.json"_s, faults)}));
    const QString script = home.write(u"job.sh"_s, "echo one\n" + gate.line() + "echo two\n");
    // Its patience is 15 s; what could be sent would come within one.
    const QString clock = u"PUNCHCARD_TEST_CLOCK=5x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch());
    PunchProcess run(home, {u"run"_s, script, u"--local"_s}, {clock});
    const QByteArray note = "No live output: the job does not send it.";
    QTRY_VERIFY2_WITH_TIMEOUT(run.out().contains(note), run.said(), 60'000);
    QVERIFY(gate.isWaitedAt() && run.isRunning());
    QVERIFY(!run.out().contains("one\n"));
    gate.open();
    QVERIFY2(run.finish() == 0, run.said());
    // Said once, and then all of the log.
    QCOMPARE(run.out().count(note), 1);
    QVERIFY2(run.out().contains("one\ntwo\n"), run.said());
}

void TstLive::anotherTerminalFollows()
{
    const PunchHome home;
    Gate gate;
    const QString script = home.write(u"job.sh"_s, "echo early\n" + gate.line() + "echo late\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s});
    QTRY_VERIFY2(run.out().contains("early\n"), run.said());
    PunchProcess logs(home, {u"logs"_s, u"1"_s, u"--follow"_s});
    QTRY_VERIFY2(logs.out().contains("early\n"), logs.said());
    gate.open();
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY2(logs.finish() == 0, logs.said());
    QCOMPARE(logs.out(), QByteArray("early\nlate\n"));
}

void TstLive::withoutItTheJobMayOnlyRead()
{
    const PunchHome home;
    const QString script = home.write(u"job.sh"_s, "ls -A\necho \"token: ${PUNCHCARD_LIVE_TOKEN-none}\"\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--live=false"_s});
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY2(run.out().contains("token: none\n") && !run.out().contains(".punchcard"), run.said());
}

void TstLive::progressIsSeenByOthers()
{
    const PunchHome home;
    Gate gate;
    const QString script = home.write(u"job.sh"_s, "echo begin\necho '::punchcard progress=37 eta=120::'\necho on\n" + gate.line());
    PunchProcess run(home, {u"run"_s, script, u"--local"_s});
    QTRY_VERIFY2(run.out().contains("on\n"), run.said());
    QCOMPARE(home.job(1)[u"progress"].toInt(), 37);
    QCOMPARE(home.jobs().constFirst()[u"left_ms"].toInteger(), 120'000);
    const PunchEnd list = punch(home, {u"list"_s});
    QVERIFY2(list.out.contains("running, 37 %, 2m"), list.out);
    gate.open();
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY(!home.job(1).contains(u"progress"_s));
    // What is for the bar alone is neither shown nor missed.
    QCOMPARE(run.out().left(9), QByteArray("begin\non\n"));
    QVERIFY2(!run.out().contains("progress=37") && !run.out().contains("What came live"), run.said());
}

// Breaks for the user: of a large array they see nothing before its end.
void TstLive::anElementOfALargeArrayIsFollowed()
{
    const PunchHome home;
    Gate gate;
    const QString script
        = home.write(u"job.sh"_s, "echo \"element $PUNCHCARD_TASK begins\"\n" + gate.line() + "echo \"element $PUNCHCARD_TASK ends\"\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--array"_s, u"6"_s});
    QTRY_VERIFY2(gate.isWaitedAt(), run.said());
    // Of the first one or two that run, the one that is open is seen, from another terminal; the other is not sent at all.
    PunchProcess logs(home, {u"logs"_s, u"1"_s, u"--follow"_s, u"--task"_s, u"0"_s});
    QTRY_VERIFY2(logs.out().contains("element 0 begins\n"), logs.said());
    QVERIFY2(!logs.out().contains("element 1"), logs.said());
    for (int opened = 0; opened < 6; ++opened) {
        QTRY_VERIFY2(gate.isWaitedAt(), run.said());
        gate.open();
    }
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY2(logs.finish() == 0, logs.said());
    QCOMPARE(logs.out(), QByteArray("element 0 begins\nelement 0 ends\n"));
    QVERIFY2(run.err().contains("punch logs 1 --follow --task N"), run.said());
    const PunchEnd one = punch(home, {u"logs"_s, u"1"_s, u"--task"_s, u"5"_s});
    QCOMPARE(one.out, QByteArray("element 5 begins\nelement 5 ends\n"));
    QCOMPARE(punch(home, {u"logs"_s, u"1"_s, u"--task"_s, u"6"_s}).code, 2);
    QDirIterator left(home.home(), {u"follow-*"_s}, QDir::Files, QDirIterator::Subdirectories);
    QVERIFY(!left.hasNext());
}

void TstLive::filesComeBeforeTheEnd()
{
    const PunchHome home;
    Gate gate;
    const QString script = home.write(u"job.sh"_s,
                                      "echo early >early.txt\npunchcard-upload so-far.txt early.txt\necho handed over\n" + gate.line()
                                          + "echo late >>early.txt\npunchcard-upload so-far.txt early.txt\necho more >uploads/more.txt\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s});
    const auto fileNow = [&home](const QString &name) {
        QDirIterator files(home.home(), {name}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().contains(u"/jobs/"_s) && !file.fileName().contains(u"/downloads/"_s) && file.open(QIODevice::ReadOnly))
                return file.readAll();
        }
        return QByteArray();
    };
    QTRY_VERIFY2(fileNow(u"so-far.txt"_s) == "early\n", run.said());
    QVERIFY(run.isRunning());
    QJsonArray artifacts = home.job(1)[u"artifacts"].toArray();
    QCOMPARE(artifacts.size(), 1);
    QCOMPARE(artifacts[0][u"name"].toString(), u"uploads"_s);
    gate.open();
    QVERIFY2(run.finish() == 0, run.said());
    // The artifact has taken its place.
    artifacts = home.job(1)[u"artifacts"].toArray();
    QCOMPARE(artifacts.size(), 1);
    QCOMPARE(artifacts[0][u"files"].toArray().size(), 2);
    QCOMPARE(fileNow(u"so-far.txt"_s), QByteArray("early\nlate\n"));
    QDirIterator soFar(home.home(), {u"so-far"_s}, QDir::Dirs, QDirIterator::Subdirectories);
    QVERIFY(!soFar.hasNext());
}

void TstLive::withoutItFilesComeAtTheEnd()
{
    const PunchHome home;
    const QString script = home.write(u"job.sh"_s, "echo x >x\npunchcard-upload x.txt x\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--live=false"_s});
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY2(run.out().contains("uploads/x.txt comes at the end"), run.said());
    QVERIFY2(run.out().contains("x.txt"), run.said());
    QCOMPARE(home.job(1)[u"artifacts"].toArray().size(), 1);
}

void TstLive::whatElementsLeftIsHereBeforeTheEnd()
{
    const PunchHome home;
    Gate gate;
    const QString script
        = home.write(u"job.sh"_s, "echo $PUNCHCARD_TASK >uploads/n\nif [ $PUNCHCARD_TASK = 20 ]; then\n" + gate.line() + "fi\n");
    PunchProcess run(home, {u"run"_s, script, u"--local"_s, u"--array"_s, u"21"_s, u"--live=false"_s});
    const auto isHere = [&home](const QString &name) {
        const QJsonArray artifacts = home.job(1)[u"artifacts"].toArray();
        return std::ranges::any_of(artifacts, [&name](const QJsonValue artifact) {
            return artifact[u"name"].toString() == name && artifact[u"state"].toString() == "here"_L1;
        });
    };
    QTRY_VERIFY2_WITH_TIMEOUT(gate.isWaitedAt(), run.said(), 60'000);
    QTRY_VERIFY2_WITH_TIMEOUT(isHere(u"uploads-0"_s), run.said(), 20'000);
    QVERIFY(run.isRunning());
    QVERIFY(!isHere(u"uploads-20"_s));
    gate.open();
    QVERIFY2(run.finish() == 0, run.said());
    QVERIFY(isHere(u"uploads-20"_s));
}

PUNCHCARD_TEST(TstLive, tst_live)
#include "tst_live.moc"
