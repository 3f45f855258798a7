// SPDX-License-Identifier: MIT
#include "core/jobs/reponame.h"
#include "core/jobs/runstate.h"

#include "tests/support/testmain.h"

#include <QRegularExpression>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstRunState : public QObject
{
    Q_OBJECT

private slots:
    void outcomes();
    void uploadsThatWereNotKeptAreNotTheScripts();
    void timeLimits_data();
    void timeLimits();
    void theLongestTaskCounts();
    void anUnchangedAnswerChangesNothing();
    void aRerunIsAnAttemptOfItsOwn();
    void repositoryNamesAreReadableAndSafe();
};

// Breaks for the user: a job is reported as succeeded that was not.
void TstRunState::outcomes()
{
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Success}), Outcome::Succeeded);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Failure}), Outcome::Failed);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::StartupFailure}), Outcome::Failed);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::TimedOut}), Outcome::TimedOut);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Other}), Outcome::Lost);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::None}), Outcome::Lost);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled}), Outcome::Cancelled);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .thisComputer = true}), Outcome::Lost);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .cancelAsked = true, .thisComputer = true}), Outcome::Cancelled);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .limit = 1min, .running = 61s}), Outcome::TimedOut);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .limit = 1min, .running = 59s}), Outcome::Cancelled);
    // GitHub's own limit: nobody cancelled, and no time was given.
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .running = 360min}), Outcome::TimedOut);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .cancelAsked = true, .running = 360min}), Outcome::Cancelled);
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .limit = 120h, .running = 360min}), Outcome::Cancelled);
    QCOMPARE(worse(Outcome::Succeeded, Outcome::Failed), Outcome::Failed);
    QCOMPARE(worse(Outcome::Lost, Outcome::Failed), Outcome::Lost);
}

// Breaks for the user: they look for a mistake in a script that has none.
void TstRunState::uploadsThatWereNotKeptAreNotTheScripts()
{
    const Task good{.conclusion = Conclusion::Success,
                    .steps = {{.name = u"Run job.sh"_s, .conclusion = Conclusion::Success},
                              {.name = u"Keep uploads"_s, .conclusion = Conclusion::Success}}};
    Task lost = good;
    lost.conclusion = Conclusion::Failure;
    lost.steps[1].conclusion = Conclusion::Failure;
    Task both = lost;
    both.steps[0].conclusion = Conclusion::Failure;
    Task unfetched = lost;
    unfetched.steps[0] = {.name = u"Fetch the script"_s, .conclusion = Conclusion::Failure};
    Task stopped = good;
    stopped.conclusion = Conclusion::Cancelled;
    QVERIFY(onlyUploadsFailed({.tasks = {good, lost}}));
    for (const Task &task : {good, both, unfetched, stopped})
        QVERIFY(!onlyUploadsFailed({.tasks = {task}}));
    QVERIFY(!onlyUploadsFailed({.tasks = {lost, both}}));
    QVERIFY(!onlyUploadsFailed({.tasks = {lost, stopped}}));
    QCOMPARE(failedStep(both), u"Run job.sh"_s);
    QCOMPARE(failedStep(lost), u"Keep uploads"_s);
    QCOMPARE(failedStep(good), QString());
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Failure, .onlyUploads = true}), Outcome::Succeeded);
}

void TstRunState::timeLimits_data()
{
    QTest::addColumn<QStringList>("runsOn");
    QTest::addColumn<int>("minutes"); // 0: not given
    QTest::addColumn<bool>("thisComputer");
    QTest::addColumn<int>("limit");
    QTest::newRow("GitHub's") << QStringList{u"ubuntu-latest"_s} << 0 << false << 360;
    QTest::newRow("GitHub's, less") << QStringList{u"ubuntu-latest"_s} << 5 << false << 5;
    QTest::newRow("GitHub's, more than it gives") << QStringList{u"ubuntu-latest"_s} << 1000 << false << 360;
    QTest::newRow("the smallest") << QStringList{u"ubuntu-slim"_s} << 0 << false << 15;
    QTest::newRow("own, as a workflow has it") << QStringList{u"self-hosted"_s, u"big"_s} << 0 << false << 360;
    QTest::newRow("own, more") << QStringList{u"self-hosted"_s, u"big"_s} << 1000 << false << 1000;
    QTest::newRow("own, more than five days") << QStringList{u"self-hosted"_s} << 10'000 << false << 7200;
    QTest::newRow("this computer") << QStringList{u"ubuntu-slim"_s} << 1000 << true << 1000;
}

