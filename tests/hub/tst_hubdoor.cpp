// SPDX-License-Identifier: MIT
#include "core/hub/ratelimit.h"
#include "tests/hub/hubfixture.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

#include <QTcpSocket>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstHubDoor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_hub.start()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // Breaks for the user: any program or web page on this computer can run scripts as them.
    void tokenIsNeeded_data();
    void tokenIsNeeded();
    // Breaks for the user: a web page whose name was pointed to 127.0.0.1 talks to the hub.
    void hostMustBeOurs_data();
    void hostMustBeOurs();
    void nothingForOtherOrigins();
    // Breaks for the user: a page that they look at starts a job here.
    void aPageDoesNothing_data();
    void aPageDoesNothing();
    // Breaks for the user: what lies between reads another request than the hub, and lets it pass.
    void whatCanBeReadInTwoWaysIsRefused_data();
    void whatCanBeReadInTwoWaysIsRefused();

    void enterpriseRootServesTheSame();
    void userAgentIsNeeded();
    void unknownApiVersionIsRefused();
    void onlyJsonIsServed();
    void brokenJsonIsRefused();
    void unknownRouteIsGitHubs404();

    void unchangedAnswerIs304AndFree();
    void limitsAreCountedAndShown();
    void exhaustedLimitRefuses();
    void everyAnswerHasGitHubsHeaders();
    void headHasNoBody();

    void hugeHeadersAreCutOff();
    void hugeBodiesAreCutOff();
    void strangersMaySendLittle();
    void largeBodiesOfTheOwnerAreTaken();
    void tooManyConnectionsAreClosed();
    // Breaks for the user: a page or a program holds all connections, and nothing can be run here any more.
    void strangersMakeRoomForTheOwner();
    void eachAddressCounts();
    void recordingsHoldNoToken();

private:
    [[nodiscard]] qsizetype repositories() { return m_hub.client.get(u"/user/repos?per_page=100"_s).array().size(); }
    /// "Host: …" as a client of ours says it, with its line end.
    [[nodiscard]] QByteArray ourHost() const { return "Host: " + QUrl(m_hub.client.root).authority().toLatin1() + "\r\n"; }
    [[nodiscard]] QByteArray ourToken() const { return "Authorization: Bearer " + m_hub.hub->token() + "\r\n"; }

    HubFixture m_hub;
};

void TstHubDoor::tokenIsNeeded_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status");
    const QByteArray token = m_hub.hub->token();
    QCOMPARE(token.size(), 64);
    QTest::newRow("none") << QByteArray() << 401;
    QTest::newRow("wrong") << QByteArray("Bearer ") + QByteArray(64, '0') << 401;
    QTest::newRow("half of it") << "Bearer " + token.left(32) << 401;
    QTest::newRow("empty") << QByteArray("Bearer ") << 401;
    QTest::newRow("other scheme") << "Digest " + token << 401;
    QTest::newRow("Bearer") << "Bearer " + token << 200;
    QTest::newRow("token") << "token " + token << 200;
    QTest::newRow("Basic") << "Basic " + QByteArray("x:" + token).toBase64() << 200;
}

void TstHubDoor::tokenIsNeeded()
{
    QFETCH(const QByteArray, authorization);
    QFETCH(const int, status);
    HubClient stranger(m_hub.client.root, {});
    const Response answer = stranger.get(u"/user"_s, authorization.isEmpty() ? Headers() : Headers{{"Authorization", authorization}});
    QCOMPARE(answer.status, status);
    if (status == 401) {
        QCOMPARE(answer.message(), u"Bad credentials"_s);
        QCOMPARE(answer.json()[u"status"].toString(), u"401"_s);
        QVERIFY(answer.json()[u"documentation_url"].toString().startsWith(u"https://docs.github.com/"_s));
        QVERIFY(answer.header("x-oauth-scopes").isEmpty());
    }
}

