// SPDX-License-Identifier: MIT
#include "core/models/racemodel.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstRaceModel : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_begin = m_clock.now(); }
    void eachPartEndsWhereTheNextBegins();
    void theFastestIsTheMeasure();
    void aFailureDoesNotWin();
    void whoTakesTheSameDoesNotWin();
    void whatGoesOnGrows();
    void whatIsOverDoesNotGrow();
    void anArrayIsAllItsTasks();
    void oneThatNobodyTookOnlyWaited();
    void aRerunTakesTheLane();
    void theTableTellsAll();
    void theModelKeepsItsRows();

private:
    [[nodiscard]] Time at(Milliseconds since) const { return m_begin + since; }
    [[nodiscard]] Step step(const QString &name, Milliseconds from, std::optional<Milliseconds> to) const
    {
        return {.name = name,
                .status = to ? Status::Completed : Status::InProgress,
                .conclusion = to ? Conclusion::Success : Conclusion::None,
                .startedAt = at(from),
                .completedAt = to ? std::optional(at(*to)) : std::nullopt};
    }
    [[nodiscard]] Task task(Milliseconds picked, Milliseconds script, std::optional<Milliseconds> scriptEnd,
                            std::optional<Milliseconds> end) const
    {
        return {.remoteId = 1,
                .name = u"job"_s,
                .status = end ? Status::Completed : Status::InProgress,
                .startedAt = at(picked),
                .completedAt = end ? std::optional(at(*end)) : std::nullopt,
                .runnerId = 3,
                .runnerName = u"GitHub Actions 7"_s,
                .steps = {step(u"Set up job"_s, picked, script), step(u"Run job.sh"_s, script, scriptEnd)}};
    }
    [[nodiscard]] Job job(qint64 id, const QString &label, const QList<Task> &tasks, Outcome outcome = Outcome::Succeeded) const
    {
        const bool over = outcome != Outcome::Open;
        const Attempt attempt{.status = over ? Status::Completed : Status::InProgress, .startedAt = at(0s), .tasks = tasks};
        return {.id = JobId(id),
                .spec = {.name = u"work.sh"_s, .account = u"me"_s, .runsOn = {label}},
                .phase = over ? Phase::Cleared : Phase::Started,
                .outcome = outcome,
                .results = Results::Complete,
                .runs = {Run{.remoteId = id, .attempts = {attempt}}},
                .createdAt = m_begin};
    }
    /// Queued 2 s, set up in 4 s, its script took @p script, the rest 3 s.
    [[nodiscard]] Job whole(qint64 id, const QString &label, Milliseconds script, Outcome outcome = Outcome::Succeeded) const
    {
        return job(id, label, {task(2s, 6s, 6s + script, 9s + script)}, outcome);
    }

    testing::FakeClock m_clock;
    Time m_begin = {};
};

void TstRaceModel::eachPartEndsWhereTheNextBegins()
{
    const RaceLane lane = raceLanes({whole(1, u"a"_s, 30s)}, at(1h)).lanes.constFirst();
    QCOMPARE(
        lane.stretches,
        QList<RaceStretch>(
            {{RacePart::Queued, 2s, false}, {RacePart::SetUp, 4s, false}, {RacePart::Script, 30s, false}, {RacePart::Rest, 3s, false}}));
    QCOMPARE(lane.total.length, std::optional<Milliseconds>(39s));
    QCOMPARE(lane.runner, u"GitHub Actions 7"_s);
}

void TstRaceModel::theFastestIsTheMeasure()
{
    const RaceLanes race = raceLanes({whole(1, u"a"_s, 30s), whole(2, u"b"_s, 20s), whole(3, u"c"_s, 45s)}, at(1h));
    QVERIFY(race.isOver && !race.isRunning);
    QCOMPARE(race.winner, std::optional<qsizetype>(1));
    QCOMPARE(*race.lanes.at(0).script.ratio, 1.5);
    QCOMPARE(*race.lanes.at(1).script.ratio, 1.0);
    QCOMPARE(*race.lanes.at(2).script.ratio, 2.25);
    QCOMPARE(*race.lanes.at(0).total.ratio, 39.0 / 29.0);
    QCOMPARE(race.longest, Milliseconds(54s));
    QCOMPARE(race.verdict(), u"b won: its script took 20s. a took 1.50 times as long."_s);
}

// Breaks for the user: a script that gave up after a second is the fastest, and the others are 60 times as slow.
void TstRaceModel::aFailureDoesNotWin()
{
    const RaceLanes race = raceLanes({whole(1, u"a"_s, 1s, Outcome::Failed), whole(2, u"b"_s, 20s), whole(3, u"c"_s, 40s)}, at(1h));
    QVERIFY(!race.winner);
    QVERIFY(!race.lanes.at(0).script.ratio);
    QCOMPARE(*race.lanes.at(1).script.ratio, 1.0);
    QCOMPARE(*race.lanes.at(2).script.ratio, 2.0);
    QCOMPARE(*race.lanes.at(0).queued.ratio, 1.0); // it waited like the others
    QVERIFY2(race.verdict().contains(u"No winner"_s), qPrintable(race.verdict()));
}

void TstRaceModel::whoTakesTheSameDoesNotWin()
{
    QVERIFY(!raceLanes({whole(1, u"a"_s, 20s), whole(2, u"b"_s, 20s)}, at(1h)).winner);
    QVERIFY(!raceLanes({whole(1, u"a"_s, 20s)}, at(1h)).winner);
}

