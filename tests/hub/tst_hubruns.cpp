// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <QSet>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubRuns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init()
    {
        m_name = u"r%1"_s.arg(++m_count);
        QVERIFY(m_hub.makeRepository(m_name));
    }

    void pushStartsOneRun();
    void failureIsShown();
    void otherBranchesAndPathsStartNothing();
    void skipCiStartsNothing();
    void brokenFileIsAFailedRun();
    void listIsFiltered();
    void listIsPaged();
    void matrixIsExpanded();
    void needsAndConditions();
    void failFastCancelsTheOthers();
    void maxParallelIsKept();
    void noMoreJobsThanAllowed();
    void concurrencyGroupLetsOneRun();

    void cancelEndsTheRun();
    void cancelOfAQueuedRun();
    void forceCancelEndsAtOnce();
    void alwaysRunsAfterACancel();

    void rerunIsANewAttempt();
    void rerunOfFailedJobsKeepsTheRest();
    void rerunOfOneJob();
    void rerunIsRefused();

    void dispatchStartsARun();
    void dispatchMistakes();
    void deletedRunIsGone();
    void deletedRepositoryEndsItsJobs();
    void restartKeepsRuns();

private:
    [[nodiscard]] QString path(const QString &rest) const { return m_hub.repositoryPath(m_name) + rest; }
    QJsonObject push(const QByteArray &workflow) { return m_hub.push(m_name, workflow); }
    /// Waits until a job of that name runs its script.
    void waitForMark(const QJsonObject &run, int running = 1);
    [[nodiscard]] QMap<QString, QString> conclusions(qint64 run);

    HubFixture m_hub{[](punchcard::hub::HubOptions &options) { options.atOnce = 2; }};
    QString m_name;
    int m_count = 0;
};

static QByteArray simple(const QByteArray &script, const QByteArray &head = "on: push\n")
{
    return head
        + "jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Run job\n        shell: bash\n        run: |\n          "
        + QByteArray(script).replace("\n", "\n          ") + "\n";
}

void TstHubRuns::initTestCase()
{
    QVERIFY(m_hub.start());
}

QMap<QString, QString> TstHubRuns::conclusions(qint64 run)
{
    QMap<QString, QString> map;
    const QJsonArray jobs = m_hub.jobs(m_name, run);
    for (const QJsonValue job : jobs)
        map.insert(job[u"name"].toString(), job[u"conclusion"].toString());
    return map;
}