void TstHubDoor::hostMustBeOurs_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("served");
    const QByteArray port = QByteArray::number(QUrl(m_hub.client.root).port());
    QTest::newRow("address") << "Host: 127.0.0.1:" + port + "\r\n" << true;
    QTest::newRow("localhost") << "Host: localhost:" + port + "\r\n" << true;
    QTest::newRow("other name") << "Host: evil.example:" + port + "\r\n" << false;
    QTest::newRow("other port") << QByteArray("Host: 127.0.0.1:1\r\n") << false;
    QTest::newRow("no port") << QByteArray("Host: 127.0.0.1\r\n") << false;
    QTest::newRow("missing") << QByteArray() << false;
    QTest::newRow("in capitals") << "Host: LOCALHOST:" + port + "\r\n" << true;
    QTest::newRow("other name without port") << QByteArray("Host: evil.example\r\n") << false;
    QTest::newRow("begins like ours") << "Host: 127.0.0.1.evil.example:" + port + "\r\n" << false;
    QTest::newRow("ends like ours") << "Host: evil.localhost:" + port + "\r\n" << false;
    QTest::newRow("ours as a user's name") << "Host: 127.0.0.1:" + port + "@evil.example\r\n" << false;
    QTest::newRow("with a last dot") << "Host: localhost.:" + port + "\r\n" << false;
    QTest::newRow("as a number") << "Host: 2130706433:" + port + "\r\n" << false;
    QTest::newRow("in hexadecimal") << "Host: 0x7f000001:" + port + "\r\n" << false;
    QTest::newRow("any address") << "Host: 0.0.0.0:" + port + "\r\n" << false;
    QTest::newRow("IPv6") << "Host: [::1]:" + port + "\r\n" << false;
    QTest::newRow("IPv6 of IPv4") << "Host: [::ffff:127.0.0.1]:" + port + "\r\n" << false;
    QTest::newRow("two in one") << "Host: evil.example, 127.0.0.1:" + port + "\r\n" << false;
    QTest::newRow("empty") << QByteArray("Host: \r\n") << false;
    QTest::newRow("ours is forwarded") << "Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1:" + port + "\r\n" << false;
}

void TstHubDoor::hostMustBeOurs()
{
    QFETCH(const QByteArray, host);
    QFETCH(const bool, served);
    const QByteArray answer
        = rawExchange(m_hub.client.root,
                      "GET /user HTTP/1.1\r\n" + host + "User-Agent: x\r\nAuthorization: Bearer " + m_hub.hub->token() + "\r\n\r\n", "}");
    QVERIFY2(answer.startsWith(served ? "HTTP/1.1 200" : "HTTP/1.1 421"), answer);
}

void TstHubDoor::nothingForOtherOrigins()
{
    const Response answer = m_hub.client.get(u"/user"_s, {{"Origin", "https://evil.example"}});
    for (const auto &[name, value] : answer.headers)
        QVERIFY2(!name.toLower().startsWith("access-control"), name);
    const Response preflight = m_hub.client.send("OPTIONS", u"/user"_s, QByteArray(), {{"Origin", "https://evil.example"}});
    QCOMPARE(preflight.status, 404);
}

