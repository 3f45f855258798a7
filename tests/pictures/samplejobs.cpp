// SPDX-License-Identifier: MIT
#include "tests/pictures/samplejobs.h"

#include "core/accounts/account.h"
#include "core/base/files.h"
#include "core/job/array.h"
#include "core/store/jobfolder.h"
#include "core/store/races.h"
#include "tests/support/samplearray.h"
#include "tests/support/wait.h"

#include <QDir>

namespace punchcard::testing {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QStringList &names()
{
    static const QStringList list{u"kernel.sh"_s,    u"llama-bench.sh"_s, u"whisper.sh"_s, u"render-the-long-animation-of-the-harbour.sh"_s,
                                  u"fractal.sh"_s,   u"primes.sh"_s,      u"speed.sh"_s,   u"build-rust.sh"_s,
                                  u"transcode.py"_s, u"machine.sh"_s};
    return list;
}

Job sample(int number, Time now)
{
    static const QStringList runners{u"ubuntu-latest"_s, u"ubuntu-24.04-arm"_s, u"macos-latest"_s, u"self-hosted"_s};
    const Time created = now - number * 47min - (number % 7) * 11min;
    const bool isLocal = number % 3 == 0;
    Job job{.spec = {.name = names().at(number % names().size()),
                     .account = isLocal ? thisComputerId() : u"github.com/octocat"_s,
                     .runsOn = isLocal ? JobSpec().runsOn : QStringList{runners.at(number % runners.size())}},
            .phase = Phase::Cleared,
            .outcome = Outcome::Succeeded,
            .results = Results::Complete,
            .createdAt = created};
    if (number % 6 == 4)
        job.outcome = Outcome::Failed;
    else if (number % 11 == 7)
        job.outcome = Outcome::Cancelled;
    else if (number % 23 == 12)
        job.outcome = Outcome::TimedOut;
    else if (number % 17 == 9)
        job.results = Results::Incomplete;
    job.finishedAt = created + 4s + std::chrono::seconds(number * 37 % 900);
    return job;
}

// How it went on the runner: what the history draws.
Run runOf(const Job &job, int number)
{
    const Time began = job.createdAt + 2s + std::chrono::seconds(number * 13 % 20);
    const Conclusion end = job.outcome == Outcome::Succeeded ? Conclusion::Success : Conclusion::Failure;
    const Task task{.name = u"job"_s,
                    .status = Status::Completed,
                    .conclusion = end,
                    .startedAt = began,
                    .completedAt = began + 40s + std::chrono::seconds(number * 37 % 50) + std::chrono::seconds(number % 4 * 25),
                    .runnerId = 1,
                    .runnerName = u"runner"_s};
    return {.remoteId = number,
            .attempts = {{.status = Status::Completed, .conclusion = end, .startedAt = job.createdAt + 2s, .tasks = {task}}}};
}

} // namespace

void writeSampleJobs(store::Store &store, int count)
{
    const Time now = Clock::system().now();
    const store::StoredAccount account{.id = u"github.com/octocat"_s,
                                       .name = u"octocat"_s,
                                       .settings = toJson(makeAccount(QUrl(u"https://api.github.com/"_s), u"octocat"_s))};
    if (!wait(store.saveAccount(account)))
        qFatal("the account is not written");
    for (int number = count; number > 0; --number) {
        Job job = sample(number, now);
        const Result<Job> added = wait(store.add(job));
        if (!added)
            qFatal("a job is not written: %s", qPrintable(added.error().what));
        job.id = added->id;
        job.uid = added->uid;
        if (!wait(store.save(job)) || !wait(store.saveRun(job.id, runOf(job, number))))
            qFatal("a job is not saved");
    }
}

WaitingJob writeWaitingJob(store::Store &store)
{
    const Job wanted{.spec = {.name = u"whisper.sh"_s, .account = u"github.com/octocat"_s}, .createdAt = Clock::system().now() - 3min};
    Job job = *wait(store.add(wanted));
    const store::JobFolder folder(store.home(), job.uid);
    if (!folder.write(job.spec, "whisper\n"))
        qFatal("no job folder");
    Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
    if (!lock)
        qFatal("the waiting job is not locked");
    WaitingJob waiting{.id = job.id, .lock = std::move(*lock)};
    job.waiting = Waiting{.what = Waiting::For::Token,
                          .error = {.kind = Error::Kind::Denied,
                                    .what = u"GitHub does not know the token of octocat any more."_s,
                                    .remedy = u"Open Accounts and give it a new one."_s}};
    if (!wait(store.save(job)))
        qFatal("the waiting job is not saved");
    return waiting;
}

