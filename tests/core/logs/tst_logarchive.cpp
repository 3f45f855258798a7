// SPDX-License-Identifier: MIT
#include "core/logs/logarchive.h"

#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::testing;

class TstLogArchive : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_dir = std::make_unique<QTemporaryDir>();
    }
    void wholeAndSteps();
    void stepFilesMissing();
    void wholeMissing();
    void wholeCut();
    void names_data();
    void names();
    void legacyNumbers();
    void damagedLogIsMissing();
    void damagedStepFile();
    void marksAndCarriageReturns();
    void namesAsPaths();
    void doneTwice();
    void adoptsATasksLog();
    void readsWhatWasWritten();
    void twoOfOneName();
    void twoOfOneNameInAnArchive_data();
    void twoOfOneNameInAnArchive();
    void aStepsFileThatDoesNotFit();
    void notAZip();
    void cancelled();
    void fiftyMegabytesInLittleMemory();

private:
    static Time at(int second) { return fromEpoch(1'700'000'000'000 + second * 1000); }
    static QByteArray line(int second, const QByteArray &text)
    {
        return "2023-11-14T22:13:" + QByteArray::number(20 + second) + ".1234567Z " + text + '\n';
    }
    static QByteArray setUp() { return line(0, "Current runner version") + line(0, "Prepare all required actions"); }
    static QByteArray script() { return line(2, "##[group]Run bash ./job.sh") + line(2, "##[endgroup]") + line(3, "hello"); }
    static QByteArray complete() { return line(4, "Cleaning up orphan processes"); }
    static TaskInfo task(const QString &name, qint64 id = 1)
    {
        return {.id = id,
                .name = name,
                .steps = {{.number = 1, .name = u"Set up job"_s, .startedAt = at(0), .completedAt = at(1)},
                          {.number = 2, .name = u"Run job.sh"_s, .startedAt = at(2), .completedAt = at(4)},
                          {.number = 7, .name = u"Complete job"_s, .startedAt = at(4), .completedAt = at(4)}}};
    }
    Result<RunLog> unpacked(const ZipBuilder &zip, const QList<TaskInfo> &tasks)
    {
        return wait(unpackRunLog(zip.save(m_dir->filePath(u"logs.zip"_s)), folder(), tasks, Context()));
    }
    [[nodiscard]] QString folder() const { return m_dir->filePath(u"logs"_s); }
    static QByteArray get(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<no file>");
    }
    static QByteArray stepText(const TaskLog &log, const QString &name)
    {
        const std::optional<StepLog> step = log.step(name);
        return step ? get(log.file).sliced(step->begin, step->end - step->begin) : QByteArray("<no step>");
    }
    static QString said(const Result<RunLog> &result) { return result ? QString() : result.error().what + u' ' + result.error().detail; }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstLogArchive::wholeAndSteps()
{
    ZipBuilder zip;
    zip.add(
        ZipPart{.name = "0_build.txt", .content = setUp() + script() + complete(), .deflated = true, .dataDescriptor = true, .date = 0});
    zip.add(ZipPart{.name = "build/2_Run job.sh.txt", .content = script(), .deflated = true, .date = 0});
    zip.add(ZipPart{.name = "build/1_Set up job.txt", .content = setUp(), .date = 0});
    zip.add(ZipPart{.name = "build/7_Complete job.txt", .content = complete(), .date = 0});
    zip.add(ZipPart{.name = "build/system.txt", .content = "not for users\n", .date = 0});
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->missing, QList<qint64>());
    QCOMPARE(log->tasks.size(), 1);
    const TaskLog &build = log->tasks.first();
    QVERIFY(build.exact);
    QCOMPARE(build.file, folder() + u"/build.log"_s);
    QCOMPARE(get(build.file), setUp() + script() + complete());
    QCOMPARE(build.size, get(build.file).size());
    QCOMPARE(stepText(build, u"Set up job"_s), setUp());
    QCOMPARE(stepText(build, u"Run job.sh"_s), script());
    QCOMPARE(stepText(build, u"Complete job"_s), complete());
    QCOMPARE(stepText(build, u"Another"_s), "<no step>");
}

