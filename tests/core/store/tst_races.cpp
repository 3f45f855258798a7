// SPDX-License-Identifier: MIT
#include "core/store/races.h"

#include "core/store/jobstore.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstRaces : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aRaceIsWrittenAsOne();
    void oneThatCannotBeWrittenKeepsAllOut();
    void racesComeNewestFirst();
    void otherGroupsAreNoRaces();
    void aForgottenRaceIsGone();

private:
    [[nodiscard]] static Job racer(const QString &label, const QString &uid = {})
    {
        return {.uid = uid, .spec = {.name = u"work.sh"_s, .account = u"me"_s, .runsOn = {label}}, .createdAt = fromEpoch(1000)};
    }

    QTemporaryDir m_folder;
    std::shared_ptr<store::Store> m_store;
    int m_home = 0;
};

void TstRaces::init()
{
    m_store.reset();
    const QString folder = m_folder.filePath(QString::number(++m_home));
    QVERIFY(QDir().mkpath(folder));
    const Home home{.data = folder, .config = folder, .cache = folder, .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
}

void TstRaces::aRaceIsWrittenAsOne()
{
    QSignalSpy changes(m_store.get(), &store::Store::jobChanged);
    const Result<QList<Job>> race = wait(m_store->addTogether({racer(u"a"_s), racer(u"b"_s)}, store::raceKind(), fromEpoch(2000)));
    QVERIFY(race);
    QCOMPARE(race->size(), 2);
    QVERIFY(race->at(0).group && race->at(0).group == race->at(1).group);
    QVERIFY(!race->at(0).uid.isEmpty() && race->at(0).uid != race->at(1).uid);
    // Whoever shows jobs shows both; that the file has changed may be said besides.
    QSet<qint64> told;
    for (const QList<QVariant> &change : std::as_const(changes))
        told.insert(qint64(change.first().value<JobId>()));
    QVERIFY(told.contains(qint64(race->at(0).id)) && told.contains(qint64(race->at(1).id)));
    const Result<QList<Job>> read = wait(store::jobsOfRace(m_store->database(), *race->at(0).group));
    QVERIFY(read);
    QCOMPARE(read->at(1).spec.runsOn, QStringList{u"b"_s});
    QCOMPARE(wait(m_store->summary(race->at(1).id))->race, race->at(0).group);
    QCOMPARE(*wait(store::raceOfJob(m_store->database(), race->at(1).id)), race->at(0).group);
}

// Breaks for the user: after a full disk one of the racers runs, and nobody races against it.
void TstRaces::oneThatCannotBeWrittenKeepsAllOut()
{
    QVERIFY(wait(m_store->add(racer(u"x"_s, u"taken"_s))));
    QVERIFY(!wait(m_store->addTogether({racer(u"a"_s), racer(u"b"_s, u"taken"_s)}, store::raceKind(), fromEpoch(2000))));
    QCOMPARE(wait(m_store->jobs())->size(), 1);
    QVERIFY(wait(store::races(m_store->database()))->isEmpty());
}

void TstRaces::racesComeNewestFirst()
{
    const Job first = wait(m_store->addTogether({racer(u"a"_s), racer(u"b"_s)}, store::raceKind(), fromEpoch(2000)))->constFirst();
    const Job second = wait(m_store->addTogether({racer(u"c"_s), racer(u"d"_s)}, store::raceKind(), fromEpoch(3000)))->constFirst();
    // One that repeats a racer.
    Job again = racer(u"b"_s);
    again.group = first.group;
    again = *wait(m_store->add(again));
    const Result<QList<store::PastRace>> races = wait(store::races(m_store->database()));
    QVERIFY(races);
    QCOMPARE(races->size(), 2);
    QCOMPARE(races->at(0).id, *second.group);
    QCOMPARE(races->at(0).createdAt, fromEpoch(3000));
    QCOMPARE(races->at(1).jobs.size(), 3);
    QCOMPARE(races->at(1).jobs.constLast(), again.id);
    QCOMPARE(races->at(1).name, u"work.sh"_s);
    QCOMPARE(races->at(1).racers.at(1).runsOn, QStringList{u"b"_s});
    QCOMPARE(races->at(1).racers.at(1).account, u"me"_s);
}

void TstRaces::otherGroupsAreNoRaces()
{
    const Job other = wait(m_store->addTogether({racer(u"a"_s), racer(u"b"_s)}, u"rerun"_s, fromEpoch(2000)))->constFirst();
    QVERIFY(wait(store::races(m_store->database()))->isEmpty());
    QVERIFY(!wait(m_store->summary(other.id))->race);
    QCOMPARE(*wait(store::raceOfJob(m_store->database(), other.id)), std::optional<GroupId>());
    QCOMPARE(wait(store::jobsOfRace(m_store->database(), *other.group)).error().kind, Error::Kind::Missing);
}

void TstRaces::aForgottenRaceIsGone()
{
    const QList<Job> race = *wait(m_store->addTogether({racer(u"a"_s), racer(u"b"_s)}, store::raceKind(), fromEpoch(2000)));
    QVERIFY(wait(m_store->forget(race.at(0).id)));
    QCOMPARE(wait(store::races(m_store->database()))->constFirst().jobs, QList<JobId>{race.at(1).id});
    QVERIFY(wait(m_store->forget(race.at(1).id)));
    QVERIFY(wait(store::races(m_store->database()))->isEmpty());
    // Its number is not given to a race of others.
    QCOMPARE(wait(store::jobsOfRace(m_store->database(), *race.at(0).group)).error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstRaces, tst_races)
#include "tst_races.moc"