void TstRaceModel::whatGoesOnGrows()
{
    const QList<Job> jobs{job(1, u"a"_s, {task(2s, 6s, {}, {})}, Outcome::Open), whole(2, u"b"_s, 20s)};
    const RaceLanes race = raceLanes(jobs, at(40s));
    QVERIFY(race.isRunning && !race.isOver && !race.winner);
    const RaceLane &lane = race.lanes.constFirst();
    QCOMPARE(lane.state, JobState::Running);
    QCOMPARE(lane.script.length, std::optional<Milliseconds>(34s));
    QVERIFY(lane.script.open && lane.total.open && !lane.script.ratio && !lane.setUp.open);
    QCOMPARE(lane.stretches.constLast(), RaceStretch({RacePart::Script, 34s, true}));
    QCOMPARE(raceLanes(jobs, at(50s)).lanes.constFirst().script.length, std::optional<Milliseconds>(44s));
    QVERIFY2(race.verdict().contains(u"1"_s), qPrintable(race.verdict()));
}

// Whatever was last seen of a job that was lost: its bar stands.
void TstRaceModel::whatIsOverDoesNotGrow()
{
    Job lost = job(1, u"a"_s, {task(2s, 6s, {}, {})}, Outcome::Open);
    lost.phase = Phase::Cleared;
    lost.outcome = Outcome::Lost;
    const RaceLanes race = raceLanes({lost, whole(2, u"b"_s, 20s)}, at(1h));
    QVERIFY(race.isOver && !race.isRunning);
    QVERIFY(race.longest < 1min);
}

void TstRaceModel::anArrayIsAllItsTasks()
{
    const RaceLane lane = raceLanes({job(1, u"a"_s, {task(2s, 6s, 20s, 22s), task(4s, 9s, 30s, 33s)})}, at(1h)).lanes.constFirst();
    QCOMPARE(lane.queued.length, std::optional<Milliseconds>(2s));
    QCOMPARE(lane.setUp.length, std::optional<Milliseconds>(4s));
    QCOMPARE(lane.script.length, std::optional<Milliseconds>(24s));
    QCOMPARE(lane.total.length, std::optional<Milliseconds>(33s));
    // One of them waits still: the script is not over.
    Task waiting{.remoteId = 2, .name = u"job 1"_s, .status = Status::Queued};
    const RaceLane open = raceLanes({job(1, u"a"_s, {task(2s, 6s, 20s, 22s), waiting}, Outcome::Open)}, at(40s)).lanes.constFirst();
    QVERIFY(open.script.open);
}

void TstRaceModel::oneThatNobodyTookOnlyWaited()
{
    const Task never{.remoteId = 1, .name = u"job"_s, .status = Status::Completed, .startedAt = at(1s), .completedAt = at(50s)};
    const RaceLane lane = raceLanes({job(1, u"a"_s, {never}, Outcome::Cancelled)}, at(1h)).lanes.constFirst();
    QCOMPARE(lane.stretches, QList<RaceStretch>({{RacePart::Queued, 50s, false}}));
    // And of one that is not there yet nothing is known.
    Job starting{.id = JobId(2), .spec = {.runsOn = {u"b"_s}}, .phase = Phase::Prepared, .createdAt = m_begin};
    const RaceLane none = raceLanes({starting}, at(1h)).lanes.constFirst();
    QVERIFY(none.stretches.isEmpty() && !none.total.length);
    QCOMPARE(none.state, JobState::Starting);
}

void TstRaceModel::aRerunTakesTheLane()
{
    RaceModel model(m_clock);
    model.setJobs({whole(1, u"a"_s, 1s, Outcome::Failed), whole(2, u"b"_s, 20s), whole(3, u"a"_s, 10s)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data(RaceModel::JobRole).toLongLong(), 3);
    QCOMPARE(model.race().winner, std::optional<qsizetype>(0));
}

void TstRaceModel::theTableTellsAll()
{
    RaceModel model(m_clock);
    model.setJobs({whole(1, u"a"_s, 30s), whole(2, u"b"_s, 20s)});
    QCOMPARE(model.index(0, RaceModel::Script).data().toString(), u"30s"_s);
    QCOMPARE(model.index(0, RaceModel::Script).data(RaceModel::RatioRole).toString(), u"1.50×"_s);
    QCOMPARE(model.index(0, RaceModel::Script).data(Qt::AccessibleTextRole).toString(), u"30s, 1.50×"_s);
    QVERIFY(model.index(1, 0).data(RaceModel::WinnerRole).toBool());
    const QString summary = model.index(1, 0).data(RaceModel::SummaryRole).toString();
    for (const QString &part : {u"b"_s, u"winner"_s, u"Queued 2s"_s, u"Script 20s"_s, u"29s in all"_s})
        QVERIFY2(summary.contains(part), qPrintable(summary));
}

void TstRaceModel::theModelKeepsItsRows()
{
    RaceModel model(m_clock);
    QAbstractItemModelTester tester(&model);
    model.setJobs({job(1, u"a"_s, {task(2s, 6s, {}, {})}, Outcome::Open), whole(2, u"b"_s, 20s)});
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    m_clock.advance(10s);
    model.tick();
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(model.indexOf(JobId(2)).row(), 1);
    model.setJobs({whole(1, u"a"_s, 30s), whole(2, u"b"_s, 20s)});
    QCOMPARE(resets.size(), 0);
    model.tick(); // nothing grows
    QCOMPARE(changes.size(), 2);
}

PUNCHCARD_TEST(TstRaceModel, tst_racemodel)
#include "tst_racemodel.moc"