// Breaks for the user: a job that ran into GitHub's limit is said to have been cancelled, and nobody did.
void TstRunState::timeLimits()
{
    QFETCH(const QStringList, runsOn);
    QFETCH(const int, minutes);
    QFETCH(const bool, thisComputer);
    QFETCH(const int, limit);
    JobSpec spec{.runsOn = runsOn};
    if (minutes > 0)
        spec.timeoutMinutes = minutes;
    QCOMPARE(timeLimitOf(spec, thisComputer), Milliseconds(std::chrono::minutes(limit)));
}

// Many that ran one after another did not run into a limit together.
void TstRunState::theLongestTaskCounts()
{
    const Time begin = fromEpoch(1'000'000);
    const Task first{.startedAt = begin, .completedAt = begin + 4h, .runnerId = 1};
    const Task second{.startedAt = begin + 4h, .completedAt = begin + 7h, .runnerId = 1};
    const Task queued{.startedAt = begin, .completedAt = begin + 24h};
    QCOMPARE(longestTask({.tasks = {first, second, queued}}), Milliseconds(4h));
    QVERIFY(!longestTask({.tasks = {queued}}));
}

void TstRunState::anUnchangedAnswerChangesNothing()
{
    Run run;
    const QList<Task> tasks{Task{.remoteId = 1, .name = u"job"_s}};
    QVERIFY(mergeTasks(run, 1, tasks));
    QVERIFY(!mergeTasks(run, 1, tasks));
}

void TstRunState::aRerunIsAnAttemptOfItsOwn()
{
    Run run;
    QVERIFY(mergeRun(
        run, github::WorkflowRun{.id = github::RunId(7), .status = github::Status::Completed, .conclusion = github::Conclusion::Failure}));
    QVERIFY(mergeRun(run, github::WorkflowRun{.id = github::RunId(7), .status = github::Status::Queued, .runAttempt = 2}));
    QCOMPARE(run.attempts.size(), 2);
    QCOMPARE(run.attempts.first().conclusion, Conclusion::Failure);
    QCOMPARE(run.attempts.last().status, Status::Queued);
}

void TstRunState::repositoryNamesAreReadableAndSafe()
{
    static const QRegularExpression safe(u"^[a-z0-9][a-z0-9-]{0,59}\\z"_s);
    for (const QString &script :
         {u"Linux Kernel.sh"_s, u"../../etc/passwd"_s, u"ünïcödé.sh"_s, u""_s, u"${{ x }}.sh"_s, QString(300, u'a')}) {
        const QString name = repositoryName(script, u"uid-1"_s);
        QVERIFY2(safe.match(name).hasMatch(), qPrintable(name));
        QVERIFY(name != repositoryName(script, u"uid-2"_s));
        QCOMPARE(name, repositoryName(script, u"uid-1"_s));
    }
    QVERIFY(isNameOfJob(repositoryName(u"any.sh"_s, u"uid-1"_s), u"uid-1"_s));
    QVERIFY(!isNameOfJob(repositoryName(u"any.sh"_s, u"uid-1"_s), u"uid-2"_s));
    QVERIFY(!isNameOfJob(repositoryName(u"any.sh"_s, u"uid-1"_s) + u"-mine"_s, u"uid-1"_s));
    QVERIFY(repositoryName(u"Linux Kernel.sh"_s, u"x"_s).startsWith(u"linux-kernel-"_s));
}

PUNCHCARD_TEST(TstRunState, tst_runstate)
#include "tst_runstate.moc"