void TstHubDoor::aPageDoesNothing_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    const QByteArray cross = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nUser-Agent: Mozilla/5.0\r\n";
    const QByteArray json = "{\"name\":\"by-a-page\"}";
    const QByteArray post = "POST /user/repos HTTP/1.1";
    QTest::newRow("fetch without CORS") << post << cross + "Content-Type: text/plain\r\nSec-Fetch-Mode: no-cors\r\n" << json;
    QTest::newRow("fetch that says JSON") << post << cross + "Content-Type: application/json\r\nSec-Fetch-Mode: cors\r\n" << json;
    QTest::newRow("form") << post << cross + "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Mode: navigate\r\n"
                          << QByteArray("%7B%22name%22%3A%22by-a-page%22%7D=");
    QTest::newRow("form as plain text") << post << cross + "Content-Type: text/plain\r\nSec-Fetch-Dest: document\r\n"
                                        << QByteArray("{\"name\":\"by-a-page\",\"x\":\"=\"}");
    QTest::newRow("form in parts") << post << cross + "Content-Type: multipart/form-data; boundary=x\r\n"
                                   << QByteArray("--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nby-a-page\r\n--x--\r\n");
    QTest::newRow("beacon") << post << cross + "Content-Type: text/plain;charset=UTF-8\r\nSec-Fetch-Dest: empty\r\n" << json;
    QTest::newRow("cookie") << post << cross + "Cookie: user_session=x\r\n" << json;
    QTest::newRow("token in the address") << QByteArray("POST /user/repos?access_token=x HTTP/1.1") << cross << json;
    QTest::newRow("of a file") << post << QByteArray("Origin: null\r\nUser-Agent: Mozilla/5.0\r\n") << json;
    QTest::newRow("of our own origin") << post << "Origin: " + m_hub.client.root.toLatin1() + "\r\nUser-Agent: Mozilla/5.0\r\n" << json;
    QTest::newRow("preflight") << QByteArray("OPTIONS /user/repos HTTP/1.1")
                               << cross + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n"
                               << QByteArray();
    QTest::newRow("private network") << QByteArray("OPTIONS /user/repos HTTP/1.1")
                                     << cross + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Private-Network: true\r\n"
                                     << QByteArray();
    QTest::newRow("image") << QByteArray("GET /user HTTP/1.1") << cross + "Sec-Fetch-Dest: image\r\n" << QByteArray();
    QTest::newRow("script") << QByteArray("GET /user HTTP/1.1") << cross + "Sec-Fetch-Dest: script\r\nAccept: */*\r\n" << QByteArray();
    QTest::newRow("events") << QByteArray("GET /user HTTP/1.1") << cross + "Accept: text/event-stream\r\n" << QByteArray();
    QTest::newRow("web socket") << QByteArray("GET /user HTTP/1.1")
                                << cross
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
              "dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                << QByteArray();
}

void TstHubDoor::aPageDoesNothing()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, fields);
    QFETCH(const QByteArray, body);
    const qsizetype before = repositories();
    const QByteArray length = body.isEmpty() ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    const QByteArray answer = rawExchange(m_hub.client.root, line + "\r\n" + ourHost() + fields + length + "\r\n" + body, "}");
    QVERIFY2(answer.startsWith("HTTP/1.1 401") || answer.startsWith("HTTP/1.1 400"), answer);
    QVERIFY2(!answer.toLower().contains("access-control"), answer);
    QVERIFY2(!answer.contains("local"), answer); // nothing of whose hub it is
    QCOMPARE(repositories(), before);
}

