// SPDX-License-Identifier: MIT
#include "app/cli/stateline.h"
#include "app/cli/textreporter.h"
#include "core/logs/logarchive.h"
#include "tests/cli/samplejob.h"
#include "tests/cli/screen.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using cli::ExitCode;
using cli::Leaving;
using cli::TextReporter;
using testing::Screen;
using testing::wait;

class TstTextReporter : public QObject
{
    Q_OBJECT

private slots:
    void aWholeJob();
    void eachStateOnceInAFile();
    void oneChangingLineOnATerminal();
    void waitingSaysWhatAndWhatEndsIt();
    void theLogIsPrintedOnceAndHarmless();
    void downloadsShowSpeedOnATerminalOnly();
    void sendingInputsShowsHowFarItIs();
    void leavingSaysHowToGoOn();
    void aKeptRepositoryIsTold();
    void whatElementsShareIsListedOnce();
    void refusedResultsAreTold();
    void severalJobsNameThemselves();
    void thisComputerHasNoPage();
    void arraysCountTheirTasks();
    void whatFailedIsNamed();

private:
    [[nodiscard]] std::unique_ptr<TextReporter> reporter(cli::Terminal &terminal, TextReporter::Options options = {}) const;

    QTemporaryDir m_jobs;
};

std::unique_ptr<TextReporter> TstTextReporter::reporter(cli::Terminal &terminal, TextReporter::Options options) const
{
    return std::make_unique<TextReporter>(terminal, m_jobs.path(), options);
}

