// SPDX-License-Identifier: MIT
#include "tests/support/deskfixture.h"
#include "tests/support/testmain.h"
#include "widgets/window/jobends.h"

#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstJobEnds : public QObject
{
    Q_OBJECT

private slots:
    void oneEndIsToldOnce();
    void severalAreToldTogether();
    void whatWasOverAtTheStartIsNot();

private:
    void end(testing::DeskFixture &fixture, Job job, Outcome outcome);
};

void TstJobEnds::end(testing::DeskFixture &fixture, Job job, Outcome outcome)
{
    job.phase = Phase::Cleared;
    job.outcome = outcome;
    job.finishedAt = job.createdAt + std::chrono::seconds(31);
    QVERIFY(wait(fixture.store().save(job)));
}

void TstJobEnds::oneEndIsToldOnce()
{
    testing::DeskFixture fixture;
    const Job job = fixture.addJob(u"kernel.sh"_s, Phase::Started, Outcome::Open);
    JobModel jobs(fixture.desk());
    QSignalSpy loaded(&jobs, &JobModel::loaded);
    jobs.load();
    QTRY_COMPARE(loaded.size(), 1);
    JobEnds ends(jobs);
    QSignalSpy told(&ends, &JobEnds::ended);
    end(fixture, job, Outcome::Failed);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(1).toString(), u"kernel.sh"_s);
    QCOMPARE(told.first().at(2).toString(), u"Failed after 31s"_s);
}

void TstJobEnds::severalAreToldTogether()
{
    testing::DeskFixture fixture;
    const Job one = fixture.addJob(u"a.sh"_s, Phase::Started, Outcome::Open);
    const Job other = fixture.addJob(u"b.sh"_s, Phase::Started, Outcome::Open);
    JobModel jobs(fixture.desk());
    QSignalSpy loaded(&jobs, &JobModel::loaded);
    jobs.load();
    QTRY_COMPARE(loaded.size(), 1);
    JobEnds ends(jobs);
    QSignalSpy told(&ends, &JobEnds::ended);
    end(fixture, other, Outcome::Succeeded);
    end(fixture, one, Outcome::Cancelled);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<JobId>(), other.id);
    QCOMPARE(told.first().at(2).toString(), u"1 succeeded, 1 did not"_s);
}

void TstJobEnds::whatWasOverAtTheStartIsNot()
{
    testing::DeskFixture fixture;
    Job job = fixture.addJob();
    JobModel jobs(fixture.desk());
    JobEnds ends(jobs);
    QSignalSpy told(&ends, &JobEnds::ended);
    QSignalSpy loaded(&jobs, &JobModel::loaded);
    QSignalSpy changed(&jobs, &JobModel::dataChanged);
    jobs.load();
    QTRY_COMPARE(loaded.size(), 1);
    job.results = Results::Incomplete;
    QVERIFY(wait(fixture.store().save(job)));
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(told.size(), 0);
}

PUNCHCARD_TEST(TstJobEnds, tst_jobends)
#include "tst_jobends.moc"
