// SPDX-License-Identifier: MIT
#include "core/models/elements.h"

#include "core/models/csv.h"
#include "core/models/elementmodel.h"
#include "tests/support/fakeclock.h"
#include "tests/support/samplearray.h"
#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QJsonObject>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::sampleArray;

class TstElements : public QObject
{
    Q_OBJECT

private slots:
    void everyElementHasARowBeforeTheServerListsIt();
    void theNewestAttemptCounts();
    void elementsOfSeveralRunsAreOneArray();
    void whatNeverRanIsNotWaitingForEver();
    void artifactsBelongToTheirElement();
    void spreadNamesWhoWasSlowest();
    void csvKeepsValuesExactly();
    void csvForSpreadsheetsRunsNothing();
    void jsonHasTheParameters();
    void onlyWhatChangedIsRedrawn();
    void progressComesWithTheTask();
    void parametersAreSortedAsNumbers();
    void filterByOutcomeAndText();
};

// Breaks for the user: an array of 256 seems to have only the three elements that have a runner.
void TstElements::everyElementHasARowBeforeTheServerListsIt()
{
    Job job = sampleArray(6, 3);
    const QList<Element> elements = elementsIn(job);
    QCOMPARE(elements.size(), 6);
    QCOMPARE(elements.at(0).state, ElementState::Succeeded);
    QCOMPARE(elements.at(5).state, ElementState::Waiting);
    QCOMPARE(elements.at(5).attempt, 0);
    QCOMPARE(elements.at(5).text, u"width=85, seed=5"_s);
    QVERIFY(!queuedOf(elements.at(5), Clock::system().now()));
    QVERIFY(!ranOf(elements.at(5), Clock::system().now()));
    const ElementCounts counts = countOf(elements);
    QCOMPARE(counts.all, 6);
    QCOMPARE(counts.waiting, 3);
    QCOMPARE(counts.over() + counts.running, 3);
    job.spec.params = {};
    job.spec.array = 0;
    QVERIFY(elementsIn(job).isEmpty());
}

// Breaks for the user: one that was run again with success still counts as failed, or those that were left alone vanish.
void TstElements::theNewestAttemptCounts()
{
    Job job = sampleArray(3, 3);
    Task &failed = job.runs[0].attempts[0].tasks[1];
    failed.conclusion = Conclusion::Failure;
    QCOMPARE(elementsIn(job).at(1).state, ElementState::Failed);
    Task again = failed;
    again.remoteId = 900;
    again.conclusion = Conclusion::Success;
    Task repeated = job.runs.at(0).attempts.at(0).tasks.at(0);
    repeated.remoteId = 901;
    again.startedAt = job.createdAt + 300s;
    again.completedAt = job.createdAt + 320s;
    job.runs[0].attempts.append({.number = 2,
                                 .status = Status::Completed,
                                 .conclusion = Conclusion::Success,
                                 .startedAt = job.createdAt + 290s,
                                 .tasks = {repeated, again}});
    const QList<Element> elements = elementsIn(job);
    QCOMPARE(elements.at(1).state, ElementState::Succeeded);
    QCOMPARE(elements.at(1).task, 900);
    QCOMPARE(elements.at(1).attempt, 2);
    QCOMPARE(elements.at(0).attempt, 1);
    QCOMPARE(elements.at(0).task, 1000);
    QCOMPARE(countOf(elements).failed, 0);
}

void TstElements::elementsOfSeveralRunsAreOneArray()
{
    const Job job = sampleArray(600, 600);
    QCOMPARE(job.runs.size(), 3);
    const QList<Element> elements = elementsIn(job);
    QCOMPARE(elements.size(), 600);
    for (int number = 0; number < 600; ++number) {
        QCOMPARE(elements.at(number).number, number);
        QCOMPARE(elements.at(number).task, 1000 + number);
    }
    Job some = job;
    some.spec.elements = {7, 300};
    QCOMPARE(elementsIn(some).size(), 2);
    QCOMPARE(elementsIn(some).at(1).task, 1300);
}

void TstElements::whatNeverRanIsNotWaitingForEver()
{
    Job job = sampleArray(4, 2);
    QCOMPARE(countOf(elementsIn(job)).waiting, 2);
    job.phase = Phase::Cleared;
    job.outcome = Outcome::Cancelled;
    QCOMPARE(countOf(elementsIn(job)).waiting, 0);
    QCOMPARE(countOf(elementsIn(job)).cancelled, 2);
}