void TstLogArchive::stepFilesMissing()
{
    ZipBuilder zip;
    zip.add("0_build.txt", setUp() + script() + complete()).add("build/system.txt", "x\n");
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QVERIFY(!log->tasks.first().exact);
    QCOMPARE(stepText(log->tasks.first(), u"Run job.sh"_s), script());
}

void TstLogArchive::wholeMissing()
{
    ZipBuilder zip;
    zip.add("build/7_Complete job.txt", complete())
        .add("build/2_Run job.sh.txt", script().chopped(1))
        .add("build/1_Set up job.txt", setUp());
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->tasks.size(), 1);
    QVERIFY(log->tasks.first().exact);
    QCOMPARE(get(log->tasks.first().file), setUp() + script() + complete());
    QCOMPARE(stepText(log->tasks.first(), u"Run job.sh"_s), script());
    QCOMPARE(QDir(folder()).entryList(QDir::Files), (QStringList{u"build.log"_s, u"build.steps.json"_s}));
}

void TstLogArchive::wholeCut()
{
    ZipBuilder zip;
    zip.add("0_build.txt", setUp()).add("build/2_Run job.sh.txt", script()).add("build/1_Set up job.txt", setUp());
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(get(log->tasks.first().file), setUp() + script());
    QCOMPARE(stepText(log->tasks.first(), u"Run job.sh"_s), script());
}

// Which of the tasks are found, by the names in the archive.
void TstLogArchive::names_data()
{
    QTest::addColumn<QStringList>("tasks");
    QTest::addColumn<QByteArrayList>("files"); // Each holds its own name.
    QTest::addColumn<QStringList>("found");    // The file found for each task, empty: none
    const auto row = [](const char *name, const QStringList &tasks, const QByteArrayList &files, const QStringList &found) {
        QTest::newRow(name) << tasks << files << found;
    };
    row("plain", {u"a"_s, u"b"_s}, {"0_b.txt", "1_a.txt"}, {u"1_a.txt"_s, u"0_b.txt"_s});
    row("matrix", {u"build (ubuntu, 3.12)"_s, u"build (ubuntu, 3.13)"_s}, {"0_build (ubuntu, 3.12).txt", "1_build (ubuntu, 3.13).txt"},
        {u"0_build (ubuntu, 3.12).txt"_s, u"1_build (ubuntu, 3.13).txt"_s});
    row("slash removed", {u"caller / job"_s, u"x"_s}, {"0_caller  job.txt"}, {u"0_caller  job.txt"_s, u""_s});
    row("slash replaced", {u"caller / job"_s, u"x"_s}, {"0_caller _ job.txt"}, {u"0_caller _ job.txt"_s, u""_s});
    row("others removed", {u"a: \"b\" <c> | d? *"_s, u"x"_s}, {"0_a b c  d .txt"}, {u"0_a b c  d .txt"_s, u""_s});
    row("not Latin", {u"сборка"_s, u"報告"_s}, {"0_\xE5\xA0\xB1\xE5\x91\x8A.txt"}, {u""_s, u"0_報告.txt"_s});
    row("cut", {QString(90, u'a') + u"b"_s, u"x"_s}, {"0_" + QByteArray(60, 'a') + ".txt"},
        {u"0_"_s + QString(60, u'a') + u".txt"_s, u""_s});
    row("cut, but both fit", {QString(90, u'a') + u"b"_s, QString(90, u'a') + u"c"_s}, {"0_" + QByteArray(60, 'a') + ".txt"},
        {u""_s, u""_s});
    row("too short to be cut", {u"build everything"_s, u"x"_s}, {"0_build.txt"}, {u""_s, u""_s});
    row("equal names", {u"a b"_s, u"a-b"_s}, {"0_a b.txt", "1_a-b.txt"}, {u""_s, u""_s});
    row("equal files", {u"build"_s, u"x"_s}, {"0_build.txt", "1_build.txt", "2_x.txt"}, {u""_s, u"2_x.txt"_s});
    row("a number appended", {u"build"_s, u"build 1"_s}, {"0_build.txt", "1_build1.txt", "2_build 1.txt"}, {u"0_build.txt"_s, u""_s});
    row("one task, one file, any name", {u"???"_s}, {"0___.txt"}, {u"0___.txt"_s});
    row("one task, two files", {u"???"_s}, {"0_a.txt", "1_b.txt"}, {u""_s});
    row("one is missing", {u"a"_s, u"b"_s}, {"0_a.txt"}, {u"0_a.txt"_s, u""_s});
    row("none", {u"a"_s, u"b"_s}, {}, {u""_s, u""_s});
    row("files of no use", {u"a"_s, u"b"_s}, {"a.txt", "0_a.log", "x/y/1_a.txt", "../0_a.txt", "0_a/b.txt"}, {u""_s, u""_s});
}

