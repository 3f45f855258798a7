// SPDX-License-Identifier: MIT
#include "core/models/jobmodel.h"
#include "tests/core/models/jobbook.h"
#include "tests/support/samplearray.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstJobModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void newestFirstWithWhatIsShown();
    void howFarInputsAreSent();
    void followsEachJob();
    void progressIsToldWhileItRuns();
    void anArrayCountsItsElements();
    void followsJobsOfAnotherProcess();
    void countsWhatIsOpen();
    void statesAreTold_data();
    void statesAreTold();

private:
    void load(JobModel &model);

    std::unique_ptr<testing::JobBook> m_book;
};

void TstJobModel::init()
{
    m_book = std::make_unique<testing::JobBook>();
}

void TstJobModel::load(JobModel &model)
{
    QSignalSpy loaded(&model, &JobModel::loaded);
    model.load();
    QTRY_COMPARE(loaded.size(), 1);
}

void TstJobModel::newestFirstWithWhatIsShown()
{
    m_book->add(u"old.sh"_s, fromEpoch(0), Phase::Cleared, Outcome::Failed);
    m_book->add(u"new.sh"_s, fromEpoch(86'400'000 * 3LL), Phase::Cleared, Outcome::Succeeded);
    JobModel model(*m_book->desk);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    load(model);
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex first = model.index(0, 0);
    QCOMPARE(first.data().toString(), u"new.sh"_s);
    QCOMPARE(first.data(JobModel::StateRole).value<JobState>(), JobState::Succeeded);
    // A job on this computer has no runner with labels.
    QCOMPARE(first.data(JobModel::RunnerRole).toString(), thisComputer().name);
    QTRY_COMPARE(first.data(JobModel::AccountRole).toString(), thisComputer().name);
    QCOMPARE(first.data(JobModel::ElapsedRole).toLongLong(), 12'000);
    QCOMPARE(first.data(JobModel::IsOpenRole).toBool(), false);
    QVERIFY(first.data(JobModel::DayRole).toDate() != model.index(1, 0).data(JobModel::DayRole).toDate());
    QCOMPARE(model.index(1, JobModel::StateColumn).data().toString(), u"Failed"_s);
    QCOMPARE(model.index(1, JobModel::TimeColumn).data().toString(), u"12s"_s);
}

void TstJobModel::howFarInputsAreSent()
{
    const Job job = m_book->add(u"a.sh"_s, fromEpoch(0), Phase::SecretsSealed, Outcome::Open);
    JobModel model(*m_book->desk);
    load(model);
    QVERIFY(model.index(0, 0).data(JobModel::SendingRole).toString().isEmpty());
    emit m_book->desk->sending(job.id, {.files = 12, .allFiles = 40, .bytes = 3'100'000, .allBytes = 9'000'000});
    QCOMPARE(model.index(0, 0).data(JobModel::SendingRole).toString(), u"Sending inputs: 12 of 40, 3.1 MB of 9 MB"_s);
    Job started = job;
    started.phase = Phase::Started;
    QVERIFY(m_book->save(started));
    QTRY_VERIFY(model.index(0, 0).data(JobModel::SendingRole).toString().isEmpty());
}

void TstJobModel::followsEachJob()
{
    JobModel model(*m_book->desk);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    load(model);
    Job job = m_book->add(u"a.sh"_s, Clock::system().now());
    const Job other = m_book->add(u"b.sh"_s, Clock::system().now());
    QTRY_COMPARE(model.rowCount(), 2);
    QSignalSpy told(&model, &JobModel::stateChanged);
    QSignalSpy changed(&model, &JobModel::dataChanged);
    job.phase = Phase::Started;
    QVERIFY(m_book->save(job));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(2).value<JobState>(), JobState::Queued);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QVERIFY(wait(m_book->store->forget(other.id)));
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(model.indexOf(job.id).isValid());
    QVERIFY(!model.indexOf(other.id).isValid());
}

