// SPDX-License-Identifier: MIT
#include "core/models/comparison.h"
#include "core/models/runnermodel.h"

#include "tests/support/samplearray.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstComparison : public QObject
{
    Q_OBJECT

private slots:
    void timesAreSubtracted();
    void whatOneHasNotIsSaid();
    void arraysAreComparedAsAWhole();
    void linesStandBesideEachOther();
    void runnersShareOneScale();

private:
    static Job job(int id, Milliseconds script, Outcome outcome)
    {
        const Time begin = fromEpoch(1'764'000'000'000);
        const Task task{
            .remoteId = 1,
            .name = u"job"_s,
            .status = Status::Completed,
            .startedAt = begin + 10s,
            .completedAt = begin + 15s + script,
            .runnerId = 3,
            .runnerName = u"hosted %1"_s.arg(id),
            .steps
            = {{.number = 1, .name = u"Set up job"_s, .status = Status::Completed, .startedAt = begin + 10s, .completedAt = begin + 15s},
               {.number = 2,
                .name = u"Run job.sh"_s,
                .status = Status::Completed,
                .startedAt = begin + 15s,
                .completedAt = begin + 15s + script}}};
        const Run run{.id = 1, .attempts = {Attempt{.status = Status::Completed, .startedAt = begin, .tasks = {task}}}};
        return {.id = JobId(id), .phase = Phase::Cleared, .outcome = outcome, .runs = {run}, .createdAt = begin};
    }
    static std::optional<ComparedFact> find(const QList<ComparedFact> &facts, const QString &label)
    {
        const auto found = std::ranges::find(facts, label, &ComparedFact::label);
        return found == facts.end() ? std::nullopt : std::optional(*found);
    }
};

void TstComparison::timesAreSubtracted()
{
    const QList<ComparedFact> facts = compareJobs(job(1, 60s, Outcome::Succeeded), job(2, 48s, Outcome::Failed));
    QCOMPARE(find(facts, u"Script"_s)->left, u"1m0s"_s);
    QCOMPARE(find(facts, u"Script"_s)->right, u"48s"_s);
    QCOMPARE(find(facts, u"Script"_s)->difference, u"−12s"_s);
    QCOMPARE(find(facts, u"Queued"_s)->difference, QString());
    QCOMPARE(find(facts, u"Ran on"_s)->right, u"hosted 2"_s);
    ComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setJobs(job(1, 60s, Outcome::Succeeded), job(2, 48s, Outcome::Failed));
    QCOMPARE(model.headerData(ComparisonModel::Right, Qt::Horizontal, Qt::DisplayRole), u"Job #2"_s);
    QVERIFY(model.index(1, 0).data(ComparisonModel::DiffersRole).toBool());
}

void TstComparison::whatOneHasNotIsSaid()
{
    const QList<ComparedFact> facts = compareJobs(job(1, 60s, Outcome::Succeeded), Job{.id = JobId(2), .outcome = Outcome::Refused});
    QCOMPARE(find(facts, u"Script"_s)->right, u"-"_s);
    QVERIFY(find(facts, u"Script"_s)->difference.isEmpty());
}

// Breaks for the user: an array of several runs is compared by its first run alone.
void TstComparison::arraysAreComparedAsAWhole()
{
    Job left = testing::sampleArray(300, 300);
    Task &last = left.runs[1].attempts[0].tasks[40];
    last.completedAt = *last.startedAt + 60s;
    const QList<ComparedFact> facts = compareJobs(left, testing::sampleArray(3, 3));
    QCOMPARE(find(facts, u"Elements"_s)->left, u"300"_s);
    QCOMPARE(find(facts, u"Elements"_s)->right, u"3"_s);
    QCOMPARE(find(facts, u"Slowest element"_s)->left, u"1m0s"_s);
    QCOMPARE(find(facts, u"Median element"_s)->left, u"20s"_s);
    QCOMPARE(find(facts, u"On the runner in all"_s)->left, u"1m0s"_s);
    QCOMPARE(find(facts, u"On the runner in all"_s)->difference, u"−40s"_s);
}

void TstComparison::linesStandBesideEachOther()
{
    DiffModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLines(lineDiff({u"a"_s, u"b"_s}, {u"a"_s, u"c"_s, u"d"_s}));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.differences(), 2);
    QCOMPARE(model.index(1, DiffModel::LeftText).data(), u"b"_s);
    QCOMPARE(model.index(1, DiffModel::RightText).data(), u"c"_s);
    QVERIFY(!model.index(2, DiffModel::LeftNumber).data().isValid());
    QCOMPARE(model.index(2, DiffModel::RightNumber).data(), 3);
}

void TstComparison::runnersShareOneScale()
{
    RunnerModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto run = [](const QString &label, Milliseconds length) {
        return store::PastRun{.runsOn = {label}, .outcome = Outcome::Succeeded, .running = length};
    };
    model.setRuns({run(u"slow"_s, 100s), run(u"fast"_s, 10s), run(u"fast"_s, 20s)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, RunnerModel::Runner).data(), u"fast"_s);
    QCOMPARE(model.index(0, RunnerModel::Median).data(), u"15s"_s);
    QCOMPARE(model.index(0, RunnerModel::Range).data(RunnerModel::LongestRole).toLongLong(), 100'000);
    QCOMPARE(model.index(0, RunnerModel::Range).data(RunnerModel::SpreadRole).toList().size(), 5);
}

PUNCHCARD_TEST(TstComparison, tst_comparison)
#include "tst_comparison.moc"
