// SPDX-License-Identifier: MIT
#include "core/jobs/poller.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace std::chrono_literals;

using Reachability = QNetworkInformation::Reachability;
using Medium = QNetworkInformation::TransportMedium;

/// A system that says of its network what it is told to.
class NetworkSayings : public QObject
{
    Q_OBJECT

public:
    [[nodiscard]] Reachability reachability() const { return m_reachability; }
    void say(Reachability reachability)
    {
        m_reachability = reachability;
        emit reachabilityChanged(reachability);
    }

signals:
    void reachabilityChanged(QNetworkInformation::Reachability reachability);
    void transportMediumChanged(QNetworkInformation::TransportMedium medium);

private:
    Reachability m_reachability = Reachability::Online;
};

class TstPoller : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void sleepsByItsClock();
    void aWishWakesItsJobOnly();
    void aWishThatComesTooEarlyCounts();
    void theNetworksReturnWakesAll_data();
    void theNetworksReturnWakesAll();
    void anUnknownNetworkHoldsNobodyUp();
    void anotherNetworkWakesAll();
    void aNetworkThatGoesAndComes();
    void whoBeginsWithoutANetworkWaitsForIt();
    void whileOfflineNobodyLooks();
    void thisComputerIsReachedWithoutANetwork();
    void aWrongReportHoldsNobodyUpForEver();
    void whoOpensAJobWakesItOnce();
    void aCancelEndsTheSleep();

private:
    /// Lets @p job sleep; m_awake has it once it is over.
    void lull(int job);

    std::unique_ptr<Poller> m_poller;
    testing::FakeClock m_clock;
    Context m_context;
    QList<int> m_awake;
    QList<Error> m_errors;
};

void TstPoller::init()
{
    m_poller = std::make_unique<Poller>();
    // Whatever this computer's network is like.
    m_poller->networkIs(QNetworkInformation::Reachability::Online);
    m_context = Context{.clock = &m_clock};
    m_awake.clear();
    m_errors.clear();
}

void TstPoller::cleanup()
{
    // Whoever sleeps yet is not to wake up in another test.
    m_context.cancel->request();
    QCoreApplication::processEvents();
}

void TstPoller::lull(int job)
{
    QCoro::connect(m_poller->sleep(JobId(job), 60s, m_context), this, [this, job](const Result<> &slept) {
        m_awake.append(job);
        if (!slept)
            m_errors.append(slept.error());
    });
}

void TstPoller::sleepsByItsClock()
{
    lull(1);
    m_clock.advance(59s);
    QCoreApplication::processEvents();
    QVERIFY(m_awake.isEmpty());
    m_clock.advance(1s);
    QTRY_COMPARE(m_awake, QList<int>{1});
    QVERIFY(m_errors.isEmpty());
}

void TstPoller::aWishWakesItsJobOnly()
{
    lull(1);
    lull(2);
    m_poller->wake(JobId(2));
    QTRY_COMPARE(m_awake, QList<int>{2});
}

// Breaks for the user: a cancel that comes while the server is being asked is carried out minutes later.
void TstPoller::aWishThatComesTooEarlyCounts()
{
    m_poller->wake(JobId(1));
    lull(2);
    lull(1);
    QTRY_COMPARE(m_awake, QList<int>{1});
    lull(1);
    QCoreApplication::processEvents();
    QCOMPARE(m_awake.size(), 1);
}

void TstPoller::theNetworksReturnWakesAll_data()
{
    QTest::addColumn<Reachability>("now");
    QTest::addColumn<bool>("wakes");
    QTest::newRow("away") << Reachability::Disconnected << false;
    QTest::newRow("this network only") << Reachability::Site << true;
    QTest::newRow("back") << Reachability::Online << true;
    QTest::newRow("nobody knows") << Reachability::Unknown << true;
}

void TstPoller::theNetworksReturnWakesAll()
{
    QFETCH(const QNetworkInformation::Reachability, now);
    QFETCH(const bool, wakes);
    lull(1);
    lull(2);
    m_poller->networkIs(now);
    QCoreApplication::processEvents();
    QTRY_COMPARE(m_awake.size(), wakes ? 2 : 0);
}