void TstHubRuns::waitForMark(const QJsonObject &run, int running)
{
    const auto count = [&] {
        int n = 0;
        const QJsonArray jobs = m_hub.jobs(m_name, run[u"id"].toInteger());
        for (const QJsonValue job : jobs) {
            const QJsonArray steps = job[u"steps"].toArray();
            for (const QJsonValue step : steps)
                n += step[u"name"] == u"Run job"_s && step[u"status"] == u"in_progress"_s ? 1 : 0;
        }
        return n;
    };
    QTRY_COMPARE_WITH_TIMEOUT(count(), running, 30'000);
}

void TstHubRuns::pushStartsOneRun()
{
    const QJsonObject begun = push("name: batch\nrun-name: Batch ${{ github.ref_name }}\n" + simple("echo hello"));
    QCOMPARE(begun[u"event"].toString(), u"push"_s);
    const qint64 id = begun[u"id"].toInteger();
    QVERIFY(id > 0xffffffffLL);
    const QJsonObject run = m_hub.waitForEnd(m_name, id);
    QCOMPARE(run[u"conclusion"].toString(), u"success"_s);
    QCOMPARE(run[u"name"].toString(), u"batch"_s);
    QCOMPARE(run[u"display_title"].toString(), u"Batch main"_s);
    QCOMPARE(run[u"head_branch"].toString(), u"main"_s);
    QCOMPARE(run[u"path"].toString(), u".github/workflows/job.yml"_s);
    QCOMPARE(run[u"run_attempt"].toInt(), 1);
    QCOMPARE(run[u"run_number"].toInt(), 1);
    QCOMPARE(run[u"previous_attempt_url"].isNull(), true);
    for (const QString &key : {u"created_at"_s, u"run_started_at"_s, u"updated_at"_s})
        QVERIFY2(QDateTime::fromString(run[key].toString(), Qt::ISODate).isValid(), qPrintable(key));
    const QJsonArray jobs = m_hub.jobs(m_name, id);
    QCOMPARE(jobs.size(), 1);
    const QJsonObject job = jobs[0].toObject();
    QCOMPARE(job[u"name"].toString(), u"job"_s);
    QCOMPARE(job[u"status"].toString(), u"completed"_s);
    QCOMPARE(job[u"labels"].toArray(), QJsonArray{u"ubuntu-latest"_s});
    QVERIFY(job[u"runner_id"].toInt() > 0);
    QVERIFY(job[u"started_at"].toString() >= job[u"created_at"].toString());
    QVERIFY(job[u"completed_at"].toString() >= job[u"started_at"].toString());
    const QJsonArray steps = job[u"steps"].toArray();
    QCOMPARE(steps.first()[u"name"].toString(), u"Set up job"_s);
    QCOMPARE(steps.first()[u"number"].toInt(), 1);
    QCOMPARE(steps.at(1)[u"name"].toString(), u"Run job"_s);
    QCOMPARE(steps.at(1)[u"conclusion"].toString(), u"success"_s);
    QCOMPARE(steps.last()[u"name"].toString(), u"Complete job"_s);
    QCOMPARE(m_hub.client.get(path(u"/actions/jobs/%1"_s.arg(job[u"id"].toInteger()))).json(), job);
    QCOMPARE(m_hub.client.get(path(u"/actions/runs"_s)).json()[u"total_count"].toInt(), 1);
    QCOMPARE(m_hub.client.get(path(u"/actions/workflows"_s)).json()[u"workflows"][0][u"name"].toString(), u"batch"_s);
    QCOMPARE(m_hub.client.get(path(u"/actions/workflows/job.yml/runs"_s)).json()[u"total_count"].toInt(), 1);
}

void TstHubRuns::failureIsShown()
{
    const QJsonObject run = push(simple("echo '::error::it broke'; exit 3"));
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"failure"_s);
    const QJsonObject job = m_hub.jobs(m_name, run[u"id"].toInteger())[0].toObject();
    QCOMPARE(job[u"conclusion"].toString(), u"failure"_s);
    QCOMPARE(job[u"steps"][1][u"conclusion"].toString(), u"failure"_s);
    const QJsonArray annotations = m_hub.client.get(path(u"/check-runs/%1/annotations"_s.arg(job[u"id"].toInteger()))).array();
    QStringList messages;
    for (const QJsonValue annotation : annotations)
        messages.append(annotation[u"message"].toString());
    QVERIFY2(messages.contains(u"it broke"_s), qPrintable(messages.join(u'|')));
}

void TstHubRuns::otherBranchesAndPathsStartNothing()
{
    m_hub.put(m_name, u".github/workflows/a.yml"_s, simple("true", "on: { push: { branches: [release] } }\n"));
    m_hub.put(m_name, u".github/workflows/b.yml"_s, simple("true", "on: { push: { paths: ['docs/**'] } }\n"));
    m_hub.put(m_name, u".github/workflows/c.yml"_s, simple("true", "on: workflow_dispatch\n"));
    const QString wanted = m_hub.put(m_name, u"docs/x"_s, "x");
    QTRY_VERIFY(!m_hub.runOf(m_name, wanted).isEmpty());
    const QJsonObject run = m_hub.runOf(m_name, wanted);
    QCOMPARE(run[u"path"].toString(), u".github/workflows/b.yml"_s);
    QCOMPARE(m_hub.client.get(path(u"/actions/runs"_s)).json()[u"total_count"].toInt(), 1);
}

void TstHubRuns::skipCiStartsNothing()
{
    const QJsonObject body{{u"message"_s, u"Note [skip ci]"_s}, {u"content"_s, QString::fromLatin1(simple("true").toBase64())}};
    const QString skipped
        = m_hub.client.send("PUT", path(u"/contents/.github/workflows/a.yml"_s), body).json()[u"commit"][u"sha"].toString();
    const QString next = m_hub.put(m_name, u"x"_s, "x");
    QTRY_VERIFY(!m_hub.runOf(m_name, next).isEmpty());
    QVERIFY(m_hub.runOf(m_name, skipped).isEmpty());
}