void TstTextReporter::aWholeJob()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    const auto text = reporter(terminal);
    text->submitted(testing::preparedJob(), {u"A note."_s});
    text->update(testing::startedJob());
    text->update(testing::runningJob());
    const cli::Delivery delivery{
        .out = u"/out"_s,
        .artifacts = {{.name = u"uploads"_s, .state = Item::State::Here, .files = {{.name = u"video.flv"_s, .size = 47'390}}}}};
    text->over(testing::endedJob(), delivery, ExitCode::Succeeded);
    QCOMPARE(screen.out,
             QByteArray("----------------------------------------\n"
                        "\n"
                        "View job at: https://github.com/me/kernel-brisk-otter/actions\n"
                        "----------------------------------------\n"
                        "\n"
                        "FILE      SIZE\n"
                        "video.flv 47.39kB\n"
                        "\n"
                        "QUEUED DURATION TOTAL\n"
                        "4s     15s      25s\n"
                        "\n"));
    QCOMPARE(screen.err,
             QByteArray("Job 7: kernel.sh\n"
                        "A note.\n"
                        "waiting for the run to appear\n"
                        "running on runner-3: Run job.sh\n"
                        "Results: /out\n"
                        "Job 7 succeeded.\n"));
}

void TstTextReporter::eachStateOnceInAFile()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    const auto text = reporter(terminal);
    for (int i = 0; i < 3; ++i)
        text->update(testing::runningJob());
    QCOMPARE(screen.err.count("running on"), 1);
    QVERIFY2(!screen.err.contains('\r') && !screen.err.contains('\x1b'), "a file is no terminal");
}

void TstTextReporter::oneChangingLineOnATerminal()
{
    Screen screen;
    cli::Terminal terminal(screen.streams(true));
    const auto text = reporter(terminal);
    text->update(testing::startedJob());
    text->update(testing::runningJob());
    QVERIFY(screen.err.contains("\r\x1b[Krunning on runner-3: Run job.sh"));
    QVERIFY2(!screen.err.contains('\n'), screen.err.constData());
    // How long it has lasted ticks by itself.
    QTRY_VERIFY(screen.err.contains("Run job.sh  1s"));
}

void TstTextReporter::waitingSaysWhatAndWhatEndsIt()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    const auto text = reporter(terminal);
    Job job = testing::startedJob();
    job.waiting = Waiting{.what = Waiting::For::Token,
                          .error = {.kind = Error::Kind::Denied, .what = u"The token was refused."_s, .remedy = u"Sign in again."_s}};
    text->update(job);
    text->update(job);
    QCOMPARE(screen.err, QByteArray("Waiting for a token that is accepted: The token was refused. Sign in again.\n"));
    job.waiting.reset();
    text->update(job);
    QVERIFY(screen.err.endsWith("waiting for the run to appear\n"));
}

// Breaks for the user: what a script printed takes over their terminal, or is printed twice.
void TstTextReporter::theLogIsPrintedOnceAndHarmless()
{
    const Job job = testing::endedJob();
    const QString folder = m_jobs.filePath(job.uid + u"/logs/attempt-1"_s);
    QVERIFY(QDir().mkpath(folder));
    const QString downloaded = m_jobs.filePath(u"job.txt"_s);
    QFile file(downloaded);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("2025-11-24T16:00:00.1000000Z \x1b[31mred\x1b[0m\x1b]0;title\x07\n2025-11-24T16:00:00.2000000Z 10%\r100%\n");
    file.close();
    const TaskInfo info{.id = 11, .name = u"job"_s};
    const Context context;
    QVERIFY(wait(adoptTaskLog(downloaded, folder, info, context)));

    Screen screen;
    cli::Terminal terminal(screen.streams());
    wait([](TextReporter *text, Job ended) -> QCoro::Task<bool> {
        co_await text->logHere(ended);
        co_return true;
    }(reporter(terminal).get(), job));
    QCOMPARE(screen.out, QByteArray("red\n100%\n"));

    Screen silent;
    cli::Terminal other(silent.streams());
    wait([](TextReporter *text, Job ended) -> QCoro::Task<bool> {
        co_await text->logHere(ended);
        co_return true;
    }(reporter(other, {.logs = false}).get(), job));
    QVERIFY(silent.out.isEmpty());
}

void TstTextReporter::downloadsShowSpeedOnATerminalOnly()
{
    Screen screen;
    cli::Terminal terminal(screen.streams(true));
    const auto text = reporter(terminal);
    Job job = testing::endedJob();
    job.phase = Phase::Ended;
    text->update(job);
    text->progressed(job, ItemId(2), {.done = 5'000'000, .total = 10'000'000});
    QVERIFY2(screen.err.endsWith("uploads: 5MB of 10MB"), screen.err.constData());

    Screen file;
    cli::Terminal plain(file.streams());
    const auto quiet = reporter(plain);
    quiet->update(job);
    const QByteArray before = file.err;
    quiet->progressed(job, ItemId(2), {.done = 5'000'000, .total = 10'000'000});
    QCOMPARE(file.err, before);
}

void TstTextReporter::sendingInputsShowsHowFarItIs()
{
    Screen screen;
    cli::Terminal terminal(screen.streams(true));
    const auto text = reporter(terminal);
    Job job = testing::endedJob();
    job.phase = Phase::SecretsSealed;
    text->update(job);
    text->sending(job, {.files = 12, .allFiles = 40, .bytes = 3'000'000, .allBytes = 9'000'000});
    QVERIFY2(screen.err.endsWith("sending inputs: 12 of 40, 3MB of 9MB"), screen.err.constData());
    job.phase = Phase::Started;
    text->update(job);
    QVERIFY2(!screen.err.endsWith("9MB"), screen.err.constData());
}

void TstTextReporter::leavingSaysHowToGoOn()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    const auto text = reporter(terminal);
    text->left(testing::runningJob(), Leaving::Interrupted);
    QVERIFY2(screen.err.endsWith("\npunch resume\n"), screen.err.constData());
    text->left(testing::runningJob(), Leaving::LimitReached);
    QVERIFY2(screen.err.endsWith("\npunch wait 7\n"), screen.err.constData());
    text->left(testing::runningJob(), Leaving::OnItsWay);
    QVERIFY2(screen.err.endsWith("\npunch wait 7\n"), screen.err.constData());
    QVERIFY(screen.out.isEmpty());
}

// Breaks for the user: a repository stays on their account, and nobody says so.
void TstTextReporter::aKeptRepositoryIsTold()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    Job job = testing::endedJob();
    job.house.dropped = false;
    reporter(terminal)->over(job, {}, ExitCode::Succeeded);
    QVERIFY2(screen.err.contains("https://github.com/me/kernel-brisk-otter/settings"), screen.err.constData());
}

