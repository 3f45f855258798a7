// SPDX-License-Identifier: MIT
// Breaks for the user: the network is away for a while and their job is lost, waits for ever, or cannot be got rid of.
#include "tests/end-to-end/line.h"
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDateTime>

#include <csignal>
#include <memory>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int speed = 120;
constexpr auto longTime = 5min;

} // namespace

class TstOutages : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void goesOnAfterALongTime_data();
    void goesOnAfterALongTime();
    void aCancelEndsTheWait();
    void aCancelWaitsForARepositoryThatMayStand();
    void theWaitOutlivesItsProcess();

private:
    /// A job whose network is away from the moment on that it asks for what has @p text in it; returns when it waits.
    std::unique_ptr<PunchProcess> away(const QByteArray &text);
    [[nodiscard]] std::unique_ptr<PunchProcess> begin(const QStringList &arguments) const;
    /// Waits until the job has tried again for @p time of its clock, and still waits.
    bool staysAway(std::chrono::milliseconds time);
    QString waitsFor() { return m_home->job(1)[u"waiting_for"].toString(); }

    [[nodiscard]] QDateTime waitsUntil() const
    {
        return QDateTime::fromString(m_home->job(1)[u"waiting_until"].toString(), Qt::ISODateWithMs);
    }

    std::unique_ptr<PunchHome> m_home;
    std::unique_ptr<Line> m_line;
    QStringList m_clock;
};

void TstOutages::init()
{
    m_home = std::make_unique<PunchHome>();
    m_clock = {u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(speed).arg(QDateTime::currentMSecsSinceEpoch())};
    QVERIFY(m_home->startHub(m_clock));
    m_line = std::make_unique<Line>(QUrl(m_home->hub().root));
}

void TstOutages::cleanup()
{
    QVERIFY(m_home->repositories().isEmpty());
    m_line.reset();
    m_home.reset();
}

std::unique_ptr<PunchProcess> TstOutages::begin(const QStringList &arguments) const
{
    return std::make_unique<PunchProcess>(*m_home, arguments, m_clock);
}

std::unique_ptr<PunchProcess> TstOutages::away(const QByteArray &text)
{
    m_line->cutAt(text);
    const QString script = m_home->write(u"job.sh"_s, "echo once\nsleep 0.3\necho 1 > uploads/one\n");
    const QString token = m_home->asServer().last();
    auto run = begin(
        {u"run"_s, script, u"--api-url"_s, m_line->url(), u"--token-file"_s, token, u"--out"_s, m_home->path(u"out"_s), u"--json"_s});
    const QJsonObject waiting = run->event(u"waiting"_s, {{u"for"_s, u"network"_s}});
    if (waiting.isEmpty() || !m_line->isCut())
        qCritical("it does not wait: %s", run->said().constData());
    return run;
}

bool TstOutages::staysAway(std::chrono::milliseconds time)
{
    const QDateTime end = waitsUntil().addDuration(time);
    return end.isValid() && QTest::qWaitFor([&] { return waitsUntil() > end; }, 60'000);
}

void TstOutages::goesOnAfterALongTime_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("before it is housed") << QByteArray("POST /user/repos ");
    QTest::newRow("before its push") << QByteArray("PATCH ");
    QTest::newRow("before its run is found") << QByteArray("/actions/runs?");
    QTest::newRow("while it runs") << QByteArray("/jobs");
    QTest::newRow("before its results are fetched") << QByteArray("/artifacts");
    QTest::newRow("before it is cleared") << QByteArray("DELETE ");
}

void TstOutages::goesOnAfterALongTime()
{
    QFETCH(const QByteArray, request);
    const auto run = away(request);
    QCOMPARE(waitsFor(), u"network"_s);
    QVERIFY(staysAway(longTime));
    QVERIFY(run->isRunning());
    QCOMPARE(waitsFor(), u"network"_s);
    m_line->mend();
    QVERIFY2(run->finish() == 0, run->said());
    const QJsonObject done = run->event(u"done"_s);
    QCOMPARE(done[u"outcome"].toString(), u"succeeded"_s);
    QCOMPARE(done[u"results"].toString(), u"complete"_s);
    QCOMPARE(m_home->read(u"out/one"_s), QByteArray("1\n"));
    QCOMPARE(m_home->job(1)[u"attempt"].toInt(), 1);
    QVERIFY(m_home->job(1)[u"waiting_for"].isNull());
}

// Nothing can stand on the server yet: there is nothing to wait for.
void TstOutages::aCancelEndsTheWait()
{
    const auto run = away("GET /user ");
    const PunchEnd cancel = punch(*m_home, {u"cancel"_s, u"1"_s}, m_clock);
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY2(run->finish() == 4, run->said());
    QVERIFY(m_line->isCut());
    QCOMPARE(m_home->job(1)[u"outcome"].toString(), u"cancelled"_s);
}

// Breaks for the user: their repository stays on the server and nobody tells them.
void TstOutages::aCancelWaitsForARepositoryThatMayStand()
{
    const auto run = away("PATCH ");
    QCOMPARE(m_home->repositories().size(), 1);
    const PunchEnd cancel = punch(*m_home, {u"cancel"_s, u"1"_s}, m_clock);
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY(staysAway(1min));
    QVERIFY(run->isRunning());
    QCOMPARE(waitsFor(), u"network"_s);
    m_line->mend();
    QVERIFY2(run->finish() == 4, run->said());
    QCOMPARE(m_home->job(1)[u"outcome"].toString(), u"cancelled"_s);
    QVERIFY(m_home->job(1)[u"tasks"].toArray().isEmpty());
}

void TstOutages::theWaitOutlivesItsProcess()
{
    const auto run = away("PATCH ");
    run->signal(SIGKILL);
    QCOMPARE(run->finish(), -1);
    QCOMPARE(waitsFor(), u"network"_s);
    const auto resume = begin({u"resume"_s, u"--json"_s});
    QVERIFY(!resume->event(u"waiting"_s, {{u"for"_s, u"network"_s}}).isEmpty());
    QVERIFY(staysAway(1min));
    QCOMPARE(m_home->job(1)[u"phase"].toString(), u"secrets_sealed"_s);
    m_line->mend();
    QVERIFY2(resume->finish() == 0, resume->said());
    QCOMPARE(resume->event(u"done"_s)[u"outcome"].toString(), u"succeeded"_s);
    QCOMPARE(m_home->job(1)[u"attempt"].toInt(), 1);
}

PUNCHCARD_TEST(TstOutages, tst_outages)
#include "tst_outages.moc"