void TstHubRuns::brokenFileIsAFailedRun()
{
    const QJsonObject run = push("on: push\njobs:\n  job:\n    steps: [{ run: x }\n");
    QCOMPARE(run[u"status"].toString(), u"completed"_s);
    QCOMPARE(run[u"conclusion"].toString(), u"startup_failure"_s);
    QCOMPARE(run[u"name"].toString(), u".github/workflows/job.yml"_s);
    QCOMPARE(m_hub.jobs(m_name, run[u"id"].toInteger()).size(), 0);
    QCOMPARE(m_hub.client.get(m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/logs"_s).status, 404);
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/rerun"_s).status, 403);
}

void TstHubRuns::listIsFiltered()
{
    const QJsonObject good = m_hub.waitForEnd(m_name, push(simple("true"))[u"id"].toInteger());
    const QJsonObject bad = m_hub.waitForEnd(m_name, push(simple("false"))[u"id"].toInteger());
    const auto count
        = [this](const QString &query) { return m_hub.client.get(path(u"/actions/runs?"_s + query)).json()[u"total_count"].toInt(); };
    const QString sha = good[u"head_sha"].toString();
    QCOMPARE(count(u"head_sha="_s + sha), 1);
    // As on GitHub: a short id finds nothing, an empty one filters nothing.
    QCOMPARE(count(u"head_sha="_s + sha.left(12)), 0);
    QCOMPARE(count(u"head_sha="_s), 2);
    QCOMPARE(count(u"status=completed"_s), 2);
    QCOMPARE(count(u"status=failure"_s), 1);
    QCOMPARE(count(u"status=queued"_s), 0);
    QCOMPARE(count(u"branch=main&event=push"_s), 2);
    QCOMPARE(count(u"branch=other"_s), 0);
    QCOMPARE(count(u"event=workflow_dispatch"_s), 0);
    QCOMPARE(count(u"created=%3E%3D2020-01-01T00:00:00Z"_s), 2);
    QCOMPARE(count(u"created=%3C2020-01-01"_s), 0);
    QCOMPARE(count(u"created=2020-01-01..2020-02-01"_s), 0);
    QVERIFY(bad[u"head_sha"] != good[u"head_sha"]);
}

void TstHubRuns::listIsPaged()
{
    QString last;
    for (int i = 0; i < 5; ++i)
        last = m_hub.put(m_name, u".github/workflows/job.yml"_s, simple("true") + QByteArray(i, '\n'));
    QTRY_COMPARE(m_hub.client.get(path(u"/actions/runs"_s)).json()[u"total_count"].toInt(), 5);
    const Response first = m_hub.client.get(path(u"/actions/runs?per_page=2&event=push"_s));
    QCOMPARE(first.json()[u"workflow_runs"].toArray().size(), 2);
    // The newest first.
    QCOMPARE(first.json()[u"workflow_runs"][0][u"head_sha"].toString(), last);
    const QByteArray link = first.header("link");
    QVERIFY2(link.contains("rel=\"next\"") && link.contains("rel=\"last\"") && !link.contains("rel=\"prev\""), link);
    QSet<qint64> seen;
    QString next = path(u"/actions/runs?per_page=2&event=push"_s);
    static const QRegularExpression form(u"<([^>]*)>; rel=\"next\""_s);
    for (int pages = 0; !next.isEmpty() && pages < 10; ++pages) {
        const Response page = m_hub.client.get(next);
        const QJsonArray runs = page.json()[u"workflow_runs"].toArray();
        for (const QJsonValue run : runs)
            seen.insert(run[u"id"].toInteger());
        next = form.match(QString::fromLatin1(page.header("link"))).captured(1).mid(m_hub.client.root.size());
    }
    QCOMPARE(seen.size(), 5);
    QVERIFY(m_hub.client.get(path(u"/actions/runs"_s)).header("link").isEmpty());
}

void TstHubRuns::matrixIsExpanded()
{
    const QJsonObject run = push(R"(
on: push
jobs:
  build:
    runs-on: ${{ matrix.os }}
    strategy: { matrix: { os: [a, b], part: [1, 2] } }
    steps:
      - run: echo "part ${{ matrix.part }} of ${{ strategy.job-total }}"
)");
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"success"_s);
    const QMap<QString, QString> jobs = conclusions(run[u"id"].toInteger());
    QCOMPARE(jobs.keys(), (QStringList{u"build (a, 1)"_s, u"build (a, 2)"_s, u"build (b, 1)"_s, u"build (b, 2)"_s}));
    QCOMPARE(m_hub.jobs(m_name, run[u"id"].toInteger())[2][u"labels"].toArray(), QJsonArray{u"b"_s});
    QCOMPARE(m_hub.jobs(m_name, run[u"id"].toInteger(), u"?per_page=3&page=2"_s).size(), 1);
}

void TstHubRuns::needsAndConditions()
{
    const QJsonObject run = push(R"(
on: push
jobs:
  first:
    runs-on: x
    outputs: { answer: "${{ steps.ask.outputs.answer }}" }
    steps:
      - { id: ask, shell: bash, run: 'echo answer=42 >> "$GITHUB_OUTPUT"' }
  second:
    needs: first
    runs-on: x
    if: needs.first.outputs.answer == '42'
    steps:
      - { shell: bash, run: 'test "${{ needs.first.outputs.answer }}" = 42; exit 1' }
  skipped:
    needs: second
    runs-on: x
    steps: [{ run: "true" }]
  afterSkipped:
    needs: skipped
    runs-on: x
    steps: [{ run: "true" }]
  cleanUp:
    needs: [first, second, skipped]
    if: always()
    runs-on: x
    steps: [{ shell: bash, run: 'test "${{ needs.second.result }} ${{ needs.skipped.result }}" = "failure skipped"' }]
  onFailure:
    needs: second
    if: failure()
    runs-on: x
    steps: [{ run: "true" }]
)");
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"failure"_s);
    const QMap<QString, QString> expected{{u"first"_s, u"success"_s},        {u"second"_s, u"failure"_s},  {u"skipped"_s, u"skipped"_s},
                                          {u"afterSkipped"_s, u"skipped"_s}, {u"cleanUp"_s, u"success"_s}, {u"onFailure"_s, u"success"_s}};
    QCOMPARE(conclusions(run[u"id"].toInteger()), expected);
}