namespace {

/// What one racer was stamped with, in seconds since all of them were asked for.
struct RacerStamps
{
    QString label;
    QString machine;
    int picked;
    int script;
    int scriptEnd;
    int end;
};

// Of @p stamps what had happened after @p now seconds.
Run runAt(const RacerStamps &stamps, Time asked, int now)
{
    const auto at = [asked](int second) { return asked + std::chrono::seconds(second); };
    const auto until = [&at, now](int second) { return second <= now ? std::optional(at(second)) : std::nullopt; };
    const auto step = [&](int number, const QString &name, int begin, int end) {
        return Step{.number = number,
                    .name = name,
                    .status = end <= now ? Status::Completed
                        : begin <= now   ? Status::InProgress
                                         : Status::Queued,
                    .conclusion = end <= now ? Conclusion::Success : Conclusion::None,
                    .startedAt = until(begin),
                    .completedAt = until(end)};
    };
    const bool isTaken = stamps.picked <= now;
    const bool isOver = stamps.end <= now;
    const Status status = isOver ? Status::Completed : isTaken ? Status::InProgress : Status::Queued;
    const Conclusion end = isOver ? Conclusion::Success : Conclusion::None;
    const Task task{.remoteId = 1,
                    .name = u"job"_s,
                    .status = status,
                    .conclusion = end,
                    .startedAt = until(stamps.picked),
                    .completedAt = until(stamps.end),
                    .runnerId = isTaken ? 1 : 0,
                    .runnerName = isTaken ? stamps.machine : QString(),
                    .steps
                    = {step(1, u"Set up job"_s, stamps.picked, stamps.script), step(2, u"Run job.sh"_s, stamps.script, stamps.scriptEnd),
                       step(3, u"Keep uploads"_s, stamps.scriptEnd, stamps.end)}};
    return {.remoteId = 7, .attempts = {{.status = status, .conclusion = end, .startedAt = asked, .tasks = {task}}}};
}

} // namespace

SampleRace writeSampleRace(store::Store &store, bool over)
{
    const QList<RacerStamps> racers{{u"ubuntu-24.04"_s, u"GitHub Actions 12"_s, 6, 15, 82, 89},
                                    {u"ubuntu-24.04-arm"_s, u"GitHub Actions 13"_s, 9, 17, 64, 70},
                                    {u"macos-15"_s, u"GitHub Actions 14"_s, 31, 47, 105, 116}};
    const int seconds = over ? 3600 : 74;
    const Time asked = Clock::system().now() - std::chrono::seconds(seconds);
    QList<Job> wanted;
    for (const RacerStamps &racer : racers)
        wanted.append({.spec = {.name = u"race.sh"_s, .account = u"github.com/octocat"_s, .runsOn = {racer.label}}, .createdAt = asked});
    const Result<QList<Job>> jobs = wait(store.addTogether(wanted, store::raceKind(), asked));
    if (!jobs)
        qFatal("the race is not written");
    SampleRace race{.id = *jobs->constFirst().group, .locks = {}};
    for (qsizetype i = 0; i < jobs->size(); ++i) {
        Job job = jobs->at(i);
        const store::JobFolder folder(store.home(), job.uid);
        if (!folder.write(job.spec, "race\n"))
            qFatal("no job folder");
        Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
        const bool isOver = racers.at(i).end <= seconds;
        job.phase = isOver ? Phase::Cleared : Phase::Started;
        job.outcome = isOver ? Outcome::Succeeded : Outcome::Open;
        job.results = isOver ? Results::Complete : Results::Open;
        job.submittedAt = asked;
        if (isOver)
            job.finishedAt = asked + std::chrono::seconds(racers.at(i).end + 4);
        if (!lock || !wait(store.save(job)) || !wait(store.saveRun(job.id, runAt(racers.at(i), asked, seconds))))
            qFatal("a racer is not saved");
        race.locks.push_back(std::move(*lock));
    }
    return race;
}

WaitingJob writeArray(store::Store &store)
{
    Job array = halfwayArray(Clock::system().now());
    array.spec.account = u"github.com/octocat"_s;
    Job job = *wait(store.add(array));
    const store::JobFolder folder(store.home(), job.uid);
    if (!folder.write(array.spec, "whisper\n"))
        qFatal("no folder for the array");
    Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
    if (!lock)
        qFatal("the array is not locked");
    job.phase = Phase::Started;
    job.submittedAt = array.submittedAt;
    const Result<Run> run = wait(store.saveRun(job.id, array.runs.at(0)));
    if (!wait(store.save(job)) || !run)
        qFatal("the array is not saved");
    for (const Item &item : artifactsOf(array, *run)) {
        if (!wait(store.saveItem(job.id, item)) || !QDir().mkpath(folder.path() + u'/' + item.path)
            || !writePrivateFile(folder.path() + u'/' + item.path + u"/talk.txt"_s, QByteArray(int(item.size), 't')))
            qFatal("an artifact of the array is not written");
    }
    for (const Task &task : array.runs.at(0).attempts.at(0).tasks) {
        if (!task.startedAt)
            continue;
        const QString file = elementText(array.spec, elementOf(array.spec, task)).section(u"file="_s, 1).section(u',', 0, 0);
        const QByteArray stamp = isoTime(*task.startedAt).chopped(1).toUtf8() + ".0000000Z ";
        QByteArray log = stamp + "+ whisper --language en " + file.toUtf8() + '\n' + stamp + "loading the model\n";
        for (int minute = 0; minute < 9; ++minute)
            log += stamp + '[' + QByteArray::number(minute) + ":12.480 --> " + QByteArray::number(minute)
                + ":17.900]  and that is what the next part is about\n";
        if (task.conclusion == Conclusion::Failure)
            log += stamp + "##[error]out of memory while decoding segment 41\n" + stamp
                + "##[error]Process completed with exit code 137.\n";
        if (!QDir().mkpath(folder.path() + u"/logs/attempt-1"_s)
            || !writePrivateFile(folder.path() + u"/logs/attempt-1/"_s + task.name + u".log"_s, log))
            qFatal("a log of the array is not written");
    }
    return {.id = job.id, .lock = std::move(*lock)};
}

} // namespace punchcard::testing