// Breaks for the user: in a container, where nobody knows of a network, no job ever goes on.
void TstPoller::anUnknownNetworkHoldsNobodyUp()
{
    m_poller->networkIs(QNetworkInformation::Reachability::Unknown);
    sleepsByItsClock();
}

// Breaks for the user: from the cable to the radio, the system never says that there was no network; their job, whose server
// the last one did not reach, stands there until its time is over.
void TstPoller::anotherNetworkWakesAll()
{
    NetworkSayings network;
    m_poller->listenTo(&network);
    lull(1);
    lull(2);
    emit network.transportMediumChanged(Medium::WiFi);
    QTRY_COMPARE(m_awake, (QList<int>{1, 2}));
}

// The machine is carried from one place to another and back: each time all look once, and nobody in between.
void TstPoller::aNetworkThatGoesAndComes()
{
    NetworkSayings network;
    m_poller->listenTo(&network);
    for (int times = 1; times <= 3; ++times) {
        lull(1);
        lull(2);
        network.say(Reachability::Disconnected);
        m_clock.advance(5min);
        QCoreApplication::processEvents();
        QVERIFY(m_awake.isEmpty());
        network.say(Reachability::Online);
        QTRY_COMPARE(m_awake, (QList<int>{1, 2}));
        m_awake.clear();
    }
    QVERIFY(m_errors.isEmpty());
}

void TstPoller::whoBeginsWithoutANetworkWaitsForIt()
{
    NetworkSayings network;
    network.say(Reachability::Disconnected);
    m_poller->listenTo(&network);
    lull(1);
    m_clock.advance(5min);
    QCoreApplication::processEvents();
    QVERIFY(m_awake.isEmpty());
    network.say(Reachability::Local);
    QTRY_COMPARE(m_awake, QList<int>{1});
}

void TstPoller::whileOfflineNobodyLooks()
{
    m_poller->networkIs(QNetworkInformation::Reachability::Disconnected);
    lull(1);
    m_clock.advance(5min);
    QCoreApplication::processEvents();
    QVERIFY(m_awake.isEmpty());
    m_poller->networkIs(QNetworkInformation::Reachability::Online);
    QTRY_COMPARE(m_awake, QList<int>{1});
    m_awake.clear();
    sleepsByItsClock();
}

void TstPoller::thisComputerIsReachedWithoutANetwork()
{
    m_poller->setNeedsNoNetwork();
    m_poller->networkIs(QNetworkInformation::Reachability::Disconnected);
    sleepsByItsClock();
}

// Breaks for the user: their server is in reach, the system says there is no network, and their job never ends.
void TstPoller::aWrongReportHoldsNobodyUpForEver()
{
    m_poller->networkIs(QNetworkInformation::Reachability::Disconnected);
    lull(1);
    m_clock.advance(10min);
    QTRY_COMPARE(m_awake, QList<int>{1});
}

void TstPoller::whoOpensAJobWakesItOnce()
{
    lull(1);
    m_poller->setLookedAt(JobId(1), true);
    QTRY_COMPARE(m_awake, QList<int>{1});
    QVERIFY(m_poller->isLookedAt(JobId(1)));
    lull(1);
    m_poller->setLookedAt(JobId(1), true);
    QCoreApplication::processEvents();
    QCOMPARE(m_awake.size(), 1);
    m_poller->setLookedAt(JobId(1), false);
    QVERIFY(!m_poller->isLookedAt(JobId(1)));
    QCoreApplication::processEvents();
    QCOMPARE(m_awake.size(), 1);
}

void TstPoller::aCancelEndsTheSleep()
{
    lull(1);
    m_context.cancel->request();
    QTRY_COMPARE(m_awake, QList<int>{1});
    QCOMPARE(m_errors.value(0).kind, Error::Kind::Cancelled);
    lull(2);
    QTRY_COMPARE(m_errors.size(), 2);
}

PUNCHCARD_TEST(TstPoller, tst_poller)
#include "tst_poller.moc"