void TstHubRuns::failFastCancelsTheOthers()
{
    const QJsonObject run = push(R"(
on: push
jobs:
  job:
    runs-on: x
    strategy: { matrix: { part: [bad, slow, late] } }
    steps:
      - { name: Run job, shell: bash, run: 'if [ ${{ matrix.part }} = bad ]; then exit 1; fi; sleep 600' }
)");
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"failure"_s);
    const QMap<QString, QString> jobs = conclusions(run[u"id"].toInteger());
    QCOMPARE(jobs.value(u"job (bad)"_s), u"failure"_s);
    QCOMPARE(jobs.value(u"job (slow)"_s), u"cancelled"_s);
    QCOMPARE(jobs.value(u"job (late)"_s), u"cancelled"_s);
}

void TstHubRuns::maxParallelIsKept()
{
    const QJsonObject run = push(R"(
on: push
jobs:
  job:
    runs-on: x
    strategy: { max-parallel: 1, matrix: { part: [1, 2, 3] } }
    steps:
      - { name: Run job, shell: bash, run: 'sleep 0.3' }
)");
    int most = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            int running = 0;
            const QJsonArray jobs = m_hub.jobs(m_name, run[u"id"].toInteger());
            for (const QJsonValue job : jobs)
                running += job[u"status"] == u"in_progress"_s ? 1 : 0;
            most = std::max(most, running);
            return m_hub.run(m_name, run[u"id"].toInteger())[u"status"] == u"completed"_s;
        }(),
        30'000);
    QCOMPARE(most, 1);
    QCOMPARE(conclusions(run[u"id"].toInteger()).values(), (QStringList{u"success"_s, u"success"_s, u"success"_s}));
}

void TstHubRuns::noMoreJobsThanAllowed()
{
    const QJsonObject run = push(R"(
on: push
jobs:
  job:
    runs-on: x
    strategy: { matrix: { part: [1, 2, 3, 4] } }
    steps:
      - { name: Run job, shell: bash, run: 'sleep 600' }
)");
    waitForMark(run, 2);
    QMap<QString, int> states;
    const QJsonArray jobs = m_hub.jobs(m_name, run[u"id"].toInteger());
    for (const QJsonValue job : jobs) {
        ++states[job[u"status"].toString()];
        if (job[u"status"] == u"queued"_s) {
            QVERIFY(job[u"runner_id"].isNull());
            QVERIFY(job[u"completed_at"].isNull());
            QCOMPARE(job[u"steps"].toArray().size(), 0);
            QCOMPARE(m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(job[u"id"].toInteger()))).status, 404);
        }
    }
    QCOMPARE(states, (QMap<QString, int>{{u"in_progress"_s, 2}, {u"queued"_s, 2}}));
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/force-cancel"_s).status, 202);
    m_hub.waitForEnd(m_name, run[u"id"].toInteger());
}

