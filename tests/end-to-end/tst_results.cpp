// SPDX-License-Identifier: MIT
// What comes back of a job, by the built punch and the built punchcard-hub.
#include "tests/contract/schemacheck.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QDirIterator>
#include <QStandardPaths>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstResults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_home.startHub()); }
    void init() { m_out = u"out-%1"_s.arg(++m_number); }
    void everyEventIsInTheSchema();
    void everyKeyIsThere();
    void aFailingScriptsFilesComeBack();
    void whatCannotBeKeptIsNamed();
    void aScriptThatTheRunnerStopsAtIsNamed();
    void aFileCalledUploadsComesBack();
    void hiddenFilesComeBack();
    void aScriptSaysItselfWhatItNeeds();
    void aRepositoryIsKeptForWhatDidNotCome();
    void secretsOfAFolderAreUsedAndMasked();
    void threeArtifactsWithNestedFolders();
    void fiveHundredSmallFiles();
    void windowsLineEndsAreMendedAndSaid();
    void aScriptRunsByItsOwnShebang();
    void nothingThatWasThereIsOverwritten();
    void bothKindsOfRefusalAreTold();
    void aFolderThatCannotBeUsedIsRefused_data();
    void aFolderThatCannotBeUsedIsRefused();
    void aFileThatTakesTheFoldersPlace();
    void theSameContentIsLeftAlone();
    void timeoutEndsTheScript();
    void runAgainIsANewJob();
    void rerunIsAnotherAttemptWhileTheRepositoryStands();
    void coloursOnATerminalOnly();

private:
    /// Runs @p script here, with --out.
    PunchEnd run(const QByteArray &script, const QStringList &more = {}, const QStringList &environment = {});
    [[nodiscard]] QByteArray result(const QString &name) const { return m_home.read(m_out + u'/' + name); }

    PunchHome m_home;
    QString m_out;
    int m_number = 0;
};

PunchEnd TstResults::run(const QByteArray &script, const QStringList &more, const QStringList &environment)
{
    const QString file = m_home.write(u"script-%1.sh"_s.arg(m_number), script);
    return punch(m_home, QStringList{u"run"_s, file, u"--local"_s, u"--out"_s, m_home.path(m_out)} + more, environment);
}

void TstResults::everyEventIsInTheSchema()
{
    const SchemaCheck schema = SchemaCheck::ofEvents();
    const PunchEnd end = run("echo printed\nmkdir -p uploads/a\necho 1 > uploads/a/b\n", {u"--json"_s});
    QVERIFY2(end.code == 0, end.err);
    QCOMPARE(end.err, QByteArray());
    QStringList told;
    for (const QByteArray &line : end.out.trimmed().split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        QVERIFY2(schema.wrongWith(event).isEmpty(), qPrintable(schema.wrongWith(event) + QString::fromUtf8(line)));
        told.append(event[u"event"] == u"phase"_s ? event[u"phase"].toString() : event[u"event"].toString());
    }
    QCOMPARE(
        told,
        (QStringList{u"prepared"_s, u"housed"_s, u"secrets_sealed"_s, u"started"_s, u"ended"_s, u"collected"_s, u"cleared"_s, u"done"_s}));
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"outcome"], u"succeeded"_s);
    QCOMPARE(done[u"results"], u"complete"_s);
    QCOMPARE(done[u"out"], m_home.path(m_out));
    QCOMPARE(done[u"artifacts"][0][u"files"][0][u"name"], u"a/b"_s);
    QVERIFY(done[u"total_ms"].toInteger() > 0);
    const PunchEnd wrong = punch(m_home, {u"wait"_s, u"4711"_s, u"--json"_s});
    QCOMPARE(schema.wrongWith(QJsonDocument::fromJson(wrong.out).object()), QString());
}

