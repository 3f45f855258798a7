// SPDX-License-Identifier: MIT
// What the program costs: how long it takes to start with many jobs, how much memory it has then, how often it wakes up while
// nobody looks. PUNCHCARD_BENCH_JOBS and PUNCHCARD_BENCH_SECONDS make it 10,000 jobs and a minute; figures are told, and of them
// only the wake-ups are judged.
#include "core/base/home.h"
#include "core/store/jobstore.h"
#include "tests/pictures/samplejobs.h"
#include "tests/support/hubprogram.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QWidget>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstAtRest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void startsWithManyJobs();
    void wakesForTheCursorOnly();
    void sleepsWhileNobodyLooks();

private:
    [[nodiscard]] bool hasTold(const QByteArray &text);
    [[nodiscard]] QByteArray ofProcess(const QString &file, const QByteArray &key) const;
    [[nodiscard]] qint64 wakeUps() const;
    void settle(qint64 most) const;

    const int m_count = std::max(300, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_JOBS"));
    const int m_seconds = std::max(3, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_SECONDS"));
    QTemporaryDir m_folder;
    const QString m_script = m_folder.filePath(u"script.sh"_s);
    QProcess m_program;
    QByteArray m_told;
};

void TstAtRest::initTestCase()
{
    qputenv("PUNCHCARD_HOME", m_folder.filePath(u"home"_s).toUtf8());
    const Result<Home> home = Home::open();
    QVERIFY(home);
    const Result<std::shared_ptr<store::Store>> store = testing::wait(store::Store::open(*home));
    QVERIFY(store);
    testing::writeSampleJobs(**store, m_count);
    QFile script(m_script);
    QVERIFY(script.open(QIODevice::WriteOnly) && script.write("echo hello\n") > 0);
}

void TstAtRest::cleanupTestCase()
{
    m_program.terminate();
    QTRY_COMPARE_WITH_TIMEOUT(m_program.state(), QProcess::NotRunning, 20'000);
}

bool TstAtRest::hasTold(const QByteArray &text)
{
    m_told += m_program.readAllStandardError();
    return m_told.contains(text);
}

// The value behind KEY: in one of the process's files, or nothing.
QByteArray TstAtRest::ofProcess(const QString &name, const QByteArray &key) const
{
    QFile file(u"/proc/%1/%2"_s.arg(m_program.processId()).arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const qsizetype at = text.indexOf('\n' + key + ':');
    return at < 0 ? QByteArray() : text.sliced(at + key.size() + 2).split('\n').first().simplified();
}

// How often a thread of the program has gone to sleep of its own will: as often as it woke.
qint64 TstAtRest::wakeUps() const
{
    qint64 sum = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(m_program.processId()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        sum += ofProcess(u"task/"_s + task + u"/status"_s, "voluntary_ctxt_switches").toLongLong();
    return sum;
}

void TstAtRest::startsWithManyJobs()
{
    for (int start = 0; start < 3; ++start) { // The last ones have all in the system's cache.
        m_told.clear();
        QElapsedTimer timer;
        timer.start();
        m_program.start(testing::builtProgram(u"punchcard"_s), {u"--verbose"_s, m_script});
        QTRY_VERIFY2_WITH_TIMEOUT(hasTold("The window shows"), m_told.constData(), 60'000);
        qInfo("%d jobs: the window shows them %lld ms after the start of the process", m_count, timer.elapsed());
        QVERIFY2(m_told.contains("The window shows " + QByteArray::number(m_count) + " jobs"), m_told.constData());
        if (start == 2)
            return;
        m_program.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(m_program.state(), QProcess::NotRunning, 20'000);
    }
}

// What began with the window may end first: waits for a second with at most so many.
void TstAtRest::settle(qint64 most) const
{
    const auto isQuiet = [this, most] {
        const qint64 before = wakeUps();
        QTest::qWait(1000);
        return wakeUps() - before <= most;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), 60'000);
}

void TstAtRest::wakesForTheCursorOnly()
{
    QCOMPARE(m_program.state(), QProcess::Running);
    settle(10);
    const qint64 before = wakeUps();
    QVERIFY(before > 0);
    QTest::qWait(m_seconds * 1000);
    qInfo("in front, with a cursor that blinks about twice a second: %lld wake-ups in %d seconds", wakeUps() - before, m_seconds);
}

// Breaks for the user: the battery of a laptop on which the window is open but forgotten.
void TstAtRest::sleepsWhileNobodyLooks()
{
    QCOMPARE(m_program.state(), QProcess::Running);
    QWidget cover;
    cover.resize(1600, 860);
    cover.show();
    cover.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&cover, 30'000));
    settle(0);
    qInfo() << "memory of its own:" << ofProcess(u"smaps_rollup"_s, "Pss_Anon") << "in all:" << ofProcess(u"status"_s, "VmRSS")
            << "its share:" << ofProcess(u"smaps_rollup"_s, "Pss");
    const qint64 before = wakeUps();
    QTest::qWait(m_seconds * 1000);
    const qint64 count = wakeUps() - before;
    qInfo("%lld wake-ups in %d seconds", count, m_seconds);
    // A thread of a pool that nobody needed ends after half a minute, and wakes for that.
    QVERIFY2(count <= 1 + m_seconds / 10, qPrintable(QString::number(count)));
}

PUNCHCARD_TEST(TstAtRest, tst_atrest)
#include "tst_atrest.moc"
