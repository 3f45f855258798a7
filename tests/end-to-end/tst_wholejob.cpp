// SPDX-License-Identifier: MIT
// Whole jobs through the desk, real HTTP, the built punchcard-hub and a real bash.
#include "core/base/files.h"
#include "core/jobs/desk.h"
#include "core/logs/scriptoutput.h"
#include "core/secrets/memorytokenstore.h"
#include "core/workflow/jobworkflow.h"

#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

class TstWholeJob : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aScriptsLogAndFilesComeBack();
    void aFailingScriptsFilesComeBackToo();
    void aSecretIsUsedAndMasked();
    void cancellingEndsIt();
    void anotherProcessGoesOnAfterACrash();
    void rerunIsAnotherJobOnceTheRepositoryIsGone();
    void nothingExistingIsOverwritten();
    void whatATaskHasMadeIsFetchedWhileOthersGoOn();
    void aPausedDownloadWaitsAndGoesOn();
    void nothingIsCreatedForAnEmptyScript();

private:
    Result<Desk::Submitted> submit(const QByteArray &script, JobSpec spec = {});
    Job ended(JobId id);
    QByteArray printed(const Job &job);
    void begin();

    std::unique_ptr<testing::PunchHome> m_home;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
};

void TstWholeJob::begin()
{
    const Result<Home> home = Home::open();
    QVERIFY(home);
    auto store = wait(store::Store::open(*home));
    QVERIFY2(store, store ? "" : qPrintable(store.error().what));
    m_store = *store;
    m_desk = std::make_unique<Desk>(m_store, std::make_shared<MemoryTokenStore>());
}

