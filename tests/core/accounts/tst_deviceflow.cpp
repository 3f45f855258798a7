// SPDX-License-Identifier: MIT
#include "core/accounts/deviceflow.h"

#include "tests/support/fakeclock.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTimer>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

namespace {

const QByteArray pending = R"({"error":"authorization_pending"})";
const QByteArray granted = R"({"access_token":"gho_secret","token_type":"bearer","scope":"repo,workflow"})";

} // namespace

class TstDeviceFlow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theCodeIsAskedForWithItsScopes();
    // Breaks for the user: a false server sends them to a page of its own.
    void aPageElsewhereIsNotOpened();
    void timesBeyondReason();
    void refusedBeforeACode_data();
    void refusedBeforeACode();
    void withoutAClientIdNothingIsSent();
    void aTokenComesAfterWaiting();
    void slowerWhenAskedTo();
    void refusedAfterACode_data();
    void refusedAfterACode();
    void anUnansweredCodeExpires();
    void aLostNetworkIsWaitedOut();
    void cancellingEndsTheWait();

private:
    [[nodiscard]] Context context();
    [[nodiscard]] DeviceFlow flow() const { return {.apiRoot = m_server->url(), .clientId = u"Iv1.abc"_s}; }
    [[nodiscard]] DeviceCode code() const;
    testing::Answer &expectPoll() { return m_server->expect("POST", "/login/oauth/access_token"); }

    std::unique_ptr<testing::ScriptedServer> m_server;
    std::unique_ptr<testing::FakeClock> m_clock;
    std::unique_ptr<QTimer> m_hurry;
    Time m_start = {};
};

void TstDeviceFlow::init()
{
    m_server = std::make_unique<testing::ScriptedServer>();
    m_clock = std::make_unique<testing::FakeClock>();
    m_start = m_clock->now();
    m_hurry = std::make_unique<QTimer>();
    connect(m_hurry.get(), &QTimer::timeout, this, [this] { m_clock->advanceToNext(); });
    m_hurry->start(1ms);
}

void TstDeviceFlow::cleanup()
{
    m_hurry.reset();
    m_server.reset();
}

Context TstDeviceFlow::context()
{
    return {.clock = m_clock.get()};
}

DeviceCode TstDeviceFlow::code() const
{
    return {.device = SecretString(QByteArray("device")), .user = u"WDJB-MJHT"_s, .expires = m_start + 900s};
}

void TstDeviceFlow::theCodeIsAskedForWithItsScopes()
{
    m_server->expect("POST", "/login/device/code")
        .reply(200,
               R"({"device_code":"3584d83","user_code":"WDJB-MJHT","verification_uri":")" + m_server->url(u"/login/device"_s).toEncoded()
                   + R"(","expires_in":900,"interval":7})");
    const Result<DeviceCode> asked = wait(askForCode(flow(), context()));
    QVERIFY2(asked, qPrintable(asked ? QString() : asked.error().sentence()));
    QCOMPARE(asked->user, u"WDJB-MJHT"_s);
    QCOMPARE(asked->page, m_server->url(u"/login/device"_s));
    QCOMPARE(asked->interval, 7s);
    QCOMPARE(asked->expires, m_start + 900s);
    QCOMPARE(m_server->last().header("accept"), QByteArray("application/json"));
    QCOMPARE(m_server->last().body, QByteArray("client_id=Iv1.abc&scope=repo%20workflow%20delete_repo%20read:org"));
}

// Breaks for the user: the program sleeps for ages, or asks the server without a pause.
void TstDeviceFlow::timesBeyondReason()
{
    for (const QByteArray &told : {QByteArray("9223372036854775807"), QByteArray("-9223372036854775808"), QByteArray("1e308"),
                                   QByteArray("0"), QByteArray("\"7\""), QByteArray("null"), QByteArray("1.5"), QByteArray("[]")}) {
        m_server->expect("POST", "/login/device/code")
            .reply(200,
                   R"({"device_code":"3584d83","user_code":"WDJB-MJHT","verification_uri":")"
                       + m_server->url(u"/login/device"_s).toEncoded() + R"(","expires_in":)" + told + R"(,"interval":)" + told + '}');
        const Time before = m_clock->now();
        const Result<DeviceCode> asked = wait(askForCode(flow(), context()));
        QVERIFY2(asked, told);
        QVERIFY2(asked->interval >= 1s && asked->interval <= 1min, told);
        QVERIFY2(asked->expires > before && asked->expires <= m_clock->now() + 1h, told);
    }
}

