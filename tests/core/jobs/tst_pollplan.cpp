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
    void whereNothingMovesItSlowsDown_data();
    void whereNothingMovesItSlowsDown();
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
    const Milliseconds scarce = pollInterval({.age = 10s, .running = true, .remaining = 210, .untilReset = 30min, .requests = 2});
    QVERIFY(scarce > usual);
    QCOMPARE(pollInterval({.age = 10s, .running = true, .remaining = 4900, .untilReset = 30min}), usual);
}

void TstPollPlan::theUsersIntervalIsAFloor()
{
    QCOMPARE(pollInterval({.age = 10s, .running = true, .shortest = 45s}), Milliseconds(45s));
}

void TstPollPlan::whereNothingMovesItSlowsDown_data()
{
    QTest::addColumn<int>("quietLooks");
    QTest::addColumn<bool>("lookedAt");
    QTest::addColumn<Milliseconds>("interval");
    QTest::newRow("something new") << 0 << false << Milliseconds(20s);
    QTest::newRow("for a while") << 5 << false << Milliseconds(30s);
    QTest::newRow("for long") << 10 << false << Milliseconds(40s);
    QTest::newRow("for very long") << 1000 << false << Milliseconds(40s);
    QTest::newRow("somebody waits") << 1000 << true << Milliseconds(20s);
}

// Breaks for the user: a job that waits for a runner all night uses up what the others need.
void TstPollPlan::whereNothingMovesItSlowsDown()
{
    QFETCH(const int, quietLooks);
    QFETCH(const bool, lookedAt);
    QFETCH(const Milliseconds, interval);
    QCOMPARE(pollInterval({.age = 30min, .lookedAt = lookedAt, .quietLooks = quietLooks}), interval);
    QCOMPARE(pollInterval({.age = 30min, .thisComputer = true, .quietLooks = quietLooks}), Milliseconds(2s));
}

void TstPollPlan::thisComputerIsAskedOften()
{
    QVERIFY(pollInterval({.age = 1s, .thisComputer = true}) < 1s);
    QVERIFY(findInterval(0, true) < findInterval(0, false));
    QVERIFY(findInterval(100, false) > findInterval(5, false));
}

PUNCHCARD_TEST(TstPollPlan, tst_pollplan)
#include "tst_pollplan.moc"
