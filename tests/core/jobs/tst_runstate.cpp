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
    QCOMPARE(outcomeOf({.conclusion = Conclusion::Cancelled, .timeoutMinutes = 1, .running = 61s}), Outcome::TimedOut);
    QCOMPARE(worse(Outcome::Succeeded, Outcome::Failed), Outcome::Failed);
    QCOMPARE(worse(Outcome::Lost, Outcome::Failed), Outcome::Lost);
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
    QVERIFY(repositoryName(u"Linux Kernel.sh"_s, u"x"_s).startsWith(u"linux-kernel-"_s));
}

PUNCHCARD_TEST(TstRunState, tst_runstate)
#include "tst_runstate.moc"
