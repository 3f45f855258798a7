// SPDX-License-Identifier: MIT
#include "core/models/stepmodel.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstStepModel : public QObject
{
    Q_OBJECT

private slots:
    void tasksAndTheirSteps();
    void theNewestAttemptIsShownFirst();
    void durationsGrowWhileItRuns();
    void whatNobodyTookHasNoDuration();
    void stepsThatComeKeepTheirPlace();
    void fewerStepsAreShownAnew();

private:
    [[nodiscard]] Job jobWith(const QList<Task> &tasks, int attempts = 1) const
    {
        Run run{.id = 1, .remoteId = 7};
        for (int i = 1; i <= attempts; ++i)
            run.attempts.append({.number = i, .tasks = i == attempts ? tasks : QList<Task>{Task{.remoteId = 100 + i, .name = u"old"_s}}});
        return Job{.id = JobId(1), .runs = {run}};
    }
    [[nodiscard]] Task running() const
    {
        const Time begin = m_clock.now() - 90s;
        return {.remoteId = 9,
                .name = u"job"_s,
                .status = Status::InProgress,
                .startedAt = begin,
                .runnerId = 3,
                .runnerName = u"hosted 3"_s,
                .steps = {{.number = 1,
                           .name = u"Set up job"_s,
                           .status = Status::Completed,
                           .conclusion = Conclusion::Success,
                           .startedAt = begin,
                           .completedAt = begin + 12s},
                          {.number = 2, .name = u"Run job.sh"_s, .status = Status::InProgress, .startedAt = begin + 12s}}};
    }
    testing::FakeClock m_clock;
};

void TstStepModel::tasksAndTheirSteps()
{
    StepModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setJob(jobWith({running()}), 0);
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex task = model.index(0, 0);
    QCOMPARE(model.rowCount(task), 2);
    QCOMPARE(task.data(StepModel::RunnerRole), u"hosted 3"_s);
    const QModelIndex setUp = model.index(0, 0, task);
    QCOMPARE(setUp.data(), u"Set up job"_s);
    QCOMPARE(setUp.siblingAtColumn(StepModel::Duration).data(), u"12s"_s);
    QCOMPARE(setUp.data(StepModel::TaskRole).toLongLong(), 9);
    QCOMPARE(model.index(1, 0, task).data(StepModel::StepRole).toInt(), 2);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TstStepModel::theNewestAttemptIsShownFirst()
{
    StepModel model(m_clock);
    model.setJob(jobWith({running()}, 3), 0);
    QCOMPARE(model.attempts(), (QList<int>{1, 2, 3}));
    QCOMPARE(model.attempt(), 3);
    model.setJob(jobWith({running()}, 3), 1);
    QCOMPARE(model.index(0, 0).data(), u"old"_s);
}

void TstStepModel::durationsGrowWhileItRuns()
{
    StepModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setJob(jobWith({running()}), 0);
    QVERIFY(model.isRunning());
    const QModelIndex script = model.index(1, StepModel::Duration, model.index(0, 0));
    QCOMPARE(script.data(), u"1m18s"_s);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    m_clock.advance(2s);
    model.tick();
    QCOMPARE(script.data(), u"1m20s"_s);
    QCOMPARE(changed.count(), 2); // the task and the one step that runs
    // A server whose clock is ahead of ours.
    Task ahead = running();
    ahead.steps[1].startedAt = m_clock.now() + 5s;
    model.setJob(jobWith({ahead}), 0);
    QCOMPARE(script.data(), u"0s"_s);
}

void TstStepModel::whatNobodyTookHasNoDuration()
{
    StepModel model(m_clock);
    model.setJob(jobWith({Task{.remoteId = 1, .name = u"job"_s, .status = Status::Completed, .startedAt = m_clock.now()}}), 0);
    QVERIFY(!model.index(0, StepModel::Duration).data().isValid());
    QVERIFY(!model.isRunning());
}

void TstStepModel::stepsThatComeKeepTheirPlace()
{
    StepModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Task task = running();
    model.setJob(jobWith({task}), 0);
    const QPersistentModelIndex script = model.index(1, 0, model.index(0, 0));
    task.steps[1].status = Status::Completed;
    task.steps[1].completedAt = m_clock.now();
    task.steps.append({.number = 3, .name = u"Keep uploads"_s, .status = Status::InProgress, .startedAt = m_clock.now()});
    const Task second{.remoteId = 10, .name = u"job 2"_s, .status = Status::Queued};
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setJob(jobWith({task, second}), 0);
    QCOMPARE(reset.count(), 0);
    QVERIFY(script.isValid());
    QCOMPARE(script.data(StepModel::StatusRole).toInt(), int(Status::Completed));
    QCOMPARE(model.rowCount(model.index(0, 0)), 3);
    QCOMPARE(model.rowCount(), 2);
}

void TstStepModel::fewerStepsAreShownAnew()
{
    StepModel model(m_clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Task task = running();
    model.setJob(jobWith({task}), 0);
    task.steps.removeLast();
    model.setJob(jobWith({task}), 0);
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
}

PUNCHCARD_TEST(TstStepModel, tst_stepmodel)
#include "tst_stepmodel.moc"