void TstHubDoor::whatCanBeReadInTwoWaysIsRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray json = "{\"name\":\"smuggled\"}";
    const QByteArray length = "Content-Length: " + QByteArray::number(json.size()) + "\r\n";
    const QByteArray ours = ourHost() + ourToken() + "User-Agent: x\r\n";
    const QByteArray post = "POST /user/repos HTTP/1.1\r\n";
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    const QByteArray chunks = QByteArray::number(json.size(), 16) + "\r\n" + json + "\r\n0\r\n\r\n";
    QTest::newRow("length and chunks") << post + ours + "Content-Length: 4\r\n" + chunked + "\r\n" + chunks;
    QTest::newRow("chunks and length") << post + ours + chunked + "Content-Length: 4\r\n\r\n" + chunks;
    QTest::newRow("two lengths") << post + ours + "Content-Length: 0\r\n" + length + "\r\n" + json;
    QTest::newRow("the same length twice") << post + ours + length + length + "\r\n" + json;
    QTest::newRow("length in a list") << post + ours + "Content-Length: 0, " + QByteArray::number(json.size()) + "\r\n\r\n" + json;
    QTest::newRow("length with a sign") << post + ours + "Content-Length: +" + QByteArray::number(json.size()) + "\r\n\r\n" + json;
    QTest::newRow("negative length") << post + ours + "Content-Length: -1\r\n\r\n" + json;
    QTest::newRow("hexadecimal length") << post + ours + "Content-Length: 0x16\r\n\r\n" + json;
    QTest::newRow("enormous length") << post + ours + "Content-Length: 18446744073709551638\r\n\r\n" + json;
    QTest::newRow("blank before the colon") << post + ours + "Content-Length : 0\r\n" + length + "\r\n" + json;
    QTest::newRow("folded line") << post + ours + "X-A: b\r\n " + length + "\r\n" + json;
    QTest::newRow("bare line end") << post + ours + "X-A: b\nContent-Length: 0\r\n" + length + "\r\n" + json;
    QTest::newRow("bare carriage return") << post + ours + "X-A: b\rX-B: c\r\n" + length + "\r\n" + json;
    QTest::newRow("zero in a field") << post + ours + QByteArray("X-A: b\0c\r\n", 10) + length + "\r\n" + json;
    QTest::newRow("field without colon") << post + ours + "X-A\r\n" + length + "\r\n" + json;
    QTest::newRow("other coding") << post + ours + "Transfer-Encoding: xchunked\r\n\r\n" + chunks;
    QTest::newRow("two codings") << post + ours + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunks;
    QTest::newRow("two hosts") << post + "Host: evil.example\r\n" + ours + length + "\r\n" + json;
    QTest::newRow("two hosts, ours first") << post + ours + "Host: evil.example\r\n" + length + "\r\n" + json;
    QTest::newRow("two tokens") << post + ours + "Authorization: Bearer none\r\n" + length + "\r\n" + json;
    QTest::newRow("whole address of elsewhere") << "POST http://evil.example/user/repos HTTP/1.1\r\n" + ours + length + "\r\n" + json;
    QTest::newRow("whole address of ours") << "POST " + m_hub.client.root.toLatin1() + "/user/repos HTTP/1.1\r\n" + ours + length + "\r\n"
            + json;
    QTest::newRow("as to a proxy") << "CONNECT evil.example:443 HTTP/1.1\r\n" + ours + "\r\n";
    QTest::newRow("blank in the target") << "POST /user/repos x HTTP/1.1\r\n" + ours + length + "\r\n" + json;
    QTest::newRow("no version") << "POST /user/repos\r\n" + ours + length + "\r\n" + json;
    QTest::newRow("HTTP/2 at once") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
}

void TstHubDoor::whatCanBeReadInTwoWaysIsRefused()
{
    QFETCH(const QByteArray, request);
    const qsizetype before = repositories();
    const QByteArray answer = rawExchange(m_hub.client.root, request);
    QVERIFY2(answer.startsWith("HTTP/1.1 400"), answer);
    QCOMPARE(answer.count("HTTP/1.1 "), 1);
    QCOMPARE(repositories(), before);
}

void TstHubDoor::enterpriseRootServesTheSame()
{
    const QJsonObject user = m_hub.client.get(u"/api/v3/user"_s).json();
    QCOMPARE(user[u"login"].toString(), u"local"_s);
    QCOMPARE(user[u"url"].toString(), m_hub.client.root + u"/api/v3/users/local"_s);
    QCOMPARE(m_hub.client.get(u"/user"_s).json()[u"url"].toString(), m_hub.client.root + u"/users/local"_s);
}

void TstHubDoor::userAgentIsNeeded()
{
    const QByteArray host = QByteArray("Host: ") + QUrl(m_hub.client.root).authority().toLatin1();
    const QByteArray answer = rawExchange(
        m_hub.client.root, "GET /user HTTP/1.1\r\n" + host + "\r\nAuthorization: Bearer " + m_hub.hub->token() + "\r\n\r\n", "}");
    QVERIFY2(answer.startsWith("HTTP/1.1 403"), answer);
    QVERIFY(answer.contains("User-Agent"));
}

void TstHubDoor::unknownApiVersionIsRefused()
{
    QCOMPARE(m_hub.client.get(u"/user"_s, {{"X-GitHub-Api-Version", "1999-01-01"}}).status, 400);
    const Response known = m_hub.client.get(u"/user"_s, {{"X-GitHub-Api-Version", "2026-03-10"}});
    QCOMPARE(known.status, 200);
    QCOMPARE(known.header("x-github-api-version-selected"), QByteArray("2026-03-10"));
    QCOMPARE(m_hub.client.get(u"/user"_s).header("x-github-api-version-selected"), QByteArray("2022-11-28"));
}

