// SPDX-License-Identifier: MIT
#include "tests/support/longestturn.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/support/watchdog.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/log/logview.h"

#include <QAction>

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;

/// The window while a large log is opened in it and jobs run: the longest turn of its event loop. PUNCHCARD_BENCH_MB (20) says how
/// large, PUNCHCARD_BENCH_RUNS (4) how many; figures are told, never judged.
class TstBusyDesk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opensALogWhileJobsRun();

private:
    [[nodiscard]] static bool writeLog(const QString &name, qint64 size);
    [[nodiscard]] qsizetype over() const;

    const int m_megabytes = std::max(20, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_MB"));
    const int m_runs = std::max(4, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_RUNS"));
    testing::WindowFixture m_fixture;
};

bool TstBusyDesk::writeLog(const QString &name, qint64 size)
{
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QByteArray block;
    for (int line = 0; block.size() < 1'000'000; ++line)
        block += "2026-11-23T10:00:00.1234567Z [" + QByteArray::number(line) + "] compiling an object of some length\n";
    for (qint64 written = 0; written < size; written += block.size()) {
        if (file.write(block) != block.size())
            return false;
    }
    return true;
}

qsizetype TstBusyDesk::over() const
{
    return std::ranges::count_if(m_fixture.window->jobs().jobs(), &store::JobSummary::isOver);
}

void TstBusyDesk::initTestCase()
{
    QVERIFY(writeLog(m_fixture.path(u"large.log"_s), qint64(m_megabytes) * 1'000'000));
    m_fixture.write(u"#!/bin/bash\nfor i in {1..200}; do echo line $i; done\necho 1 > uploads/one\n"_s);
}

void TstBusyDesk::opensALogWhileJobsRun()
{
    auto *const run = m_fixture.find<QAction>("run");
    QVERIFY(run);
    LogView log;
    log.resize(900, 700);
    log.show();
    QVERIFY(QTest::qWaitForWindowExposed(&log, 30'000));
    testing::Watchdog work;
    const testing::LongestTurn turn;
    for (int i = 0; i < m_runs; ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), 60'000);
        run->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture.window->jobs().jobs().size() == i + 1, 60'000);
    }
    log.document().show(m_fixture.path(u"large.log"_s));
    QTRY_VERIFY_WITH_TIMEOUT(log.document().isIndexed(), 600'000);
    QTRY_COMPARE_WITH_TIMEOUT(over(), qsizetype(m_runs), 600'000);
    qInfo("a log of %d MB and %d jobs: the longest turn of the event loop worked %.0f ms, and took %lld ms by the clock", m_megabytes,
          m_runs, work.longest(), turn.milliseconds());
    m_fixture.close();
}

PUNCHCARD_TEST(TstBusyDesk, tst_busydesk)
#include "tst_busydesk.moc"