// Breaks for the user: the program that reads --json finds a key on some days and not on others.
void TstResults::everyKeyIsThere()
{
    const QHash<QString, QStringList> promised{
        {u"phase"_s, {u"event"_s, u"job"_s, u"phase"_s}},
        {u"waiting"_s, {u"event"_s, u"job"_s, u"for"_s, u"until"_s, u"kind"_s, u"message"_s, u"remedy"_s, u"retry_at"_s}},
        {u"error"_s, {u"event"_s, u"job"_s, u"kind"_s, u"message"_s, u"remedy"_s, u"retry_at"_s}},
        {u"done"_s,
         {u"event"_s, u"job"_s, u"outcome"_s, u"results"_s, u"queued_ms"_s, u"duration_ms"_s, u"total_ms"_s, u"artifacts"_s, u"out"_s}}};
    PunchHome home;
    const QStringList clock{u"PUNCHCARD_TEST_CLOCK=60x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch())};
    // The push has to wait; the second job's repository is refused.
    const QString faults = home.write(u"faults.json"_s, R"([
        {"match": "^PATCH ", "times": 6, "fault": "status", "status": 503},
        {"match": "^POST /user/repos$", "skip": 1, "fault": "status", "status": 422, "body": {"message": "No more repositories."}}])");
    QVERIFY(home.startHub(clock + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + faults}));
    const QString script = home.write(u"job.sh"_s, "echo 1 > uploads/one\n");
    const QStringList arguments{u"run"_s, script, u"--local"_s, u"--json"_s, u"--out"_s, home.path(u"out"_s)};
    QSet<QString> seen;
    for (const int code : {0, 3}) {
        const PunchEnd end = punch(home, arguments, clock);
        QVERIFY2(end.code == code, end.out + end.err);
        const QByteArrayList lines = end.out.trimmed().split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            const QString name = event[u"event"].toString();
            seen.insert(name);
            const QStringList keys = promised.value(name);
            for (const QString &key : keys)
                QVERIFY2(event.contains(key), qPrintable(key + u" is missing in "_s + QString::fromUtf8(line)));
            const QJsonArray artifacts = event[u"artifacts"].toArray();
            for (const auto &artifact : artifacts)
                QVERIFY2(artifact[u"name"].isString() && artifact[u"path"].isString() && artifact[u"size"].isDouble(), line);
        }
    }
    const QStringList all = promised.keys();
    QCOMPARE(seen, QSet<QString>(all.begin(), all.end()));
}

void TstResults::aFailingScriptsFilesComeBack()
{
    const PunchEnd end = run("echo so far | tee uploads/partial\nexit 3\n");
    QCOMPARE(end.code, 1);
    QVERIFY2(end.out.contains("so far\n"), end.out);
    QCOMPARE(result(u"partial"_s), QByteArray("so far\n"));
    QVERIFY(m_home.repositories().isEmpty());
}

// Breaks for the user: a name that no artifact may have is called a mistake in the script.
void TstResults::whatCannotBeKeptIsNamed()
{
    const QByteArray files = "echo all good\nmkdir -p uploads\necho q > uploads/12:30.csv\necho r > uploads/result\n";
    const PunchEnd end = run(files);
    QVERIFY2(end.code == 6, end.err);
    QVERIFY2(end.err.contains("succeeded, but not all of its results are here"), end.err);
    QVERIFY2(end.err.contains("The step “Keep uploads” failed: ") && end.err.contains("12:30.csv"), end.err);
    QVERIFY2(end.err.contains("Rename the file"), end.err);
    // A script that failed has failed, and is told the same of its files.
    init();
    const PunchEnd both = run(files + "exit 3\n");
    QVERIFY2(both.code == 1, both.err);
    QVERIFY2(both.err.contains("failed in the step “Run job.sh”") && both.err.contains("12:30.csv"), both.err);
}

// Breaks for the user: they look for a mistake in a script that ended well.
void TstResults::aScriptThatTheRunnerStopsAtIsNamed()
{
    const PunchEnd command = run("echo '::set-output name=a::b'\n");
    QVERIFY2(command.code == 1, command.err);
    QVERIFY2(command.err.contains("The step “Run job.sh” failed: The `set-output` command is disabled"), command.err);
    QVERIFY2(command.err.contains("failed in the step “Run job.sh”.") && !command.err.contains("ended with an error"), command.err);
    const PunchEnd file = run("echo no assignment > $GITHUB_ENV\n", {u"--json"_s});
    QVERIFY2(file.out.contains("Unable to process file command 'env'") && file.out.contains("\"remedy\":\"Mend that"), file.out);
    // One that says the same and then fails by itself has failed by itself.
    const PunchEnd script = run("echo '::error::Unable to do it'\nexit 3\n");
    QVERIFY2(script.err.contains("its script ended with an error") && !script.err.contains("Unable to do it"), script.err);
}