void TstHubDoor::onlyJsonIsServed()
{
    QCOMPARE(m_hub.client.get(u"/user"_s, {{"Accept", "application/zip"}}).status, 415);
    QCOMPARE(m_hub.client.get(u"/user"_s, {{"Accept", "application/vnd.github+json"}}).status, 200);
    QCOMPARE(m_hub.client.get(u"/user"_s, {{"Accept", "text/html, */*;q=0.1"}}).status, 200);
}

void TstHubDoor::brokenJsonIsRefused()
{
    const Response broken = m_hub.client.send("POST", u"/user/repos"_s, QByteArray("{\"name\":"));
    QCOMPARE(broken.status, 400);
    QCOMPARE(broken.message(), u"Problems parsing JSON"_s);
    const Response list = m_hub.client.send("POST", u"/user/repos"_s, QByteArray("[]"));
    QCOMPARE(list.status, 400);
    QCOMPARE(list.message(), u"Body should be a JSON object"_s);
}

void TstHubDoor::unknownRouteIsGitHubs404()
{
    for (const QString &path : {u"/nothing"_s, u"/repos/local/none"_s, u"/user/"_s, u"/repos/local/none/actions/runs"_s}) {
        const Response answer = m_hub.client.get(path);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.message(), u"Not Found"_s);
    }
}

void TstHubDoor::unchangedAnswerIs304AndFree()
{
    const Response first = m_hub.client.get(u"/user"_s);
    const QByteArray tag = first.header("etag");
    QVERIFY2(tag.startsWith("W/\""), tag);
    const Response same = m_hub.client.get(u"/user"_s, {{"If-None-Match", tag}});
    QCOMPARE(same.status, 304);
    QVERIFY(same.body.isEmpty());
    QCOMPARE(same.header("etag"), tag);
    QCOMPARE(same.header("x-ratelimit-used"), first.header("x-ratelimit-used"));
    const Response other = m_hub.client.get(u"/user"_s, {{"If-None-Match", "W/\"0\""}});
    QCOMPARE(other.status, 200);
    QCOMPARE(other.header("x-ratelimit-used").toInt(), first.header("x-ratelimit-used").toInt() + 1);
}

void TstHubDoor::limitsAreCountedAndShown()
{
    const Response one = m_hub.client.get(u"/user"_s);
    const int limit = one.header("x-ratelimit-limit").toInt();
    QVERIFY(limit >= 1'000'000);
    QCOMPARE(one.header("x-ratelimit-resource"), QByteArray("core"));
    QCOMPARE(one.header("x-ratelimit-remaining").toInt() + one.header("x-ratelimit-used").toInt(), limit);
    const qint64 now = toEpoch(Clock::system().now()) / 1000;
    const qint64 reset = one.header("x-ratelimit-reset").toLongLong();
    QVERIFY(reset > now && reset <= now + 3600);
    const Response limits = m_hub.client.get(u"/rate_limit"_s);
    QCOMPARE(limits.json()[u"resources"][u"core"][u"used"].toInt(), one.header("x-ratelimit-used").toInt());
    QCOMPARE(m_hub.client.get(u"/nothing"_s).header("x-ratelimit-used").toInt(), one.header("x-ratelimit-used").toInt() + 1);
}

void TstHubDoor::exhaustedLimitRefuses()
{
    FakeClock clock;
    hub::RateLimit limit(clock, 2);
    limit.count();
    QVERIFY(!limit.isExhausted());
    limit.count();
    QVERIFY(limit.isExhausted());
    QHttpHeaders headers;
    limit.addHeaders(headers);
    QCOMPARE(headers.value("x-ratelimit-remaining"), QByteArrayView("0"));
    clock.advance(1h);
    QVERIFY(!limit.isExhausted());
}

