// SPDX-License-Identifier: MIT
// Breaks for the user: a window and a terminal on one home do a job twice, or wait for each other.
#include "tests/end-to-end/manyjobs.h"
#include "tests/support/testmain.h"

#include <csignal>
#include <memory>
#include <vector>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstTwoProcesses : public QObject
{
    Q_OBJECT

private slots:
    void oneDrivesTheOtherCancels();
    void aWatcherTakesOverFromADeadDriver();
    void twoThatResumeShareTheJobs();
    void whoBeginsAJobGoesOnWithTheOthers_data();
    void whoBeginsAJobGoesOnWithTheOthers();
    void aWindowAndTerminalsAtOnce();
};

void TstTwoProcesses::oneDrivesTheOtherCancels()
{
    Journey journey;
    const qint64 job = journey.beginEndless();
    QVERIFY(job != 0);
    const auto driver = journey.goOn({u"wait"_s, QString::number(job), u"--json"_s});
    QVERIFY(!driver->phase(u"started"_s).isEmpty());
    // It has taken the job's lock once it asks for the run.
    const auto cancel = journey.goOn({u"cancel"_s, QString::number(job)});
    QVERIFY2(cancel->finish() == 0, cancel->said());
    QVERIFY2(driver->finish() == 4, driver->said());
    QCOMPARE(driver->event(u"done"_s)[u"outcome"].toString(), u"cancelled"_s);
    const QString wrong = journey.cancelComplaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(driver->said())));
}

void TstTwoProcesses::aWatcherTakesOverFromADeadDriver()
{
    Journey journey;
    // The push is never answered: the driver stays where it is.
    journey.setFaults({QJsonObject{{u"match"_s, u"^PATCH .*/git/refs/heads/main$"_s}, {u"fault"_s, u"hang"_s}}});
    const auto driver = journey.begin();
    QVERIFY(!driver->phase(u"secrets_sealed"_s).isEmpty());
    const auto watcher = journey.goOn({u"wait"_s, QString::number(driver->job()), u"--json"_s});
    QVERIFY(!watcher->phase(u"secrets_sealed"_s).isEmpty());
    // Else it is the watcher's push that is never answered.
    QTRY_COMPARE_WITH_TIMEOUT(journey.faultsHad(), 1, 20'000);
    driver->signal(SIGKILL);
    QCOMPARE(driver->finish(), -1);
    QVERIFY2(watcher->finish() == 0, watcher->said());
    QCOMPARE(watcher->event(u"done"_s)[u"outcome"].toString(), u"succeeded"_s);
    const QString wrong = journey.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(watcher->said())));
}

void TstTwoProcesses::twoThatResumeShareTheJobs()
{
    Journey journey;
    const auto run = journey.begin({u"PUNCHCARD_TEST_CRASH=answered:5"_s});
    QCOMPARE(run->finish(), -1);
    const auto first = journey.goOn({u"resume"_s, u"--json"_s});
    const auto second = journey.goOn({u"resume"_s, u"--json"_s});
    QVERIFY2(first->finish() == 0, first->said());
    QVERIFY2(second->finish() == 0, second->said());
    QVERIFY(first->event(u"done"_s).isEmpty() != second->event(u"done"_s).isEmpty());
    const QString wrong = journey.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(first->said() + second->said())));
}

void TstTwoProcesses::whoBeginsAJobGoesOnWithTheOthers_data()
{
    QTest::addColumn<QString>("verb");
    QTest::newRow("run") << u"run"_s;
    QTest::newRow("wait") << u"wait"_s;
    QTest::newRow("rerun") << u"rerun"_s;
}

// Breaks for the user: their terminal died, and until they think of "punch resume" a repository stands and nothing comes.
void TstTwoProcesses::whoBeginsAJobGoesOnWithTheOthers()
{
    QFETCH(const QString, verb);
    PunchHome home;
    QVERIFY(home.startHub());
    const QString endless = home.write(u"endless.sh"_s, "sleep 600\n");
    QStringList arguments{verb, u"1"_s};
    if (verb == "run"_L1) {
        arguments = {u"run"_s, endless, u"--local"_s, u"--json"_s};
    } else {
        // The one that will be waited for, or run again, for long.
        PunchProcess first(home, {u"run"_s, endless, u"--local"_s, u"--json"_s, u"--delete=false"_s, u"--detach"_s});
        QVERIFY2(first.finish() == 0, first.said());
        if (verb == "rerun"_L1)
            QCOMPARE(punch(home, {u"cancel"_s, u"1"_s}).code, 0);
    }
    const QString script = home.write(u"short.sh"_s, "echo 1 > uploads/one\n");
    PunchProcess left(home, {u"run"_s, script, u"--local"_s, u"--out"_s, home.path(u"out"_s)}, {u"PUNCHCARD_TEST_CRASH=answered:2"_s});
    QCOMPARE(left.finish(), -1);
    QVERIFY(left.wasKilled());
    const qint64 id = home.jobs().first()[u"job"].toInteger();
    PunchProcess other(home, arguments);
    QTRY_COMPARE_WITH_TIMEOUT(home.job(id)[u"outcome"].toString(), u"succeeded"_s, 30'000);
    QCOMPARE(home.job(id)[u"phase"].toString(), u"cleared"_s);
    QCOMPARE(home.read(u"out/one"_s), QByteArray("1\n"));
    QVERIFY2(other.isRunning(), other.said());
}

// A desk as the window has it, and a dozen `punch`; some begin a job and die on the way, some look on or take up what is left.
void TstTwoProcesses::aWindowAndTerminalsAtOnce()
{
    ManyJobs window;
    QVERIFY(window.begin());
    std::vector<std::unique_ptr<PunchProcess>> terminals;
    const auto open = [&](const QStringList &arguments, const QString &crash = {}) {
        const QStringList environment = crash.isEmpty() ? QStringList() : QStringList{u"PUNCHCARD_TEST_CRASH="_s + crash};
        terminals.push_back(std::make_unique<PunchProcess>(window.home, arguments, environment));
    };
    for (int i = 1; i <= 4; ++i) {
        window.submit(1);
        open(window.nextRun(), i % 2 == 0 ? u"any:%1"_s.arg(20 * i) : QString());
        open({u"resume"_s, u"--json"_s});
        open({u"list"_s, u"--json"_s});
    }
    int killed = 0;
    for (const auto &terminal : terminals) {
        (void)terminal->finish();
        killed += terminal->wasKilled() ? 1 : 0;
    }
    QCOMPARE(killed, 2);
    QVERIFY(window.resume());
    QVERIFY(window.finish());
    const QString wrong = window.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

PUNCHCARD_TEST(TstTwoProcesses, tst_twoprocesses)
#include "tst_twoprocesses.moc"