void TstHubRuns::concurrencyGroupLetsOneRun()
{
    const QByteArray head = "on: push\nconcurrency: { group: one }\n";
    const QJsonObject first = push(simple("sleep 600", head));
    waitForMark(first);
    const QJsonObject second = push(simple("true # second", head));
    QTRY_COMPARE(m_hub.run(m_name, second[u"id"].toInteger())[u"status"].toString(), u"pending"_s);
    // A newer one takes the place of the one that waits.
    const QJsonObject third = push(simple("true # third", head));
    QCOMPARE(m_hub.waitForEnd(m_name, second[u"id"].toInteger())[u"conclusion"].toString(), u"cancelled"_s);
    QCOMPARE(m_hub.run(m_name, first[u"id"].toInteger())[u"status"].toString(), u"in_progress"_s);
    m_hub.client.send("POST", m_hub.runPath(m_name, first[u"id"].toInteger()) + u"/force-cancel"_s);
    QCOMPARE(m_hub.waitForEnd(m_name, third[u"id"].toInteger())[u"conclusion"].toString(), u"success"_s);
}

void TstHubRuns::cancelEndsTheRun()
{
    const QJsonObject run = push(simple("trap 'echo interrupted; exit 1' INT; for i in $(seq 6000); do sleep 0.1; done"));
    waitForMark(run);
    const QString cancel = m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/cancel"_s;
    QCOMPARE(m_hub.client.send("POST", cancel).status, 202);
    const QJsonObject ended = m_hub.waitForEnd(m_name, run[u"id"].toInteger());
    QCOMPARE(ended[u"conclusion"].toString(), u"cancelled"_s);
    QCOMPARE(m_hub.jobs(m_name, run[u"id"].toInteger())[0][u"conclusion"].toString(), u"cancelled"_s);
    const Response again = m_hub.client.send("POST", cancel);
    QCOMPARE(again.status, 409);
    QCOMPARE(again.message(), u"Cannot cancel a workflow run that is completed."_s);
    // What it had printed is there.
    const Response link
        = m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(m_hub.jobs(m_name, run[u"id"].toInteger())[0][u"id"].toInteger())));
    QVERIFY(m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body.contains("interrupted"));
}

void TstHubRuns::cancelOfAQueuedRun()
{
    const QJsonObject busy = push(R"(
on: push
jobs:
  job:
    runs-on: x
    strategy: { matrix: { part: [1, 2] } }
    steps:
      - { name: Run job, shell: bash, run: 'sleep 600' }
)");
    waitForMark(busy, 2);
    const QJsonObject waiting = push(simple("true"));
    QCOMPARE(waiting[u"status"].toString(), u"queued"_s);
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, waiting[u"id"].toInteger()) + u"/cancel"_s).status, 202);
    QCOMPARE(m_hub.waitForEnd(m_name, waiting[u"id"].toInteger())[u"conclusion"].toString(), u"cancelled"_s);
    const QJsonObject job = m_hub.jobs(m_name, waiting[u"id"].toInteger())[0].toObject();
    QCOMPARE(job[u"conclusion"].toString(), u"cancelled"_s);
    QVERIFY(job[u"runner_id"].isNull());
    QCOMPARE(m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(job[u"id"].toInteger()))).status, 404);
    m_hub.client.send("POST", m_hub.runPath(m_name, busy[u"id"].toInteger()) + u"/force-cancel"_s);
    m_hub.waitForEnd(m_name, busy[u"id"].toInteger());
}

void TstHubRuns::forceCancelEndsAtOnce()
{
    const QJsonObject run
        = push(simple("trap '' INT TERM; for i in $(seq 6000); do sleep 0.1; done") + "      - { if: always(), run: sleep 600 }\n");
    waitForMark(run);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/force-cancel"_s).status, 202);
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"cancelled"_s);
    QVERIFY(timer.elapsed() < 5'000);
}

