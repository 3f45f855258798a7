// SPDX-License-Identifier: MIT
// Breaks for the user: this computer's hub dies (a crash, a shutdown) and a job is shown as succeeded that was not, runs for
// ever, or leaves its repository behind.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubDeaths : public QObject
{
    Q_OBJECT

private slots:
    void whileItRuns_data() { howHubsDie(); }
    void whileItRuns();
    void whileNobodyLooks_data() { howHubsDie(); }
    void whileNobodyLooks();
    void beforeThePush_data() { howHubsDie(); }
    void beforeThePush();
    void afterTheEnd_data() { howHubsDie(); }
    void afterTheEnd();
    void daysAfterTheEnd();

private:
    static void howHubsDie();
    static bool end(Journey &journey);
    static bool hasEnded(const Journey &journey);
    static QString lostComplaint(const Journey &journey);
};

void TstHubDeaths::howHubsDie()
{
    QTest::addColumn<bool>("politely");
    QTest::newRow("SIGTERM") << true;
    QTest::newRow("kill -9") << false;
}

bool TstHubDeaths::end(Journey &journey)
{
    QFETCH(const bool, politely);
    return politely ? journey.home.stopHub() : journey.home.killHub();
}

QString TstHubDeaths::lostComplaint(const Journey &journey)
{
    const QJsonObject job = journey.newestJob();
    if (job[u"phase"] != "cleared"_L1 || job[u"outcome"] != "lost"_L1)
        return u"%1, %2"_s.arg(job[u"phase"].toString(), job[u"outcome"].toString());
    if (job[u"error"][u"message"].toString().isEmpty())
        return u"nobody says why"_s;
    if (journey.runsMade() != 1 || journey.executions() != 1)
        return u"%1 runs were made, the script ran %2 times"_s.arg(journey.runsMade()).arg(journey.executions());
    return journey.home.repositories().isEmpty() ? QString() : u"a repository is left"_s;
}

// punch starts another hub, which tells that the script's fate is unknown.
void TstHubDeaths::whileItRuns()
{
    Journey journey;
    QVERIFY(journey.beginEndless() != 0);
    const auto watcher = journey.goOn({u"wait"_s, u"1"_s, u"--json"_s});
    QVERIFY(!watcher->phase(u"started"_s).isEmpty());
    QVERIFY(end(journey));
    QVERIFY2(watcher->finish() == 5, watcher->said());
    const QString wrong = lostComplaint(journey);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(watcher->said())));
    QCOMPARE(watcher->event(u"done"_s)[u"outcome"].toString(), u"lost"_s);
    // What it had printed came back.
    QCOMPARE(watcher->event(u"done"_s)[u"logs"].toArray().size(), 1);
}

void TstHubDeaths::whileNobodyLooks()
{
    Journey journey;
    QVERIFY(journey.beginEndless() != 0);
    QVERIFY(end(journey));
    const auto resume = journey.goOn({u"resume"_s, u"--json"_s});
    QVERIFY2(resume->finish() == 5, resume->said());
    const QString wrong = lostComplaint(journey);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(resume->said())));
}

// The repository stands and has its secret; the next hub knows both.
void TstHubDeaths::beforeThePush()
{
    Journey journey;
    const auto run = journey.begin({u"PUNCHCARD_TEST_CRASH=answered:2"_s});
    QCOMPARE(run->finish(), -1);
    QVERIFY(run->wasKilled());
    QVERIFY(end(journey));
    const auto resume = journey.goOn({u"resume"_s, u"--json"_s});
    QVERIFY2(resume->finish() == 0, resume->said());
    const QString wrong = journey.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(resume->said())));
}

bool TstHubDeaths::hasEnded(const Journey &journey)
{
    const QJsonArray runs = journey.home.runs(journey.newestJob()[u"repository"].toString());
    return !runs.isEmpty() && runs.at(0)[u"status"] == "completed"_L1;
}

// The script has ended, its results are still with the hub.
void TstHubDeaths::afterTheEnd()
{
    Journey journey;
    const auto run = journey.begin({}, {u"--detach"_s});
    QVERIFY2(run->finish() == 0, run->said());
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded(journey), 30'000);
    QVERIFY(end(journey));
    const auto resume = journey.goOn({u"resume"_s, u"--json"_s});
    QVERIFY2(resume->finish() == 0, resume->said());
    const QString wrong = journey.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(resume->said())));
}

// They come back from a long weekend.
void TstHubDeaths::daysAfterTheEnd()
{
    Journey journey;
    const auto run = journey.begin({}, {u"--detach"_s});
    QVERIFY2(run->finish() == 0, run->said());
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded(journey), 30'000);
    QVERIFY(journey.home.stopHub());
    // Twice as fast since three days ago: three days from now.
    const qint64 ago = QDateTime::currentDateTimeUtc().addDays(-3).toMSecsSinceEpoch();
    const QStringList clock{u"PUNCHCARD_TEST_CLOCK=2x@%1"_s.arg(ago)};
    QVERIFY(journey.home.startHub(clock));
    const auto resume = journey.goOn({u"resume"_s, u"--json"_s}, clock);
    QVERIFY2(resume->finish() == 0, resume->said());
    const QString wrong = journey.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromUtf8(resume->said())));
}

PUNCHCARD_TEST(TstHubDeaths, tst_hubdeaths)
#include "tst_hubdeaths.moc"