void TstLogArchive::names()
{
    QFETCH(QStringList, tasks);
    QFETCH(QByteArrayList, files);
    QFETCH(QStringList, found);
    ZipBuilder zip;
    for (const QByteArray &file : std::as_const(files))
        zip.add(file, file + '\n');
    QList<TaskInfo> infos;
    for (qsizetype i = 0; i < tasks.size(); ++i)
        infos.append(task(tasks.at(i), i));
    const Result<RunLog> log = unpacked(zip, infos);
    QVERIFY2(log, qPrintable(said(log)));
    QStringList actual(tasks.size());
    for (const TaskLog &one : log->tasks)
        actual[one.taskId] = QString::fromUtf8(get(one.file).chopped(1));
    QCOMPARE(actual, found);
    QCOMPARE(log->missing.size() + log->tasks.size(), tasks.size());
}

void TstLogArchive::legacyNumbers()
{
    ZipBuilder both;
    both.add("-2147483648_a.txt", "short\n").add("0_a.txt", "long\n").add("-2147483648_b.txt", "short\n");
    const Result<RunLog> log = unpacked(both, {task(u"a"_s, 1), task(u"b"_s, 2)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->tasks.size(), 2);
    QCOMPARE(get(log->tasks.at(0).file), "long\n");
    QCOMPARE(get(log->tasks.at(1).file), "short\n");
}

// Breaks for the user: a log cut or damaged on its way is shown as if it were all. The caller fetches that task's own.
void TstLogArchive::damagedLogIsMissing()
{
    ZipBuilder zip;
    zip.add(ZipPart{.name = "0_a.txt", .content = "text\n", .crc = 1}).add("1_b.txt", "text\n");
    zip.add(ZipPart{.name = "2_c.txt", .content = "text\n", .flags = 0x0801})
        .add(ZipPart{.name = "3_d.txt", .content = "b.log", .mode = 0120777});
    const Result<RunLog> log = unpacked(zip, {task(u"a"_s, 1), task(u"b"_s, 2), task(u"c"_s, 3), task(u"d"_s, 4)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->missing, (QList<qint64>{1, 3, 4}));
    QCOMPARE(QDir(folder()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), (QStringList{u"b.log"_s, u"b.steps.json"_s}));
}

void TstLogArchive::damagedStepFile()
{
    ZipBuilder zip;
    zip.add("0_build.txt", setUp() + script() + complete());
    zip.add("build/1_Set up job.txt", setUp()).add(ZipPart{.name = "build/2_Run job.sh.txt", .content = script(), .crc = 1});
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QVERIFY(!log->tasks.first().exact);
    QCOMPARE(stepText(log->tasks.first(), u"Run job.sh"_s), script());
}

void TstLogArchive::marksAndCarriageReturns()
{
    const QByteArray mark("\xEF\xBB\xBF");
    QByteArray windows = script();
    windows.replace("\n", "\r\n");
    ZipBuilder zip;
    zip.add("0_build.txt", mark + setUp() + mark + windows);
    zip.add("build/1_Set up job.txt", mark + setUp()).add("build/2_Run job.sh.txt", mark + windows);
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QVERIFY(log->tasks.first().exact);
    QCOMPARE(get(log->tasks.first().file), setUp() + windows);
    QCOMPARE(stepText(log->tasks.first(), u"Run job.sh"_s), windows);
}

// Breaks for the user: a task's name, which is in the workflow file, leads out of the job's folder.
void TstLogArchive::namesAsPaths()
{
    ZipBuilder zip;
    zip.add("0_.. _ .. _ evil.txt", "text\n");
    const Result<RunLog> log = unpacked(zip, {task(u".. / .. / evil"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->tasks.size(), 1);
    QCOMPARE(QFileInfo(log->tasks.first().file).path(), folder());
    QCOMPARE(get(log->tasks.first().file), "text\n");
}

void TstLogArchive::doneTwice()
{
    ZipBuilder first;
    first.add("0_build.txt", "first, and longer\n");
    QVERIFY(unpacked(first, {task(u"build"_s)}));
    ZipBuilder second;
    second.add("0_build.txt", "second\n");
    const Result<RunLog> log = unpacked(second, {task(u"build"_s)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(get(log->tasks.first().file), "second\n");
    QCOMPARE(readTaskLog(folder(), u"build"_s, 1)->size, 7);
}

void TstLogArchive::adoptsATasksLog()
{
    QFile text(m_dir->filePath(u"download"_s));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("\xEF\xBB\xBF" + setUp() + script() + complete());
    text.close();
    const Result<TaskLog> log = wait(adoptTaskLog(text.fileName(), folder(), task(u"build"_s), Context()));
    QVERIFY2(log, qPrintable(log ? QString() : log.error().detail));
    QCOMPARE(get(log->file), setUp() + script() + complete());
    QCOMPARE(stepText(*log, u"Run job.sh"_s), script());
    QVERIFY(text.exists());
    const Result<TaskLog> none = wait(adoptTaskLog(m_dir->filePath(u"none"_s), folder(), task(u"build"_s), Context()));
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Missing);
}

void TstLogArchive::readsWhatWasWritten()
{
    ZipBuilder zip;
    zip.add("0_build.txt", setUp() + script()).add("build/1_Set up job.txt", setUp()).add("build/2_Run job.sh.txt", script());
    const Result<RunLog> written = unpacked(zip, {task(u"build"_s, qint64(1) << 60)});
    QVERIFY2(written, qPrintable(said(written)));
    const Result<TaskLog> log = readTaskLog(folder(), u"build"_s, qint64(1) << 60);
    QVERIFY(log);
    QCOMPARE(log->taskId, qint64(1) << 60);
    QCOMPARE(log->file, written->tasks.first().file);
    QCOMPARE(log->size, written->tasks.first().size);
    QVERIFY(log->exact);
    QCOMPARE(log->steps.size(), 2);
    QCOMPARE(stepText(*log, u"Run job.sh"_s), script());
    QCOMPARE(readTaskLog(folder(), u"other"_s, 1).error().kind, Error::Kind::Missing);
}

// Breaks for the user: the log that they read as a task's is another's, and its own is gone.
void TstLogArchive::twoOfOneName()
{
    const auto adopt = [this](const QString &name, qint64 id, const QByteArray &text) {
        QFile file(m_dir->filePath(u"download"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return QString();
        file.close();
        const Result<TaskLog> log = wait(adoptTaskLog(file.fileName(), folder(), task(name, id), Context()));
        return log ? log->file : QString();
    };
    const auto text = [this](const QString &name, qint64 id) {
        const Result<TaskLog> log = readTaskLog(folder(), name, id);
        return log ? get(log->file) : QByteArray("<none>");
    };
    QCOMPARE(adopt(u"build"_s, 7, "of the first\n"), folder() + u"/build.log"_s);
    QCOMPARE(text(u"build"_s, 8), "<none>");
    QCOMPARE(adopt(u"build"_s, 8, "of the second\n"), folder() + u"/build (8).log"_s);
    // Fetched again, each stays in its place.
    QVERIFY(!adopt(u"build"_s, 7, "of the first, again\n").isEmpty());
    QVERIFY(!adopt(u"build"_s, 8, "of the second, again\n").isEmpty());
    QCOMPARE(text(u"build"_s, 7), "of the first, again\n");
    QCOMPARE(text(u"build"_s, 8), "of the second, again\n");
    QCOMPARE(text(u"build"_s, 9), "<none>");
    QCOMPARE(readTaskLog(folder(), u"build"_s, 8)->steps.size(), readTaskLog(folder(), u"build"_s, 7)->steps.size());
}

void TstLogArchive::twoOfOneNameInAnArchive_data()
{
    QTest::addColumn<QString>("second");
    QTest::newRow("same") << u"build"_s;
    QTest::newRow("another case") << u"Build"_s;
}

void TstLogArchive::twoOfOneNameInAnArchive()
{
    QFETCH(const QString, second);
    ZipBuilder zip;
    zip.add("0_build.txt", "of the first\n").add(QByteArray("1_" + second.toUtf8() + ".txt"), "of the second\n");
    const Result<RunLog> log = unpacked(zip, {task(u"build"_s, 7), task(second, 8)});
    QVERIFY2(log, qPrintable(said(log)));
    QCOMPARE(log->tasks.size() + log->missing.size(), 2);
    QSet<QString> files;
    for (const TaskLog &one : log->tasks) {
        QCOMPARE(get(one.file), one.taskId == 7 ? "of the first\n" : "of the second\n");
        files.insert(one.file.toCaseFolded());
    }
    QCOMPARE(files.size(), log->tasks.size());
}

void TstLogArchive::aStepsFileThatDoesNotFit()
{
    ZipBuilder zip;
    zip.add("0_build.txt", setUp() + script()).add("build/1_Set up job.txt", setUp()).add("build/2_Run job.sh.txt", script());
    QVERIFY(unpacked(zip, {task(u"build"_s)}));
    for (const QByteArray &json : {QByteArray("not json"), QByteArray("{\"version\":1,\"size\":1,\"steps\":[]}"), QByteArray("[]"),
                                   QByteArray("{\"version\":1,\"size\":%,\"steps\":[{\"begin\":-5,\"end\":3},{\"begin\":9,\"end\":3},"
                                              "{\"begin\":0,\"end\":99999999},7,null,{\"begin\":\"x\"}]}")
                                       .replace('%', QByteArray::number((setUp() + script()).size()))}) {
        QFile file(folder() + u"/build.steps.json"_s);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(json);
        file.close();
        const Result<TaskLog> log = readTaskLog(folder(), u"build"_s, 1);
        QVERIFY(log);
        QCOMPARE(log->steps.size(), 0);
        QCOMPARE(log->size, (setUp() + script()).size());
    }
}

void TstLogArchive::notAZip()
{
    QFile file(m_dir->filePath(u"x"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<html>");
    file.close();
    const Result<RunLog> log = wait(unpackRunLog(file.fileName(), folder(), {task(u"build"_s)}, Context()));
    QVERIFY(!log);
    QCOMPARE(log.error().kind, Error::Kind::Malformed);
}

void TstLogArchive::cancelled()
{
    ZipBuilder zip;
    zip.add("0_build.txt", "text\n");
    const Context context;
    context.cancel->request();
    const Result<RunLog> log = wait(unpackRunLog(zip.save(m_dir->filePath(u"logs.zip"_s)), folder(), {task(u"build"_s)}, context));
    QVERIFY(!log);
    QCOMPARE(log.error().kind, Error::Kind::Cancelled);
}

void TstLogArchive::fiftyMegabytesInLittleMemory()
{
    const QByteArray output
        = line(2, "##[group]Run bash ./job.sh") + line(2, "##[endgroup]") + line(3, "a line of output").repeated(1'000'000);
    const QString path = m_dir->filePath(u"logs.zip"_s);
    {
        ZipBuilder zip;
        zip.add(ZipPart{.name = "0_build.txt", .content = setUp() + output, .deflated = true});
        zip.add(ZipPart{.name = "build/1_Set up job.txt", .content = setUp()})
            .add(ZipPart{.name = "build/2_Run job.sh.txt", .content = output, .deflated = true});
        zip.save(path);
    }
    const PeakMemory memory;
    const Result<RunLog> log = wait(unpackRunLog(path, folder(), {task(u"build"_s)}, Context()));
    QVERIFY2(log, qPrintable(said(log)));
    QVERIFY(log->tasks.first().exact);
    QCOMPARE(log->tasks.first().size, setUp().size() + output.size());
    QVERIFY2(memory.more() < 8 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

PUNCHCARD_TEST(TstLogArchive, tst_logarchive)
#include "tst_logarchive.moc"
