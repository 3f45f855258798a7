// SPDX-License-Identifier: MIT
// Logs that somebody made to do harm. What control sequences do is in tst_ansi and tst_terminaltext; here are sizes, marks,
// stamps and names. PUNCHCARD_LONG=1 takes the largest ones whole.
#include "core/logs/logarchive.h"
#include "core/logs/logdocument.h"
#include "core/logs/logfolds.h"
#include "core/logs/logtext.h"
#include "core/logs/scriptoutput.h"
#include "core/logs/stepsplitter.h"
#include "core/logs/terminaltext.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/zipbuilder.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::testing;

class TstHostileLog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aStormOfGroups_data();
    void aStormOfGroups();
    void oneLineForAll();
    void stampsThatLie();
    void nothingButCarriageReturns();
    void anArchiveOfStrangeNames();
    void tasksOfOneName();

private:
    QString write(const QByteArray &piece, qint64 times, const QByteArray &end = {})
    {
        QFile file(m_dir->filePath(u"x.log"_s));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write");
        for (qint64 i = 0; i < times; ++i)
            file.write(piece);
        file.write(end);
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

namespace {

bool isLongLogRun()
{
    return qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0;
}

} // namespace

void TstHostileLog::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
}

void TstHostileLog::aStormOfGroups_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<int>("lines");
    QTest::newRow("ends without begin") << QByteArray("##[endgroup]\n") << 1;
    QTest::newRow("begins without end") << QByteArray("##[group]x\n") << 1;
    QTest::newRow("one in the other") << QByteArray("##[group]x\n##[group]y\n##[endgroup]\n##[endgroup]\n") << 4;
    QTest::newRow("pairs") << QByteArray("##[group]\n##[endgroup]\n") << 2;
    QTest::newRow("errors") << QByteArray("##[error]x\n") << 1;
}

