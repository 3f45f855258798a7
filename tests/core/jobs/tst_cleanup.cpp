// SPDX-License-Identifier: MIT
#include "core/jobs/cleanup.h"

#include "core/store/jobfolder.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstCleanUp : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void onlyWhatIsOldIsPlanned();
    void aJobThatIsNotOverIsNeverTouched();
    void whatIsCarriedOutIsWhatWasSaid();

private:
    Job add(Phase phase, std::optional<Milliseconds> endedAgo)
    {
        Job job = *wait(m_store->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
        job.phase = phase;
        if (endedAgo)
            job.finishedAt = m_context.now() - *endedAgo;
        [[maybe_unused]] const auto saved = wait(m_store->save(job));
        const store::JobFolder folder(m_home, job.uid);
        for (const auto &[path, size] : {std::pair(folder.logs() + u"/1.txt"_s, 100), std::pair(folder.artifacts() + u"/up/x"_s, 1000)}) {
            QDir().mkpath(QFileInfo(path).path());
            QFile file(path);
            if (file.open(QIODevice::WriteOnly))
                file.write(QByteArray(size, 'x'));
        }
        const Item item{.kind = Item::Kind::Artifact, .name = u"up"_s, .state = Item::State::Here, .path = u"artifacts/up"_s};
        [[maybe_unused]] const auto stored = wait(m_store->saveItem(job.id, item));
        return job;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
    std::shared_ptr<store::Store> m_store;
    Context m_context;
};

void TstCleanUp::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(m_home));
}

void TstCleanUp::onlyWhatIsOldIsPlanned()
{
    const Job old = add(Phase::Cleared, 24h * 40);
    add(Phase::Cleared, 24h * 2);
    const auto nothing = wait(planCleanUp(m_store, {}, m_context));
    QVERIFY(nothing && nothing->targets.isEmpty());
    const auto plan = wait(planCleanUp(m_store, {.logsDays = 30, .artifactsDays = 60}, m_context));
    QVERIFY(plan);
    QCOMPARE(plan->targets.size(), 1);
    QCOMPARE(plan->targets.first().job, old.id);
    QCOMPARE(plan->bytes, 100);
    QCOMPARE(wait(planCleanUp(m_store, {.artifactsDays = 1}, m_context))->bytes, 2000);
    const auto room = wait(roomTaken(m_store, m_context));
    QCOMPARE(room->jobs, 2);
    QCOMPARE(room->logs, 200);
    QCOMPARE(room->artifacts, 2000);
}

// Breaks for the user: results that are just coming in are deleted under the job.
void TstCleanUp::aJobThatIsNotOverIsNeverTouched()
{
    const Job running = add(Phase::Started, 24h * 400);
    QVERIFY(wait(planCleanUp(m_store, {.logsDays = 1, .artifactsDays = 1}, m_context))->targets.isEmpty());
    const CleanUp forced{.targets = {{.job = running.id, .logs = true, .artifacts = true}}};
    QCOMPARE(wait(carryOut(m_store, forced, m_context)).value_or(-1), 0);
    const Job driven = add(Phase::Cleared, 24h * 400);
    const store::JobFolder folder(m_home, driven.uid);
    const auto lock = folder.tryLock();
    QVERIFY(lock && *lock);
    const CleanUp locked{.targets = {{.job = driven.id, .logs = true, .artifacts = true}}};
    QCOMPARE(wait(carryOut(m_store, locked, m_context)).value_or(-1), 0);
    QVERIFY(QFile::exists(folder.logs() + u"/1.txt"_s));
    QVERIFY(QFile::exists(store::JobFolder(m_home, running.uid).logs() + u"/1.txt"_s));
}

void TstCleanUp::whatIsCarriedOutIsWhatWasSaid()
{
    const Job old = add(Phase::Cleared, 24h * 40);
    const auto plan = wait(planCleanUp(m_store, {.artifactsDays = 30}, m_context));
    QCOMPARE(wait(carryOut(m_store, *plan, m_context)).value_or(-1), plan->bytes);
    const store::JobFolder folder(m_home, old.uid);
    QVERIFY(!QFile::exists(folder.artifacts()));
    QVERIFY(QFile::exists(folder.logs() + u"/1.txt"_s));
    const Item item = wait(m_store->job(old.id))->items.first();
    QCOMPARE(item.state, Item::State::Gone);
    QVERIFY(!item.why.isEmpty());
    QVERIFY(wait(planCleanUp(m_store, {.artifactsDays = 30}, m_context))->targets.isEmpty());
}

PUNCHCARD_TEST(TstCleanUp, tst_cleanup)
#include "tst_cleanup.moc"
