// SPDX-License-Identifier: MIT
// Ctrl-C, other signals, and ways to let go of a job on purpose.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QFileInfo>

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

// Whether the process has a handler for that signal. Linux; elsewhere nobody tells.
bool hearsSignal(qint64 pid, int number)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return !QFileInfo::exists(u"/proc/self/status"_s);
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("SigCgt:");
    const quint64 caught = text.sliced(at + 7).split('\n').first().trimmed().toULongLong(nullptr, 16);
    return at >= 0 && (caught >> (number - 1) & 1U) != 0;
}

} // namespace

class TstLeaving : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_home.startHub()); }
    void init();
    void ctrlCCancelsAndBringsBackWhatThereIs();
    void leavingAtOnce_data();
    void leavingAtOnce();
    void ctrlCBeforeThereIsAJob();
    void anotherPunchCancels();
    void waitOnlyWatches();
    void detachAndWait();
    void maxAttemptsEndsTheWatching();

private:
    /// Begins a job that prints, leaves a file and then goes on until it is cancelled; returns when it runs.
    std::unique_ptr<PunchProcess> begun(const QStringList &more = {});
    [[nodiscard]] bool scriptRuns() const;
    [[nodiscard]] PunchEnd cancelled(qint64 id) const { return punch(m_home, {u"cancel"_s, QString::number(id)}); }

    PunchHome m_home;
    QString m_out;
    QString m_mark;
    int m_number = 0;
};

void TstLeaving::init()
{
    m_out = u"out-%1"_s.arg(++m_number);
    QVERIFY(m_home.repositories().isEmpty());
}