void TstDeviceFlow::aPageElsewhereIsNotOpened()
{
    m_server->expect("POST", "/login/device/code")
        .reply(200, R"({"device_code":"3584d83","user_code":"WDJB-MJHT","verification_uri":"https://example.invalid/login"})");
    QCOMPARE(wait(askForCode(flow(), context())).error().kind, Error::Kind::Malformed);
}

void TstDeviceFlow::refusedBeforeACode_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("said");
    QTest::newRow("device_flow_disabled") << 400 << QByteArray(R"({"error":"device_flow_disabled"})") << u"not allowed"_s;
    QTest::newRow("no such app") << 404 << QByteArray(R"({"error":"Not Found"})") << u"client id"_s;
    QTest::newRow("no such flow") << 404 << QByteArray("<html>") << u"no sign-in with a code"_s;
    QTest::newRow("another refusal") << 200 << QByteArray(R"({"error":"something_new"})") << u"something_new"_s;
}

void TstDeviceFlow::refusedBeforeACode()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QString, said);
    m_server->expect("POST", "/login/device/code").reply(status, body);
    const Result<DeviceCode> asked = wait(askForCode(flow(), context()));
    QVERIFY(!asked);
    QCOMPARE(asked.error().kind, Error::Kind::Refused);
    QVERIFY2(asked.error().what.contains(said), qPrintable(asked.error().what));
    QVERIFY(asked.error().page.path().endsWith(u"/settings/tokens/new"_s));
}

void TstDeviceFlow::withoutAClientIdNothingIsSent()
{
    const DeviceFlow none{.apiRoot = m_server->url()};
    QCOMPARE(wait(askForCode(none, context())).error().kind, Error::Kind::Refused);
    QVERIFY(m_server->seen().isEmpty());
}

void TstDeviceFlow::aTokenComesAfterWaiting()
{
    expectPoll().reply(200, pending).times(2);
    expectPoll().reply(200, granted);
    const Result<SecretString> token = wait(waitForToken(flow(), code(), context()));
    QVERIFY2(token, qPrintable(token ? QString() : token.error().sentence()));
    QCOMPARE(token->bytes().toByteArray(), QByteArray("gho_secret"));
    QVERIFY(m_clock->now() - m_start >= 15s);
    QCOMPARE(m_server->last().body,
             QByteArray("client_id=Iv1.abc&device_code=device&grant_type=urn:ietf:params:oauth:grant-type:device_code"));
}

void TstDeviceFlow::slowerWhenAskedTo()
{
    expectPoll().reply(200, R"({"error":"slow_down","interval":20})");
    expectPoll().reply(200, R"({"error":"slow_down"})");
    expectPoll().reply(200, granted);
    QVERIFY(wait(waitForToken(flow(), code(), context())));
    // 5, then 20 as it said, then 5 more than that.
    QCOMPARE(m_clock->now() - m_start, 50s);
}

void TstDeviceFlow::refusedAfterACode_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<int>("kind");
    QTest::newRow("denied by the user") << QByteArray("access_denied") << int(Error::Kind::Denied);
    QTest::newRow("expired") << QByteArray("expired_token") << int(Error::Kind::Refused);
    QTest::newRow("disabled") << QByteArray("device_flow_disabled") << int(Error::Kind::Refused);
    QTest::newRow("another app") << QByteArray("incorrect_client_credentials") << int(Error::Kind::Refused);
}

void TstDeviceFlow::refusedAfterACode()
{
    QFETCH(const QByteArray, word);
    QFETCH(const int, kind);
    expectPoll().reply(200, pending);
    expectPoll().reply(200, R"({"error":")" + word + R"(","error_description":"x"})");
    const Result<SecretString> token = wait(waitForToken(flow(), code(), context()));
    QVERIFY(!token);
    QCOMPARE(int(token.error().kind), kind);
    QVERIFY(!token.error().remedy.isEmpty());
}

void TstDeviceFlow::anUnansweredCodeExpires()
{
    DeviceCode brief = code();
    brief.expires = m_start + 12s;
    expectPoll().reply(200, pending).times(3);
    const Result<SecretString> token = wait(waitForToken(flow(), brief, context()));
    QVERIFY(!token);
    QVERIFY2(token.error().what.contains(u"in time"_s), qPrintable(token.error().what));
}

void TstDeviceFlow::aLostNetworkIsWaitedOut()
{
    expectPoll().reply(502, "<html>bad gateway");
    expectPoll().reply(200, granted);
    QVERIFY(wait(waitForToken(flow(), code(), context())));
}

void TstDeviceFlow::cancellingEndsTheWait()
{
    m_hurry->stop();
    const Context cancelled = context();
    cancelled.cancel->request();
    QCOMPARE(wait(waitForToken(flow(), code(), cancelled)).error().kind, Error::Kind::Cancelled);
    QVERIFY(m_server->seen().isEmpty());
}

PUNCHCARD_TEST(TstDeviceFlow, tst_deviceflow)
#include "tst_deviceflow.moc"