// Breaks for the user: a file of three elements is three files, until they look.
void TstTextReporter::whatElementsShareIsListedOnce()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    Job job = testing::endedJob();
    job.spec.array = 3;
    job.spec.merge = true;
    job.spec.outFolder = u"/out"_s;
    cli::Delivery delivery{.out = u"/out"_s};
    for (const QString &own : {u"a"_s, u"b"_s, u"c"_s})
        delivery.artifacts.append(
            {.name = u"uploads"_s,
             .state = Item::State::Here,
             .files = {{.name = u"same"_s, .path = u"/out/same"_s, .size = 5}, {.name = own, .path = u"/out/"_s + own, .size = 2}}});
    reporter(terminal)->over(job, delivery, ExitCode::Succeeded);
    QVERIFY2(screen.out.contains("\nFILE SIZE\nsame 5B\na    2B\nb    2B\nc    2B\n\n"), screen.out.constData());
}

void TstTextReporter::refusedResultsAreTold()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    Job job = testing::endedJob();
    job.results = Results::Incomplete;
    const cli::Delivery delivery{.artifacts
                                 = {{.name = u"uploads"_s, .state = Item::State::Refused, .why = u"a.txt: other content lies there"_s}}};
    reporter(terminal)->over(job, delivery, ExitCode::Incomplete);
    QVERIFY2(screen.err.contains("a.txt: other content lies there"), screen.err.constData());
    QVERIFY(screen.err.contains("not all of its results are here"));
}

void TstTextReporter::severalJobsNameThemselves()
{
    Screen screen;
    cli::Terminal terminal(screen.streams(true));
    const auto text = reporter(terminal, {.many = true});
    text->update(testing::runningJob());
    QVERIFY2(screen.err.contains("Job 7 (kernel.sh): running on runner-3: Run job.sh\n"), screen.err.constData());
    text->over(testing::endedJob(), {}, ExitCode::Succeeded);
    QVERIFY2(screen.err.endsWith("\nJob 7 succeeded.\n"), screen.err.constData());
    QVERIFY(screen.out.isEmpty());
}

void TstTextReporter::thisComputerHasNoPage()
{
    Screen screen;
    cli::Terminal terminal(screen.streams());
    Job job = testing::startedJob();
    job.spec.account = u"this-computer"_s;
    reporter(terminal)->update(job);
    QVERIFY(screen.out.isEmpty());
}

void TstTextReporter::arraysCountTheirTasks()
{
    Job job = testing::runningJob();
    QList<Task> &tasks = job.runs.first().attempts.first().tasks;
    tasks.append(Task{.name = u"job 1"_s, .status = Status::Queued});
    tasks.append(Task{.name = u"job 2"_s, .status = Status::Completed});
    QCOMPARE(cli::stateLine(job), u"1 of 3 tasks done, 1 running, 1 queued"_s);
    job.wishes.cancel = true;
    QVERIFY(cli::stateLine(job).startsWith(u"cancelling"_s));
}

// Breaks for the user: they look for a mistake in a script that has none.
void TstTextReporter::whatFailedIsNamed()
{
    Job job = testing::endedJob();
    job.outcome = Outcome::Failed;
    Task &task = job.runs.first().attempts.first().tasks.first();
    task.steps = {{.name = u"Set up job"_s, .conclusion = Conclusion::Failure}};
    QCOMPARE(cli::endLine(job), u"Job 7 failed in the step “Set up job”."_s);
    task.steps = {{.name = u"Run job.sh"_s, .conclusion = Conclusion::Failure}};
    QCOMPARE(cli::endLine(job), u"Job 7 failed: its script ended with an error."_s);
    // It may have ended well, and said something that the runner does not take.
    job.error = Error{.kind = Error::Kind::Refused, .what = u"The step “Run job.sh” failed: Unable to process file command."_s};
    QCOMPARE(cli::endLine(job), u"Job 7 failed in the step “Run job.sh”."_s);
}

PUNCHCARD_TEST(TstTextReporter, tst_textreporter)
#include "tst_textreporter.moc"
