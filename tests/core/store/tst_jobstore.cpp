// SPDX-License-Identifier: MIT
#include "core/store/jobfolder.h"
#include "core/store/jobstore.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstJobStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aJobComesBackAsItWasStored();
    void runsAndItemsAreUpdatedInPlace();
    void anotherProcessesChangesAreTold();
    void anotherProcessesChangeIsToldBesideOnesOwn();
    void anotherProcessesForgettingIsTold();
    void aSummaryTellsWhatAListShows();
    void wishesSurviveTheDriversSave();
    void forgettingTakesEverythingAlong();
    void aDamagedFileIsSaidAndKept();
    void aNewerDatabaseIsLeftAlone();
    void anEmptiedDatabaseIsNotTakenForANewOne();
    void onlyOneDrivesAJob();
    void anExportHasWhatThePersonMade();

private:
    std::shared_ptr<store::Store> open()
    {
        Result<std::shared_ptr<store::Store>> store = wait(store::Store::open(m_home));
        return store ? *store : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
};

void TstJobStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
}

void TstJobStore::aJobComesBackAsItWasStored()
{
    const auto store = open();
    QVERIFY(store);
    const JobSpec spec{.name = u"a.sh"_s, .account = u"this-computer"_s};
    const Job wanted{.spec = spec, .createdAt = fromEpoch(1000)};
    Result<Job> job = wait(store->add(wanted));
    QVERIFY(job);
    QVERIFY(!job->uid.isEmpty());
    job->phase = Phase::Started;
    job->outcome = Outcome::Open;
    job->waiting
        = Waiting{.what = Waiting::For::Quota, .until = fromEpoch(5000), .error = Error{.kind = Error::Kind::Throttled, .what = u"slow"_s}};
    job->house = House{.owner = u"o"_s, .name = u"n"_s, .organisation = true, .repositoryId = 5'000'000'000, .branch = u"main"_s};
    job->commit = JobCommit{.message = u"m"_s, .date = fromEpoch(77), .tree = u"t"_s, .sha = u"s"_s};
    job->submittedAt = fromEpoch(2000);
    job->endedAt = fromEpoch(3000);
    job->collectedAt = fromEpoch(4000);
    QVERIFY(wait(store->save(*job)));
    const Result<Job> back = wait(store->job(job->id));
    QVERIFY(back);
    QCOMPARE(back->uid, job->uid);
    QVERIFY(back->spec == spec);
    QCOMPARE(back->phase, Phase::Started);
    QVERIFY(back->waiting);
    QCOMPARE(back->waiting->until, std::optional(fromEpoch(5000)));
    QCOMPARE(back->waiting->error.kind, Error::Kind::Throttled);
    QCOMPARE(back->house.repositoryId, 5'000'000'000);
    QVERIFY(back->house.organisation);
    QCOMPARE(back->commit.sha, u"s"_s);
    QCOMPARE(back->submittedAt, std::optional(fromEpoch(2000)));
    QCOMPARE(back->endedAt, std::optional(fromEpoch(3000)));
    QCOMPARE(back->collectedAt, std::optional(fromEpoch(4000)));
    QVERIFY(!back->finishedAt);
    QCOMPARE(wait(store->job(JobId(99))).error().kind, Error::Kind::Missing);
}

void TstJobStore::runsAndItemsAreUpdatedInPlace()
{
    const auto store = open();
    const Result<Job> job = wait(store->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    Run run{.headSha = u"abc"_s, .remoteId = 34'000'000'000};
    run.attempts = {Attempt{.status = Status::InProgress,
                            .tasks = {Task{.remoteId = 9,
                                           .name = u"job"_s,
                                           .labels = {u"a"_s, u"b"_s},
                                           .steps = {{.number = 1, .name = u"Set up job"_s}, {.number = 2, .name = u"Run job.sh"_s}}}}}};
    Result<Run> stored = wait(store->saveRun(job->id, run));
    QVERIFY(stored);
    stored->attempts.first().status = Status::Completed;
    stored->attempts.first().tasks.first().steps.removeFirst();
    QVERIFY(wait(store->saveRun(job->id, *stored)));
    const Result<Item> item = wait(store->saveItem(job->id, Item{.run = stored->id, .name = u"uploads"_s, .remoteId = 3}));
    QVERIFY(item);
    Item here = *item;
    here.state = Item::State::Here;
    QVERIFY(wait(store->saveItem(job->id, here)));
    const Result<Job> back = wait(store->job(job->id));
    QCOMPARE(back->runs.size(), 1);
    QVERIFY(back->runs.first() == *stored);
    QCOMPARE(back->items.size(), 1);
    QCOMPARE(back->items.first().state, Item::State::Here);
    // What stood for it until it was there gives it its place.
    here.remoteId = 77;
    here.path = u"artifacts/uploads"_s;
    QCOMPARE(wait(store->saveItem(job->id, here))->id, here.id);
    const Result<Job> moved = wait(store->job(job->id));
    QCOMPARE(moved->items.size(), 1);
    QCOMPARE(moved->items.first().remoteId, 77);
    QCOMPARE(moved->items.first().path, u"artifacts/uploads"_s);
}

// Breaks for the user: a job that `punch` drives stands still in the window.
void TstJobStore::anotherProcessesChangesAreTold()
{
    const auto mine = open();
    const auto theirs = open();
    QList<JobId> told;
    connect(mine.get(), &store::Store::jobChanged, this, [&told](JobId id) { told.append(id); });
    const Result<Job> job = wait(theirs->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    QVERIFY(job);
    QTRY_VERIFY(told.contains(job->id));
    told.clear();
    QVERIFY(wait(theirs->wish(job->id, store::Wish::Cancel)));
    QTRY_VERIFY(told.contains(job->id));
    QVERIFY(wait(mine->job(job->id))->wishes.cancel);
}

// Breaks for the user: `punch cancel` has no effect when the driver writes at the same moment.
void TstJobStore::anotherProcessesChangeIsToldBesideOnesOwn()
{
    const auto mine = open();
    const auto theirs = open();
    const Result<Job> job = wait(mine->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    QVERIFY(job);
    int told = 0;
    connect(mine.get(), &store::Store::jobChanged, this,
            [&told](JobId, store::Change what) { told += what == store::Change::State ? 1 : 0; });
    for (int i = 0; i < 40; ++i) {
        told = 0;
        auto theirWrite = theirs->wish(job->id, store::Wish::Cancel, i % 2 == 0);
        auto myWrite = mine->saveItem(job->id, Item{.name = QString::number(i)});
        QVERIFY(wait(std::move(theirWrite)));
        QVERIFY(wait(std::move(myWrite)));
        QTRY_VERIFY2(told > 0, qPrintable(QString::number(i)));
    }
}

// Breaks for the user: `punch cancel` is swallowed by the driver's next save.
// Breaks for the user: a job that `punch forget` removed stays in the window, and cannot be opened.
void TstJobStore::anotherProcessesForgettingIsTold()
{
    const auto ours = open();
    const auto theirs = open();
    QSignalSpy told(theirs.get(), &store::Store::jobChanged);
    const Job wanted{.spec = {.name = u"a.sh"_s}, .createdAt = fromEpoch(1)};
    const Result<Job> job = wait(ours->add(wanted));
    QVERIFY(job);
    QTRY_VERIFY(!told.isEmpty()); // it knows of the job
    told.clear();
    QVERIFY(wait(ours->forget(job->id)));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<JobId>(), job->id);
    QCOMPARE(told.first().at(1).value<store::Change>(), store::Change::Removed);
}

void TstJobStore::aSummaryTellsWhatAListShows()
{
    const auto store = open();
    const JobSpec spec{.name = u"a.sh"_s, .account = u"this-computer"_s, .runsOn = {u"self-hosted"_s, u"gpu, big"_s}};
    const Job wanted{.spec = spec, .createdAt = fromEpoch(1000)};
    Result<Job> job = wait(store->add(wanted));
    QVERIFY(job);
    job->phase = Phase::Started;
    job->waiting = Waiting{.what = Waiting::For::Quota, .until = fromEpoch(5000)};
    job->submittedAt = fromEpoch(2000);
    QVERIFY(wait(store->save(*job)));
    Result<store::JobSummary> summary = wait(store->summary(job->id));
    QVERIFY(summary);
    const store::JobSummary expected{.id = job->id,
                                     .uid = job->uid,
                                     .name = u"a.sh"_s,
                                     .account = u"this-computer"_s,
                                     .runsOn = spec.runsOn,
                                     .phase = Phase::Started,
                                     .waitingFor = Waiting::For::Quota,
                                     .waitingUntil = fromEpoch(5000),
                                     .createdAt = fromEpoch(1000),
                                     .begunAt = fromEpoch(1000)};
    QVERIFY(*summary == expected);
    Run run;
    run.attempts = {Attempt{.number = 1, .status = Status::InProgress, .tasks = {Task{.remoteId = 7, .status = Status::InProgress}}}};
    QVERIFY(wait(store->saveRun(job->id, run)));
    summary = wait(store->summary(job->id));
    QVERIFY(summary->isRunning);
    run.attempts.append(Attempt{.number = 2});
    QVERIFY(wait(store->saveRun(job->id, run)));
    QCOMPARE(wait(store->summary(job->id))->begunAt, fromEpoch(2000));
    QCOMPARE(wait(store->summaries())->size(), 1);
    QCOMPARE(wait(store->summary(JobId(99))).error().kind, Error::Kind::Missing);
}

void TstJobStore::wishesSurviveTheDriversSave()
{
    const auto store = open();
    const Result<Job> job = wait(store->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    QVERIFY(wait(store->wish(job->id, store::Wish::Cancel)));
    QVERIFY(wait(store->save(*job)));
    QVERIFY(wait(store->job(job->id))->wishes.cancel);
    QCOMPARE(wait(store->wish(JobId(99), store::Wish::Cancel)).error().kind, Error::Kind::Missing);
}

void TstJobStore::forgettingTakesEverythingAlong()
{
    const auto store = open();
    const Result<Job> job = wait(store->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    QVERIFY(wait(store->saveRun(job->id, Run{.headSha = u"x"_s})));
    QVERIFY(wait(store->forget(job->id)));
    QCOMPARE(wait(store->job(job->id)).error().kind, Error::Kind::Missing);
    QVERIFY(wait(store->jobs())->isEmpty());
}

void TstJobStore::aDamagedFileIsSaidAndKept()
{
    QFile file(m_home.database());
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray rubbish(4096, 'x');
    file.write(rubbish);
    file.close();
    const auto store = wait(store::Store::open(m_home));
    QVERIFY(!store);
    QCOMPARE(store.error().kind, Error::Kind::Storage);
    QVERIFY(store.error().remedy.contains(m_home.database()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), rubbish);
}

void TstJobStore::aNewerDatabaseIsLeftAlone()
{
    QVERIFY(open());
    {
        Result<std::shared_ptr<store::Database>> database = wait(store::Database::open(m_home.database()));
        QVERIFY(database);
        const Result<bool> raised = wait((*database)->write<bool>([](QSqlDatabase &connection) -> Result<bool> {
            return store::execute(connection, u"PRAGMA user_version = 999"_s).has_value();
        }));
        QVERIFY(raised);
    }
    const auto store = wait(store::Store::open(m_home));
    QVERIFY(!store);
    QVERIFY(store.error().what.contains(u"newer"_s));
}

// Breaks for the user: "There are no jobs yet", and the repositories of those that ran stay on the server.
void TstJobStore::anEmptiedDatabaseIsNotTakenForANewOne()
{
    QVERIFY(open());
    QVERIFY(store::JobFolder(m_home, u"uid"_s).write(JobSpec(), "echo hi\n"));
    for (const QString &rest : {u"-wal"_s, u"-shm"_s})
        QFile::remove(m_home.database() + rest);
    QVERIFY(QFile::resize(m_home.database(), 0));
    const auto store = wait(store::Store::open(m_home));
    QVERIFY(!store);
    QCOMPARE(store.error().kind, Error::Kind::Storage);
    QVERIFY(store.error().remedy.contains(m_home.database()));
    QCOMPARE(QFileInfo(m_home.database()).size(), 0);
    // Moved away, as the error says.
    QVERIFY(QFile::remove(m_home.database()));
    QVERIFY(wait(store::Store::open(m_home)));
}

void TstJobStore::onlyOneDrivesAJob()
{
    const store::JobFolder folder(m_home, u"uid"_s);
    QVERIFY(folder.write(JobSpec(), "echo hi\n"));
    QCOMPARE(folder.script().value_or(QByteArray()), QByteArray("echo hi\n"));
    auto first = folder.tryLock();
    QVERIFY(first && *first);
    const auto second = folder.tryLock();
    QVERIFY(second && !*second);
    first->reset();
    const auto third = folder.tryLock();
    QVERIFY(third && *third);
    (*third)->unlock();
    QVERIFY(folder.remove());
    QVERIFY(!QFile::exists(folder.path()));
    // Nobody holds what is not there.
    QCOMPARE(folder.tryLock().error().kind, Error::Kind::Storage);
}

void TstJobStore::anExportHasWhatThePersonMade()
{
    const store::JobFolder folder(m_home, u"uid"_s);
    QVERIFY(folder.write({.name = u"a.sh"_s}, "echo\n"));
    QVERIFY(QDir().mkpath(folder.artifacts() + u"/uploads/deep"_s));
    QVERIFY(QDir().mkpath(folder.downloads()));
    for (const QString &path : {folder.artifacts() + u"/uploads/deep/one"_s, folder.downloads() + u"/1.zip.part"_s}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("1") == 1);
    }
    const auto lock = folder.tryLock();
    QVERIFY(lock && *lock);
    const QString target = m_folder->filePath(u"export"_s);
    QVERIFY(folder.exportTo(target));
    QVERIFY(QFile::exists(target + u"/artifacts/uploads/deep/one"_s));
    QVERIFY(QFile::exists(target + u"/script"_s));
    QVERIFY(!QFile::exists(target + u"/lock"_s));
    QVERIFY(!QFile::exists(target + u"/downloads"_s));
    QCOMPARE(folder.exportTo(target).error().kind, Error::Kind::Conflict);
}

PUNCHCARD_TEST(TstJobStore, tst_jobstore)
#include "tst_jobstore.moc"
