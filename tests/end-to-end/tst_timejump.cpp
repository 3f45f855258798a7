// SPDX-License-Identifier: MIT
// Breaks for the user: they close the lid, and when they open it the next morning the job waits on for what was due in the night,
// or all that was due asks at once.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <QDir>

#include <csignal>
#include <memory>
#include <vector>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstTimeJump : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_home.reset(); }
    void aWaitIsOverWhenItsTimeHasCome();
    void aMachineThatSlept_data();
    void aMachineThatSlept();

private:
    [[nodiscard]] QStringList environment() const;
    void jump(int seconds) const;
    [[nodiscard]] qsizetype requests() const;

    std::unique_ptr<PunchHome> m_home;
};

void TstTimeJump::init()
{
    m_home = std::make_unique<PunchHome>();
    jump(0);
}

// Twenty times as fast: half a minute is one and a half seconds, an hour three minutes, which is more than anybody here waits.
QStringList TstTimeJump::environment() const
{
    static const qint64 anchor = QDateTime::currentMSecsSinceEpoch();
    return {u"PUNCHCARD_TEST_CLOCK=20x@%1"_s.arg(anchor), u"PUNCHCARD_TIME_SHIFT="_s + m_home->path(u"shift"_s),
            u"LD_PRELOAD="_s + qEnvironmentVariable("PUNCHCARD_BIN") + u"/libtimeshim.so"_s};
}

void TstTimeJump::jump(int seconds) const
{
    m_home->write(u"shift"_s, QByteArray::number(seconds));
}

qsizetype TstTimeJump::requests() const
{
    qsizetype count = 0;
    for (const QFileInfo &log : QDir(m_home->home()).entryInfoList({u"diagnostics*.log"_s}, QDir::Files))
        count += m_home->read(u"home/"_s + log.fileName()).count(" punchcard.http ");
    return count;
}

void TstTimeJump::aWaitIsOverWhenItsTimeHasCome()
{
    QVERIFY(m_home->startHub(environment() + QStringList{u"PUNCHCARD_HUB_REQUESTS=8"_s}));
    const QString script = m_home->write(u"job.sh"_s, "echo 1 > uploads/one\n");
    PunchProcess run(*m_home, QStringList{u"run"_s, script, u"--json"_s, u"--out"_s, m_home->path(u"out"_s)} + m_home->asServer(),
                     environment());
    QVERIFY2(!run.event(u"waiting"_s, {{u"for"_s, u"quota"_s}}).isEmpty(), run.said());
    // The reset is 3600 s away by both clocks; then the wall's says that it is over.
    jump(3600);
    QVERIFY2(run.finish() == 0, run.said());
    QCOMPARE(m_home->read(u"out/one"_s), QByteArray("1\n"));
    QVERIFY(m_home->repositories().isEmpty());
}

void TstTimeJump::aMachineThatSlept_data()
{
    QTest::addColumn<int>("seconds");
    QTest::newRow("by all clocks") << 0;
    QTest::newRow("for a day, by the wall's clock") << 86400;
    QTest::newRow("and its clock was set back by a day") << -86400;
}

// Three that drive a job each, stopped in the middle of it.
void TstTimeJump::aMachineThatSlept()
{
    QFETCH(const int, seconds);
    QVERIFY(m_home->startHub(environment()));
    const QString script = m_home->write(u"job.sh"_s, "sleep 2; echo 1 > uploads/one\n");
    std::vector<std::unique_ptr<PunchProcess>> drivers;
    for (int i = 1; i <= 3; ++i) {
        const QStringList arguments{u"run"_s, script, u"--json"_s, u"--out"_s, m_home->path(u"out-%1"_s.arg(i))};
        drivers.push_back(std::make_unique<PunchProcess>(*m_home, arguments + m_home->asServer(), environment()));
    }
    for (const auto &driver : drivers)
        QVERIFY2(!driver->phase(u"started"_s).isEmpty(), driver->said());
    const qsizetype before = requests();
    for (const auto &driver : drivers)
        driver->signal(SIGSTOP);
    jump(seconds);
    // By the steady clock it is a long nap; nobody asks meanwhile.
    QTest::qWait(1500);
    for (const auto &driver : drivers)
        driver->signal(SIGCONT);
    for (int i = 1; i <= 3; ++i) {
        QVERIFY2(drivers[size_t(i - 1)]->finish() == 0, drivers[size_t(i - 1)]->said());
        QCOMPARE(m_home->read(u"out-%1/one"_s.arg(i)), QByteArray("1\n"));
    }
    QVERIFY(m_home->repositories().isEmpty());
    const qsizetype since = requests() - before;
    qInfo("%lld requests for each job after the nap", qint64(since / 3));
    // What is left of a job takes a dozen, and a look every few seconds of its two times twenty.
    QVERIFY2(since <= 3 * 40, QByteArray::number(since));
}

PUNCHCARD_TEST(TstTimeJump, tst_timejump)
#include "tst_timejump.moc"
