// SPDX-License-Identifier: MIT
#include "core/http/redirect.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;

class TstRedirect : public QObject
{
    Q_OBJECT

private:
    static Request request(const QString &url, const QByteArray &method = "GET")
    {
        return Request{.method = method,
                       .url = QUrl(url),
                       .token = SecretString(QByteArray("t0ken")),
                       .headers = {{"Accept", "x"}},
                       .body = "b",
                       .mayGo = [] { return Result<>(); },
                       .heard = [](const Reply &) {}};
    }
    static Reply moved(int status, const QByteArray &location) { return Reply{.status = status, .headers = {{"location", location}}}; }

private slots:
    void noRedirect()
    {
        QVERIFY(!redirected(request(u"https://h/a"_s), Reply{.status = 200}));
        QVERIFY(!redirected(request(u"https://h/a"_s), Reply{.status = 304}));
        QVERIFY(!redirected(request(u"https://h/a"_s), Reply{.status = 302}));
    }

    // Breaks for the user: their token goes to a host that is not GitHub's API.
    void tokenStaysAtItsOrigin_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("same") << u"https://h/a"_s << QByteArray("https://h/b") << true;
        QTest::newRow("relative") << u"https://h/a"_s << QByteArray("../b?x=%2F") << true;
        QTest::newRow("the same port, said") << u"https://h/a"_s << QByteArray("https://h:443/b") << true;
        QTest::newRow("other letters") << u"https://H/a"_s << QByteArray("https://h/b") << true;
        QTest::newRow("other host") << u"https://h/a"_s << QByteArray("https://i/b") << false;
        QTest::newRow("sub-domain") << u"https://h.com/a"_s << QByteArray("https://x.h.com/b") << false;
        QTest::newRow("other port") << u"https://h/a"_s << QByteArray("https://h:444/b") << false;
        QTest::newRow("to encrypted") << u"http://h/a"_s << QByteArray("https://h/b") << false;
        QTest::newRow("without scheme") << u"https://h/a"_s << QByteArray("//i/b") << false;
        QTest::newRow("name as user") << u"https://h/a"_s << QByteArray("https://h@i/b") << false;
        QTest::newRow("loopback to loopback") << u"http://127.0.0.1:1/a"_s << QByteArray("http://127.0.0.2:1/b") << false;
    }
    void tokenStaysAtItsOrigin()
    {
        QFETCH(QString, from);
        QFETCH(QByteArray, location);
        QFETCH(bool, keeps);
        const auto next = redirected(request(from), moved(302, location));
        QVERIFY(next);
        QVERIFY2(*next, qPrintable(*next ? QString() : next->error().what));
        QCOMPARE((*next)->token.isEmpty(), !keeps);
        QCOMPARE((*next)->headers.isEmpty(), !keeps);
        // What is asked elsewhere costs none of the account's requests.
        QCOMPARE(bool((*next)->mayGo), keeps);
        QCOMPARE(bool((*next)->heard), keeps);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("location");
        QTest::newRow("to plain http") << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray("http://h/a");
        QTest::newRow("to plain http here") << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray("http://127.0.0.1/a");
        QTest::newRow("out of this computer in the clear")
            << u"http://127.0.0.1:1/a"_s << QByteArray("GET") << 302 << QByteArray("http://h/a");
        for (const char *disguise : {"http://127.0.0.1.evil.example/a", "http://localhost@evil.example/a", "http://localhost.evil/a",
                                     "http://evil.localhost.example/a", "http://127.0.0.1@10.0.0.1/a", "http://[::ffff:10.0.0.1]/a",
                                     "http://0.0.0.0/a", "http://10.0.0.1/127.0.0.1"})
            QTest::newRow(disguise) << u"https://127.0.0.1:1/a"_s << QByteArray("GET") << 302 << QByteArray(disguise);
        QTest::newRow("file") << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray("file:///etc/passwd");
        for (const char *inside : {"127.0.0.1", "127.1", "127.9.9.9:8080", "2130706433", "0x7f.1", "0.0.0.0", "localhost", "LOCALHOST",
                                   "x.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "169.254.169.254", "[fe80::1]",
                                   "224.0.0.1", "255.255.255.255", "user@127.0.0.1"})
            QTest::addRow("inside, %s", inside) << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray("https://") + inside + "/a";
        QTest::newRow("plain http from here") << u"http://127.0.0.1:1/a"_s << QByteArray("GET") << 302 << QByteArray("http://i/a");
        QTest::newRow("plain http, permanent") << u"https://h/a"_s << QByteArray("GET") << 308 << QByteArray("http://h/a");
        for (const char *scheme : {"ftp://h/a", "data:text/html,x", "javascript:alert(1)", "qrc:/punchcard/live/x", "unix:/run/x",
                                   "http:///a", "https://", "https://[::1", "file://h/etc/passwd", "about:blank", "ws://h/a"})
            QTest::addRow("%s", scheme) << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray(scheme);
        for (const int moved : {301, 302, 307, 308}) {
            for (const char *method : {"POST", "PUT", "PATCH", "DELETE"})
                QTest::addRow("%s %d elsewhere", method, moved)
                    << u"https://h/a"_s << QByteArray(method) << moved << QByteArray("https://i/a");
        }
        QTest::newRow("no host") << u"https://h/a"_s << QByteArray("GET") << 302 << QByteArray("https:///x");
        QTest::newRow("body to another origin") << u"https://h/a"_s << QByteArray("POST") << 307 << QByteArray("https://i/a");
        QTest::newRow("delete at another origin") << u"https://h/a"_s << QByteArray("DELETE") << 307 << QByteArray("https://i/a");
    }
    void refused()
    {
        QFETCH(QString, from);
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(QByteArray, location);
        const auto next = redirected(request(from, method), moved(status, location));
        QVERIFY(next);
        QVERIFY(!*next);
        QCOMPARE(next->error().kind, Error::Kind::Refused);
        QVERIFY(!next->error().retry);
    }

    void encryptedToPlainOnThisComputer()
    {
        const auto next = redirected(request(u"https://127.0.0.1:1/a"_s), moved(302, "http://127.0.0.2:2/b"));
        QVERIFY(next && *next);
        QVERIFY((*next)->token.isEmpty());
    }

    void methods_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("then");
        for (const int status : {301, 302, 307, 308}) {
            for (const char *method : {"GET", "POST", "DELETE"})
                QTest::addRow("%s %d", method, status) << QByteArray(method) << status << QByteArray(method);
        }
        QTest::newRow("POST 303") << QByteArray("POST") << 303 << QByteArray("GET");
    }
    void methods()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(QByteArray, then);
        const auto next = redirected(request(u"https://h/a"_s, method), moved(status, "/b"));
        QVERIFY(next && *next);
        QCOMPARE((*next)->method, then);
        QCOMPARE((*next)->body.isEmpty(), status == 303);
    }
};

PUNCHCARD_TEST(TstRedirect, tst_redirect)

#include "tst_redirect.moc"
