// SPDX-License-Identifier: MIT
#include "core/base/time.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstTime : public QObject
{
    Q_OBJECT

private slots:
    void durations_data();
    void durations();
    void stamps();
};

void TstTime::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("back");
    QTest::newRow("seconds") << u"1s"_s << 1000LL << u"1s"_s;
    QTest::newRow("both") << u"2m30s"_s << 150'000LL << u"2m30s"_s;
    QTest::newRow("hours") << u"1h5m"_s << 3'900'000LL << u"1h5m0s"_s;
    QTest::newRow("milliseconds") << u"250ms"_s << 250LL << u"250ms"_s;
    QTest::newRow("empty") << u""_s << -1LL << QString();
    QTest::newRow("bare number") << u"10"_s << -1LL << QString();
    QTest::newRow("negative") << u"-1s"_s << -1LL << QString();
    QTest::newRow("wrong order") << u"1s2m"_s << -1LL << QString();
    QTest::newRow("words") << u"soon"_s << -1LL << QString();
}

void TstTime::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    QFETCH(QString, back);
    const auto duration = parseDuration(text);
    QCOMPARE(duration ? duration->count() : -1, ms);
    if (duration)
        QCOMPARE(durationText(*duration), back);
}

// Breaks for the user: all times are off by their time zone.
void TstTime::stamps()
{
    const auto time = parseTime(u"2026-11-23T10:00:00Z"_s);
    QVERIFY(time);
    QCOMPARE(toEpoch(*time), 1'795'428'000'000LL);
    QCOMPARE(isoTime(*time), u"2026-11-23T10:00:00Z"_s);
    QCOMPARE(parseTime(u"2026-11-23T12:00:00+02:00"_s), time);
    QVERIFY(!parseTime(u"yesterday"_s));
}

PUNCHCARD_TEST(TstTime, tst_time)
#include "tst_time.moc"