void TstHubDoor::everyAnswerHasGitHubsHeaders()
{
    const Response answer = m_hub.client.get(u"/user"_s);
    QCOMPARE(answer.header("x-oauth-scopes"), QByteArray("repo, workflow, delete_repo, read:org"));
    QCOMPARE(answer.header("x-github-media-type"), QByteArray("github.v3; format=json"));
    QVERIFY(!answer.header("x-github-request-id").isEmpty());
    QVERIFY(answer.header("x-github-request-id") != m_hub.client.get(u"/user"_s).header("x-github-request-id"));
    QVERIFY(answer.header("content-type").startsWith("application/json"));
    const QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(answer.header("date")), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    QVERIFY2(date.isValid(), answer.header("date"));
}

void TstHubDoor::headHasNoBody()
{
    const QByteArray head = "User-Agent: x\r\nHost: " + QUrl(m_hub.client.root).authority().toLatin1() + "\r\nAuthorization: Bearer "
        + m_hub.hub->token() + "\r\n";
    // The second request on the same connection shows that the first answer left nothing behind.
    const QByteArray answer = rawExchange(
        m_hub.client.root, "HEAD /user HTTP/1.1\r\n" + head + "\r\nGET /versions HTTP/1.1\r\n" + head + "\r\n", "2022-11-28\"]");
    QCOMPARE(answer.count("HTTP/1.1 200"), 2);
    QCOMPARE(answer.count("\"login\""), 0);
}

void TstHubDoor::hugeHeadersAreCutOff()
{
    const QByteArray answer = rawExchange(m_hub.client.root, "GET /user HTTP/1.1\r\nX-Filler: " + QByteArray(1 << 20, 'x') + "\r\n\r\n");
    QVERIFY2(answer.isEmpty() || answer.startsWith("HTTP/1.1 431"), answer.left(200));
}

void TstHubDoor::hugeBodiesAreCutOff()
{
    const QByteArray head = "POST /user/repos HTTP/1.1\r\nUser-Agent: x\r\nHost: " + QUrl(m_hub.client.root).authority().toLatin1()
        + "\r\nAuthorization: Bearer " + m_hub.hub->token() + "\r\n";
    const QByteArray announced = rawExchange(m_hub.client.root, head + "Content-Length: 67108865\r\n\r\n");
    QVERIFY2(announced.startsWith("HTTP/1.1 413"), announced.left(200));
}

void TstHubDoor::strangersMaySendLittle()
{
    const QByteArray head = "POST /user/repos HTTP/1.1\r\nUser-Agent: x\r\nHost: " + QUrl(m_hub.client.root).authority().toLatin1()
        + "\r\nAuthorization: Bearer no\r\n";
    const QByteArray announced = rawExchange(m_hub.client.root, head + "Content-Length: 1000000\r\n\r\n");
    QVERIFY2(announced.startsWith("HTTP/1.1 413"), announced.left(200));
    // One that does not say how much it will send.
    const QByteArray chunk = "10000\r\n" + QByteArray(0x10000, 'x') + "\r\n";
    const QByteArray unannounced = rawExchange(m_hub.client.root, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeated(32));
    QVERIFY2(unannounced.isEmpty() || unannounced.startsWith("HTTP/1.1 413"), unannounced.left(200));
}

void TstHubDoor::largeBodiesOfTheOwnerAreTaken()
{
    QVERIFY(m_hub.makeRepository(u"large"_s));
    const QByteArray content(4'000'000, 'y');
    const Response answer
        = m_hub.client.send("POST", u"/repos/local/large/git/blobs"_s,
                            QJsonObject{{u"content"_s, QString::fromLatin1(content.toBase64())}, {u"encoding"_s, u"base64"_s}});
    QCOMPARE(answer.status, 201);
    QCOMPARE(m_hub.client.get(u"/repos/local/large/git/blobs/"_s + answer.json()[u"sha"].toString()).json()[u"size"].toInt(), 4'000'000);
}