// Breaks for the user: their result is lost, and nobody says so.
void TstResults::aFileCalledUploadsComesBack()
{
    const PunchEnd end = run("rmdir uploads\necho result > uploads\n");
    QVERIFY2(end.code == 0, end.err);
    QCOMPARE(result(u"uploads"_s), QByteArray("result\n"));
}

// Breaks for the user: the .config that they built stays on a server that is gone.
void TstResults::hiddenFilesComeBack()
{
    const PunchEnd end = run("mkdir uploads/.d\necho 1 > uploads/.d/.x\n");
    QVERIFY2(end.code == 0, end.err);
    QCOMPARE(result(u".d/.x"_s), QByteArray("1\n"));
}

// Breaks for the user: the file that they were sent does not run as it did for whoever sent it.
void TstResults::aScriptSaysItselfWhatItNeeds()
{
    m_home.write(u"data/words"_s, "one two\n");
    const PunchEnd end = run("#!/bin/bash\n# punchcard: input=data upload=out/ upload='built by us' timeout=5m array=2\n"
                             "mkdir -p out\ncp data/words out/$PUNCHCARD_TASK\necho b > 'built by us'\n");
    QVERIFY2(end.code == 0, end.err);
    QCOMPARE(result(u"1/out/1"_s), QByteArray("one two\n"));
    QCOMPARE(result(u"0/built by us/built by us"_s), QByteArray("b\n"));

    init();
    const PunchEnd chosen = run("# punchcard: array=3 upload=out\nmkdir out\necho $PUNCHCARD_TASKS > out/all\n", {u"--array"_s, u"1"_s});
    QVERIFY2(chosen.code == 0 && chosen.err.contains("Line 1 of the script asks for array=3"), chosen.err);
    QCOMPARE(result(u"0/out/all"_s), QByteArray("1\n"));

    const PunchEnd faulty = run("# punchcard: array=3\n# punchcard: upload\n");
    QVERIFY2(faulty.code == 3 && faulty.err.contains("Line 2 of the script: "), faulty.err);
    const PunchEnd lacking = run("# punchcard: secret=API_KEY\n");
    QVERIFY2(lacking.code == 3 && lacking.err.contains("--secret API_KEY=@FILE"), lacking.err);
}

// Breaks for the user: what came was damaged, and the repository that still has it is deleted.
void TstResults::aRepositoryIsKeptForWhatDidNotCome()
{
    PunchHome home;
    const QStringList clock{u"PUNCHCARD_TEST_CLOCK=60x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch())};
    const QString faults = home.write(u"faults.json"_s, R"([{"match": "^GET /artifacts/", "times": -1, "fault": "status",
        "status": 200, "headers": {"Content-Type": "application/zip"}, "body": "something else"}])");
    QVERIFY(home.startHub(clock + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + faults}));
    const QString script = home.write(u"job.sh"_s, "echo 1 > uploads/one\n");
    const PunchEnd end = punch(home, {u"run"_s, script, u"--local"_s, u"--out"_s, home.path(u"out"_s)}, clock);
    QVERIFY2(end.code == 6, end.out + end.err);
    QCOMPARE(home.repositories().size(), 1);
    QVERIFY2(end.err.contains(home.repositories().at(0)[u"full_name"].toString().toUtf8()), end.err);
    home.write(u"faults.json"_s, "[]");
    const PunchEnd fetch = punch(home, {u"fetch"_s, u"1"_s}, clock);
    QVERIFY2(fetch.code == 0, fetch.out + fetch.err);
    QCOMPARE(home.read(u"out/one"_s), QByteArray("1\n"));
    QVERIFY(home.repositories().isEmpty());
}

// Breaks for the user: the password of their gateway stands in a log or on their disk.
void TstResults::secretsOfAFolderAreUsedAndMasked()
{
    const QByteArray value = "pa55 \"w0rd\" of the gateway";
    m_home.write(u".secrets/openfaas-gateway-password"_s, value + '\n');
    const PunchEnd end
        = run("echo \"got $OPENFAAS_GATEWAY_PASSWORD\"\nprintf %s \"$OPENFAAS_GATEWAY_PASSWORD\" | sha256sum > uploads/sum\n",
              {u"--secrets-from"_s, m_home.path(u".secrets"_s)});
    QVERIFY2(end.code == 0, end.err);
    QVERIFY2(end.out.contains("got ***\n"), end.out);
    QVERIFY(result(u"sum"_s).startsWith(QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex()));
    QDirIterator files(m_home.home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY2(!file.open(QIODevice::ReadOnly) || !file.readAll().contains(value), qPrintable(file.fileName()));
    }
}