// Breaks for the user: a job that is over seems to be at 37 % for ever.
void TstJobModel::progressIsToldWhileItRuns()
{
    JobModel model(*m_book->desk);
    Job job = m_book->add(u"a.sh"_s, Clock::system().now(), Phase::Started);
    load(model);
    const QPersistentModelIndex row = model.indexOf(job.id);
    QVERIFY(!row.data(JobModel::ProgressRole).isValid());
    QSignalSpy changed(&model, &JobModel::dataChanged);
    const LiveProgress progress{.percent = 37, .left = 120s};
    emit m_book->desk->liveGrew(job.id, 1, progress);
    emit m_book->desk->liveGrew(job.id, 1, progress);
    emit m_book->desk->liveGrew(job.id, 1, std::nullopt);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(row.data(JobModel::ProgressRole).toInt(), 37);
    QCOMPARE(row.data(JobModel::LeftRole).toLongLong(), 120'000);
    job.phase = Phase::Ended;
    QVERIFY(m_book->save(job));
    QTRY_VERIFY(!row.data(JobModel::ProgressRole).isValid());
    emit m_book->desk->liveGrew(job.id, 1, progress);
    QVERIFY(!row.data(JobModel::ProgressRole).isValid());
}

// Breaks for the user: a job that `punch` submits is not in the window until it is opened again.
// Breaks for the user: the row of an array does not say how far it is, or counts one twice that ran again.
void TstJobModel::anArrayCountsItsElements()
{
    Job job = *wait(m_book->store->add(testing::sampleArray(6, 4)));
    Job run = testing::sampleArray(6, 4);
    run.runs[0].attempts[0].tasks[1].conclusion = Conclusion::Failure;
    run.runs[0].attempts[0].tasks[2].conclusion = Conclusion::TimedOut;
    run.runs[0].attempts[0].tasks[3].status = Status::InProgress;
    Task again = run.runs.at(0).attempts.at(0).tasks.at(1);
    again.conclusion = Conclusion::Success;
    run.runs[0].attempts.append({.number = 2, .status = Status::InProgress, .tasks = {again}});
    QVERIFY(wait(m_book->store->saveRun(job.id, run.runs.at(0))));
    job.phase = Phase::Started;
    QVERIFY(m_book->save(job));
    m_book->add(u"plain.sh"_s, Clock::system().now(), Phase::Started);
    JobModel model(*m_book->desk);
    load(model);
    const QPersistentModelIndex row = model.indexOf(job.id);
    QCOMPARE(row.data(JobModel::ElementsRole).toInt(), 6);
    QCOMPARE(row.data(JobModel::ElementsOverRole).toInt(), 3);
    QCOMPARE(row.data(JobModel::ElementsFailedRole).toInt(), 1);
    QCOMPARE(row.data(JobModel::ProgressRole).toInt(), 50);
    emit m_book->desk->liveGrew(job.id, 1003, LiveProgress{.percent = 99});
    QCOMPARE(row.data(JobModel::ProgressRole).toInt(), 50);
    QCOMPARE(model.index(0, 0).data(JobModel::ElementsRole).toInt(), 0);
    QVERIFY(!model.index(0, 0).data(JobModel::ProgressRole).isValid());
}

void TstJobModel::followsJobsOfAnotherProcess()
{
    JobModel model(*m_book->desk);
    load(model);
    const auto theirs = wait(store::Store::open(m_book->home));
    QVERIFY(theirs);
    const Job wanted{.spec = {.name = u"theirs.sh"_s}, .createdAt = Clock::system().now()};
    QVERIFY(wait((*theirs)->add(wanted)));
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"theirs.sh"_s);
}

void TstJobModel::countsWhatIsOpen()
{
    JobModel model(*m_book->desk);
    load(model);
    QSignalSpy counted(&model, &JobModel::countsChanged);
    m_book->add(u"a.sh"_s, fromEpoch(0), Phase::Started);
    Job waiting = m_book->add(u"b.sh"_s, fromEpoch(0), Phase::Started);
    waiting.waiting = Waiting{.what = Waiting::For::Network};
    QVERIFY(m_book->save(waiting));
    m_book->add(u"c.sh"_s, fromEpoch(0), Phase::Ended);
    m_book->add(u"d.sh"_s, fromEpoch(0), Phase::Cleared, Outcome::Cancelled);
    const JobModel::Counts expected{.running = 1, .queued = 1, .waiting = 1};
    QTRY_VERIFY(model.counts() == expected && model.rowCount() == 4);
    QVERIFY(!counted.isEmpty());
}

void TstJobModel::statesAreTold_data()
{
    QTest::addColumn<store::JobSummary>("job");
    QTest::addColumn<JobState>("state");
    using Summary = store::JobSummary;
    QTest::newRow("nothing yet") << Summary{} << JobState::Starting;
    QTest::newRow("queued") << Summary{.phase = Phase::Started} << JobState::Queued;
    QTest::newRow("running") << Summary{.phase = Phase::Started, .isRunning = true} << JobState::Running;
    QTest::newRow("cancelling") << Summary{.phase = Phase::Started, .cancelWished = true, .isRunning = true} << JobState::Cancelling;
    QTest::newRow("fetching") << Summary{.phase = Phase::Ended, .cancelWished = true} << JobState::Fetching;
    QTest::newRow("waiting") << Summary{.phase = Phase::Ended, .waitingFor = Waiting::For::Disk} << JobState::Waiting;
    QTest::newRow("incomplete") << Summary{.phase = Phase::Cleared, .outcome = Outcome::Succeeded, .results = Results::Incomplete}
                                << JobState::Incomplete;
    // Never reported as succeeded when nobody can tell.
    QTest::newRow("no outcome") << Summary{.phase = Phase::Cleared} << JobState::Lost;
}

void TstJobModel::statesAreTold()
{
    QFETCH(const store::JobSummary, job);
    QTEST(stateOf(job), "state");
    QVERIFY(!stateText(stateOf(job)).isEmpty());
}

PUNCHCARD_TEST(TstJobModel, tst_jobmodel)
#include "tst_jobmodel.moc"