void TstHubDoor::tooManyConnectionsAreClosed()
{
    const QUrl url(m_hub.client.root);
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < 160; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(url.host(), quint16(url.port()));
        // One after the other: the system itself drops what comes faster than anybody can accept.
        QVERIFY(QTest::qWaitFor([&sockets] { return sockets.back()->state() != QTcpSocket::ConnectingState; }));
        QCoreApplication::processEvents();
    }
    const auto open = [&sockets] {
        return std::ranges::count_if(sockets, [](const auto &socket) { return socket->state() == QTcpSocket::ConnectedState; });
    };
    QTRY_VERIFY2(open() > 100 && open() <= 128, qPrintable(QString::number(open())));
    sockets.clear();
    QTRY_COMPARE(m_hub.client.get(u"/user"_s).status, 200);
}

void TstHubDoor::strangersMakeRoomForTheOwner()
{
    const QUrl url(m_hub.client.root);
    QCOMPARE(m_hub.client.get(u"/user"_s).status, 200);
    std::vector<std::unique_ptr<QTcpSocket>> silent;
    for (int i = 0; i < 140; ++i) {
        silent.push_back(std::make_unique<QTcpSocket>());
        silent.back()->connectToHost(url.host(), quint16(url.port()));
        QVERIFY(QTest::qWaitFor([&silent] { return silent.back()->state() != QTcpSocket::ConnectingState; }));
        QCoreApplication::processEvents();
    }
    // By the connection that is open, and by a new one.
    QCOMPARE(m_hub.client.get(u"/user"_s).status, 200);
    HubClient another(m_hub.client.root, m_hub.hub->token());
    QCOMPARE(another.get(u"/user"_s).status, 200);
}

void TstHubDoor::eachAddressCounts()
{
    const QUrl url(m_hub.client.root);
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int host = 2; host < 10; ++host) {
        for (int port = 0; port < 20; ++port) {
            auto socket = std::make_unique<QTcpSocket>();
            // The first address chooses free ports, the others take the same.
            const quint16 wanted = host == 2 ? quint16(0) : sockets.at(size_t(port))->localPort();
            if (!socket->bind(QHostAddress(u"127.0.0.%1"_s.arg(host)), wanted, QTcpSocket::ShareAddress))
                QSKIP("this system has one loopback address");
            socket->connectToHost(url.host(), quint16(url.port()));
            QVERIFY(QTest::qWaitFor([&socket] { return socket->state() != QTcpSocket::ConnectingState; }));
            QCoreApplication::processEvents();
            sockets.push_back(std::move(socket));
        }
    }
    const auto open = [&sockets] {
        return std::ranges::count_if(sockets, [](const auto &socket) { return socket->state() == QTcpSocket::ConnectedState; });
    };
    QTRY_VERIFY2(open() > 100 && open() <= 128, qPrintable(QString::number(open())));
}

// Breaks for the developer: the token of a hub lies in a file that a test leaves, or what was asked is not in it.
void TstHubDoor::recordingsHoldNoToken()
{
    QTemporaryDir folder;
    HubFixture recorded([&folder](hub::HubOptions &options) { options.recordings = folder.filePath(u"new"_s); });
    QVERIFY(recorded.start());
    QCOMPARE(recorded.client.get(u"/user?per_page=2"_s).status, 200);
    QCOMPARE(recorded.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"made"_s}}).status, 201);
    const QStringList files = QDir(folder.filePath(u"new"_s)).entryList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QFile file(folder.filePath(u"new/"_s + files.constFirst()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(!text.contains(recorded.client.token));
    const QByteArrayList lines = text.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonObject asked = QJsonDocument::fromJson(lines.at(0)).object()[u"request"].toObject();
    QCOMPARE(asked[u"path"].toString(), u"/user"_s);
    QCOMPARE(asked[u"query"].toString(), u"per_page=2"_s);
    QVERIFY(asked[u"headers"][u"authorization"].isString());
    const QJsonObject made = QJsonDocument::fromJson(lines.at(1)).object();
    QCOMPARE(made[u"request"][u"body"].toString(), u"{\"name\":\"made\"}"_s);
    QCOMPARE(made[u"answer"][u"status"].toInt(), 201);
    QCOMPARE(QJsonDocument::fromJson(made[u"answer"][u"body"].toString().toUtf8())[u"name"].toString(), u"made"_s);
}

PUNCHCARD_TEST(TstHubDoor, tst_hubdoor)
#include "tst_hubdoor.moc"