void TstElements::artifactsBelongToTheirElement()
{
    Job job = sampleArray(12, 12);
    const auto artifact = [](const QString &name, qint64 size, int attempt = 1) {
        return Item{.attempt = attempt, .name = name, .size = size, .state = Item::State::Here, .path = u"artifacts/"_s + name};
    };
    job.items = {artifact(u"uploads-1"_s, 10),  artifact(u"logs-1"_s, 5),    artifact(u"uploads-11"_s, 3),  artifact(u"uploads"_s, 99),
                 artifact(u"uploads-12"_s, 99), artifact(u"uploads-2"_s, 7), artifact(u"uploads-2"_s, 8, 2)};
    const QList<Element> elements = elementsIn(job);
    QCOMPARE(elements.at(1).artifacts, 2);
    QCOMPARE(elements.at(1).size, 15);
    QCOMPARE(elements.at(1).folder, u"artifacts/uploads-1"_s);
    QCOMPARE(elements.at(11).size, 3);
    QCOMPARE(elements.at(2).artifacts, 1);
    QCOMPARE(elements.at(2).size, 8);
    QCOMPARE(elements.at(0).artifacts, 0);
}

void TstElements::spreadNamesWhoWasSlowest()
{
    Job job = sampleArray(5, 5);
    QList<Task> &tasks = job.runs[0].attempts[0].tasks;
    for (int i = 0; i < 5; ++i) {
        tasks[i].status = Status::Completed;
        tasks[i].conclusion = Conclusion::Success;
        tasks[i].completedAt = *tasks.at(i).startedAt + std::chrono::seconds(10 + (i * 7) % 5); // 10 12 14 11 13
    }
    tasks[4].conclusion = Conclusion::Cancelled;
    const std::optional<ElementSpread> spread = elementSpread(elementsIn(job));
    QVERIFY(spread);
    QCOMPARE(spread->ran.count, 4);
    QCOMPARE(spread->ran.least, Milliseconds(10s));
    QCOMPARE(spread->ran.most, Milliseconds(14s));
    QCOMPARE(spread->ran.median, Milliseconds(11'500));
    QCOMPARE(spread->fastest, 0);
    QCOMPARE(spread->slowest, 2);
    QVERIFY(!elementSpread(elementsIn(sampleArray(5, 0))));
}

// Breaks for the user: a parameter such as "-5" or "=x" comes out of the table as another value than went in.
void TstElements::csvKeepsValuesExactly()
{
    Job job = sampleArray(2, 1);
    job.spec.params = {.names = {u"width"_s, u"title"_s}, .rows = {{u"-5"_s, u"=say \"hi\", twice"_s}, {u" 007"_s, u"two\nlines, ünï"_s}}};
    const QString csv = QString::fromUtf8(elementsCsv(job.spec, elementsIn(job)));
    const QStringList lines = csv.split(u"\r\n"_s);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.at(0), u"element,width,title,outcome,attempt,queued_ms,ran_ms,started_at,completed_at,runner,artifacts,results_bytes"_s);
    QVERIFY2(lines.at(1).startsWith(u"0,-5,\"=say \"\"hi\"\", twice\",succeeded,1,3000,20000,2025-11-24T16:00:03Z,2025-11-24T16:00:23Z,"_s),
             qPrintable(lines.at(1)));
    QCOMPARE(lines.at(2), u"1,\" 007\",\"two\nlines, ünï\",waiting,0,,,,,,0,0"_s);
    QCOMPARE(csvLine({u"a"_s, QString(), u"b\tc"_s}, '\t'), "a\t\t\"b\tc\"\r\n");
    QCOMPARE(csvLine({QString(), u"x"_s}), ",x\r\n");
}

// Breaks for the user: the table of a parameter file from elsewhere starts a program when it is opened.
void TstElements::csvForSpreadsheetsRunsNothing()
{
    for (const QString &formula : {u"=cmd|' /C calc'!A0"_s, u"@SUM(1+1)"_s, u"+1+cmd|' /C calc'!A0"_s, u"-2+3+cmd|' /C calc'!A0"_s,
                                   u"\t=1"_s, u"\r=1"_s, u"\n=1"_s, u"-HYPERLINK(\"http://x\")"_s})
        QCOMPARE(csvText(formula), u'\'' + formula);
    for (const QString &plain : {u""_s, u"-5"_s, u"-O2"_s, u"+3.5e-7"_s, u"a=b"_s, u"--jobs=3"_s, u" x"_s})
        QCOMPARE(csvText(plain), plain);
    Job job = sampleArray(2, 1);
    job.spec.params = {.names = {u"=n"_s}, .rows = {{u"=1"_s}, {u"-5"_s}}};
    const QString csv = QString::fromUtf8(elementsCsv(job.spec, elementsIn(job), CsvReader::Spreadsheet));
    QVERIFY2(csv.startsWith(u"element,'=n,"_s) && csv.contains(u"\n0,'=1,"_s) && csv.contains(u"\n1,-5,"_s), qPrintable(csv));
}

void TstElements::jsonHasTheParameters()
{
    const QJsonArray array = elementsJson(sampleArray(2, 1).spec, elementsIn(sampleArray(2, 1)));
    QCOMPARE(array.size(), 2);
    const QJsonObject first = array.at(0).toObject();
    QCOMPARE(first.value(u"parameters"_s).toObject().value(u"seed"_s).toString(), u"0"_s);
    QCOMPARE(first.value(u"duration_ms"_s).toInteger(), 20'000);
    QVERIFY(array.at(1).toObject().value(u"duration_ms"_s).isNull());
    QCOMPARE(array.at(1).toObject().value(u"outcome"_s).toString(), u"waiting"_s);
}

void TstElements::onlyWhatChangedIsRedrawn()
{
    testing::FakeClock clock;
    ElementModel model(clock);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Job job = sampleArray(4096, 4096);
    model.setJob(job);
    QCOMPARE(model.rowCount(), 4096);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy counted(&model, &ElementModel::countsChanged);
    model.setJob(job);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(counted.size(), 0);
    for (const int number : {17, 18, 3000}) {
        Task &task = job.runs[number / 256].attempts[0].tasks[number % 256];
        task.status = Status::Completed;
        task.conclusion = Conclusion::TimedOut;
    }
    model.setJob(job);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(counted.size(), 1);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 17);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 18);
    QCOMPARE(changed.at(1).at(0).toModelIndex().row(), 3000);
    QCOMPARE(model.indexOf(3000).data(ElementModel::StateRole).toInt(), int(ElementState::TimedOut));
}

