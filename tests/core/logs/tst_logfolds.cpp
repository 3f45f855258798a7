// SPDX-License-Identifier: MIT
#include "core/logs/logfolds.h"

#include "tests/support/testmain.h"

using namespace punchcard;

class TstLogFolds : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void rows_data();
    void rows();
    void anOpenGroupStaysOpen();
    void stretches();
    void reveals();

private:
    // Every line has ten bytes. "g" begins a group, "e" ends one.
    static QList<LogLandmark> landmarks(const QByteArray &lines)
    {
        QList<LogLandmark> result;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i) == 'g' || lines.at(i) == 'e')
                result.append({.offset = i * 10,
                               .next = i * 10 + 10,
                               .line = i,
                               .marker = lines.at(i) == 'g' ? LogMarker::Group : LogMarker::EndGroup});
        }
        return result;
    }
};

// Breaks for the user: lines are left out or shown twice when groups are folded.
void TstLogFolds::rows_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("folded");
    QTest::addColumn<QByteArray>("unfolded");
    QTest::newRow("none") << QByteArray("abc") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("one") << QByteArray("agbce") << QByteArray("ag") << QByteArray("agbc");
    QTest::newRow("two") << QByteArray("gbecgdef") << QByteArray("gcgf") << QByteArray("gbcgdf");
    QTest::newRow("another begins") << QByteArray("gbcgdef") << QByteArray("ggf") << QByteArray("gbcgdf");
    QTest::newRow("empty groups") << QByteArray("gegege") << QByteArray("ggg") << QByteArray("ggg");
    QTest::newRow("an end alone") << QByteArray("aeb") << QByteArray("aeb") << QByteArray("aeb");
    QTest::newRow("two ends") << QByteArray("gbeeb") << QByteArray("geb") << QByteArray("gbeb");
}

void TstLogFolds::rows()
{
    QFETCH(QByteArray, lines);
    QFETCH(QByteArray, folded);
    QFETCH(QByteArray, unfolded);
    for (const bool fold : {true, false}) {
        const QByteArray &shown = fold ? folded : unfolded;
        LogFolds folds;
        folds.take(landmarks(lines), fold);
        QCOMPARE(lines.size() - folds.hiddenLines(), shown.size());
        for (qint64 row = 0; row < shown.size(); ++row) {
            const qint64 line = folds.lineOf(row);
            QCOMPARE(lines.at(line), shown.at(row));
            QCOMPARE(folds.rowOf(line), row);
            const LogFolds::Stretch hidden = folds.hiddenAround(line * 10);
            QCOMPARE(hidden.begin, hidden.end);
        }
    }
}

void TstLogFolds::anOpenGroupStaysOpen()
{
    LogFolds folds;
    folds.take(landmarks("agb"), true);
    QCOMPARE(folds.hiddenLines(), 0);
    folds.setFolded(0, true);
    QCOMPARE(folds.hiddenLines(), 0);
    QList<LogLandmark> end = landmarks("agbce");
    folds.take({end.last()}, true);
    QCOMPARE(folds.hiddenLines(), 3);
    QCOMPARE(folds.rowOf(5), 2);
}

void TstLogFolds::stretches()
{
    LogFolds folds;
    folds.take(landmarks("agbcef"), true);
    QCOMPARE(folds.hiddenAround(20).begin, 20);
    QCOMPARE(folds.hiddenAround(40).begin, 20);
    QCOMPARE(folds.hiddenAround(40).end, 50);
    QCOMPARE(folds.groupTitledAt(10), 0);
    QCOMPARE(folds.groupTitledAt(20), -1);
    QCOMPARE(folds.groupAt(40), 0);
    QCOMPARE(folds.groupAt(50), -1);
    folds.setAllFolded(false);
    QCOMPARE(folds.hiddenAround(30).begin, folds.hiddenAround(30).end);
    QCOMPARE(folds.hiddenAround(40).end, 50);
}

void TstLogFolds::reveals()
{
    LogFolds folds;
    folds.take(landmarks("agbcef"), true);
    QVERIFY(!folds.reveal(10));
    QVERIFY(folds.reveal(30));
    QVERIFY(!folds.reveal(30));
    QVERIFY(!folds.groups().first().folded);
}

PUNCHCARD_TEST(TstLogFolds, tst_logfolds)
#include "tst_logfolds.moc"
