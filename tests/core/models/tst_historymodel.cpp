// SPDX-License-Identifier: MIT
#include "core/models/historymodel.h"

#include "core/accounts/account.h"

#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstHistoryModel : public QObject
{
    Q_OBJECT

private slots:
    void newestComesFirst();
    void spreadIsThatOfTheDurations();
    void runnersAreComparedByWhatSucceeded();
    void csvCanBeReadByASpreadsheet();
    void jsonHasTheKeysOfTheTerminal();

private:
    static store::PastRun run(int id, const QString &label, Outcome outcome, std::optional<Milliseconds> running)
    {
        return {.id = JobId(id),
                .name = u"a.sh"_s,
                .account = u"github.com/me"_s,
                .runsOn = {label},
                .outcome = outcome,
                .results = Results::Complete,
                .attempt = 1,
                .tasks = 1,
                .createdAt = fromEpoch(1'764'000'000'000),
                .queued = 3s,
                .running = running};
    }
};

void TstHistoryModel::newestComesFirst()
{
    HistoryModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({run(1, u"x"_s, Outcome::Succeeded, 10s), run(2, u"x"_s, Outcome::Failed, std::nullopt)});
    QCOMPARE(model.index(0, HistoryModel::Job).data(), u"#2"_s);
    QCOMPARE(model.index(0, HistoryModel::Result).data(), u"Failed"_s);
    QCOMPARE(model.index(0, HistoryModel::Duration).data(), u"-"_s);
    QCOMPARE(model.index(1, HistoryModel::Duration).data(), u"10s"_s);
    QCOMPARE(model.indexOf(JobId(1)).row(), 1);
    QVERIFY(!model.indexOf(JobId(9)).isValid());
}

void TstHistoryModel::spreadIsThatOfTheDurations()
{
    QVERIFY(!spreadOf({}));
    const std::optional<Spread> one = spreadOf({5s});
    QCOMPARE(one->median, Milliseconds(5s));
    QCOMPARE(one->upperQuartile, Milliseconds(5s));
    const std::optional<Spread> four = spreadOf({40s, 10s, 20s, 30s});
    QCOMPARE(four->least, Milliseconds(10s));
    QCOMPARE(four->lowerQuartile, Milliseconds(17'500));
    QCOMPARE(four->median, Milliseconds(25s));
    QCOMPARE(four->upperQuartile, Milliseconds(32'500));
    QCOMPARE(four->most, Milliseconds(40s));
}

void TstHistoryModel::runnersAreComparedByWhatSucceeded()
{
    const QList<RunnerHistory> histories = byRunner(
        {run(1, u"slow"_s, Outcome::Succeeded, 100s), run(2, u"fast"_s, Outcome::Succeeded, 10s), run(3, u"fast"_s, Outcome::Failed, 1s),
         run(4, u"fast"_s, Outcome::Cancelled, 1s), run(5, u"fast"_s, Outcome::Succeeded, 20s)});
    QCOMPARE(histories.size(), 2);
    QCOMPARE(histories.constFirst().runner, u"fast"_s);
    QCOMPARE(histories.constFirst().runs, 4);
    QCOMPARE(histories.constFirst().failures, 1);
    QCOMPARE(histories.constFirst().duration->count, 2);
    QCOMPARE(histories.constFirst().duration->median, Milliseconds(15s));
    QCOMPARE(histories.constFirst().queued->count, 4);
    // This computer is one place, whatever labels its jobs have.
    store::PastRun here = run(6, u"slow"_s, Outcome::Succeeded, 1s);
    here.account = thisComputerId();
    QCOMPARE(byRunner({here}).constFirst().runner, thisComputer().name);
}

void TstHistoryModel::csvCanBeReadByASpreadsheet()
{
    store::PastRun odd = run(7, u"ubuntu-latest"_s, Outcome::Succeeded, 1500ms);
    odd.name = u"say \"hi\", twice.sh"_s;
    odd.runnerName = u"=cmd()"_s;
    const QByteArray csv = historyCsv({odd, run(8, u"x"_s, Outcome::Failed, std::nullopt)});
    const QList<QByteArray> lines = csv.split('\n');
    QCOMPARE(lines.size(), 4); // one of headings, two of runs, and the end
    QVERIFY(lines.at(0).startsWith("job,name,"));
    QVERIFY2(lines.at(1).startsWith("7,\"say \"\"hi\"\", twice.sh\",github.com/me,2025-11-24T16:00:00Z,succeeded,complete,1,1,3000,1500,"),
             lines.at(1).constData());
    QVERIFY(lines.at(1).contains(",'=cmd()"));
    QVERIFY(lines.at(2).contains(",failed,complete,1,1,3000,,"));
}

void TstHistoryModel::jsonHasTheKeysOfTheTerminal()
{
    const QJsonArray array = QJsonDocument::fromJson(historyJson({run(7, u"x"_s, Outcome::Failed, std::nullopt)})).array();
    QCOMPARE(array.size(), 1);
    const QJsonObject object = array.first().toObject();
    QCOMPARE(object.value(u"job"_s).toInt(), 7);
    QCOMPARE(object.value(u"outcome"_s).toString(), u"failed"_s);
    QCOMPARE(object.value(u"queued_ms"_s).toInt(), 3000);
    QVERIFY(object.value(u"duration_ms"_s).isNull());
    QCOMPARE(object.value(u"runs_on"_s).toArray().first().toString(), u"x"_s);
}

PUNCHCARD_TEST(TstHistoryModel, tst_historymodel)
#include "tst_historymodel.moc"