void TstElements::progressComesWithTheTask()
{
    ElementModel model;
    Job job = sampleArray(3, 3);
    job.runs[0].attempts[0].tasks[2].status = Status::InProgress;
    job.runs[0].attempts[0].tasks[2].completedAt.reset();
    model.setJob(job);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setProgress(1002, {.percent = 40});
    model.setProgress(1002, {.percent = 40});
    model.setProgress(77, {.percent = 50});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(model.indexOf(2).data(ElementModel::ProgressRole).toInt(), 40);
    QVERIFY(!model.indexOf(1).data(ElementModel::ProgressRole).isValid());
}

void TstElements::parametersAreSortedAsNumbers()
{
    ElementModel model;
    Job job = sampleArray(3, 0);
    job.spec.params = {.names = {u"n"_s, u"word"_s}, .rows = {{u"10"_s, u"b"_s}, {u"9"_s, u"a"_s}, {u"1e3"_s, u"c"_s}}};
    model.setJob(job);
    QCOMPARE(model.columnCount(), 7);
    QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), u"n"_s);
    QCOMPARE(model.headerData(model.columnOf(ElementModel::State), Qt::Horizontal).toString(), u"Outcome"_s);
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(ElementModel::SortRole);
    sorted.sort(1);
    QCOMPARE(sorted.index(0, 1).data().toString(), u"9"_s);
    QCOMPARE(sorted.index(2, 1).data().toString(), u"1e3"_s);
}

void TstElements::filterByOutcomeAndText()
{
    ElementModel model;
    ElementFilter filter(model);
    Job job = sampleArray(30, 10);
    job.runs[0].attempts[0].tasks[4].conclusion = Conclusion::TimedOut;
    model.setJob(job);
    QCOMPARE(filter.rowCount(), 30);
    filter.setStates({ElementState::Failed, ElementState::TimedOut});
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.index(0, 0).data(ElementModel::NumberRole).toInt(), 4);
    filter.setStates({});
    filter.setText(u"WIDTH=85"_s);
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(u"7"_s); // the number, and what has it among its parameters
    QVERIFY(filter.indexOf(7).isValid());
    QVERIFY(filter.isNarrow());
}

PUNCHCARD_TEST(TstElements, tst_elements)
#include "tst_elements.moc"