void TstHubRuns::alwaysRunsAfterACancel()
{
    const QJsonObject run = push(simple("sleep 600")
                                 + "  after:\n    needs: job\n    if: always()\n    runs-on: x\n    steps: [{ run: 'true' }]\n"
                                   "  never:\n    needs: job\n    runs-on: x\n    steps: [{ run: 'true' }]\n");
    waitForMark(run);
    m_hub.client.send("POST", m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/cancel"_s);
    QCOMPARE(m_hub.waitForEnd(m_name, run[u"id"].toInteger())[u"conclusion"].toString(), u"cancelled"_s);
    const QMap<QString, QString> expected{{u"job"_s, u"cancelled"_s}, {u"after"_s, u"success"_s}, {u"never"_s, u"skipped"_s}};
    QCOMPARE(conclusions(run[u"id"].toInteger()), expected);
}

void TstHubRuns::rerunIsANewAttempt()
{
    const QJsonObject first = m_hub.waitForEnd(m_name, push(simple("echo attempt $GITHUB_RUN_ATTEMPT"))[u"id"].toInteger());
    const qint64 id = first[u"id"].toInteger();
    m_hub.clock.ahead += std::chrono::seconds(5);
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, id) + u"/rerun"_s).status, 201);
    QCOMPARE(m_hub.run(m_name, id)[u"run_attempt"].toInt(), 2);
    const QJsonObject second = m_hub.waitForEnd(m_name, id);
    QCOMPARE(second[u"conclusion"].toString(), u"success"_s);
    QCOMPARE(second[u"created_at"], first[u"created_at"]);
    QVERIFY(second[u"run_started_at"].toString() > first[u"run_started_at"].toString());
    QVERIFY(second[u"previous_attempt_url"].toString().endsWith(u"/attempts/1"_s));
    QCOMPARE(m_hub.jobs(m_name, id).size(), 1);
    QCOMPARE(m_hub.jobs(m_name, id)[0][u"run_attempt"].toInt(), 2);
    QCOMPARE(m_hub.jobs(m_name, id, u"?filter=all"_s).size(), 2);
    QCOMPARE(m_hub.client.get(m_hub.runPath(m_name, id) + u"/attempts/1"_s).json()[u"run_attempt"].toInt(), 1);
    QCOMPARE(m_hub.client.get(m_hub.runPath(m_name, id) + u"/attempts/1/jobs"_s).json()[u"total_count"].toInt(), 1);
    QCOMPARE(m_hub.client.get(m_hub.runPath(m_name, id) + u"/attempts/3"_s).status, 404);
    const Response link = m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(m_hub.jobs(m_name, id)[0][u"id"].toInteger())));
    QVERIFY(m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body.contains("attempt 2"));
}

static const QByteArray flaky = R"(
on: push
jobs:
  good:
    runs-on: x
    outputs: { word: "${{ steps.s.outputs.word }}" }
    steps: [{ id: s, shell: bash, run: 'echo word=kept >> "$GITHUB_OUTPUT"' }]
  parts:
    needs: good
    runs-on: x
    strategy: { fail-fast: false, matrix: { part: [1, 2] } }
    steps: [{ shell: bash, run: 'test "${{ matrix.part }}" = 1 || test "$GITHUB_RUN_ATTEMPT" -gt 1' }]
  last:
    needs: [good, parts]
    runs-on: x
    steps: [{ shell: bash, run: 'test ${{ needs.good.outputs.word }} = kept' }]
)";

void TstHubRuns::rerunOfFailedJobsKeepsTheRest()
{
    const qint64 id = push(flaky)[u"id"].toInteger();
    QCOMPARE(m_hub.waitForEnd(m_name, id)[u"conclusion"].toString(), u"failure"_s);
    const QMap<QString, QString> before{
        {u"good"_s, u"success"_s}, {u"parts (1)"_s, u"success"_s}, {u"parts (2)"_s, u"failure"_s}, {u"last"_s, u"skipped"_s}};
    QCOMPARE(conclusions(id), before);
    const QJsonArray old = m_hub.jobs(m_name, id);
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, id) + u"/rerun-failed-jobs"_s).status, 201);
    QCOMPARE(m_hub.waitForEnd(m_name, id)[u"conclusion"].toString(), u"success"_s);
    const QMap<QString, QString> after{
        {u"good"_s, u"success"_s}, {u"parts (1)"_s, u"success"_s}, {u"parts (2)"_s, u"success"_s}, {u"last"_s, u"success"_s}};
    QCOMPARE(conclusions(id), after);
    const QJsonArray jobs = m_hub.jobs(m_name, id);
    for (const QJsonValue job : jobs) {
        QCOMPARE(job[u"run_attempt"].toInt(), 2);
        if (job[u"name"] != u"good"_s)
            continue;
        QCOMPARE(job[u"completed_at"], old[0][u"completed_at"]);
        // Its log is that of the attempt in which it ran.
        QCOMPARE(m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(job[u"id"].toInteger()))).status, 302);
    }
}