// Breaks for the user: a log of marks alone, and the window stands still or has no memory left.
void TstHostileLog::aStormOfGroups()
{
    QFETCH(QByteArray, block);
    QFETCH(int, lines);
    const qint64 wanted = isLongLogRun() ? 10'000'000 : 400'000;
    const QString path = write(block.repeated(1000), wanted / 1000 / lines);
    const qint64 all = wanted / 1000 / lines * 1000 * lines;
    const PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    LogDocument document;
    LogFolds folds;
    qsizetype most = 0;
    connect(&document, &LogDocument::indexed, this, [&](const QList<LogLandmark> &marks) {
        most = std::max(most, marks.size());
        folds.take(marks, true);
    });
    document.show(path);
    QTRY_VERIFY_WITH_TIMEOUT(document.isIndexed(), 60'000);
    qInfo() << QTest::currentDataTag() << "—" << all << "marks:" << timer.elapsed() << "ms," << memory.more() / 1'000'000 << "MB more";
    QCOMPARE(document.lines(), all);
    QVERIFY2(most <= 200'000, "so many at once hold the window up");
    QVERIFY(folds.hiddenLines() <= all);
    for (const qint64 row : {qint64(0), (all - folds.hiddenLines()) / 2, all - folds.hiddenLines() - 1}) {
        const qint64 line = folds.lineOf(row);
        QVERIFY(line >= row && line < all);
        QCOMPARE(folds.rowOf(line), row);
    }
    QVERIFY2(memory.more() < qint64(isLongLogRun() ? 300 : 150) << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

// Breaks for the user: a gigabyte without a line feed.
void TstHostileLog::oneLineForAll()
{
    const qint64 megabytes = isLongLogRun() ? 1'000 : 20;
    const QByteArray piece = (QByteArray(4000, 'x') + "\x1B[31m0123456789\x1B]52;c;eA==\aklmnopqrst\xE2\x80\xAE\xFF\x9B").repeated(250);
    const QString path = write(piece, megabytes * 1'000'000 / piece.size() + 1, "end");
    const qint64 size = QFileInfo(path).size();
    const PeakMemory memory;
    QElapsedTimer timer;
    timer.start();
    LogDocument document;
    document.show(path);
    QTRY_VERIFY_WITH_TIMEOUT(document.isIndexed(), 60'000);
    QCOMPARE(document.lines(), 1);
    QCOMPARE(document.startOf(size / 2), 0);
    QCOMPARE(document.next(0), size);
    QCOMPARE(document.line(0, 64).size(), 64);
    const qint64 indexed = timer.restart();

    Result<ScriptOutput> output = ScriptOutput::open(TaskLog{.file = path, .size = size}, {});
    QVERIFY(output);
    TerminalText text(Colours::On);
    qint64 printed = 0;
    for (;;) {
        const Result<std::optional<ScriptOutput::Line>> line = output->next();
        QVERIFY(line);
        if (!*line)
            break;
        QVERIFY((*line)->text.size() <= 64 * 1024);
        const QByteArray shown = text.piece((*line)->text);
        printed += shown.size();
        QVERIFY(!shown.contains('\x07') && !shown.contains("\x1B]"));
    }
    const qint64 toTerminal = timer.restart();
    QVERIFY(printed > size / 3);

    const QString saved = m_dir->filePath(u"saved.txt"_s);
    const Context context;
    const LogExcerpt excerpt{.end = size};
    QVERIFY(wait(saveText(document.file(), excerpt, saved, context), std::chrono::minutes(5)));
    QVERIFY(QFileInfo(saved).size() > size / 3);
    qInfo() << size / 1'000'000 << "MB in one line: index" << indexed << "ms, terminal" << toTerminal << "ms, saved" << timer.elapsed()
            << "ms," << memory.more() / 1'000'000 << "MB more";
    QVERIFY2(memory.more() < 40 << 20, qPrintable(u"%1 bytes more"_s.arg(memory.more())));
}

// What is no stamp is text; what is one may say anything.
void TstHostileLog::stampsThatLie()
{
    const QByteArrayList stamps{"0000-01-01T00:00:00Z", "9999-12-31T23:59:60.999999999Z", "2026-11-23T10:00:05.0000000Z",
                                "1970-01-01T00:00:00Z", "2026-11-23T10:00:00.0000000Z",   "2026-02-30T10:00:00Z",
                                "2026-11-23T99:00:00Z", "-026-11-23T10:00:00Z",           "2026-11-23T10:00:00.0000000+99:00"};
    QByteArray log;
    for (int i = 0; i < 200; ++i)
        log += stamps.at(i * 7 % stamps.size()) + " ##[group]Run " + QByteArray::number(i) + '\n';
    const QString path = write(log, 1);
    const Time early = fromEpoch(-62'135'596'800'000);
    const Time late = fromEpoch(253'402'300'799'000);
    const QList<StepInfo> steps{{.number = 1, .name = u"Set up job"_s, .startedAt = late, .completedAt = early},
                                {.number = 1, .name = u"Run job.sh"_s, .startedAt = early, .completedAt = early},
                                {.number = -3, .name = u"Post x"_s, .startedAt = early, .completedAt = late},
                                {.number = 9, .name = u"Complete job"_s, .startedAt = late, .completedAt = late}};
    PoolShare share{.cancel = Cancel::make()};
    const Result<QList<StepLog>> parted = partByStamps(path, steps, share);
    QVERIFY(parted);
    qint64 before = 0;
    for (const StepLog &step : *parted) {
        QVERIFY(step.begin >= before && step.begin < step.end && step.end <= log.size());
        before = step.end;
    }
    for (const Stamps kind : {Stamps::Absolute, Stamps::Relative})
        for (const Time time : {early, late, Time()})
            QVERIFY(!stampText(kind, time, kind == Stamps::Relative ? early : late).isEmpty());
}

void TstHostileLog::nothingButCarriageReturns()
{
    const QByteArray log = "\r\r\r\n\r\n" + QByteArray("10 %\r").repeated(100'000) + "done\r\r\n\r";
    const QString path = write(log, 1);
    LogDocument document;
    document.show(path);
    QTRY_VERIFY(document.isIndexed());
    QCOMPARE(document.lines(), 4);
    const LogExcerpt excerpt{.end = log.size()};
    const Context context;
    const Result<QString> text = wait(textOf(document.file(), excerpt, context));
    QVERIFY(text);
    QVERIFY2(text->endsWith(u"done\n"_s) && !text->contains(u'\r'), qPrintable(text->right(50)));
}

// Breaks for the user: a log archive writes beside the logs.
void TstHostileLog::anArchiveOfStrangeNames()
{
    const QByteArrayList names{"../0_evil.txt",
                               "/0_evil.txt",
                               "0_../evil.txt",
                               "..\\0_evil.txt",
                               "evil/1_../../x.txt",
                               "../1_x.txt",
                               "evil/../1_x.txt",
                               "0_evil\n.txt",
                               "0_\x1B]0;t\x07.txt",
                               "0_.txt",
                               "0_" + QByteArray(5000, 'e') + ".txt",
                               "99999999999999999999_job.txt",
                               "-99999999999_job.txt",
                               "job/99999999999_x.txt"};
    ZipBuilder zip;
    for (const QByteArray &name : names)
        zip.add(name, "evil\n");
    zip.add(ZipPart{.name = "0_link.txt", .content = "/etc/passwd", .mode = 0120777});
    const QList<TaskInfo> tasks{{.id = 1, .name = u"evil"_s},         {.id = 2, .name = u"../evil"_s},
                                {.id = 3, .name = u"link"_s},         {.id = 4, .name = u"/etc/passwd"_s},
                                {.id = 5, .name = u".."_s},           {.id = 6, .name = u"nul"_s},
                                {.id = 7, .name = u"\x1B]0;t\x07"_s}, {.id = 8, .name = QString(5000, u'e')},
                                {.id = 9, .name = QString()}};
    const QString folder = m_dir->filePath(u"job/logs"_s);
    const Result<RunLog> log = wait(unpackRunLog(zip.save(m_dir->filePath(u"logs.zip"_s)), folder, tasks, Context()));
    QVERIFY2(log, qPrintable(log ? QString() : log.error().what));
    QCOMPARE(log->tasks.size() + log->missing.size(), tasks.size());
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name),
             (QStringList{u"job"_s, u"logs.zip"_s}));
    QCOMPARE(QDir(m_dir->filePath(u"job"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
             QStringList{u"logs"_s});
    // The server gives out each one by itself, too.
    for (const TaskInfo &task : tasks) {
        const QString text = write("evil\n", 1);
        const Result<TaskLog> adopted = wait(adoptTaskLog(text, folder, task, Context()));
        QVERIFY2(adopted, qPrintable(adopted ? QString() : adopted.error().what));
        QCOMPARE(QFileInfo(adopted->file).path(), folder);
        QVERIFY(QFileInfo(adopted->file).fileName().size() <= 200);
    }
    QCOMPARE(QDir(m_dir->filePath(u"job"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
             QStringList{u"logs"_s});
}

// Which of them a file belongs to nobody can tell, so each is asked for by itself.
void TstHostileLog::tasksOfOneName()
{
    ZipBuilder zip;
    zip.add("0_job.txt", "one\n").add("1_job.txt", "two\n").add("0_other.txt", "three\n");
    const QList<TaskInfo> tasks{{.id = 1, .name = u"job"_s}, {.id = 2, .name = u"job"_s}, {.id = 3, .name = u"other"_s}};
    const Result<RunLog> log = wait(unpackRunLog(zip.save(m_dir->filePath(u"logs.zip"_s)), m_dir->filePath(u"logs"_s), tasks, Context()));
    QVERIFY2(log, qPrintable(log ? QString() : log.error().what));
    QCOMPARE(log->missing, (QList<qint64>{1, 2}));
    QCOMPARE(log->tasks.size(), 1);
}

PUNCHCARD_TEST(TstHostileLog, tst_hostilelog)
#include "tst_hostilelog.moc"
