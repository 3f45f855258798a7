// SPDX-License-Identifier: MIT
#include "core/jobs/keeping.h"

#include "tests/support/deskfixture.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"

#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstKeeping : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whatIsOldGoesAtTheStartAndOnceADay();
    void withoutRulesNothingIsRead();
    void aJobThatRunsKeepsEverything();

private:
    Job addOld(Phase phase)
    {
        Job job = m_fixture->addJob(u"old.sh"_s, phase);
        job.finishedAt = m_clock.now() - 24h * 40;
        [[maybe_unused]] const auto saved = wait(m_fixture->store().save(job));
        m_fixture->put(job, u"logs/1.txt"_s);
        m_fixture->put(job, u"artifacts/uploads/vmlinux"_s);
        m_fixture->put(job, u"script"_s);
        return job;
    }
    [[nodiscard]] bool has(const Job &job, const QString &path) const { return QFile::exists(m_fixture->folderOf(job) + u'/' + path); }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::FakeClock m_clock;
    KeepRules m_rules;
};

void TstKeeping::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_rules = {};
}

void TstKeeping::whatIsOldGoesAtTheStartAndOnceADay()
{
    const Job old = addOld(Phase::Cleared);
    m_rules = {.logsDays = 30};
    Keeping keeping(m_fixture->sharedStore(), [this] { return m_rules; }, m_clock);
    QSignalSpy done(&keeping, &Keeping::done);
    keeping.begin();
    QVERIFY(done.wait(30'000));
    QVERIFY(!has(old, u"logs"_s));
    QVERIFY(has(old, u"artifacts/uploads/vmlinux"_s));
    // The rules of the day count, not those of the start.
    m_rules = {.logsDays = 30, .artifactsDays = 30};
    m_clock.advance(24h);
    QVERIFY(done.wait(30'000));
    QVERIFY(!has(old, u"artifacts"_s));
    QVERIFY(has(old, u"script"_s));
    QCOMPARE(wait(m_fixture->store().job(old.id))->finishedAt, std::optional(m_clock.now() - 24h * 41));
    m_clock.advance(24h);
    QVERIFY(done.wait(30'000));
}

void TstKeeping::withoutRulesNothingIsRead()
{
    const Job old = addOld(Phase::Cleared);
    Keeping keeping(m_fixture->sharedStore(), [this] { return m_rules; }, m_clock);
    QSignalSpy done(&keeping, &Keeping::done);
    keeping.begin();
    m_clock.advance(24h);
    m_rules = {.logsDays = 1};
    m_clock.advance(24h);
    QVERIFY(done.wait(30'000));
    QCOMPARE(done.size(), 1);
    QVERIFY(!has(old, u"logs"_s));
}

// Breaks for the user: a job of many weeks loses the log that it is writing.
void TstKeeping::aJobThatRunsKeepsEverything()
{
    const Job running = addOld(Phase::Started);
    const Job collecting = addOld(Phase::Ended);
    m_rules = {.logsDays = 1, .artifactsDays = 1};
    Keeping keeping(m_fixture->sharedStore(), [this] { return m_rules; }, m_clock);
    QSignalSpy done(&keeping, &Keeping::done);
    keeping.begin();
    QVERIFY(done.wait(30'000));
    for (const Job &job : {running, collecting}) {
        QVERIFY(has(job, u"logs/1.txt"_s));
        QVERIFY(has(job, u"artifacts/uploads/vmlinux"_s));
    }
}

PUNCHCARD_TEST(TstKeeping, tst_keeping)
#include "tst_keeping.moc"
