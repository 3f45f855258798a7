// SPDX-License-Identifier: MIT
#include "core/store/jobstore.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstPastRun : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void timesAreThoseOfTheNewestAttempt();
    void whatHasNotEndedHasNoDuration();
    void aJobThatNeverRanIsThere();
    void scriptsComeByTheirLastRun();
    void tenThousandJobs();

private:
    JobId add(const QString &name, const std::optional<Run> &run = {}, Outcome outcome = Outcome::Succeeded)
    {
        const Job wanted{.spec = {.name = name, .runsOn = {u"self-hosted"_s, u"arm64"_s}}, .createdAt = fromEpoch(1000)};
        Job job = *wait(m_store->add(wanted));
        job.outcome = outcome;
        [[maybe_unused]] const Result<> saved = wait(m_store->save(job));
        if (run) [[maybe_unused]]
            const Result<Run> kept = wait(m_store->saveRun(job.id, *run));
        return job.id;
    }
    static Task task(qint64 id, qint64 start, std::optional<qint64> end, qint64 runner = 1)
    {
        return {.remoteId = id,
                .name = u"job"_s,
                .status = end ? Status::Completed : Status::InProgress,
                .startedAt = fromEpoch(start),
                .completedAt = end ? std::optional(fromEpoch(*end)) : std::nullopt,
                .runnerId = runner,
                .runnerName = runner != 0 ? u"runner %1"_s.arg(runner) : QString()};
    }

    QTemporaryDir m_folder;
    std::shared_ptr<store::Store> m_store;
    int m_home = 0;
};

void TstPastRun::init()
{
    m_store.reset();
    const QString folder = m_folder.filePath(QString::number(++m_home));
    QVERIFY(QDir().mkpath(folder));
    const Home home{.data = folder, .config = folder, .cache = folder, .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
}

void TstPastRun::timesAreThoseOfTheNewestAttempt()
{
    Run run{.remoteId = 7};
    run.attempts = {Attempt{.number = 1, .startedAt = fromEpoch(0), .tasks = {task(1, 500, 600)}},
                    Attempt{.number = 2,
                            .startedAt = fromEpoch(10'000),
                            .tasks = {task(2, 13'000, 20'000, 4), task(3, 12'000, 30'000, 5), task(4, 1, 2, 0)}}};
    const JobId id = add(u"a.sh"_s, run, Outcome::Failed);
    add(u"other.sh"_s, run);
    const Result<QList<store::PastRun>> runs = wait(m_store->pastRuns(u"a.sh"_s));
    QVERIFY(runs);
    QCOMPARE(runs->size(), 1);
    const store::PastRun &past = runs->constFirst();
    QCOMPARE(past.id, id);
    QCOMPARE(past.attempt, 2);
    QCOMPARE(past.tasks, 3);
    QCOMPARE(past.outcome, Outcome::Failed);
    QCOMPARE(past.runsOn, (QStringList{u"self-hosted"_s, u"arm64"_s}));
    QCOMPARE(past.runnerName, u"runner 4"_s);
    const RunTimes times = timesOf(run.attempts.last());
    QCOMPARE(past.queued, times.queued);
    QCOMPARE(past.running, times.running);
    QCOMPARE(past.running, std::optional(Milliseconds(18'000)));
}

void TstPastRun::whatHasNotEndedHasNoDuration()
{
    Run run{.remoteId = 7};
    run.attempts = {Attempt{.number = 1, .startedAt = fromEpoch(0), .tasks = {task(1, 500, 600), task(2, 500, std::nullopt)}}};
    add(u"a.sh"_s, run, Outcome::Open);
    const Result<QList<store::PastRun>> runs = wait(m_store->pastRuns(u"a.sh"_s));
    QVERIFY(runs);
    QCOMPARE(runs->constFirst().queued, std::optional(Milliseconds(500)));
    QVERIFY(!runs->constFirst().running);
}

void TstPastRun::aJobThatNeverRanIsThere()
{
    add(u"a.sh"_s, {}, Outcome::Refused);
    const Result<QList<store::PastRun>> runs = wait(m_store->pastRuns(u"a.sh"_s));
    QVERIFY(runs);
    QCOMPARE(runs->size(), 1);
    QCOMPARE(runs->constFirst().attempt, 0);
    QVERIFY(!runs->constFirst().queued);
    QVERIFY(!runs->constFirst().running);
}

void TstPastRun::scriptsComeByTheirLastRun()
{
    add(u"a.sh"_s);
    add(u"b.sh"_s);
    add(u"a.sh"_s);
    const Result<QList<store::ScriptRuns>> scripts = wait(m_store->scripts());
    QVERIFY(scripts);
    QCOMPARE(*scripts, (QList<store::ScriptRuns>{{.name = u"a.sh"_s, .count = 2}, {.name = u"b.sh"_s, .count = 1}}));
}

void TstPastRun::tenThousandJobs()
{
    const QString path = m_store->home().database();
    Result<std::shared_ptr<store::Database>> database = wait(store::Database::open(path));
    QVERIFY(database);
    const auto filling = [](QSqlDatabase &connection) -> Result<bool> {
        const QStringList statements{
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO job"
            " (uid, revision, name, account, spec, phase, outcome, results, created_at)"
            " SELECT 'uid' || i, i, 'a.sh', 'x', '{\"runs_on\":[\"ubuntu-latest\"]}', 6, 1, 1, i * 1000 FROM n"_s,
            u"INSERT INTO run (job, number, head_sha, remote_id) SELECT id, 1, '', id FROM job"_s,
            u"INSERT INTO attempt (run, number, status, conclusion, started_at) SELECT id, 1, 4, 1, job * 1000 FROM run"_s,
            u"INSERT INTO task (attempt, remote_id, name, status, conclusion, started_at, completed_at, runner_id)"
            " SELECT id, id, 'job', 4, 1, started_at + 500, started_at + 9000, 3 FROM attempt"_s,
        };
        for (const QString &statement : statements) {
            if (const auto done = store::execute(connection, statement); !done)
                return done.error();
        }
        return true;
    };
    const Result<bool> filled = wait((*database)->write<bool>(filling));
    QVERIFY2(filled, filled ? "" : qPrintable(filled.error().detail));
    QElapsedTimer timer;
    timer.start();
    const Result<QList<store::PastRun>> runs = wait(m_store->pastRuns(u"a.sh"_s));
    QVERIFY(runs);
    QCOMPARE(runs->size(), 10'000);
    QCOMPARE(runs->constLast().running, std::optional(Milliseconds(8'500)));
    qInfo("10,000 past runs: %lld ms", timer.elapsed());
}

PUNCHCARD_TEST(TstPastRun, tst_pastrun)
#include "tst_pastrun.moc"