void TstResults::threeArtifactsWithNestedFolders()
{
    const PunchEnd end = run("mkdir -p uploads/deep/er uploads/empty\necho \"$PUNCHCARD_TASK of $PUNCHCARD_TASKS\" > "
                             "uploads/deep/er/which\ntouch uploads/none\n",
                             {u"--array"_s, u"3"_s, u"--json"_s});
    QVERIFY2(end.code == 0, end.err);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(result(u"%1/deep/er/which"_s.arg(i)), QByteArray::number(i) + " of 3\n");
        QCOMPARE(QFileInfo(m_home.path(m_out + u"/%1/none"_s.arg(i))).size(), 0);
    }
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"artifacts"].toArray().size(), 3);
}

void TstResults::fiveHundredSmallFiles()
{
    const PunchEnd end = run("for i in $(seq 500); do mkdir -p uploads/$((i % 20)); echo $i > uploads/$((i % 20))/$i; done\n");
    QVERIFY2(end.code == 0, end.err);
    int found = 0;
    for (int i = 1; i <= 500; ++i)
        found += result(u"%1/%2"_s.arg(i % 20).arg(i)) == QByteArray::number(i) + '\n' ? 1 : 0;
    QCOMPARE(found, 500);
    QVERIFY2(end.out.contains("and 300 more files"), end.out);
}

void TstResults::windowsLineEndsAreMendedAndSaid()
{
    const PunchEnd end = run("echo one\r\nif true\r\nthen\r\n  echo two > uploads/two\r\nfi\r\n");
    QVERIFY2(end.code == 0, end.out + end.err);
    QCOMPARE(result(u"two"_s), QByteArray("two\n"));
    QVERIFY2(end.err.contains("Windows line ends"), end.err);
}

void TstResults::aScriptRunsByItsOwnShebang()
{
    const PunchEnd end = run("#!/usr/bin/env python3\nprint(sum(range(10)))\nopen('uploads/x', 'w').write('by python')\n");
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY2(end.out.contains("45\n"), end.out);
    QCOMPARE(result(u"x"_s), QByteArray("by python"));
}

void TstResults::nothingThatWasThereIsOverwritten()
{
    m_home.write(m_out + u"/one"_s, "mine");
    const PunchEnd end = run("printf new > uploads/one\nprintf 2 > uploads/two\n", {u"--json"_s});
    QCOMPARE(end.code, 6);
    QCOMPARE(result(u"one"_s), QByteArray("mine"));
    QCOMPARE(result(u"two"_s), QByteArray("2"));
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"outcome"], u"succeeded"_s);
    QCOMPARE(done[u"results"], u"incomplete"_s);
    QVERIFY2(done[u"artifacts"][0][u"why"].toString().contains(u"one"_s), end.out);
    const QString id = QString::number(done[u"job"].toInteger());
    QCOMPARE(punch(m_home, {u"fetch"_s, id, u"--out"_s, m_home.path(m_out), u"--overwrite"_s}).code, 0);
    QCOMPARE(result(u"one"_s), QByteArray("new"));
}

// Breaks for the user: all is said to be here, and a file that could not be unpacked is passed over, as another could not be placed.
void TstResults::bothKindsOfRefusalAreTold()
{
    m_home.write(m_out + u"/there"_s, "mine");
    const PunchEnd end = run(R"(echo new > uploads/there; echo x > 'uploads/back\slash'; echo y > uploads/fine)");
    QCOMPARE(end.code, 6);
    QCOMPARE(end.err.count("back\\slash: Its name holds a backslash."), 1);
    QCOMPARE(end.err.count("there: "), 1);
    QVERIFY2(end.err.contains("The archive is kept") && end.err.contains("What could be unpacked is here"), end.err);
    QVERIFY(!end.err.contains("All of it is here"));
    QCOMPARE(result(u"there"_s), QByteArray("mine"));
    QVERIFY(!result(u"fine"_s).isEmpty());
}

