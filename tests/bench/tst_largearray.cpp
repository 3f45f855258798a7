// SPDX-License-Identifier: MIT
#include "core/job/array.h"
#include "core/jobs/desk.h"
#include "core/secrets/memorytokenstore.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <csignal>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

/// An array through the hub: how many requests it takes to start, to watch and to fetch it, and how long it is under way.
/// PUNCHCARD_BENCH_ELEMENTS (6) says how large; with less than 256 a run has four elements. Figures are told, never judged.
class TstLargeArray : public QObject
{
    Q_OBJECT

private slots:
    void requestsAndTime();

private:
    struct Count
    {
        qsizetype all = 0;
        qsizetype unchanged = 0; ///< which cost nothing
    };
    [[nodiscard]] Count count(const QByteArray &method, const QString &part = {}) const;

    const int m_elements = std::max(6, qEnvironmentVariableIntValue("PUNCHCARD_BENCH_ELEMENTS"));
    QList<http::Trace> m_traces;
};

TstLargeArray::Count TstLargeArray::count(const QByteArray &method, const QString &part) const
{
    Count found;
    for (const http::Trace &trace : m_traces) {
        if (trace.method != method || !trace.path.contains(part))
            continue;
        ++found.all;
        found.unchanged += trace.status == 304 ? 1 : 0;
    }
    return found;
}

void TstLargeArray::requestsAndTime()
{
    const QTemporaryDir folder;
    qputenv("PUNCHCARD_HOME", folder.filePath(u"home"_s).toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
    if (m_elements < largestMatrix)
        qputenv("PUNCHCARD_TEST_MATRIX", "4");
    const auto unset = qScopeGuard([] { qunsetenv("PUNCHCARD_TEST_MATRIX"); });
    const Result<Home> home = Home::open();
    QVERIFY(home);
    const auto store = *wait(store::Store::open(*home));
    Desk desk(store, std::make_shared<MemoryTokenStore>());
    const auto session = wait(desk.sessions()->of(thisComputerId()));
    QVERIFY(session);
    connect(&(*session)->client(), &github::Client::requestDone, this, [this](const http::Trace &trace) { m_traces.append(trace); });
    QSignalSpy released(&desk, &Desk::released);
    const JobSpec spec{.name = u"array.sh"_s, .account = thisComputerId(), .array = m_elements};
    const Submission submission{.spec = spec, .script = "echo \"$PUNCHCARD_TASK\" > uploads/number\n"};
    const auto submitted = wait(desk.submit(submission, Context()));
    QVERIFY2(submitted, submitted ? "" : qPrintable(submitted.error().sentence()));
    const JobId id = submitted->job.id;
    constexpr int longest = 3'600'000; // ms
    QTRY_VERIFY_WITH_TIMEOUT(!released.isEmpty(), longest);
    const Job job = *wait(store->job(id));
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QCOMPARE(newestAttempt(job)->tasks.size(), m_elements);
    QCOMPARE(std::ranges::count(job.items, Item::State::Here, &Item::state), 2 * m_elements);
    const Count looks = count("GET", u"/jobs"_s);
    const Count artifacts = count("GET", u"/artifacts"_s);
    const Count logs = count("GET", u"/logs"_s);
    // As the job was stamped here, since Run was pressed.
    const auto seconds = [&job](std::optional<Time> at) { return at ? double((*at - job.createdAt).count()) / 1000 : -1.0; };
    qInfo("%d elements in %lld runs: on their way after %.1f s, ended after %.1f s, all here after %.1f s", m_elements,
          qint64(job.runs.size()), seconds(job.submittedAt), seconds(job.endedAt), seconds(job.collectedAt));
    qInfo("%lld requests: %lld that change something, %lld for the elements' states (%lld unchanged), %lld for logs, %lld for artifacts",
          qint64(m_traces.size()), qint64(m_traces.size() - count("GET").all), qint64(looks.all), qint64(looks.unchanged), qint64(logs.all),
          qint64(artifacts.all));
    desk.stop();
}

PUNCHCARD_TEST(TstLargeArray, tst_largearray)
#include "tst_largearray.moc"
