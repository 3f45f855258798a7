// SPDX-License-Identifier: MIT
// Breaks for the user: who starts many jobs at once loses some, or has a window that does not answer any more.
#include "tests/end-to-end/manyjobs.h"
#include "tests/support/longestturn.h"
#include "tests/support/peakmemory.h"
#include "tests/support/sanitized.h"
#include "tests/support/testmain.h"
#include "tests/support/watchdog.h"

#include <QElapsedTimer>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstManyAtOnce : public QObject
{
    Q_OBJECT

private slots:
    void onThisComputer();

private:
    const int m_jobs = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0 ? 200 : isSanitized ? 5 : 20;
};

void TstManyAtOnce::onThisComputer()
{
    ManyJobs many;
    QVERIFY(many.begin());
    const PeakMemory memory;
    Watchdog work;
    const LongestTurn turn;
    QElapsedTimer timer;
    timer.start();
    many.submit(m_jobs);
    const qint64 submitted = timer.elapsed();
    QVERIFY(many.finish());
    const qint64 took = timer.elapsed();
    const double longest = work.longest();
    const double total = work.total();
    const int requests = many.requests();
    const QString wrong = many.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    qInfo("%d jobs at once: written down in %lld ms, over in %lld ms; %d requests for each; the longest turn of the event loop worked "
          "%.0f ms, and took %lld ms by the clock; %.0f ms of work for each job, %lld kB more memory",
          m_jobs, submitted, took, requests / m_jobs, longest, turn.milliseconds(), total / m_jobs, memory.more() / 1024);
}

PUNCHCARD_TEST(TstManyAtOnce, tst_manyatonce)
#include "tst_manyatonce.moc"
