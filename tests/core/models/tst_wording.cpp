// SPDX-License-Identifier: MIT
#include "core/models/wording.h"
#include "tests/support/testmain.h"

#include <QLocale>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstWording : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void sizes_data();
    void sizes();
    void durations();
    void ages();
    void days();
};

void TstWording::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0 B"_s;
    QTest::newRow("bytes") << qint64(999) << u"999 B"_s;
    QTest::newRow("kilo") << qint64(1000) << u"1 kB"_s;
    QTest::newRow("three digits") << qint64(43'840) << u"43.8 kB"_s;
    QTest::newRow("rounded up to the next unit") << qint64(999'999) << u"1 MB"_s;
    QTest::newRow("giga") << qint64(2'147'483'648) << u"2.15 GB"_s;
}

void TstWording::sizes()
{
    QFETCH(const qint64, bytes);
    QTEST(sizeText(bytes), "text");
}

void TstWording::durations()
{
    QCOMPARE(secondsText(std::nullopt), u"-"_s);
    QCOMPARE(secondsText(Milliseconds(0)), u"0s"_s);
    QCOMPARE(secondsText(Milliseconds(-900)), u"0s"_s);
    QCOMPARE(secondsText(Milliseconds(400)), u"0s"_s);
    QCOMPARE(secondsText(Milliseconds(850)), u"1s"_s);
    QCOMPARE(secondsText(171s), u"2m51s"_s);
}

void TstWording::ages()
{
    QCOMPARE(ageText(30s), u"now"_s);
    QCOMPARE(ageText(59min), u"59m"_s);
    QCOMPARE(ageText(25h), u"1d"_s);
}

void TstWording::days()
{
    const QDate today(2026, 11, 27); // a Friday
    QCOMPARE(dayText(today, today), u"Today"_s);
    QCOMPARE(dayText(today.addDays(-1), today), u"Yesterday"_s);
    QCOMPARE(dayText(today.addDays(-2), today), u"Wednesday"_s);
    QVERIFY(dayText(today.addDays(-7), today).contains(u"2026"_s));
    QVERIFY(dayText(today.addDays(1), today).contains(u"2026"_s)); // a clock that was wrong
}

PUNCHCARD_TEST(TstWording, tst_wording)
#include "tst_wording.moc"
