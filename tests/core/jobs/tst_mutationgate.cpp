// SPDX-License-Identifier: MIT
#include "core/jobs/mutationgate.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstMutationGate : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void oneAtATimeAmongProcesses();
    void aJobIsNotSlowedAndAHundredAreASecondApart();
    void afterAQuietMinuteNobodyIsSlowed();
    void aClockThatWasSetBackHoldsNobodyUp();
    void thisComputerIsNotPaced();
    void theLastOneIsKnown();

private:
    int through(MutationGate &gate, int count);
    [[nodiscard]] QString lockFile() const { return m_folder->filePath(u"accounts/a.lock"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::FakeClock> m_clock;
};

void TstMutationGate::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_unique<testing::FakeClock>();
}

// How many of @p count got through at once, without the clock having moved.
int TstMutationGate::through(MutationGate &gate, int count)
{
    int passed = 0;
    for (int i = 0; i < count; ++i) {
        Context context{.clock = m_clock.get()};
        bool over = false;
        bool free = false;
        QCoro::connect(gate.enter(context), this, [&](const Result<MutationGate::Permit> &permit) {
            free = permit.has_value();
            over = true;
        });
        if (!over) {
            context.cancel->request();
            [&] { QTRY_VERIFY(over); }();
            continue;
        }
        passed += free ? 1 : 0;
    }
    return passed;
}

// Breaks for the user: two programs change the same account at once, which GitHub punishes.
void TstMutationGate::oneAtATimeAmongProcesses()
{
    MutationGate mine(lockFile(), MutationGate::Pace::Paced);
    MutationGate others(lockFile(), MutationGate::Pace::Paced);
    const Context context{.clock = m_clock.get()};
    std::optional<Result<MutationGate::Permit>> first(wait(mine.enter(context)));
    QVERIFY(*first);
    bool second = false;
    QCoro::connect(others.enter(context), this, [&second](const Result<MutationGate::Permit> &permit) { second = permit.has_value(); });
    QVERIFY(m_clock->advanceToNext());
    QTRY_COMPARE(m_clock->waiting(), 1); // refused, and waits again
    QVERIFY(!second);
    first.reset();
    QVERIFY(m_clock->advanceToNext());
    QTRY_VERIFY(second);
}

// Breaks for the user: a hundred jobs at once get their account flagged; or a single one is slowed for nothing.
void TstMutationGate::aJobIsNotSlowedAndAHundredAreASecondApart()
{
    MutationGate gate(lockFile(), MutationGate::Pace::Paced);
    QCOMPARE(through(gate, 25), 20);
    m_clock->advance(1s);
    QCOMPARE(through(gate, 2), 1);
    m_clock->advance(999ms);
    QCOMPARE(through(gate, 1), 0);
    m_clock->advance(1ms);
    // Another process of the same home knows of it.
    MutationGate another(lockFile(), MutationGate::Pace::Paced);
    QCOMPARE(through(another, 2), 1);
}

void TstMutationGate::afterAQuietMinuteNobodyIsSlowed()
{
    MutationGate gate(lockFile(), MutationGate::Pace::Paced);
    QCOMPARE(through(gate, 20), 20);
    m_clock->advance(61s);
    QCOMPARE(through(gate, 20), 20);
}

void TstMutationGate::aClockThatWasSetBackHoldsNobodyUp()
{
    MutationGate gate(lockFile(), MutationGate::Pace::Paced);
    m_clock->advance(24h);
    QCOMPARE(through(gate, 20), 20);
    m_clock = std::make_unique<testing::FakeClock>();
    QCOMPARE(through(gate, 1), 1);
}

void TstMutationGate::thisComputerIsNotPaced()
{
    MutationGate gate(lockFile(), MutationGate::Pace::Free);
    QCOMPARE(through(gate, 100), 100);
}

void TstMutationGate::theLastOneIsKnown()
{
    MutationGate gate(lockFile(), MutationGate::Pace::Paced);
    QVERIFY(!gate.last());
    QCOMPARE(through(gate, 1), 1);
    m_clock->advance(5s);
    QCOMPARE(through(gate, 1), 1);
    QCOMPARE(gate.last(), m_clock->now());
}

PUNCHCARD_TEST(TstMutationGate, tst_mutationgate)
#include "tst_mutationgate.moc"
