// SPDX-License-Identifier: MIT
#include "app/cli/exitcode.h"
#include "app/cli/jsonevents.h"
#include "app/cli/racetable.h"
#include "app/cli/submissionbuilder.h"
#include "tests/contract/schemacheck.h"
#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cli::ExitCode;

class TstRaceTable : public QObject
{
    Q_OBJECT

private slots:
    void barsAreOnOneScale();
    void theEventIsInTheSchema();
    void theWorstCounts_data();
    void theWorstCounts();
    void flagsAndTheScriptNameRacers();

private:
    [[nodiscard]] static RaceLanes race()
    {
        const auto lane = [](qint64 id, const QString &name, Milliseconds script) {
            return RaceLane{.job = JobId(id),
                            .name = name,
                            .state = JobState::Succeeded,
                            .outcome = Outcome::Succeeded,
                            .isOver = true,
                            .stretches = {{RacePart::Queued, 5s, false}, {RacePart::Script, script, false}},
                            .queued = {.length = 5s, .ratio = 1.0},
                            .script = {.length = script, .ratio = double(script / 25s)},
                            .total = {.length = script + 5s}};
        };
        return {.lanes = {lane(3, u"quick"_s, 25s), lane(4, u"slow-runner"_s, 55s)}, .longest = 60s, .isOver = true, .winner = 0};
    }
};

void TstRaceTable::barsAreOnOneScale()
{
    const QStringList lines = cli::raceLines(race(), 80);
    QCOMPARE(lines.at(0), u"quick        "_s + QString(5, u'·') + QString(25, u'█'));
    QCOMPARE(lines.at(1), u"slow-runner  "_s + QString(5, u'·') + QString(55, u'█'));
    QVERIFY2(lines.at(2).contains(u"█ script"_s), qPrintable(lines.at(2)));
    const QString all = lines.join(u'\n');
    for (const QString &part : {u"RUNNER"_s, u"SET-UP"_s, u"25s 1.00×"_s, u"55s 2.00×"_s, u"succeeded, winner"_s, u"quick won"_s})
        QVERIFY2(all.contains(part), qPrintable(all));
    // Where there is little room there are bars still.
    QCOMPARE(cli::raceLines(race(), 20).at(1).count(u'█'), 15);
}

void TstRaceTable::theEventIsInTheSchema()
{
    const QJsonObject event = cli::raceEvent(GroupId(2), race(), ExitCode::Succeeded);
    const QString wrong = testing::SchemaCheck::ofEvents().wrongWith(event);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    QCOMPARE(event[u"winner"].toInt(), 3);
    QCOMPARE(event[u"racers"].toArray().at(1)[u"script"][u"ms"].toInt(), 55000);
    QVERIFY(event[u"racers"].toArray().at(1)[u"setup"][u"ms"].isNull());
}

void TstRaceTable::theWorstCounts_data()
{
    QTest::addColumn<ExitCode>("one");
    QTest::addColumn<ExitCode>("other");
    QTest::addColumn<ExitCode>("both");
    QTest::newRow("good") << ExitCode::Succeeded << ExitCode::Succeeded << ExitCode::Succeeded;
    QTest::newRow("failed") << ExitCode::Succeeded << ExitCode::Failed << ExitCode::Failed;
    QTest::newRow("cancelled") << ExitCode::Cancelled << ExitCode::Failed << ExitCode::Cancelled;
    QTest::newRow("incomplete") << ExitCode::Succeeded << ExitCode::Incomplete << ExitCode::Incomplete;
    // Whoever looks for 6 has a script that succeeded.
    QTest::newRow("failed and incomplete") << ExitCode::Failed << ExitCode::Incomplete << ExitCode::Failed;
}

void TstRaceTable::theWorstCounts()
{
    QFETCH(const ExitCode, one);
    QFETCH(const ExitCode, other);
    QFETCH(const ExitCode, both);
    QCOMPARE(cli::worseOf(one, other), both);
    QCOMPARE(cli::worseOf(other, one), both);
}

void TstRaceTable::flagsAndTheScriptNameRacers()
{
    const auto built = [](const QByteArray &script, const QString &account) {
        return Submission{.spec = {.account = account, .runsOn = {u"a"_s}}, .script = script};
    };
    const QByteArray asking = "# punchcard: race=b\necho\n";
    QVERIFY(cli::racersFor({}, built("echo\n", u"me"_s)).isEmpty());
    QCOMPARE(cli::racersFor({}, built(asking, u"me"_s)).constLast().runner.labels, QStringList{u"b"_s});
    QCOMPARE(cli::racersFor({}, built(asking, u"me"_s)).constFirst().runner.labels, QStringList{u"a"_s});
    // A flag goes before the script, and here there is no other machine.
    const QList<Racer> flagged = cli::racersFor({.race = {u"c"_s, u"d"_s}}, built(asking, u"me"_s));
    QCOMPARE(flagged.size(), 3);
    QCOMPARE(flagged.at(1).runner.labels, QStringList{u"c"_s});
    QVERIFY(cli::racersFor({}, built(asking, thisComputerId())).isEmpty());
    QCOMPARE(cli::racersFor({.race = {u"c"_s}}, built(asking, thisComputerId())).size(), 2);
}

PUNCHCARD_TEST(TstRaceTable, tst_racetable)
#include "tst_racetable.moc"