void TstResults::aFolderThatCannotBeUsedIsRefused_data()
{
    QTest::addColumn<QString>("out");
    QTest::newRow("a file") << m_home.write(u"file"_s, "mine");
    QTest::newRow("a device") << u"/dev/null"_s;
#ifdef Q_OS_LINUX
    QTest::newRow("one that cannot be made") << u"/proc/x"_s;
#endif
}

// Breaks for the user: a job that was over is not any more, and neither fetch nor forget nor cancel ever ends it.
void TstResults::aFolderThatCannotBeUsedIsRefused()
{
    QFETCH(const QString, out);
    const PunchEnd ran = punch(m_home, {u"run"_s, m_home.write(u"job.sh"_s, "echo 1 > uploads/one\n"), u"--local"_s});
    QVERIFY2(ran.code == 0, ran.err);
    const qint64 id = m_home.jobs().constFirst()[u"job"].toInteger();
    const PunchEnd bad = punch(m_home, {u"fetch"_s, QString::number(id), u"--out"_s, out});
    QCOMPARE(bad.code, 1);
    QVERIFY2(bad.err.contains(out.toUtf8()), bad.err);
    QCOMPARE(m_home.job(id)[u"phase"], u"cleared"_s);
    QCOMPARE(m_home.job(id)[u"results"], u"complete"_s);
    const PunchEnd good = punch(m_home, {u"fetch"_s, QString::number(id), u"--out"_s, m_home.path(m_out)});
    QVERIFY2(good.code == 0, good.err);
    QCOMPARE(result(u"one"_s), QByteArray("1\n"));
    // It went when the job was over for the first time.
    QVERIFY2(!good.err.contains("deleting the repository") && !good.err.contains("fetching"), good.err);
    QCOMPARE(punch(m_home, {u"forget"_s, QString::number(id)}).code, 0);
}

// Breaks for the user: likewise, without a mistake of theirs.
void TstResults::aFileThatTakesTheFoldersPlace()
{
    const QString script = m_home.write(u"job.sh"_s, "sleep 1\necho 1 > uploads/one\n");
    const QString out = m_home.path(m_out);
    PunchProcess run(m_home, {u"run"_s, script, u"--local"_s, u"--json"_s, u"--out"_s, out});
    QVERIFY2(!run.phase(u"prepared"_s).isEmpty(), run.said());
    QVERIFY(QDir(out).removeRecursively());
    m_home.write(m_out, "mine");
    QCOMPARE(run.finish(), 6);
    QCOMPARE(m_home.read(m_out), QByteArray("mine"));
    QVERIFY(m_home.repositories().isEmpty());
    const QString id = QString::number(run.job());
    const QString why = run.events().constLast()[u"artifacts"][0][u"why"].toString();
    QVERIFY2(why.contains(out) && why.contains(u"punch fetch %1 --out"_s.arg(id)), qPrintable(why));
    QCOMPARE(punch(m_home, {u"fetch"_s, id, u"--out"_s, m_home.path(m_out + u"-new"_s)}).code, 0);
    QCOMPARE(m_home.read(m_out + u"-new/one"_s), QByteArray("1\n"));
}

void TstResults::theSameContentIsLeftAlone()
{
    const QString file = m_home.write(m_out + u"/one"_s, "same");
    QFile before(file);
    QVERIFY(before.open(QIODevice::ReadWrite));
    const QDateTime old = QDateTime::currentDateTime().addYears(-1);
    QVERIFY(before.setFileTime(old, QFileDevice::FileModificationTime));
    before.close();
    QCOMPARE(run("printf same > uploads/one\n").code, 0);
    QCOMPARE(QFileInfo(file).lastModified().toSecsSinceEpoch(), old.toSecsSinceEpoch());
}

void TstResults::timeoutEndsTheScript()
{
    PunchHome fast;
    const QStringList clock{u"PUNCHCARD_TEST_CLOCK=60x"_s};
    QVERIFY(fast.startHub(clock));
    const QString script = fast.write(u"slow.sh"_s, "echo begun | tee uploads/begun\nsleep 900\n");
    const PunchEnd end
        = punch(fast, {u"run"_s, script, u"--local"_s, u"--timeout"_s, u"90s"_s, u"--json"_s, u"--out"_s, fast.path(m_out)}, clock);
    QCOMPARE(end.code, 1);
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"outcome"], u"timed_out"_s);
    QVERIFY2(done[u"duration_ms"].toInteger() >= 115'000 && done[u"duration_ms"].toInteger() < 400'000, end.out);
}

