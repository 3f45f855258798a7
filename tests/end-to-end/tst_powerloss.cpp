// SPDX-License-Identifier: MIT
// Breaks for the user: the power fails, and the database says that a job is sent, or a result there, of which the disk has
// nothing. punch is killed, and of what it has not synced nothing is left, or some; then the next one goes on.
#include "tests/end-to-end/powerloss.h"
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

#include <QFileInfo>

#include <numeric>

using namespace punchcard::testing;
using punchcard::Housing;
using namespace Qt::StringLiterals;

class TstPowerLoss : public QObject
{
    Q_OBJECT

private slots:
    void theFirstJobOfAHome();
    void everySync_data();
    void everySync();
    void anywhere_data();
    void anywhere();
};

namespace {

const bool isAll = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0;

/// How often a job's `punch` syncs.
int syncsOf(Housing housing)
{
    Journey journey(housing);
    journey.setBare(true);
    PowerLoss power(QFileInfo(journey.home.home()).path(), journey.home.home() + u"/hub"_s);
    power.begin();
    const auto process = journey.begin(power.environment());
    if (process->finish() != 0)
        qFatal("it does not even arrive with power: %s", process->said().constData());
    return power.syncs();
}

} // namespace

// Nothing was there before: neither the database nor the folders.
void TstPowerLoss::theFirstJobOfAHome()
{
    for (const int sync : isAll ? QList<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20} : QList<int>{1, 3, 6, 10}) {
        const Verdict verdict
            = run({{.name = "sync " + QByteArray::number(sync), .bare = true, .power = Trial::Power::Fails, .sync = sync}});
        QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
        QCOMPARE(verdict.kills, 1);
    }
}

void TstPowerLoss::everySync_data()
{
    QTest::addColumn<Housing>("housing");
    QTest::newRow("in a repository of its own") << Housing::Repository;
    QTest::newRow("in a standing one") << Housing::Standing;
}

void TstPowerLoss::everySync()
{
    QFETCH(const Housing, housing);
    const int syncs = syncsOf(housing);
    QVERIFY2(syncs > 20, QByteArray::number(syncs));
    QList<Trial> trials;
    trials.reserve(syncs);
    for (int sync = 1; sync <= syncs; ++sync)
        trials.append(
            {.name = "sync " + QByteArray::number(sync), .housing = housing, .bare = true, .power = Trial::Power::Fails, .sync = sync});
    trials = due(trials, int(housing), 15);
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("the power failed after %d of %lld syncs", verdict.kills, qint64(trials.size()));
    QVERIFY(verdict.kills >= trials.size() - (1 + trials.size() / 6));
}

void TstPowerLoss::anywhere_data()
{
    QTest::addColumn<Trial::Power>("power");
    QTest::addColumn<Housing>("housing");
    QTest::addColumn<int>("failures");
    QTest::newRow("nothing stays") << Trial::Power::Fails << Housing::Repository << (isAll ? 100 : 4);
    QTest::newRow("some stays") << Trial::Power::FailsPartly << Housing::Repository << (isAll ? 200 : 6);
    QTest::newRow("some stays, in a standing repository") << Trial::Power::FailsPartly << Housing::Standing << (isAll ? 50 : 2);
}

void TstPowerLoss::anywhere()
{
    QFETCH(const Trial::Power, power);
    QFETCH(const Housing, housing);
    QFETCH(const int, failures);
    const quint32 first = seed();
    const QList<int> counts = countPoints(Trial::Of::Run, housing).values();
    const int points = std::accumulate(counts.begin(), counts.end(), 0);
    QList<Trial> trials;
    trials.reserve(failures);
    for (int i = 0; i < failures; ++i) {
        QRandomGenerator dice(first + quint32(i));
        const QString crash = u"any:%1"_s.arg(1 + dice.bounded(points));
        const QString second = u"any:%1"_s.arg(1 + dice.bounded(points));
        const QByteArray name = "seed " + QByteArray::number(first) + " failure " + QByteArray::number(i) + ' ' + crash.toLatin1();
        const QStringList further = dice.bounded(3) == 0 ? QStringList{second} : QStringList();
        trials.append({.name = name,
                       .housing = housing,
                       .bare = dice.bounded(2) == 0,
                       .crash = crash,
                       .further = further,
                       .power = power,
                       .dice = dice.generate()});
    }
    const Verdict verdict = run(trials);
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    qInfo("%lld jobs arrived, their power failed %d times", qint64(trials.size()), verdict.kills);
    // Of a few all may have been over before.
    QVERIFY(trials.size() < 20 || verdict.kills > trials.size() / 2);
}

PUNCHCARD_TEST(TstPowerLoss, tst_powerloss)
#include "tst_powerloss.moc"