void TstHubRuns::rerunOfOneJob()
{
    const qint64 id = push(flaky)[u"id"].toInteger();
    m_hub.waitForEnd(m_name, id);
    const QJsonArray jobs = m_hub.jobs(m_name, id);
    const auto part = std::ranges::find_if(jobs, [](const QJsonValue &job) { return job[u"name"] == u"parts (2)"_s; });
    QVERIFY(part != jobs.end());
    QCOMPARE(m_hub.client.send("POST", path(u"/actions/jobs/%1/rerun"_s.arg((*part)[u"id"].toInteger()))).status, 201);
    QCOMPARE(m_hub.waitForEnd(m_name, id)[u"conclusion"].toString(), u"success"_s);
    QCOMPARE(conclusions(id).value(u"last"_s), u"success"_s);
    QCOMPARE(m_hub.client.send("POST", path(u"/actions/jobs/1/rerun"_s)).status, 404);
}

void TstHubRuns::rerunIsRefused()
{
    const QJsonObject run = push(simple("sleep 600"));
    const QString rerun = m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/rerun"_s;
    QCOMPARE(m_hub.client.send("POST", rerun).status, 403);
    m_hub.client.send("POST", m_hub.runPath(m_name, run[u"id"].toInteger()) + u"/force-cancel"_s);
    m_hub.waitForEnd(m_name, run[u"id"].toInteger());
    m_hub.clock.ahead += std::chrono::days(31);
    const Response late = m_hub.client.send("POST", rerun);
    m_hub.clock.ahead -= std::chrono::days(31);
    QCOMPARE(late.status, 403);
    QVERIFY(late.message().contains(u"over a month ago"_s));
    const QJsonObject good = m_hub.waitForEnd(m_name, push(simple("true"))[u"id"].toInteger());
    QCOMPARE(m_hub.client.send("POST", m_hub.runPath(m_name, good[u"id"].toInteger()) + u"/rerun-failed-jobs"_s).status, 403);
}

void TstHubRuns::dispatchStartsARun()
{
    m_hub.put(m_name, u".github/workflows/job.yml"_s,
              simple("echo got ${{ inputs.word }} ${{ inputs.other }}",
                     "on: { workflow_dispatch: { inputs: { word: { required: true }, other: { default: dflt } } } }\n"));
    const QString dispatch = path(u"/actions/workflows/job.yml/dispatches"_s);
    const QJsonObject inputs{{u"word"_s, u"apple"_s}};
    QCOMPARE(m_hub.client.send("POST", dispatch, QJsonObject{{u"ref"_s, u"main"_s}, {u"inputs"_s, inputs}}).status, 204);
    QTRY_COMPARE(m_hub.client.get(path(u"/actions/runs?event=workflow_dispatch"_s)).json()[u"total_count"].toInt(), 1);
    const Response told = m_hub.client.send("POST", dispatch, QJsonObject{{u"ref"_s, u"main"_s}, {u"inputs"_s, inputs}},
                                            {{"X-GitHub-Api-Version", "2026-03-10"}});
    QCOMPARE(told.status, 200);
    const qint64 id = told.json()[u"workflow_run_id"].toInteger();
    QTRY_COMPARE(m_hub.client.get(m_hub.runPath(m_name, id)).status, 200);
    QCOMPARE(m_hub.waitForEnd(m_name, id)[u"conclusion"].toString(), u"success"_s);
    const Response link = m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(m_hub.jobs(m_name, id)[0][u"id"].toInteger())));
    QVERIFY(m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body.contains("got apple dflt"));
}

