// SPDX-License-Identifier: MIT
#include "core/jobs/leavingover.h"
#include "core/jobs/verdict.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace std::chrono_literals;
using Kind = Error::Kind;

Q_DECLARE_METATYPE(punchcard::Error::Kind)

class TstVerdict : public QObject
{
    Q_OBJECT

private slots:
    void verdicts_data();
    void verdicts();
    void waitsGrowAndEnd();
    void theServersTimeIsKept();
    void anEarlyTimeDoesNotHastenIt();
    void whatIsLeftOverAtOnce();
};

// Breaks for the user: a lost network ends their job, or a wrong token makes `punch run` hang for ever.
void TstVerdict::verdicts_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("verdict");
    const auto row
        = [](const char *name, Kind kind, Phase phase, Verdict verdict) { QTest::newRow(name) << int(kind) << int(phase) << int(verdict); };
    row("network before", Kind::Unreachable, Phase::Prepared, Verdict::Wait);
    row("network after", Kind::Unreachable, Phase::Started, Verdict::Wait);
    row("quota", Kind::Throttled, Phase::Prepared, Verdict::Wait);
    row("bad token before", Kind::Denied, Phase::Prepared, Verdict::Abandon);
    row("bad token after", Kind::Denied, Phase::Started, Verdict::Wait);
    row("refused before", Kind::Refused, Phase::Housed, Verdict::Abandon);
    row("refused after", Kind::Refused, Phase::Ended, Verdict::Wait);
    row("gone after", Kind::Missing, Phase::Started, Verdict::Look);
    row("disk", Kind::Storage, Phase::Ended, Verdict::Wait);
    row("captive portal", Kind::Malformed, Phase::Started, Verdict::Wait);
}

void TstVerdict::verdicts()
{
    QFETCH(int, kind);
    QFETCH(int, phase);
    QFETCH(int, verdict);
    QCOMPARE(int(verdictOn(Error{.kind = Kind(kind)}, Phase(phase), std::nullopt)), verdict);
}

void TstVerdict::waitsGrowAndEnd()
{
    const Time now = fromEpoch(0);
    Milliseconds last = 0ms;
    for (int failures = 1; failures < 40; ++failures) {
        const Waiting waiting = waitingFor(Error{.kind = Kind::Unreachable}, std::nullopt, failures, now);
        QCOMPARE(waiting.what, Waiting::For::Network);
        const Milliseconds wait = *waiting.until - now;
        QVERIFY(wait >= last && wait <= 60s);
        last = wait;
    }
    QCOMPARE(last, Milliseconds(60s));
}

void TstVerdict::theServersTimeIsKept()
{
    const Error error{.kind = Kind::Throttled, .retry = Retry{fromEpoch(3'600'000)}};
    const Waiting waiting = waitingFor(error, std::nullopt, 1, fromEpoch(0));
    QCOMPARE(waiting.what, Waiting::For::Quota);
    QCOMPARE(waiting.until, std::optional(fromEpoch(3'600'000)));
    QCOMPARE(waitingFor(error, Waiting::For::Secret, 1, fromEpoch(0)).what, Waiting::For::Secret);
}

// Breaks for the user: a disk that is full for a day is looked at every second, and each look is written down.
void TstVerdict::anEarlyTimeDoesNotHastenIt()
{
    const Error full{.kind = Kind::Storage, .retry = Retry{fromEpoch(10)}};
    QCOMPARE(waitingFor(full, std::nullopt, 1, fromEpoch(0)).until, std::optional(fromEpoch(2'000)));
    QCOMPARE(waitingFor(full, std::nullopt, 30, fromEpoch(0)).until, std::optional(fromEpoch(300'000)));
    const Error away{.kind = Kind::Unreachable, .retry = Retry{fromEpoch(10'000)}};
    QCOMPARE(waitingFor(away, std::nullopt, 1, fromEpoch(0)).until, std::optional(fromEpoch(10'000)));
    QCOMPARE(waitingFor(away, std::nullopt, 30, fromEpoch(0)).until, std::optional(fromEpoch(60'000)));
}

// Breaks for the user: they give the account a new token, and the repository of a job that has ended stands there all the same;
// or a job that they have cancelled waits for that token for ever.
void TstVerdict::whatIsLeftOverAtOnce()
{
    Job job;
    const Error takenBack{.kind = Kind::Denied, .status = 401};
    const Error mayNot{.kind = Kind::Denied, .status = 403};
    const Error offline{.kind = Kind::Unreachable, .retry = Retry{fromEpoch(0)}};
    const Error stopped{.kind = Kind::Cancelled};
    QVERIFY(isForLater(job, takenBack));
    job.wishes.cancel = true;
    QVERIFY(!isForLater(job, takenBack));
    for (const bool isCancelled : {false, true}) {
        job.wishes.cancel = isCancelled;
        QVERIFY(!isForLater(job, mayNot));
        QVERIFY(isForLater(job, offline));
        QVERIFY(isForLater(job, stopped));
    }
}

PUNCHCARD_TEST(TstVerdict, tst_verdict)
#include "tst_verdict.moc"
