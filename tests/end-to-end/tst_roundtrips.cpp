// SPDX-License-Identifier: MIT
// How many requests there are from Run to queued, and how long they take, for both ways to house a job. How long is told,
// never judged.
#include "tests/end-to-end/standingbench.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstRoundTrips : public QObject
{
    Q_OBJECT

private slots:
    void fromRunToQueued_data();
    void fromRunToQueued();

private:
    struct Figures
    {
        int untilPushed = 0; ///< requests
        int untilQueued = 0;
        qint64 pushedMs = 0;
        qint64 queuedMs = 0;
    };
    Figures measure(StandingBench &bench, Housing housing, int secrets) const;
};

TstRoundTrips::Figures TstRoundTrips::measure(StandingBench &bench, Housing housing, int secrets) const
{
    const auto session = *wait(bench.desk->sessions()->of(bench.server().id));
    QList<std::pair<QString, QByteArray>> values;
    for (int i = 0; i < secrets; ++i)
        values.append({u"KEY_%1"_s.arg(i), "value"});
    int requests = 0;
    int mutations = 0;
    const auto counting = connect(&session->client(), &github::Client::requestDone, this, [&](const http::Trace &trace) {
        requests += trace.sends;
        mutations += trace.method == "GET" ? 0 : trace.sends;
    });
    // The repository, unless it stands; each secret; tree, commit and branch, whose push is the last.
    const int wanted = (housing == Housing::Standing ? 3 : 4) + secrets;
    Figures figures;
    QElapsedTimer timer;
    timer.start();
    const auto begun = bench.submit("true\n", values, JobSpec{.account = bench.server().id, .housing = housing});
    if (!begun)
        qFatal("%s", qPrintable(begun.error().sentence()));
    if (!QTest::qWaitFor([&] { return mutations >= wanted; }, 60'000))
        qFatal("nothing is pushed");
    figures.untilPushed = requests;
    figures.pushedMs = timer.elapsed();
    if (!QTest::qWaitFor([&] { return !bench.now(begun->id).runs.isEmpty(); }, 60'000))
        qFatal("there is no run");
    figures.untilQueued = requests;
    figures.queuedMs = timer.elapsed();
    disconnect(counting);
    if (bench.over(begun->id).outcome != Outcome::Succeeded)
        qFatal("the job did not succeed");
    return figures;
}

void TstRoundTrips::fromRunToQueued_data()
{
    QTest::addColumn<int>("latency");
    QTest::addColumn<int>("secrets");
    QTest::newRow("far, with secrets") << 80 << 2;
    if (qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0) {
        QTest::newRow("near") << 0 << 0;
        QTest::newRow("near, with secrets") << 0 << 2;
        QTest::newRow("far") << 80 << 0;
    }
}

void TstRoundTrips::fromRunToQueued()
{
    QFETCH(const int, latency);
    QFETCH(const int, secrets);
    StandingBench bench;
    bench.useServer();
    // The first job there creates it.
    const auto first = bench.submit("true\n", {}, JobSpec{.account = bench.server().id, .housing = Housing::Standing});
    QVERIFY(first && bench.over(first->id).outcome == Outcome::Succeeded);
    bench.setFaults({QJsonObject{{u"match"_s, u"."_s}, {u"fault"_s, u"delay"_s}, {u"ms"_s, latency}, {u"times"_s, -1}}});
    const Figures own = measure(bench, Housing::Repository, secrets);
    const Figures standing = measure(bench, Housing::Standing, secrets);
    for (const auto &[way, figures] : {std::pair{"a repository of its own", own}, std::pair{"the standing repository", standing}}) {
        qInfo("%d ms latency, %d secrets, %s: pushed after %d requests and %lld ms, seen queued after %d and %lld ms", latency, secrets,
              way, figures.untilPushed, figures.pushedMs, figures.untilQueued, figures.queuedMs);
    }
    QVERIFY(standing.untilPushed < own.untilPushed);
}

PUNCHCARD_TEST(TstRoundTrips, tst_roundtrips)
#include "tst_roundtrips.moc"
