// SPDX-License-Identifier: MIT
#include "core/http/retry.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;
using namespace std::chrono_literals;

class TstRetry : public QObject
{
    Q_OBJECT

private slots:
    void doublesUpToItsMost()
    {
        const Backoff backoff{.first = 500ms, .most = 3s};
        QCOMPARE(backoff.before(0, 0), Milliseconds(500));
        QCOMPARE(backoff.before(1, 0), Milliseconds(1000));
        QCOMPARE(backoff.before(2, 0), Milliseconds(2000));
        QCOMPARE(backoff.before(3, 0), Milliseconds(3000));
        QCOMPARE(backoff.before(1000, 0), Milliseconds(3000));
        QCOMPARE(backoff.before(1, 1), Milliseconds(500));
    }

    // Breaks for the server: all clients that a failure drove away come back in the same moment.
    void jitters()
    {
        const Backoff backoff;
        QSet<qint64> seen;
        for (int i = 0; i < 100; ++i) {
            const Milliseconds wait = backoff.before(3);
            QVERIFY(wait >= backoff.before(3, 1) && wait <= backoff.before(3, 0));
            seen.insert(wait.count());
        }
        QVERIFY(seen.size() > 10);
    }

    void retryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<qint64>("seconds"); // -1: none
        QTest::newRow("none") << QByteArray() << QByteArray() << -1LL;
        QTest::newRow("seconds") << QByteArray("30") << QByteArray() << 30LL;
        QTest::newRow("negative") << QByteArray("-5") << QByteArray() << 0LL;
        QTest::newRow("absurd") << QByteArray("999999999999") << QByteArray() << 7200LL;
        QTest::newRow("words") << QByteArray("soon") << QByteArray() << -1LL;
        // The server's clock is years off ours: the difference counts.
        QTest::newRow("date") << QByteArray("Mon, 23 Nov 2020 10:01:00 GMT") << QByteArray("Mon, 23 Nov 2020 10:00:00 GMT") << 60LL;
        QTest::newRow("past") << QByteArray("Mon, 23 Nov 2020 09:00:00 GMT") << QByteArray("Mon, 23 Nov 2020 10:00:00 GMT") << 0LL;
    }
    void retryAfter()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, date);
        QFETCH(qint64, seconds);
        const Time now = fromEpoch(1'764'000'000'000);
        const Reply reply{.status = 429, .headers = {{"Retry-After", value}, {"Date", date}}};
        const std::optional<Time> at = http::retryAfter(reply, now);
        QCOMPARE(at.has_value(), seconds >= 0);
        if (at)
            QCOMPARE(*at - now, Milliseconds(seconds * 1000));
    }
};

PUNCHCARD_TEST(TstRetry, tst_retry)

#include "tst_retry.moc"
