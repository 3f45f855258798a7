// SPDX-License-Identifier: MIT
// Breaks for the user: of an array that needs several runs a part never runs, runs twice, is not stopped or does not come back;
// or the whole of it has to run again where only a part failed. A run has two elements here in the place of 256.
#include "core/base/files.h"
#include "core/job/array.h"
#include "core/jobs/desk.h"
#include "core/jobs/rerunning.h"
#include "core/logs/scriptoutput.h"
#include "core/secrets/memorytokenstore.h"
#include "core/workflow/jobworkflow.h"

#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstArrays : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aLargeArrayComesBackWhole_data();
    void aLargeArrayComesBackWhole();
    void aCancelEndsEveryRun();
    void theFirstFailureEndsTheOtherRuns();
    void whatFailedRunsAgainWhereItIs();
    void whatFailedRunsAgainAsAnotherJob();
    void nothingFailedNothingRuns();

private:
    [[nodiscard]] Job submit(const QByteArray &script, JobSpec spec);
    [[nodiscard]] Job ended(JobId id);
    [[nodiscard]] Job now(JobId id) const { return wait(m_store->job(id)).value_or(Job{}); }
    [[nodiscard]] qsizetype running(JobId id) const;
    [[nodiscard]] QByteArray printed(const Job &job, const Task &task) const;
    /// How many requests of @p method had @p part in their path.
    [[nodiscard]] qsizetype requests(const QByteArray &method, const QString &part) const;
    void begin(int atOnce);

    std::unique_ptr<testing::PunchHome> m_home;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
    QList<http::Trace> m_traces;
};

