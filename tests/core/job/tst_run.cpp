// SPDX-License-Identifier: MIT
#include "core/job/run.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace std::chrono_literals;

class TstRun : public QObject
{
    Q_OBJECT

private slots:
    void timesComeFromTheServersStamps();
    void aTaskWithoutARunnerDoesNotCount();
    void aClockThatRanBackwardsGivesZero();

private:
    const Time m_asked = fromEpoch(1'795'428'000'000);
};

void TstRun::timesComeFromTheServersStamps()
{
    const Attempt attempt{.startedAt = m_asked,
                          .tasks
                          = {Task{.status = Status::Completed, .startedAt = m_asked + 10s, .completedAt = m_asked + 40s, .runnerId = 1},
                             Task{.status = Status::Completed, .startedAt = m_asked + 12s, .completedAt = m_asked + 70s, .runnerId = 2}}};
    const RunTimes times = timesOf(attempt);
    QCOMPARE(times.queued, std::optional<Milliseconds>(10s));
    QCOMPARE(times.running, std::optional<Milliseconds>(60s));
    QCOMPARE(times.total, std::optional<Milliseconds>(70s));
}

void TstRun::aTaskWithoutARunnerDoesNotCount()
{
    const Attempt attempt{.startedAt = m_asked, .tasks = {Task{.status = Status::Queued, .startedAt = m_asked}}};
    const RunTimes times = timesOf(attempt);
    QVERIFY(!times.queued);
    QVERIFY(!times.running);
    QVERIFY(!timesOf(Attempt()).total);
}

void TstRun::aClockThatRanBackwardsGivesZero()
{
    const Attempt attempt{.startedAt = m_asked,
                          .tasks
                          = {Task{.status = Status::Completed, .startedAt = m_asked - 5s, .completedAt = m_asked - 6s, .runnerId = 1}}};
    QCOMPARE(timesOf(attempt).queued, std::optional<Milliseconds>(0s));
    QCOMPARE(timesOf(attempt).running, std::optional<Milliseconds>(0s));
}

PUNCHCARD_TEST(TstRun, tst_run)
#include "tst_run.moc"
