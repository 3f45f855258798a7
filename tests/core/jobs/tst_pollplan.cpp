// SPDX-License-Identifier: MIT
#include "core/jobs/pollplan.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace std::chrono_literals;

class TstPollPlan : public QObject
{
    Q_OBJECT

private slots:
    void thirtyMinutesCostAboutOneHundredAndTwentyLooks();
    void aShortQuotaSlowsDown();
    void theUsersIntervalIsAFloor();
    void thisComputerIsAskedOften();
};

void TstPollPlan::thirtyMinutesCostAboutOneHundredAndTwentyLooks()
{
    int looks = 0;
    for (Milliseconds age = 0s; age < 30min; ++looks)
        age += pollInterval({.age = age, .running = true});
    QVERIFY2(looks <= 130, qPrintable(QString::number(looks)));
    QVERIFY(looks >= 60);
}

void TstPollPlan::aShortQuotaSlowsDown()
{
    const Milliseconds usual = pollInterval({.age = 10s, .running = true});
    const Milliseconds scarce = pollInterval({.age = 10s, .running = true, .remaining = 210, .untilReset = 30min, .jobs = 2});
    QVERIFY(scarce > usual);
    QCOMPARE(pollInterval({.age = 10s, .running = true, .remaining = 4900, .untilReset = 30min}), usual);
}

void TstPollPlan::theUsersIntervalIsAFloor()
{
    QCOMPARE(pollInterval({.age = 10s, .running = true, .shortest = 45s}), Milliseconds(45s));
}

void TstPollPlan::thisComputerIsAskedOften()
{
    QVERIFY(pollInterval({.age = 1s, .thisComputer = true}) < 1s);
    QVERIFY(findInterval(0, true) < findInterval(0, false));
    QVERIFY(findInterval(100, false) > findInterval(5, false));
}

PUNCHCARD_TEST(TstPollPlan, tst_pollplan)
#include "tst_pollplan.moc"
