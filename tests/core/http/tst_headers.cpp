// SPDX-License-Identifier: MIT
#include "core/http/headers.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;

class TstHeaders : public QObject
{
    Q_OBJECT

private slots:
    void date()
    {
        QCOMPARE(parseHttpDate("Mon, 23 Nov 2026 10:00:00 GMT"), parseTime(u"2026-11-23T10:00:00Z"_s));
        QVERIFY(!parseHttpDate("yesterday"));
        QVERIFY(!parseHttpDate(""));
    }

    // Breaks for the user: a job with more than a hundred artifacts brings home the first hundred.
    void nextPage_data()
    {
        QTest::addColumn<QByteArray>("link");
        QTest::addColumn<QString>("next");
        QTest::newRow("none") << QByteArray() << QString();
        QTest::newRow("github") << QByteArray(
            R"(<https://api.github.com/x?page=2>; rel="next", <https://api.github.com/x?page=9>; rel="last")")
                                << u"https://api.github.com/x?page=2"_s;
        QTest::newRow("last page") << QByteArray(
            R"(<https://api.github.com/x?page=1>; rel="first", <https://api.github.com/x?page=8>; rel="prev")")
                                   << QString();
        QTest::newRow("next is second") << QByteArray(R"(<https://h/a>; rel="prev", <https://h/b>; rel="next")") << u"https://h/b"_s;
        QTest::newRow("comma in the address") << QByteArray(R"(<https://h/a,b?c=1,2>; rel="next")") << u"https://h/a,b?c=1,2"_s;
        QTest::newRow("relative, unquoted") << QByteArray("</y?page=3>; rel=next") << u"https://h/y?page=3"_s;
        QTest::newRow("other parameters") << QByteArray(R"(<https://h/a>; title="x"; rel="next")") << u"https://h/a"_s;
        QTest::newRow("next within a word") << QByteArray(R"(<https://h/a>; rel="nextish")") << QString();
        QTest::newRow("garbage") << QByteArray("<<<>>>;;;,,rel=next") << QString();
    }
    void nextPage()
    {
        QFETCH(QByteArray, link);
        QFETCH(QString, next);
        QCOMPARE(http::nextPage(link, QUrl(u"https://h/x"_s)), QUrl(next));
    }

    void contentRange()
    {
        const std::optional<ContentRange> range = parseContentRange("bytes 100-199/200");
        QVERIFY(range);
        QCOMPARE(range->first, 100);
        QCOMPARE(range->last, 199);
        QCOMPARE(range->total, 200);
        QCOMPARE(parseContentRange("bytes 0-9/*")->total, -1);
        QCOMPARE(parseContentRange("bytes */77")->total, 77);
        QVERIFY(!parseContentRange("bytes 1-2"));
        QVERIFY(!parseContentRange("lines 1-2/3"));
        QVERIFY(!parseContentRange("bytes 99999999999999999999-1/2"));
    }

    // Breaks for the user: a raw artifact is written outside the folder that they chose.
    void fileName_data()
    {
        QTest::addColumn<QByteArray>("disposition");
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << QByteArray() << QString();
        QTest::newRow("quoted") << QByteArray(R"(attachment; filename="vmlinux.bin")") << u"vmlinux.bin"_s;
        QTest::newRow("bare") << QByteArray("attachment; filename=a.txt") << u"a.txt"_s;
        QTest::newRow("extended first") << QByteArray(R"(attachment; filename="x.bin"; filename*=UTF-8''na%C3%AFve%20one.bin)")
                                        << u"naïve one.bin"_s;
        QTest::newRow("escaped quote") << QByteArray(R"(attachment; filename="a\"b.txt")") << u"a\"b.txt"_s;
        QTest::newRow("path") << QByteArray(R"(attachment; filename="../../etc/passwd")") << u"passwd"_s;
        QTest::newRow("encoded path") << QByteArray("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd") << u"passwd"_s;
        QTest::newRow("backslashes") << QByteArray("attachment; filename*=UTF-8''..%5Cautoexec.bat") << u"autoexec.bat"_s;
        QTest::newRow("dots") << QByteArray(R"(attachment; filename="..")") << QString();
        QTest::newRow("control character") << QByteArray("attachment; filename*=UTF-8''a%0Ab") << QString();
    }
    void fileName()
    {
        QFETCH(QByteArray, disposition);
        QTEST(fileNameOf(disposition), "name");
    }

    void mediaType()
    {
        QCOMPARE(mediaTypeOf("Application/ZIP; charset=x"), u"application/zip"_s);
        QCOMPARE(mediaTypeOf(""), QString());
    }

    // A weak ETag may be the same for other bytes.
    void validator()
    {
        QCOMPARE(rangeValidator("\"abc\"", "Mon, 23 Nov 2026 10:00:00 GMT"), QByteArray("\"abc\""));
        QCOMPARE(rangeValidator("W/\"abc\"", "Mon, 23 Nov 2026 10:00:00 GMT"), QByteArray("Mon, 23 Nov 2026 10:00:00 GMT"));
        QCOMPARE(rangeValidator("W/\"abc\"", ""), QByteArray());
    }
};

PUNCHCARD_TEST(TstHeaders, tst_headers)

#include "tst_headers.moc"
