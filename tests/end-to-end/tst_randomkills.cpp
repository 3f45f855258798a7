// SPDX-License-Identifier: MIT
// Breaks for the user: a kill at a moment that nobody thought of loses a job, runs it twice, or leaves its repository on the
// server.
#include "tests/end-to-end/trials.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"

#include <QRandomGenerator>

#include <csignal>
#include <numeric>

using namespace punchcard::testing;
using punchcard::Housing;
using namespace Qt::StringLiterals;

class TstRandomKills : public QObject
{
    Q_OBJECT

private slots:
    void oneJob_data();
    void oneJob();
    void aDeskWithManyJobs();
};

namespace {

const bool isLong = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0;

/// A kill by the clock, or at one of all points: stores, requests, answers, files, bytes. Every third one who goes on is killed
/// too.
QList<Trial> trialsAnywhere(int number, Housing housing, quint32 seed)
{
    const QList<int> counts = countPoints(Trial::Of::Run, housing).values();
    const int points = std::accumulate(counts.begin(), counts.end(), 0);
    const auto anywhere = [points](QRandomGenerator &dice) { return u"any:%1"_s.arg(1 + dice.bounded(points)); };
    QList<Trial> trials;
    trials.reserve(number);
    for (int i = 0; i < number; ++i) {
        QRandomGenerator dice(seed + quint32(i));
        Trial trial{.name = "seed " + QByteArray::number(seed) + " kill " + QByteArray::number(i), .housing = housing};
        if (dice.bounded(3) == 0)
            trial.killAfter = std::chrono::milliseconds(1 + dice.bounded(1500));
        else
            trial.crash = anywhere(dice);
        if (dice.bounded(3) == 0)
            trial.further = {anywhere(dice)};
        trial.name += ' ' + (trial.killAfter.count() > 0 ? QByteArray::number(trial.killAfter.count()) + " ms" : trial.crash.toLatin1());
        trials.append(trial);
    }
    return trials;
}

} // namespace

void TstRandomKills::oneJob_data()
{
    QTest::addColumn<Housing>("housing");
    QTest::addColumn<int>("kills");
    QTest::newRow("in a repository of its own") << Housing::Repository << (isLong ? 350 : isSanitized ? 2 : 6);
    QTest::newRow("in a standing one") << Housing::Standing << (isLong ? 150 : isSanitized ? 1 : 3);
}

void TstRandomKills::oneJob()
{
    QFETCH(const Housing, housing);
    QFETCH(const int, kills);
    const QList<Trial> trials = trialsAnywhere(kills, housing, seed());
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("%lld jobs arrived, killed %d times at random", qint64(trials.size()), verdict.kills);
    // By the clock it may be over before; of a few all may.
    QVERIFY(trials.size() < 20 || verdict.kills > trials.size() / 3);
}

// Several jobs in one process, which dies again and again.
void TstRandomKills::aDeskWithManyJobs()
{
    const int rounds = isLong ? 30 : 2;
    constexpr int jobs = 5;
    QRandomGenerator dice(seed());
    Journey journey;
    int kills = 0;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < jobs; ++i) {
            const auto left = journey.begin({u"PUNCHCARD_TEST_CRASH=answered:%1"_s.arg(1 + dice.bounded(6))});
            QCOMPARE(left->finish(), -1);
            QVERIFY(left->wasKilled() && left->job() != 0);
            if (i < jobs - 1)
                continue;
            // The last one stays alive with all the others.
            for (int death = 0; death < 3; ++death) {
                const auto desk = journey.goOn({u"resume"_s, u"--json"_s}, {u"PUNCHCARD_TEST_CRASH=any:%1"_s.arg(1 + dice.bounded(150))});
                (void)desk->finish();
                if (!desk->wasKilled())
                    break;
                ++kills;
            }
        }
        const auto last = journey.goOn({u"resume"_s, u"--json"_s});
        QVERIFY2(last->finish() == 0, last->said());
        const QString wrong = journey.complaintOfAll();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(last->said())));
    }
    qInfo("%d jobs arrived, their desk killed %d times at random", jobs * rounds, kills);
    QVERIFY(kills > rounds / 3);
}

PUNCHCARD_TEST(TstRandomKills, tst_randomkills)
#include "tst_randomkills.moc"
