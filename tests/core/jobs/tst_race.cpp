// SPDX-License-Identifier: MIT
#include "core/jobs/race.h"

#include "core/accounts/account.h"
#include "core/script/directives.h"
#include "core/store/races.h"
#include "tests/support/deskfixture.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::DeskFixture;
using testing::wait;

class TstRace : public QObject
{
    Q_OBJECT

private slots:
    void racersAreReadAsTheyAreTyped();
    void eachRacerHasTheScriptItsRunnerAndItsFolder();
    void thisComputerTakesNothingOfAServersAlong();
    void whatIsNoRaceIsRefused_data();
    void whatIsNoRaceIsRefused();
    void noTwoAreCalledTheSame();
    void whatRepeatsARacerStandsInItsPlace();
    void allRefusedIsNoRace();
    void theScriptNamesItsRacers();

private:
    [[nodiscard]] static Submission script(const QString &out = {})
    {
        return {.spec = {.name = u"work.sh"_s,
                         .account = u"github.com/me"_s,
                         .owner = u"acme"_s,
                         .runsOn = {u"ubuntu-24.04"_s},
                         .isPrivate = false,
                         .deleteHouse = false,
                         .oidc = true,
                         .outFolder = out},
                .script = "echo hi\n",
                .typed = {{u"KEY"_s, SecretString("value")}}};
    }
};

void TstRace::racersAreReadAsTheyAreTyped()
{
    QCOMPARE(racerFromText(u"ubuntu-24.04-arm"_s), Racer({.runner = {.labels = {u"ubuntu-24.04-arm"_s}}}));
    QCOMPARE(racerFromText(u"self-hosted, gpu"_s).runner.labels, QStringList({u"self-hosted"_s, u"gpu"_s}));
    QCOMPARE(racerFromText(u"group:big"_s).runner.group, u"big"_s);
    QCOMPARE(racerFromText(u" local "_s).account, thisComputerId());
    // A label of a runner of one's own.
    QCOMPARE(racerFromText(u"self-hosted,local"_s).account, QString());
    for (const QString &text : {u"local"_s, u"self-hosted, gpu"_s, u"group:big"_s})
        QCOMPARE(textOf(racerFromText(text)), text);
}

void TstRace::eachRacerHasTheScriptItsRunnerAndItsFolder()
{
    const QList<Racer> racers{
        racerOf(script().spec), racerFromText(u"self-hosted,gpu"_s), {.runner = {.group = u"Big ones/x"_s}}, racerFromText(u"local"_s)};
    const Result<QList<Submission>> all = racersOf(script(u"/out"_s), racers);
    QVERIFY(all);
    QStringList folders;
    for (const Submission &one : *all) {
        QCOMPARE(one.script, "echo hi\n");
        QCOMPARE(one.typed.size(), 1); // typed once, for all
        QVERIFY(!folders.contains(one.spec.outFolder));
        folders.append(one.spec.outFolder);
        QCOMPARE(one.spec.outFolder.count(u'/'), 2); // below the folder, whatever the runner is called
    }
    QCOMPARE(folders.at(0), u"/out/ubuntu-24.04"_s);
    QCOMPARE(folders.at(1), u"/out/self-hosted+gpu"_s);
    QCOMPARE(folders.at(3), u"/out/local"_s);
    QCOMPARE(all->at(1).spec.runsOn, QStringList({u"self-hosted"_s, u"gpu"_s}));
    QCOMPARE(all->at(2).spec.runsOn, QStringList());
    const Result<QList<Submission>> ownFolders = racersOf(script(), racers);
    QVERIFY(ownFolders->at(0).spec.outFolder.isEmpty());
}

// Breaks for the user: a race of GitHub against this computer fails, or asks the hub for rights that are GitHub's.
void TstRace::thisComputerTakesNothingOfAServersAlong()
{
    Submission told = script();
    told.spec.mayLackSandbox = true;
    const QList<Submission> all = *racersOf(told, {racerOf(script().spec), racerFromText(u"local"_s)});
    QCOMPARE(all.at(0).spec, script().spec);
    const JobSpec &here = all.at(1).spec;
    QVERIFY(here.mayLackSandbox);
    QCOMPARE(here.account, thisComputerId());
    QVERIFY(here.owner.isEmpty() && here.isPrivate && here.deleteHouse && !here.oidc);
}