// Its log says so while it is written; the step's state comes before bash has read the first line.
bool TstLeaving::scriptRuns() const
{
    const QString name = m_home.repositories().at(0)[u"full_name"].toString();
    const QJsonValue run = m_home.runs(name).at(0);
    if (run[u"status"] != u"in_progress"_s)
        return false;
    QDirIterator files(m_home.home() + u"/hub/runs/%1"_s.arg(run[u"id"].toInteger()), {u"job.txt"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile log(files.next());
        if (log.open(QIODevice::ReadOnly) && log.readAll().contains("Z begun\n"))
            return true;
    }
    return false;
}

std::unique_ptr<PunchProcess> TstLeaving::begun(const QStringList &more)
{
    const QString script = m_home.write(u"long-%1.sh"_s.arg(m_number),
                                        "trap 'echo tidied; exit 1' INT TERM\necho part > uploads/part\necho begun\n"
                                        "for i in $(seq 6000); do sleep 0.1; done\n");
    auto run = std::make_unique<PunchProcess>(m_home, QStringList{u"run"_s, script, u"--local"_s, u"--out"_s, m_home.path(m_out)} + more);
    if (!QTest::qWaitFor([this] { return scriptRuns(); }, 30'000))
        qCritical("the script does not run: %s", run->said().constData());
    return run;
}

void TstLeaving::ctrlCCancelsAndBringsBackWhatThereIs()
{
    const auto run = begun();
    run->signal(SIGINT);
    QCOMPARE(run->finish(), 4);
    QVERIFY2(run->err().contains("Cancelling job"), run->err());
    QVERIFY2(run->out().contains("begun\ntidied\n"), run->out());
    QCOMPARE(m_home.read(m_out + u"/part"_s), QByteArray("part\n"));
    QVERIFY(m_home.repositories().isEmpty());
    QCOMPARE(m_home.jobs().first()[u"outcome"], u"cancelled"_s);
}

void TstLeaving::leavingAtOnce_data()
{
    QTest::addColumn<int>("first"); // 0: none
    QTest::addColumn<int>("last");
    QTest::newRow("Ctrl-C twice") << SIGINT << SIGINT;
    QTest::newRow("SIGTERM") << 0 << SIGTERM;
    QTest::newRow("SIGHUP") << 0 << SIGHUP;
}

// Breaks for the user: a terminal that is closed takes the job with it.
void TstLeaving::leavingAtOnce()
{
    QFETCH(int, first);
    QFETCH(int, last);
    const auto run = begun();
    if (first != 0) {
        run->signal(first);
        QTRY_VERIFY_WITH_TIMEOUT(run->err().contains("Cancelling job"), 10'000);
    }
    run->signal(last);
    QCOMPARE(run->finish(std::chrono::seconds(15)), 5);
    QVERIFY2(run->err().endsWith("\npunch resume\n"), run->err());
    QCOMPARE(m_home.repositories().size(), 1);
    const qint64 id = m_home.jobs().first()[u"job"].toInteger();
    QCOMPARE(m_home.jobs().first()[u"outcome"], u"open"_s);
    if (first == 0)
        QVERIFY(scriptRuns());
    const PunchEnd ended = cancelled(id);
    QVERIFY2(ended.code == 0, ended.err);
    QCOMPARE(m_home.read(m_out + u"/part"_s), QByteArray("part\n"));
    QVERIFY(m_home.repositories().isEmpty());
}

void TstLeaving::ctrlCBeforeThereIsAJob()
{
    // The script comes from a pipe that says nothing yet.
    PunchProcess run(m_home, {u"run"_s, u"-"_s, u"--local"_s});
    run.write("echo never\n");
    // Before that a signal ends any program on the spot.
    QTRY_VERIFY(hearsSignal(run.pid(), SIGINT));
    const qsizetype before = m_home.jobs().size();
    run.signal(SIGINT);
    run.closeInput();
    QCOMPARE(run.finish(), 4);
    QCOMPARE(m_home.jobs().size(), before);
    QVERIFY(m_home.repositories().isEmpty());
}

void TstLeaving::anotherPunchCancels()
{
    const auto run = begun();
    const PunchEnd asked = cancelled(m_home.jobs().first()[u"job"].toInteger());
    QVERIFY2(asked.code == 0, asked.err);
    QCOMPARE(run->finish(), 4);
    QCOMPARE(m_home.read(m_out + u"/part"_s), QByteArray("part\n"));
    QVERIFY(m_home.repositories().isEmpty());
}

void TstLeaving::waitOnlyWatches()
{
    const auto run = begun();
    const QString id = QString::number(m_home.jobs().first()[u"job"].toInteger());
    PunchProcess wait(m_home, {u"wait"_s, id});
    QTRY_VERIFY_WITH_TIMEOUT(wait.err().contains("running"), 20'000);
    wait.signal(SIGINT);
    QCOMPARE(wait.finish(), 5);
    QVERIFY(scriptRuns());
    // A second one sees the end that the first brings about.
    PunchProcess other(m_home, {u"wait"_s, id});
    run->signal(SIGINT);
    QCOMPARE(run->finish(), 4);
    QCOMPARE(other.finish(), 4);
}

void TstLeaving::detachAndWait()
{
    const QString script = m_home.write(u"short.sh"_s, "sleep 1\necho done | tee uploads/done\n");
    const PunchEnd detached = punch(m_home, {u"run"_s, script, u"--local"_s, u"--detach"_s, u"--out"_s, m_home.path(m_out)});
    QVERIFY2(detached.code == 0, detached.err);
    QCOMPARE(m_home.repositories().size(), 1);
    const QString id = QString::number(m_home.jobs().first()[u"job"].toInteger());
    QVERIFY2(detached.err.endsWith("punch wait " + id.toLatin1() + '\n'), detached.err);
    const PunchEnd waited = punch(m_home, {u"wait"_s, id});
    QVERIFY2(waited.code == 0, waited.err);
    QVERIFY2(waited.out.contains("done\n"), waited.out);
    QCOMPARE(m_home.read(m_out + u"/done"_s), QByteArray("done\n"));
    QVERIFY(m_home.repositories().isEmpty());
}

void TstLeaving::maxAttemptsEndsTheWatching()
{
    const auto run = begun({u"--max-attempts"_s, u"2"_s, u"--interval"_s, u"500ms"_s});
    QCOMPARE(run->finish(), 5);
    const qint64 id = m_home.jobs().first()[u"job"].toInteger();
    QVERIFY2(run->err().contains("punch wait " + QByteArray::number(id)), run->err());
    QVERIFY(scriptRuns());
    QCOMPARE(cancelled(id).code, 0);
}

PUNCHCARD_TEST(TstLeaving, tst_leaving)
#include "tst_leaving.moc"