void TstArrays::init()
{
    m_home = std::make_unique<testing::PunchHome>();
    qputenv("PUNCHCARD_TEST_MATRIX", "2");
    qputenv("PUNCHCARD_HOME", m_home->home().toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
}

void TstArrays::begin(int atOnce)
{
    qputenv("PUNCHCARD_HUB_JOBS", QByteArray::number(atOnce));
    const Result<Home> home = Home::open();
    QVERIFY(home);
    auto store = wait(store::Store::open(*home));
    QVERIFY2(store, store ? "" : qPrintable(store.error().what));
    m_store = *store;
    m_desk = std::make_unique<Desk>(m_store, std::make_shared<MemoryTokenStore>());
    m_traces.clear();
    const auto session = wait(m_desk->sessions()->of(thisComputerId()));
    QVERIFY(session);
    connect(&(*session)->client(), &github::Client::requestDone, this, [this](const http::Trace &trace) { m_traces.append(trace); });
}

void TstArrays::cleanup()
{
    m_desk.reset();
    m_store.reset();
    qunsetenv("PUNCHCARD_TEST_MATRIX");
    qunsetenv("PUNCHCARD_HUB_JOBS");
    QVERIFY(m_home->stopHub());
}

Job TstArrays::submit(const QByteArray &script, JobSpec spec)
{
    spec.name = u"array.sh"_s;
    spec.account = thisComputerId();
    const Submission submission{.spec = spec, .script = script};
    const auto submitted = wait(m_desk->submit(submission, Context()));
    if (!submitted)
        qWarning("refused: %s", qPrintable(submitted.error().sentence()));
    return submitted ? submitted->job : Job{};
}

Job TstArrays::ended(JobId id)
{
    const bool isOver = QTest::qWaitFor([this, id] { return !m_desk->drives(id) && now(id).isOver(); }, 120'000);
    const Job job = now(id);
    if (!isOver && job.waiting)
        qWarning("waits: %s %s", qPrintable(job.waiting->error.what), qPrintable(job.waiting->error.detail));
    return job;
}

qsizetype TstArrays::running(JobId id) const
{
    const std::optional<Attempt> attempt = newestAttempt(now(id));
    return attempt ? std::ranges::count(attempt->tasks, Status::InProgress, &Task::status) : 0;
}

QByteArray TstArrays::printed(const Job &job, const Task &task) const
{
    const Item *const item = logOf(job, task);
    if (!item)
        return "no log";
    const Result<TaskLog> log = readTaskLog(m_store->home().jobFolder(job.uid) + u'/' + item->path, task.name, item->remoteId);
    if (!log)
        return log.error().what.toUtf8();
    Result<ScriptOutput> output = ScriptOutput::open(*log, {.step = workflow::scriptStep});
    QByteArray text;
    while (output) {
        const auto line = output->next();
        if (!line || !*line)
            break;
        text += (*line)->text + ((*line)->last ? "\n" : "");
    }
    return text;
}

qsizetype TstArrays::requests(const QByteArray &method, const QString &part) const
{
    return std::ranges::count_if(
        m_traces, [&](const http::Trace &trace) { return trace.method == method && trace.path.contains(part) && trace.status < 400; });
}

void TstArrays::aLargeArrayComesBackWhole_data()
{
    QTest::addColumn<Housing>("housing");
    QTest::newRow("in a repository of its own") << Housing::Repository;
    QTest::newRow("in a standing one") << Housing::Standing;
}

void TstArrays::aLargeArrayComesBackWhole()
{
    QFETCH(const Housing, housing);
    begin(4);
    const QString input = m_home->path(u"input.bin"_s);
    QVERIFY(writePrivateFile(input, QByteArray(100'000, '\xff')));
    const QString out = m_home->path(u"out"_s);
    const Job begun
        = submit("echo \"element $PUNCHCARD_TASK of $PUNCHCARD_TASKS\"\nstat -c %s input.bin > uploads/size\n",
                 JobSpec{.housing = housing, .inputs = {{.path = input, .name = u"input.bin"_s}}, .array = 5, .outFolder = out});
    const Job job = ended(begun.id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QVERIFY(job.house.dropped);
    QCOMPARE(job.runs.size(), 3);
    const Attempt whole = *newestAttempt(job);
    QCOMPARE(whole.tasks.size(), 5);
    QVERIFY(logsAreSettled(job));
    QSet<qint64> ids;
    for (const Run &run : job.runs) {
        ids.insert(run.remoteId);
        QCOMPARE(run.attempts.size(), 1);
        QCOMPARE(run.attempts.constFirst().tasks.size(), elementsOfRun(job.spec, run.number).size());
    }
    QCOMPARE(ids.size(), 3);
    for (int element = 0; element < 5; ++element) {
        QCOMPARE(elementOf(job.spec, whole.tasks.at(element)), element);
        QCOMPARE(printed(job, whole.tasks.at(element)), QByteArray("element %1 of 5\n").replace("%1", QByteArray::number(element)));
        QCOMPARE(readFile(out + u"/%1/size"_s.arg(element), 10).value_or(QByteArray()), QByteArray("100000\n"));
    }
    // The input went once, and each run cost a tree, a commit and a push; so did the branch that says whose output is shown.
    QCOMPARE(requests("POST", u"/git/blobs"_s), 1);
    QCOMPARE(requests("POST", u"/git/trees"_s), 4);
    QCOMPARE(requests("POST", u"/git/commits"_s), 4);
    QCOMPARE(requests("POST", u"/git/refs"_s) + requests("PATCH", u"/git/refs/"_s), 4);
}

void TstArrays::aCancelEndsEveryRun()
{
    begin(2);
    const Job begun = submit("sleep 600\n", JobSpec{.array = 6});
    QTRY_COMPARE_WITH_TIMEOUT(running(begun.id), 2, 60'000);
    QVERIFY(wait(m_desk->cancel(begun.id)));
    const Job job = ended(begun.id);
    QCOMPARE(job.outcome, Outcome::Cancelled);
    QCOMPARE(job.runs.size(), 3);
    for (const Run &run : job.runs)
        QCOMPARE(run.attempts.constLast().conclusion, Conclusion::Cancelled);
    QCOMPARE(requests("POST", u"/cancel"_s), 3);
    QVERIFY(job.house.dropped);
}

void TstArrays::theFirstFailureEndsTheOtherRuns()
{
    begin(4);
    const Job begun = submit("[ \"$PUNCHCARD_TASK\" = 3 ] && exit 7\nsleep 600\n", JobSpec{.array = 4, .failFast = true});
    const Job job = ended(begun.id);
    QCOMPARE(job.outcome, Outcome::Failed);
    const Attempt whole = *newestAttempt(job);
    QCOMPARE(std::ranges::count(whole.tasks, Conclusion::Cancelled, &Task::conclusion), 3);
    QCOMPARE(whole.tasks.at(3).conclusion, Conclusion::Failure);
    QCOMPARE(failedElements(job), (QList<int>{0, 1, 2, 3}));
}

void TstArrays::whatFailedRunsAgainWhereItIs()
{
    begin(4);
    const QString out = m_home->path(u"out"_s);
    const Job begun
        = submit("echo \"try $GITHUB_RUN_ATTEMPT\" | tee uploads/try\n[ \"$PUNCHCARD_TASK\" != 2 ] || [ $GITHUB_RUN_ATTEMPT -gt 1 ]\n",
                 JobSpec{.deleteHouse = false, .array = 5, .outFolder = out, .overwrite = true});
    Job job = ended(begun.id);
    QCOMPARE(job.outcome, Outcome::Failed);
    QCOMPARE(failedElements(job), QList<int>{2});
    m_traces.clear();
    const Result<JobId> again = wait(m_desk->retryFailed(job.id));
    QVERIFY2(again, again ? "" : qPrintable(again.error().what));
    QCOMPARE(*again, job.id);
    job = ended(job.id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QCOMPARE(requests("POST", u"/rerun-failed-jobs"_s), 1);
    QCOMPARE(job.runs.at(0).attempts.size(), 1);
    QCOMPARE(job.runs.at(1).attempts.size(), 2);
    QCOMPARE(job.runs.at(2).attempts.size(), 1);
    const Attempt whole = *newestAttempt(job);
    QCOMPARE(whole.tasks.size(), 5);
    QVERIFY(logsAreSettled(job));
    // The logs of that run's attempt, and of no other.
    QCOMPARE(requests("GET", u"/attempts/2/logs"_s), 1);
    QCOMPARE(requests("GET", u"/actions/jobs/"_s), 0);
    for (int element = 0; element < 5; ++element) {
        const QByteArray expected = element == 2 ? "try 2\n" : "try 1\n";
        QCOMPARE(printed(job, whole.tasks.at(element)), expected);
        QCOMPARE(readFile(out + u"/%1/try"_s.arg(element), 10).value_or(QByteArray()), expected);
    }
    QCOMPARE(wait(m_desk->retryFailed(job.id)).error().kind, Error::Kind::Conflict);
}

void TstArrays::whatFailedRunsAgainAsAnotherJob()
{
    begin(4);
    const Job begun = submit("echo \"$PUNCHCARD_TASK of $PUNCHCARD_TASKS\"\n[ $((PUNCHCARD_TASK % 2)) = 0 ]\n", JobSpec{.array = 8});
    const Job job = ended(begun.id);
    QCOMPARE(job.outcome, Outcome::Failed);
    QVERIFY(job.house.dropped);
    const Result<JobId> again = wait(m_desk->retryFailed(job.id));
    QVERIFY2(again, again ? "" : qPrintable(again.error().what));
    QVERIFY(*again != job.id);
    const Job other = ended(*again);
    QCOMPARE(other.spec.elements, (QList<int>{1, 3, 5, 7}));
    QCOMPARE(other.runs.size(), 2);
    QVERIFY(other.group);
    QCOMPARE(other.group, now(job.id).group);
    const Attempt whole = *newestAttempt(other);
    QCOMPARE(whole.tasks.size(), 4);
    QCOMPARE(printed(other, whole.tasks.at(2)), QByteArray("5 of 8\n"));
    QCOMPARE(failedElements(other), (QList<int>{1, 3, 5, 7}));
}

void TstArrays::nothingFailedNothingRuns()
{
    begin(2);
    const Job job = ended(submit("true\n", JobSpec{}).id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    const Result<JobId> again = wait(m_desk->retryFailed(job.id));
    QVERIFY(!again);
    QCOMPARE(again.error().kind, Error::Kind::Conflict);
    QVERIFY2(again.error().what.contains(u"Nothing of job 1 failed"_s), qPrintable(again.error().what));
    const Job failed = ended(submit("false\n", JobSpec{}).id);
    const Result<JobId> other = wait(m_desk->retryFailed(failed.id));
    QVERIFY(other);
    QCOMPARE(ended(*other).outcome, Outcome::Failed);
}

PUNCHCARD_TEST(TstArrays, tst_arrays)
#include "tst_arrays.moc"