void TstRace::whatIsNoRaceIsRefused_data()
{
    QTest::addColumn<QStringList>("others");
    QTest::newRow("alone") << QStringList();
    QTest::newRow("twice") << QStringList{u"macos-15"_s, u"MACOS-15"_s};
    QTest::newRow("itself") << QStringList{u"ubuntu-24.04"_s};
    QTest::newRow("labels in another order") << QStringList{u"a,b"_s, u"b,a"_s};
    QTest::newRow("nothing") << QStringList{u" , "_s};
}

void TstRace::whatIsNoRaceIsRefused()
{
    QFETCH(const QStringList, others);
    QList<Racer> racers{racerOf(script().spec)};
    for (const QString &other : others)
        racers.append(racerFromText(other));
    const Result<QList<Submission>> all = racersOf(script(), racers);
    QVERIFY(!all);
    QCOMPARE(all.error().kind, Error::Kind::Refused);
    QVERIFY(!all.error().remedy.isEmpty());
}

void TstRace::noTwoAreCalledTheSame()
{
    const auto spec = [](const QString &account, const QString &label) { return JobSpec{.account = account, .runsOn = {label}}; };
    const QString here = thisComputer().name;
    QCOMPARE(racerNames({spec(u"me"_s, u"a"_s), spec(thisComputerId(), u"b"_s)}), QStringList({u"a"_s, here}));
    QCOMPARE(racerNames({spec(thisComputerId(), u"a"_s), spec(thisComputerId(), u"b"_s)}),
             QStringList({u"%1 (a)"_s.arg(here), u"%1 (b)"_s.arg(here)}));
    QCOMPARE(racerNames({spec(u"me"_s, u"a"_s), spec(u"work"_s, u"a"_s)}), QStringList({u"a (me)"_s, u"a (work)"_s}));
}

void TstRace::whatRepeatsARacerStandsInItsPlace()
{
    const auto job = [](qint64 id, const QString &label) { return Job{.id = JobId(id), .spec = {.runsOn = {label}}}; };
    const QList<Job> standing = standingRacers({job(1, u"a"_s), job(2, u"b"_s), job(5, u"a"_s)});
    QCOMPARE(standing.size(), 2);
    QCOMPARE(standing.at(0).id, JobId(5));
    QCOMPARE(standing.at(1).id, JobId(2));
}

void TstRace::allRefusedIsNoRace()
{
    DeskFixture fixture;
    const Context context;
    const auto race = wait(fixture.desk().submitRace(*racersOf(script(), {racerOf(script().spec), racerFromText(u"macos-15"_s)}), context));
    QVERIFY(!race);
    QCOMPARE(race.error().kind, Error::Kind::Missing); // there is no such account
    QVERIFY(wait(fixture.store().jobs())->isEmpty());
    QVERIFY(wait(store::races(fixture.store().database()))->isEmpty());
    // Nor is anything left in the home.
    const QDir jobs(fixture.store().home().jobFolder(QString()));
    QCOMPARE(jobs.entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
}

void TstRace::theScriptNamesItsRacers()
{
    const Directives directives = directivesOf("# punchcard: runs-on=a race=b race='self-hosted,gpu'\n# punchcard: race=local\n");
    QVERIFY(directives.faults.isEmpty());
    QCOMPARE(askedRacers(directives), QStringList({u"b"_s, u"self-hosted,gpu"_s, u"local"_s}));
    // Each racer is a job of its own that obeys what it can.
    JobSpec spec{.account = u"me"_s};
    QVERIFY(applyDirectives(spec, directives, {}, {}));
    QCOMPARE(spec.runsOn, QStringList{u"a"_s});
    QVERIFY(overruled(directives, spec).isEmpty());
    QCOMPARE(directivesOf("# punchcard: race=\n").faults.size(), 1);
    QVERIFY(directiveCompletions(u"race="_s, {u"macos-15"_s}).contains(u"race=macos-15"_s));
}

PUNCHCARD_TEST(TstRace, tst_race)
#include "tst_race.moc"
