// SPDX-License-Identifier: MIT
// Breaks for the user: their many jobs use up the account's requests, ask on all the same, and the account is blocked.
#include "tests/end-to-end/manyjobs.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstQuota : public QObject
{
    Q_OBJECT

private slots:
    void manyJobsKeepWithinTheHour();
};

// A desk of many jobs, and an hour that has half of the requests that they need.
void TstQuota::manyJobsKeepWithinTheHour()
{
    const int jobs = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0 ? 200 : 10;
    const int left = 5 * jobs;
    ManyJobs many(800);
    QVERIFY(many.begin({u"PUNCHCARD_HUB_REQUESTS=%1"_s.arg(left)}));
    QVERIFY(many.signIn());
    const int before = many.requests();
    many.submit(jobs);
    QVERIFY(many.finish());
    // It had to go on in the next hour, in which the server counts from the beginning.
    QVERIFY2(many.requests() < before, QByteArray::number(many.requests()));
    const QString wrong = many.complaint();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    const int refused = many.answered(403) + many.answered(429);
    qInfo("%d jobs with %d requests in their first hour: %d were refused, all jobs arrived", jobs, left, refused);
    QCOMPARE(refused, 0);
}

PUNCHCARD_TEST(TstQuota, tst_quota)
#include "tst_quota.moc"
