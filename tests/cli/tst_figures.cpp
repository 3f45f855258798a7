// SPDX-License-Identifier: MIT
#include "app/cli/exitcode.h"
#include "app/cli/figures.h"
#include "app/cli/table.h"
#include "tests/cli/samplejob.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cli::ExitCode;

class TstFigures : public QObject
{
    Q_OBJECT

private slots:
    void sizes_data();
    void sizes();
    void rates();
    void tablesLineUp();
    void tablesTakeNoControlCharacters();
    void clippedToColumns();
    void exitCodes_data();
    void exitCodes();
};

void TstFigures::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0B"_s;
    QTest::newRow("bytes") << qint64(999) << u"999B"_s;
    QTest::newRow("kilo") << qint64(1000) << u"1kB"_s;
    QTest::newRow("as in the readme") << qint64(43'840) << u"43.84kB"_s;
    QTest::newRow("rounded up to the next unit") << qint64(999'999) << u"1MB"_s;
    QTest::newRow("mega") << qint64(22'700'000) << u"22.7MB"_s;
    QTest::newRow("giga") << qint64(2'147'483'648) << u"2.147GB"_s;
}

void TstFigures::sizes()
{
    QFETCH(qint64, bytes);
    QTEST(cli::sizeText(bytes), "text");
}

void TstFigures::rates()
{
    TransferRate rate;
    rate.add(fromEpoch(0), {.done = 0, .total = 40'000'000});
    QCOMPARE(cli::rateText(rate), u"0B of 40MB"_s);
    rate.add(fromEpoch(2000), {.done = 8'000'000, .total = 40'000'000});
    QCOMPARE(cli::rateText(rate), u"8MB of 40MB, 4MB/s, 8s left"_s);
    rate.add(fromEpoch(3000), {.done = 10, .total = -1});
    QCOMPARE(cli::rateText(rate), u"10B"_s);
}

void TstFigures::tablesLineUp()
{
    cli::Table table({u"FILE"_s, u"SIZE"_s});
    QVERIFY(table.isEmpty());
    table.add({u"video.flv"_s, u"47.39kB"_s});
    table.add({u"日本.txt"_s, u"1B"_s});
    table.add({u"no size"_s, QString()});
    QCOMPARE(table.lines(), QStringList({u"FILE      SIZE"_s, u"video.flv 47.39kB"_s, u"日本.txt  1B"_s, u"no size"_s}));
}

// Breaks for the user: an artifact whose name holds a line break or an escape sequence draws what it likes.
void TstFigures::tablesTakeNoControlCharacters()
{
    cli::Table table({u"FILE"_s});
    table.add({u"a\nb\x1b[2J"_s});
    QCOMPARE(table.lines().last(), u"a b [2J"_s);
}

void TstFigures::clippedToColumns()
{
    QCOMPARE(cli::clipped(u"abcdef"_s, 6), u"abcdef"_s);
    QCOMPARE(cli::clipped(u"abcdefg"_s, 6), u"abcde…"_s);
    QCOMPARE(cli::clipped(u"日本語"_s, 5), u"日本…"_s);
    QCOMPARE(cli::columnsOf(u"e\u0301"_s), 1);
}

void TstFigures::exitCodes_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<Results>("results");
    QTest::addColumn<bool>("interrupted");
    QTest::addColumn<ExitCode>("code");
    QTest::newRow("succeeded") << Outcome::Succeeded << Results::Complete << false << ExitCode::Succeeded;
    QTest::newRow("incomplete") << Outcome::Succeeded << Results::Incomplete << false << ExitCode::Incomplete;
    QTest::newRow("quicker than Ctrl-C") << Outcome::Succeeded << Results::Complete << true << ExitCode::Cancelled;
    QTest::newRow("failed") << Outcome::Failed << Results::Complete << false << ExitCode::Failed;
    QTest::newRow("failed, incomplete") << Outcome::Failed << Results::Incomplete << false << ExitCode::Failed;
    QTest::newRow("timed out") << Outcome::TimedOut << Results::Complete << false << ExitCode::Failed;
    QTest::newRow("cancelled") << Outcome::Cancelled << Results::Complete << true << ExitCode::Cancelled;
    QTest::newRow("lost") << Outcome::Lost << Results::Incomplete << false << ExitCode::Unknown;
    QTest::newRow("refused") << Outcome::Refused << Results::Complete << false << ExitCode::NotSubmitted;
}

void TstFigures::exitCodes()
{
    QFETCH(Outcome, outcome);
    QFETCH(Results, results);
    QFETCH(bool, interrupted);
    Job job = testing::endedJob();
    job.outcome = outcome;
    job.results = results;
    QTEST(cli::exitCodeOf(job, interrupted), "code");
    job.phase = Phase::Collected;
    QCOMPARE(cli::exitCodeOf(job, interrupted), ExitCode::Unknown);
}

PUNCHCARD_TEST(TstFigures, tst_figures)
#include "tst_figures.moc"
