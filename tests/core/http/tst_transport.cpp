// SPDX-License-Identifier: MIT
#include "core/http/transport.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;
using namespace std::chrono_literals;
using punchcard::testing::Answer;
using punchcard::testing::ScriptedServer;
using punchcard::testing::SeenRequest;
using punchcard::testing::wait;

namespace {

// What Azure does when a token comes along with a signed link.
void refuseAuthorization(const SeenRequest &request, Answer &answer)
{
    if (request.hasHeader("authorization"))
        answer.reply(403, "<Error><Code>AuthenticationFailed</Code></Error>", "application/xml");
    else
        answer.reply(200, "blob", "application/zip");
}

} // namespace

class TstTransport : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] Request request(const QString &path, const QByteArray &method = "GET", const QByteArray &body = {}) const
    {
        return Request{.method = method,
                       .url = m_server->url(path),
                       .token = SecretString(QByteArray("t0ken-for-the-api")),
                       .headers = {{"Accept", "application/vnd.github+json"}},
                       .body = body};
    }
    Exchange send(const Request &request, const Context &context = {}) { return wait(m_transport->send(request, context)); }

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<Transport> m_transport;

private slots:
    void init()
    {
        QTest::failOnWarning();
        m_server = std::make_unique<ScriptedServer>();
        m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 10s, .idle = 10s});
    }
    void cleanup()
    {
        m_transport.reset();
        m_server.reset();
    }

    void sendsWhatIsWrittenAndNoMore()
    {
        m_server->expect("POST", "/a/b%2Fc?d=e").reply(201, R"({"x":1})").header("X-Y", "z");
        const Exchange exchange = send(request(u"/a/b%2Fc?d=e"_s, "POST", "{}"));
        QVERIFY(exchange.answer);
        QCOMPARE(exchange.sends, 1);
        QCOMPARE(exchange.answer->status, 201);
        QCOMPARE(exchange.answer->body, QByteArray(R"({"x":1})"));
        QCOMPARE(exchange.answer->header("x-Y"), QByteArray("z"));
        QVERIFY(exchange.answer->fromOrigin);
        const SeenRequest &seen = m_server->last();
        QCOMPARE(seen.target, QByteArray("/a/b%2Fc?d=e"));
        QCOMPARE(seen.header("authorization"), QByteArray("Bearer t0ken-for-the-api"));
        QCOMPARE(seen.header("accept"), QByteArray("application/vnd.github+json"));
        QCOMPARE(seen.header("content-type"), QByteArray("application/json"));
        QCOMPARE(seen.body, QByteArray("{}"));
        QVERIFY(seen.header("accept-encoding").contains("gzip"));
    }

    void everyMethodArrives()
    {
        for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            m_server->expect(method, "/m").reply(200, method, "text/plain");
            const Exchange exchange = send(request(u"/m"_s, method));
            QVERIFY(exchange.answer);
            QCOMPARE(exchange.answer->body, QByteArray(method));
            QCOMPARE(exchange.sends, 1);
        }
        QCOMPARE(m_server->seen().at(1).body, QByteArray("{}"));
    }

    // Breaks for the user: two repositories, two runs, where one was asked for, and nobody knows.
    void silentSecondCopyIsNoticed_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("reset");
        QTest::addColumn<bool>("keptAlive");
        for (const char *method : {"GET", "POST", "PATCH", "DELETE"}) {
            QTest::addRow("%s, FIN", method) << QByteArray(method) << false << false;
            QTest::addRow("%s, RST", method) << QByteArray(method) << true << false;
            QTest::addRow("%s, kept alive, FIN", method) << QByteArray(method) << false << true;
        }
    }
    void silentSecondCopyIsNoticed()
    {
        QFETCH(QByteArray, method);
        QFETCH(bool, reset);
        QFETCH(bool, keptAlive);
        if (keptAlive) {
            m_server->expect("GET", "/first").reply(200, "x", "text/plain");
            QVERIFY(send(request(u"/first"_s)).answer);
        }
        Answer &lost = m_server->expect(method, "/x");
        reset ? lost.resetUnanswered() : lost.closeUnanswered();
        m_server->expect(method, "/x").reply(422, "again?", "text/plain");
        const Exchange exchange = send(request(u"/x"_s, method, "{}"));
        QVERIFY(exchange.answer);
        QCOMPARE(exchange.answer->status, 422);
        QCOMPARE(exchange.sends, 2);
    }

    void lostAnswerSaysHowOftenItLeft()
    {
        m_server->expect("POST", "/x").closeUnanswered().times(-1);
        const Exchange exchange = send(request(u"/x"_s, "POST", "{}"));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QVERIFY(exchange.answer.error().retry);
        QCOMPARE(exchange.sends, int(m_server->seen().size()));
        QVERIFY(exchange.sends >= 1);
    }

    void nobodyListens()
    {
        const QUrl gone = ScriptedServer().url();
        const Exchange exchange = send(Request{.url = gone});
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QCOMPARE(exchange.sends, 0);
        QVERIFY(exchange.answer.error().what.contains(u"127.0.0.1"_s));
        QVERIFY(!exchange.answer.error().remedy.isEmpty());
    }

    // Breaks for the user: their token reaches the storage host, which refuses the download besides.
    void redirectToAnotherOriginDropsTheToken()
    {
        ScriptedServer storage(QHostAddress(u"127.0.0.2"_s));
        m_server->expect("GET", "/artifact").redirect(storage.url(u"/blob?sig=s3cret"_s));
        storage.expect("GET", "/blob").compute(refuseAuthorization);
        const Exchange exchange = send(request(u"/artifact"_s));
        QVERIFY(exchange.answer);
        QCOMPARE(exchange.answer->status, 200);
        QVERIFY(!exchange.answer->fromOrigin);
        QVERIFY(!storage.last().hasHeader("authorization"));
        QVERIFY(storage.last().header("accept") != "application/vnd.github+json");
    }

    void redirectBackHomeStaysWithoutToken()
    {
        ScriptedServer other(QHostAddress(u"127.0.0.2"_s));
        m_server->expect("GET", "/a").redirect(other.url(u"/b"_s));
        other.expect("GET", "/b").redirect(m_server->url(u"/c"_s));
        m_server->expect("GET", "/c").reply(200, "x", "text/plain");
        QVERIFY(send(request(u"/a"_s)).answer);
        QVERIFY(!m_server->last().hasHeader("authorization"));
    }

    void redirectWithinTheOriginKeepsTheToken()
    {
        m_server->expect("DELETE", "/repos/old").redirect(QUrl(u"/repositories/7"_s), 307);
        m_server->expect("DELETE", "/repositories/7").reply(204);
        const Exchange exchange = send(request(u"/repos/old"_s, "DELETE"));
        QVERIFY(exchange.answer);
        QCOMPARE(exchange.answer->status, 204);
        QVERIFY(exchange.answer->fromOrigin);
        QCOMPARE(m_server->last().header("authorization"), QByteArray("Bearer t0ken-for-the-api"));
    }

    void redirectsInACircle()
    {
        m_server->expect("GET", "/a").redirect(QUrl(u"/a"_s)).times(-1);
        const Exchange exchange = send(request(u"/a"_s));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Refused);
        QCOMPARE(m_server->seen().size(), 6);
    }

    // Breaks for the user: half an answer passes for a whole one. Cut bodies come with their status, and now and then
    // (when the end of the connection comes along) without any error from Qt. Of a chunked one nothing tells then: what
    // reads it has to know by itself. See tst_download and tst_client.
    void cutBodyIsNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::newRow("answer") << QByteArray("GET") << 200;
        QTest::newRow("refusal") << QByteArray("GET") << 403;
        QTest::newRow("answer to a POST") << QByteArray("POST") << 201;
    }
    void cutBodyIsNoAnswer()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        m_server->expect(method, "/cut").reply(status, QByteArray(5000, 'x'), "text/plain").cutAfter(1000);
        const Exchange exchange = send(request(u"/cut"_s, method));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QVERIFY(exchange.answer.error().retry);
        // What changes something is never sent again unseen once its answer has begun.
        if (method == "POST")
            QCOMPARE(m_server->seen().size(), 1);
    }

    void refusalsComeWithTheirBody_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {304, 400, 401, 403, 404, 405, 407, 409, 410, 418, 422, 429, 451, 500, 501, 502, 503, 599})
            QTest::addRow("%d", status) << status;
    }
    void refusalsComeWithTheirBody()
    {
        QFETCH(int, status);
        m_server->expect("GET", "/x").reply(status, "because", "text/plain").header("WWW-Authenticate", "Basic realm=\"GitHub\"");
        const Exchange exchange = send(request(u"/x"_s));
        QVERIFY2(exchange.answer, qPrintable(exchange.answer ? QString() : exchange.answer.error().detail));
        QCOMPARE(exchange.answer->status, status);
        QCOMPARE(exchange.answer->body, status == 304 ? QByteArray() : QByteArray("because"));
    }

    // Breaks for the user: a log of equal lines, which packs well, cannot be fetched (Qt takes it for a bomb).
    void equalLinesAreNoBomb()
    {
        const QByteArray log = QByteArray("2026-11-23T10:00:00.0000000Z yes\n").repeated(600'000);
        m_server->expect("GET", "/log").reply(200, log, "text/plain").deflated();
        const Exchange exchange = send(request(u"/log"_s));
        QVERIFY2(exchange.answer, qPrintable(exchange.answer ? QString() : exchange.answer.error().detail));
        QCOMPARE(exchange.answer->body.size(), log.size());
        QVERIFY(exchange.answer->body == log);
    }

    // Breaks for the user: a bad server fills the memory.
    void realBombIsRefused()
    {
        m_server->expect("GET", "/bomb").reply(200, QByteArray(80 << 20, 'x'), "text/plain").deflated();
        Request small = request(u"/bomb"_s);
        small.limit = 1 << 20;
        const Exchange exchange = send(small);
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Refused);
        // Not fetched again at once; but what comes later may be an answer.
        QVERIFY(exchange.answer.error().retry && exchange.answer.error().retry->at > Clock::system().now() + std::chrono::seconds(30));
    }

    void deadlines_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("headers never come") << QByteArray("silence");
        QTest::newRow("stall in the body") << QByteArray("stall");
        // Qt's own time-out is an idle one: this would live for ever.
        QTest::newRow("trickle") << QByteArray("trickle");
    }
    void deadlines()
    {
        QFETCH(QByteArray, fault);
        m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 300ms, .idle = 10s});
        Answer &answer = m_server->expect("GET", "/slow").reply(200, QByteArray(100'000, 'x'), "text/plain");
        if (fault == "silence")
            answer.silence();
        else if (fault == "stall")
            answer.stallAfter(100);
        else
            answer.trickle(10, 20ms);
        QElapsedTimer took;
        took.start();
        const Exchange exchange = send(request(u"/slow"_s));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QCOMPARE(exchange.sends, 1);
        QVERIFY(exchange.answer.error().what.contains(u"300ms"_s));
        QVERIFY(took.elapsed() >= 250);
    }

    // Breaks for the user: the seventh request dies of a time-out without ever having been sent.
    void seventhRequestWaitsWithoutItsTimeRunningOut()
    {
        m_transport = std::make_unique<Transport>(Limits{.sending = 10s, .answer = 700ms, .idle = 10s});
        m_server->expect("GET", "/held").hold().times(6);
        m_server->expect("GET", "/seventh").hold();
        std::vector<QCoro::Task<Exchange>> six;
        six.reserve(6);
        for (int i = 0; i < 6; ++i)
            six.push_back(m_transport->send(request(u"/held"_s), Context{}));
        QTRY_COMPARE(m_server->held(), 6);
        auto seventh = m_transport->send(request(u"/seventh"_s), Context{});
        // All six run out of time; only then does the seventh leave, with all of its own before it.
        QTRY_COMPARE_WITH_TIMEOUT(m_server->held(), 7, 10000);
        for (auto &one : six)
            QVERIFY(!wait(std::move(one)).answer);
        m_server->release(true);
        const Exchange exchange = wait(std::move(seventh));
        QVERIFY2(exchange.answer, qPrintable(exchange.answer ? QString() : exchange.answer.error().what));
    }

    // Breaks for the user: the account's requests are used up, and what got in line before that asks all the same.
    void whoMayNotGoAnyMoreStays()
    {
        m_server->expect("GET", "/held").hold().times(6);
        std::vector<QCoro::Task<Exchange>> six;
        six.reserve(6);
        for (int i = 0; i < 6; ++i)
            six.push_back(m_transport->send(request(u"/held"_s), Context{}));
        QTRY_COMPARE(m_server->held(), 6);
        bool mayGo = true;
        Request late = request(u"/never"_s);
        late.mayGo = [&mayGo] { return mayGo ? Result<>() : Result<>(Error{.kind = Error::Kind::Throttled, .what = u"used up"_s}); };
        auto seventh = m_transport->send(late, Context{});
        mayGo = false;
        m_server->release(true);
        const Exchange exchange = wait(std::move(seventh));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Throttled);
        QCOMPARE(exchange.sends, 0);
        for (auto &one : six)
            QVERIFY(wait(std::move(one)).answer);
        // It has left its place to others.
        m_server->expect("GET", "/next").reply(200, "{}");
        QVERIFY(send(request(u"/next"_s)).answer);
    }

    void cancelEndsItAtOnce()
    {
        m_server->expect("GET", "/held").hold();
        const Context context;
        auto task = m_transport->send(request(u"/held"_s), context);
        QTRY_COMPARE(m_server->held(), 1);
        context.cancel->request();
        const Exchange exchange = wait(std::move(task));
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Cancelled);
        QCOMPARE(exchange.sends, 1);
        const Exchange late = send(request(u"/never"_s), context);
        QCOMPARE(late.answer.error().kind, Error::Kind::Cancelled);
        QCOMPARE(late.sends, 0);
    }

    void keepsNoCookies()
    {
        m_server->expect("GET", "/a").reply(200, "x", "text/plain").header("Set-Cookie", "who=me; Path=/");
        m_server->expect("GET", "/b").reply(200, "x", "text/plain");
        QVERIFY(send(request(u"/a"_s)).answer);
        QVERIFY(send(request(u"/b"_s)).answer);
        QVERIFY(!m_server->last().hasHeader("cookie"));
    }

    // Breaks for the user: a signed link, or their token, in the diagnostics that they send us.
    void traceTellsNoSecret()
    {
        QTest::ignoreMessage(QtInfoMsg, QRegularExpression(u"^GET 127\\.0\\.0\\.1/a 200 \\d+ ms sends 1 AB12"_s));
        QLoggingCategory::setFilterRules(u"punchcard.http.info=true"_s);
        QSignalSpy done(m_transport.get(), &Transport::done);
        m_server->expect("GET", "/a").reply(200, "x", "text/plain").header("X-GitHub-Request-Id", "AB12");
        QVERIFY(send(request(u"/a?sig=s3cret"_s)).answer);
        QLoggingCategory::setFilterRules({});
        QCOMPARE(done.size(), 1);
        const Trace trace = done.constFirst().constFirst().value<Trace>();
        QCOMPARE(trace.method, QByteArray("GET"));
        QCOMPARE(trace.path, u"/a"_s);
        QCOMPARE(trace.status, 200);
        QCOMPARE(trace.sends, 1);
        QCOMPARE(trace.requestId, QByteArray("AB12"));
    }

    void untrustedCertificateIsRefused()
    {
        ScriptedServer secure(QHostAddress::LocalHost, ScriptedServer::Tls::Yes);
        const Exchange exchange = send(Request{.url = secure.url(), .token = SecretString(QByteArray("t0ken"))});
        QVERIFY(!exchange.answer);
        QCOMPARE(exchange.answer.error().kind, Error::Kind::Unreachable);
        QCOMPARE(exchange.sends, 0);
        QVERIFY(exchange.answer.error().what.contains(u"trusted"_s));
        QVERIFY(secure.seen().isEmpty());
    }

    void privateAuthorityIsTrustedWhenGiven()
    {
        ScriptedServer secure(QHostAddress::LocalHost, ScriptedServer::Tls::Yes);
        secure.expect("GET", "/x").reply(200, "secret", "text/plain");
        const Exchange exchange = send(Request{.url = secure.url(u"/x"_s), .authorities = ScriptedServer::authorityFile()});
        QVERIFY2(exchange.answer, qPrintable(exchange.answer ? QString() : exchange.answer.error().sentence()));
        QCOMPARE(exchange.answer->body, QByteArray("secret"));
    }

    void authorityOfTheEnvironmentIsTrusted()
    {
        ScriptedServer secure(QHostAddress::LocalHost, ScriptedServer::Tls::Yes);
        secure.expect("GET", "/x").reply(200, "secret", "text/plain");
        qputenv("SSL_CERT_FILE", ScriptedServer::authorityFile().toUtf8());
        m_transport = std::make_unique<Transport>();
        const Exchange exchange = send(Request{.url = secure.url(u"/x"_s)});
        qunsetenv("SSL_CERT_FILE");
        QVERIFY2(exchange.answer, qPrintable(exchange.answer ? QString() : exchange.answer.error().sentence()));
    }

    void callsMayGoOverHttp2()
    {
        ScriptedServer secure(QHostAddress::LocalHost, ScriptedServer::Tls::OffersHttp2);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"finished with error"_s));
        (void)send(Request{.url = secure.url(u"/x"_s), .authorities = ScriptedServer::authorityFile()});
        QVERIFY(!secure.protocols().isEmpty());
        QCOMPARE(secure.protocols().constFirst(), QByteArray(QSslConfiguration::ALPNProtocolHTTP2));
    }

    // A body larger than what the socket takes at once: the deadline is for the answer, not for the upload.
    void largeBodiesGoOut()
    {
        const QByteArray body(8 << 20, 'u');
        m_server->expect("POST", "/blobs").reply(201, "{}");
        const Exchange exchange = send(request(u"/blobs"_s, "POST", body));
        QVERIFY(exchange.answer);
        QCOMPARE(m_server->last().body.size(), body.size());
    }
};

PUNCHCARD_TEST(TstTransport, tst_transport)

#include "tst_transport.moc"
