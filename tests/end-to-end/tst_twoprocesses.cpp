// SPDX-License-Identifier: MIT
// Breaks for the user: a window and a terminal on one home do a job twice, or wait for each other.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstTwoProcesses : public QObject
{
    Q_OBJECT

private slots:
    void oneDrivesTheOtherCancels();
    void aWatcherTakesOverFromADeadDriver();
    void twoThatResumeShareTheJobs();
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

PUNCHCARD_TEST(TstTwoProcesses, tst_twoprocesses)
#include "tst_twoprocesses.moc"