void TstHubRuns::dispatchMistakes()
{
    m_hub.put(m_name, u".github/workflows/push.yml"_s, simple("true", "on: { push: { branches: [none] } }\n"));
    m_hub.put(m_name, u".github/workflows/job.yml"_s,
              simple("true", "on: { workflow_dispatch: { inputs: { word: { required: true } } } }\n"));
    const auto post = [this](const QString &file, const QJsonObject &body) {
        return m_hub.client.send("POST", path(u"/actions/workflows/%1/dispatches"_s.arg(file)), body);
    };
    QCOMPARE(post(u"none.yml"_s, {{u"ref"_s, u"main"_s}}).status, 404);
    QCOMPARE(post(u"push.yml"_s, {{u"ref"_s, u"main"_s}}).message(), u"Workflow does not have 'workflow_dispatch' trigger"_s);
    QCOMPARE(post(u"job.yml"_s, {{u"ref"_s, u"none"_s}}).message(), u"No ref found for: none"_s);
    QCOMPARE(post(u"job.yml"_s, {{u"ref"_s, u"main"_s}}).message(), u"Required input 'word' not provided"_s);
    const QJsonObject inputs{{u"word"_s, u"a"_s}, {u"wrod"_s, u"b"_s}};
    const Response unexpected = post(u"job.yml"_s, {{u"ref"_s, u"main"_s}, {u"inputs"_s, inputs}});
    QCOMPARE(unexpected.status, 422);
    QVERIFY(unexpected.message().contains(u"wrod"_s));
}

void TstHubRuns::deletedRunIsGone()
{
    const QJsonObject run = push(simple("sleep 600"));
    const QString path_ = m_hub.runPath(m_name, run[u"id"].toInteger());
    QCOMPARE(m_hub.client.send("DELETE", path_).status, 403);
    m_hub.client.send("POST", path_ + u"/force-cancel"_s);
    m_hub.waitForEnd(m_name, run[u"id"].toInteger());
    QCOMPARE(m_hub.client.send("DELETE", path_).status, 204);
    QCOMPARE(m_hub.client.get(path_).status, 404);
    QVERIFY(!QFileInfo::exists(m_hub.folder.path() + u"/hub/runs/%1"_s.arg(run[u"id"].toInteger())));
}

void TstHubRuns::deletedRepositoryEndsItsJobs()
{
    const QJsonObject run = push(simple("sleep 600"));
    waitForMark(run);
    QCOMPARE(m_hub.client.send("DELETE", m_hub.repositoryPath(m_name)).status, 204);
    QVERIFY(m_hub.hub->state().run(run[u"id"].toInteger()) == nullptr);
    // Both places are free again.
    m_name += u"b"_s;
    QVERIFY(m_hub.makeRepository(m_name));
    const QJsonObject next = push(R"(
on: push
jobs:
  job:
    runs-on: x
    strategy: { matrix: { part: [1, 2] } }
    steps:
      - { name: Run job, shell: bash, run: 'sleep 600' }
)");
    waitForMark(next, 2);
    m_hub.client.send("POST", m_hub.runPath(m_name, next[u"id"].toInteger()) + u"/force-cancel"_s);
    m_hub.waitForEnd(m_name, next[u"id"].toInteger());
}

void TstHubRuns::restartKeepsRuns()
{
    const QJsonObject run = m_hub.waitForEnd(m_name, push(simple("echo kept"))[u"id"].toInteger());
    const QJsonArray jobs = m_hub.jobs(m_name, run[u"id"].toInteger());
    QVERIFY(m_hub.start());
    const QJsonObject after = m_hub.run(m_name, run[u"id"].toInteger());
    for (const QString &key : {u"status"_s, u"conclusion"_s, u"created_at"_s, u"updated_at"_s, u"head_sha"_s, u"display_title"_s})
        QCOMPARE(after[key], run[key]);
    QCOMPARE(m_hub.jobs(m_name, run[u"id"].toInteger())[0][u"steps"], jobs[0][u"steps"]);
    const Response link = m_hub.client.get(path(u"/actions/jobs/%1/logs"_s.arg(jobs[0][u"id"].toInteger())));
    QVERIFY(m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body.contains("kept"));
}

PUNCHCARD_TEST(TstHubRuns, tst_hubruns)
#include "tst_hubruns.moc"