void TstWholeJob::init()
{
    m_home = std::make_unique<testing::PunchHome>();
    qputenv("PUNCHCARD_HOME", m_home->home().toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
    begin();
}

void TstWholeJob::cleanup()
{
    m_desk.reset();
    m_store.reset();
    QVERIFY(m_home->stopHub());
}

Result<Desk::Submitted> TstWholeJob::submit(const QByteArray &script, JobSpec spec)
{
    spec.name = u"test.sh"_s;
    spec.account = thisComputerId();
    const Submission submission{.spec = spec, .script = script};
    return wait(m_desk->submit(submission, Context()));
}

Job TstWholeJob::ended(JobId id)
{
    Job job;
    const auto over = [this, id, &job] {
        if (m_desk->drives(id))
            return false;
        const Result<Job> found = wait(m_store->job(id));
        if (found)
            job = *found;
        return found && job.isOver();
    };
    if (!QTest::qWaitFor(over, 90'000)) {
        const Result<Job> stuck = wait(m_store->job(id));
        qWarning("phase %s, waiting: %s %s", qPrintable(wordFor(stuck->phase)),
                 stuck->waiting ? qPrintable(stuck->waiting->error.what) : "-",
                 stuck->waiting ? qPrintable(stuck->waiting->error.detail) : "");
    }
    for (const Item &item : std::as_const(job.items)) {
        if (item.state != Item::State::Here)
            qInfo("%s: %s %s", qPrintable(item.name), qPrintable(wordFor(item.state)), qPrintable(item.why));
    }
    return job;
}

QByteArray TstWholeJob::printed(const Job &job)
{
    const QString folder = m_store->home().jobFolder(job.uid) + u"/logs/attempt-1"_s;
    const Result<TaskLog> log = readTaskLog(folder, u"job"_s, job.runs.constFirst().attempts.constFirst().tasks.constFirst().remoteId);
    if (!log)
        return "no log: " + log.error().what.toUtf8();
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

void TstWholeJob::aScriptsLogAndFilesComeBack()
{
    const QString out = m_home->path(u"out"_s);
    const auto submitted = submit("#!/bin/bash\necho hello\nmkdir -p uploads/a/b\nprintf 42 > uploads/a/b/answer\nprintf 1 > uploads/one\n",
                                  JobSpec{.outFolder = out});
    QVERIFY2(submitted, submitted ? "" : qPrintable(submitted.error().what));
    const Job job = ended(submitted->job.id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QVERIFY(job.house.dropped);
    QCOMPARE(printed(job), QByteArray("hello\n"));
    QCOMPARE(readFile(out + u"/a/b/answer"_s, 10).value_or(QByteArray()), QByteArray("42"));
    QCOMPARE(readFile(out + u"/one"_s, 10).value_or(QByteArray()), QByteArray("1"));
    QCOMPARE(job.runs.size(), 1);
    QVERIFY(timesOf(job.runs.first().attempts.last()).running);
}

void TstWholeJob::aFailingScriptsFilesComeBackToo()
{
    const QString out = m_home->path(u"out"_s);
    const auto submitted = submit("echo so far > uploads/partial\nexit 3\n", JobSpec{.outFolder = out});
    QVERIFY(submitted);
    const Job job = ended(submitted->job.id);
    QCOMPARE(job.outcome, Outcome::Failed);
    QCOMPARE(readFile(out + u"/partial"_s, 100).value_or(QByteArray()), QByteArray("so far\n"));
}

// Breaks for the user: their secret stands readable in the log.
void TstWholeJob::aSecretIsUsedAndMasked()
{
    const QString file = m_home->path(u"api-key"_s);
    QVERIFY(writePrivateFile(file, "swordfish-123\n"));
    const JobSpec spec{.secrets = {{.name = u"API_KEY"_s, .where = file}}};
    const auto submitted = submit("test \"$API_KEY\" = swordfish-123 && echo \"key: $API_KEY\"\n", spec);
    QVERIFY2(submitted, submitted ? "" : qPrintable(submitted.error().what));
    const Job job = ended(submitted->job.id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(printed(job), QByteArray("key: ***\n"));
}

void TstWholeJob::cancellingEndsIt()
{
    const auto submitted = submit("echo begun > uploads/begun\nsleep 600\n");
    QVERIFY(submitted);
    const JobId id = submitted->job.id;
    const auto runs = [this, id] {
        const Result<Job> job = wait(m_store->job(id));
        if (!job || job->runs.isEmpty() || job->runs.first().attempts.isEmpty())
            return false;
        const QList<Task> tasks = job->runs.first().attempts.last().tasks;
        return !tasks.isEmpty() && tasks.first().status == Status::InProgress;
    };
    QTRY_VERIFY_WITH_TIMEOUT(runs(), 60'000);
    QVERIFY(wait(m_desk->cancel(id)));
    const Job job = ended(id);
    QCOMPARE(job.outcome, Outcome::Cancelled);
    QVERIFY(job.house.dropped);
}

// Breaks for the user: a closed laptop lid loses the job.
void TstWholeJob::anotherProcessGoesOnAfterACrash()
{
    const auto submitted = submit("echo hello\necho 1 > uploads/one\n");
    QVERIFY(submitted);
    const JobId id = submitted->job.id;
    // Leave at each phase in turn, as often as it takes.
    for (int phase = int(Phase::Housed); phase <= int(Phase::Collected); ++phase) {
        QTRY_VERIFY_WITH_TIMEOUT(int(wait(m_store->job(id))->phase) >= phase, 60'000);
        m_desk->stop();
        QTRY_VERIFY(!m_desk->drives(id));
        m_desk.reset();
        m_store.reset();
        begin();
        const Result<QList<JobId>> resumed = wait(m_desk->resume());
        QVERIFY(resumed);
    }
    const Job job = ended(id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QCOMPARE(job.runs.size(), 1);
    QCOMPARE(job.runs.first().attempts.size(), 1);
    QVERIFY(job.house.dropped);
    QCOMPARE(printed(job), QByteArray("hello\n"));
}

void TstWholeJob::rerunIsAnotherJobOnceTheRepositoryIsGone()
{
    const auto submitted = submit("echo again\n");
    QVERIFY(submitted);
    const Job first = ended(submitted->job.id);
    const Result<JobId> again = wait(m_desk->rerun(first.id));
    QVERIFY2(again, again ? "" : qPrintable(again.error().what));
    QVERIFY(*again != first.id);
    const Job second = ended(*again);
    QCOMPARE(second.outcome, Outcome::Succeeded);
    QCOMPARE(printed(second), QByteArray("again\n"));
}

void TstWholeJob::nothingExistingIsOverwritten()
{
    const QString out = m_home->path(u"out"_s);
    QVERIFY(QDir().mkpath(out));
    QVERIFY(writePrivateFile(out + u"/one"_s, "mine"));
    const auto submitted = submit("printf new > uploads/one\nprintf 2 > uploads/two\n", JobSpec{.outFolder = out});
    QVERIFY(submitted);
    const Job job = ended(submitted->job.id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Incomplete);
    QCOMPARE(readFile(out + u"/one"_s, 10).value_or(QByteArray()), QByteArray("mine"));
    QCOMPARE(readFile(out + u"/two"_s, 10).value_or(QByteArray()), QByteArray("2"));
}

// Breaks for the user: the first results of an array are to be had only when its last element has ended.
void TstWholeJob::whatATaskHasMadeIsFetchedWhileOthersGoOn()
{
    const QByteArray script = "echo \"element $PUNCHCARD_TASK\"\necho 1 > uploads/one\n[ \"$PUNCHCARD_TASK\" = 1 ] || sleep 600\n";
    const auto submitted = submit(script, JobSpec{.array = 2});
    QVERIFY2(submitted, submitted ? "" : qPrintable(submitted.error().what));
    const JobId id = submitted->job.id;
    QVERIFY(wait(m_desk->view(id)));
    const auto here = [this, id] {
        const Result<Job> job = wait(m_store->job(id));
        return job && job->phase == Phase::Started && job->items.size() == 2
            && std::ranges::all_of(job->items, [](const Item &item) { return item.state == Item::State::Here; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(here(), 60'000);
    QVERIFY(wait(m_desk->cancel(id)));
    const Job job = ended(id);
    QCOMPARE(job.outcome, Outcome::Cancelled);
    QVERIFY(logsAreSettled(job));
    QVERIFY(job.house.dropped);
}

void TstWholeJob::aPausedDownloadWaitsAndGoesOn()
{
    const QString faults = m_home->path(u"faults.json"_s);
    QVERIFY(writePrivateFile(faults, R"([{"match": "GET .*/artifacts/[0-9]+/zip$", "fault": "hang"}])"));
    qputenv("PUNCHCARD_HUB_FAULTS", faults.toUtf8());
    const auto unset = qScopeGuard([] { qunsetenv("PUNCHCARD_HUB_FAULTS"); });
    const auto submitted = submit("echo 1 > uploads/one\n");
    QVERIFY(submitted);
    const JobId id = submitted->job.id;
    std::optional<Item> artifact;
    const auto fetching = [this, id, &artifact] {
        const Result<Job> job = wait(m_store->job(id));
        for (const Item &item : job ? job->items : QList<Item>()) {
            if (item.kind == Item::Kind::Artifact && item.state == Item::State::PartlyHere)
                artifact = item;
        }
        return artifact.has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(fetching(), 60'000);
    m_desk->setPaused(id, artifact->id, true);
    QVERIFY(m_desk->isPaused(id, artifact->id));
    const auto waits = [this, id] {
        const Result<Job> job = wait(m_store->job(id));
        return job && job->waiting && job->waiting->what == Waiting::For::Decision;
    };
    QTRY_VERIFY_WITH_TIMEOUT(waits(), 60'000);
    m_desk->setPaused(id, artifact->id, false);
    const Job job = ended(id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
}

void TstWholeJob::nothingIsCreatedForAnEmptyScript()
{
    QVERIFY(!submit("\n"));
    QVERIFY(wait(m_store->jobs())->isEmpty());
}

PUNCHCARD_TEST(TstWholeJob, tst_wholejob)
#include "tst_wholejob.moc"
