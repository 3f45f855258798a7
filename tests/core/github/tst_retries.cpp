// SPDX-License-Identifier: MIT
#include "tests/core/github/clientfixture.h"
#include "tests/support/testmain.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace punchcard::testing;
using namespace std::chrono_literals;

namespace {

} // namespace

// When a call is repeated, how long it waits, and when it is the caller's turn to wait.
class TstRetries : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ClientFixture> f;

private slots:
    void init()
    {
        QTest::failOnWarning();
        f = std::make_unique<ClientFixture>();
    }
    void cleanup() { f.reset(); }

    void troubleOfTheServerPasses_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {500, 502, 503, 504})
            QTest::addRow("%d", status) << status;
    }
    void troubleOfTheServerPasses()
    {
        QFETCH(int, status);
        f->server.expect("GET", "/user").reply(status, "<html>Unicorn</html>", "text/html").times(2);
        f->server.expect("GET", "/user").reply(200, octo);
        QVERIFY(f->done(f->client.user(f->context())));
        QVERIFY2(f->paused() >= 750ms && f->paused() <= 1500ms, qPrintable(durationText(f->paused())));
    }

    void troubleThatStaysBecomesTheCallers()
    {
        f->server.expect("GET", "/user").reply(503, "{}").times(5);
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Unreachable);
        QVERIFY(user.error().retry);
        // 0.5, 1, 2, 4 s, less what the jitter takes; then not at once.
        QVERIFY(f->paused() >= 3750ms && f->paused() <= 7500ms);
        QVERIFY(user.error().retry->at >= f->clock.now() + 10s);
    }

    void brokenConnectionPasses()
    {
        f->server.expect("GET", "/user").resetUnanswered();
        f->server.expect("GET", "/user").reply(200, octo);
        QVERIFY(f->done(f->client.user(f->context())));
    }

    // Chunked, so that nothing but the JSON itself tells that it is cut.
    void cutJsonIsAskedForAgain()
    {
        f->server.expect("GET", "/user").reply(200, octo).chunked().cutAfter(10);
        f->server.expect("GET", "/user").reply(200, octo).times(-1);
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY2(user, qPrintable(why(user)));
        QCOMPARE(user->login, u"octo"_s);
    }

    // A compressed body that was cut is taken for whole when its Content-Length agrees.
    void cutCompressedJsonIsAskedForAgain()
    {
        const QByteArray whole = qCompress(octo, 9).mid(4);
        f->server.expect("GET", "/user").reply(200, whole.left(whole.size() / 2)).header("Content-Encoding", "deflate");
        f->server.expect("GET", "/user").reply(200, octo);
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY2(user, qPrintable(why(user)));
    }

    // Breaks for the user: the hotel's login page is asked again and again, or taken for an answer.
    void loginPageIsTheCallersToWaitFor()
    {
        f->server.expect("GET", "/user").reply(200, "<!doctype html><html>Room number?</html>", "text/html");
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Malformed);
        QVERIFY(user.error().retry);
    }

    void emptyAnswerIsMalformed()
    {
        f->server.expect("GET", "/user").reply(200, {});
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Malformed);
    }

    void shortWaitsAreMadeInside()
    {
        f->server.expect("GET", "/user")
            .reply(403, R"({"message":"You have exceeded a secondary rate limit."})")
            .header("Retry-After", "5");
        f->server.expect("GET", "/user").reply(200, octo);
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->paused(), Milliseconds(5000));
    }

    void longWaitsAreTheCallers()
    {
        f->server.expect("GET", "/user")
            .reply(403, R"({"message":"API rate limit exceeded"})")
            .header("X-RateLimit-Limit", "5000")
            .header("X-RateLimit-Remaining", "0")
            .header("X-RateLimit-Reset", QByteArray::number(toEpoch(f->clock.now()) / 1000 + 1800));
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Throttled);
        QCOMPARE(user.error().retry->at, f->clock.now() + 1801s);
        QCOMPARE(f->paused(), Milliseconds(0));
        QCOMPARE(f->client.quota()->remaining, 0);
    }

    // Breaks for the user: each time their requests are used up some more go out and are refused, for which GitHub blocks an
    // account in the end.
    void theLastOnesOfAnHourAreLeftAlone_data()
    {
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("remaining");
        QTest::addColumn<bool>("leaves");
        QTest::newRow("plenty") << 5000 << 6 << false;
        QTest::newRow("as many as may be under way") << 5000 << 5 << true;
        QTest::newRow("none") << 5000 << 0 << true;
        QTest::newRow("a server with a small limit") << 10 << 2 << false;
        QTest::newRow("the last one of a small limit") << 10 << 1 << true;
        QTest::newRow("a server without a limit") << 0 << 0 << false;
    }
    void theLastOnesOfAnHourAreLeftAlone()
    {
        QFETCH(const int, limit);
        QFETCH(const int, remaining);
        QFETCH(const bool, leaves);
        const QSignalSpy told(&f->client, &Client::throttled);
        f->server.expect("GET", "/user")
            .reply(200, octo)
            .header("X-RateLimit-Limit", QByteArray::number(limit))
            .header("X-RateLimit-Remaining", QByteArray::number(remaining))
            .header("X-RateLimit-Reset", QByteArray::number(toEpoch(f->clock.now()) / 1000 + 1800));
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(told.size(), leaves ? 1 : 0);
        if (leaves)
            QCOMPARE(told.first().first().value<Time>(), f->clock.now() + 1801s);
    }

    // A throttled request was not done: even what must not be repeated may be.
    void throttledRerunIsRepeated()
    {
        f->server.expect("POST", "/repos/octo/demo/actions/runs/7/rerun").reply(429, "{}").header("Retry-After", "2");
        f->server.expect("POST", "/repos/octo/demo/actions/runs/7/rerun").reply(201, "{}");
        QVERIFY(f->done(f->client.rerun(repo, RunId(7), f->context())));
    }

    void refusalsAreNotRepeated_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 401, 403, 404, 409, 410, 422, 451})
            QTest::addRow("%d", status) << status;
    }
    void refusalsAreNotRepeated()
    {
        QFETCH(int, status);
        f->server.expect("GET", "/repos/octo/demo").reply(status, R"({"message":"no"})");
        const Result<Repository> there = f->done(f->client.repository(repo, f->context()));
        QVERIFY(!there);
        QCOMPARE(there.error().status, status);
        QCOMPARE(there.error().said, u"no"_s);
        QCOMPARE(f->paused(), Milliseconds(0));
    }

    // Right after its creation a repository may be unknown to some of GitHub's machines.
    void patience_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("404") << 404;
        QTest::newRow("409") << 409;
    }
    void patience()
    {
        QFETCH(int, status);
        const QByteArray key = R"({"key_id":"1","key":"hBT5WZEj8ZoOv6TYJsfWq7MxTEQopZO5/IT3ZCVQPzs="})";
        f->server.expect("GET", "/repos/octo/demo/actions/secrets/public-key").reply(status, R"({"message":"Not yet"})").times(3);
        f->server.expect("GET", "/repos/octo/demo/actions/secrets/public-key").reply(200, key);
        QVERIFY(f->done(f->client.publicKey(repo, f->context(), Patience::JustMade)));
        QCOMPARE(f->paused(), Milliseconds(3500));
    }

    void patienceEnds()
    {
        f->server.expect("GET", "/repos/octo/demo").reply(404, "{}").times(6);
        const Result<Repository> there = f->done(f->client.repository(repo, f->context(), Patience::JustMade));
        QVERIFY(!there);
        QCOMPARE(there.error().kind, Error::Kind::Missing);
        QVERIFY(f->paused() >= 10s && f->paused() <= 15s);
    }

    void cancelEndsThePause()
    {
        Context context = f->context();
        f->server.expect("GET", "/user").reply(503, "{}").times(-1);
        FakeClock still;
        context.clock = &still;
        auto task = f->client.user(context);
        QTRY_COMPARE(still.waiting(), 1);
        context.cancel->request();
        const Result<User> user = f->done(std::move(task));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Cancelled);
    }

    // A token that was replaced while we waited is used at once.
    void tokenIsAskedForAtEachRepeat()
    {
        f->server.expect("GET", "/user").reply(503, "{}");
        f->server.expect("GET", "/user").reply(200, octo);
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->asked, 2);
    }
};

PUNCHCARD_TEST(TstRetries, tst_retries)

#include "tst_retries.moc"