void TstResults::runAgainIsANewJob()
{
    const QString input = m_home.write(u"numbers"_s, "1 2 3\n");
    const PunchEnd first = run("cat numbers\n", {u"--input"_s, input, u"--json"_s});
    QVERIFY2(first.code == 0, first.out);
    m_home.write(u"numbers"_s, "changed\n");
    const qint64 id = QJsonDocument::fromJson(first.out.trimmed().split('\n').last()).object()[u"job"].toInteger();
    const PunchEnd second = punch(m_home, {u"rerun"_s, QString::number(id)});
    QVERIFY2(second.code == 0, second.out + second.err);
    QVERIFY2(second.out.contains("1 2 3\n"), second.out);
    QCOMPARE(m_home.jobs().first()[u"job"].toInteger(), id + 1);
    QVERIFY(m_home.repositories().isEmpty());
}

void TstResults::rerunIsAnotherAttemptWhileTheRepositoryStands()
{
    const PunchEnd first = run("date +%N | tee uploads/when\n", {u"--delete=false"_s, u"--json"_s});
    QVERIFY2(first.code == 0, first.out);
    const QJsonObject done = QJsonDocument::fromJson(first.out.trimmed().split('\n').last()).object();
    const QString id = QString::number(done[u"job"].toInteger());
    QCOMPARE(m_home.repositories().size(), 1);
    const QString repository = m_home.repositories().at(0)[u"full_name"].toString();
    const QByteArray before = result(u"when"_s);
    const PunchEnd second = punch(m_home, {u"rerun"_s, id, u"--json"_s});
    const QJsonObject again = QJsonDocument::fromJson(second.out.trimmed().split('\n').last()).object();
    QCOMPARE(again[u"job"], done[u"job"]);
    QCOMPARE(again[u"outcome"], u"succeeded"_s);
    QCOMPARE(m_home.job(id.toLongLong())[u"attempt"].toInt(), 2);
    QCOMPARE(m_home.runs(repository).size(), 1);
    // The results of before are kept: in place, and in the job's folder.
    QCOMPARE(result(u"when"_s), before);
    QCOMPARE(m_home.hub().send("DELETE", u"/repos/"_s + repository).status, 204);
}

void TstResults::coloursOnATerminalOnly()
{
    const QString script = m_home.write(u"red.sh"_s, "printf '\\033[31mred\\033[0m \\033[2Jcleared\\n'\nexit 1\n");
    const QString command = builtProgram(u"punch"_s) + u" run "_s + script + u" --local"_s;
    const auto onATerminal = [&](const QStringList &environment) {
        QProcess terminal;
        QStringList variables = QProcess::systemEnvironment();
        variables.removeIf([](const QString &each) { return each.startsWith("NO_COLOR"_L1) || each.startsWith("PUNCHCARD_"_L1); });
        terminal.setEnvironment(variables + QStringList{u"PUNCHCARD_HOME="_s + m_home.home(), u"TERM=xterm"_s} + environment);
        terminal.start(u"script"_s, {u"-q"_s, u"-e"_s, u"-c"_s, command, u"/dev/null"_s});
        terminal.waitForFinished(60'000);
        return terminal.readAllStandardOutput();
    };
    if (QStandardPaths::findExecutable(u"script"_s).isEmpty())
        QSKIP("there is no program script, which makes terminals");
    const QByteArray coloured = onATerminal({});
    QVERIFY2(coloured.contains("31mred\033[0m"), coloured);
    QVERIFY2(!coloured.contains("\033[2J"), coloured);
    const QByteArray plain = onATerminal({u"NO_COLOR=1"_s});
    QVERIFY2(plain.contains("red cleared") && !plain.contains("31m"), plain);
    const QByteArray piped = punch(m_home, {u"run"_s, script, u"--local"_s}).out;
    QVERIFY2(piped.contains("red cleared") && !piped.contains('\033'), piped);
}

PUNCHCARD_TEST(TstResults, tst_results)
#include "tst_results.moc"
