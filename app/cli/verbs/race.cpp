// SPDX-License-Identifier: MIT
// A race: the same script on several runners at once, and those of before.
#include "core/jobs/race.h"
#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/logprinter.h"
#include "app/cli/racetable.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/models/wording.h"
#include "core/store/races.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <vector>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct RaceVerbText
{
    Q_DECLARE_TR_FUNCTIONS(RaceVerb)
};

void tellRefused(Bench &bench, const Desk::RefusedRacer &refused)
{
    if (bench.arguments.watch.json) {
        QJsonObject event = errorEvent(refused.error);
        event.insert(u"runner"_s, refused.name);
        printJson(bench.terminal, event);
    }
    bench.terminal.tell(RaceVerbText::tr("%1 does not take part: %2", "racer, why").arg(refused.name, refused.error.sentence()));
}

Async<RaceLanes> lanesOf(Bench &bench, GroupId race)
{
    const Result<QList<Job>> jobs = co_await store::jobsOfRace(bench.store().database(), race);
    if (!jobs)
        co_return jobs.error();
    co_return raceLanes(standingRacers(*jobs), Clock::system().now());
}

// One after the other: lines of several would not be told apart.
QCoro::Task<> printLogs(Bench &bench, GroupId race)
{
    const Result<QList<Job>> jobs = co_await store::jobsOfRace(bench.store().database(), race);
    const QList<Job> standing = standingRacers(jobs.value_or(QList<Job>()));
    QList<JobSpec> specs;
    for (const Job &job : standing)
        specs.append(job.spec);
    const QStringList names = racerNames(specs);
    for (qsizetype i = 0; i < standing.size(); ++i) {
        const Context context = bench.context();
        bench.terminal.print((i > 0 ? u"\n"_s : QString()) + u"==> %1 <=="_s.arg(names.at(i)));
        const Result<> printed
            = co_await printLog(bench.terminal, standing.at(i), bench.home.jobFolder(standing.at(i).uid), LogPart::Script, context);
        if (!printed && printed.error().kind != Error::Kind::Cancelled)
            bench.terminal.tell(printed.error().what);
    }
}

QCoro::Task<> draw(Bench &bench, GroupId race, ExitCode code)
{
    const Result<RaceLanes> lanes = co_await lanesOf(bench, race);
    if (!lanes)
        bench.fail(lanes.error());
    else if (bench.arguments.watch.json)
        printJson(bench.terminal, raceEvent(race, *lanes, code));
    else
        bench.terminal.print(raceLines(*lanes, bench.terminal.width()));
}

QCoro::Task<ExitCode> listRaces(Bench &bench)
{
    const Result<QList<store::PastRace>> races = co_await store::races(bench.store().database());
    if (!races)
        co_return bench.fail(races.error());
    Table table({RaceVerbText::tr("JOB"), RaceVerbText::tr("NAME"), RaceVerbText::tr("AGE"), RaceVerbText::tr("RUNNERS")});
    for (const store::PastRace &race : *races) {
        if (bench.arguments.watch.json)
            co_await draw(bench, race.id, ExitCode::Succeeded);
        QStringList names = racerNames(race.racers);
        names.removeDuplicates();
        table.add({QString::number(qint64(race.jobs.constFirst())), race.name, ageText(Clock::system().now() - race.createdAt),
                   names.join(u" | "_s)});
    }
    if (bench.arguments.watch.json)
        co_return ExitCode::Succeeded;
    if (table.isEmpty())
        bench.terminal.tell(RaceVerbText::tr("There are no races yet. “punch run FILE --race LABEL” begins one."));
    else
        bench.terminal.print(table.lines());
    co_return ExitCode::Succeeded;
}

} // namespace

QCoro::Task<ExitCode> runRace(Bench &bench, Async<Desk::StartedRace> starting, QStringList notes)
{
    const Result<Desk::StartedRace> race = co_await std::move(starting);
    if (!race)
        co_return bench.fail(race.error(), ExitCode::NotSubmitted);
    ExitCode code = race->refused.isEmpty() ? ExitCode::Succeeded : ExitCode::NotSubmitted;
    for (const Desk::RefusedRacer &refused : race->refused)
        tellRefused(bench, refused);
    QList<JobSpec> specs;
    specs.reserve(race->racers.size());
    for (const Desk::Submitted &racer : race->racers)
        specs.append(racer.job.spec);
    const QStringList names = racerNames(specs);
    std::vector<std::unique_ptr<Reporter>> reporters;
    reporters.reserve(std::size_t(names.size()));
    for (qsizetype i = 0; i < names.size(); ++i) {
        const Desk::Submitted &racer = race->racers.at(i);
        reporters.push_back(bench.reporter(true, names.at(i)));
        reporters.back()->submitted(racer.job, notes + racer.notes);
        notes.clear(); // of all of them: said once
    }
    co_await goOnWithOthers(bench);
    std::vector<QCoro::Task<ExitCode>> watched;
    watched.reserve(std::size_t(names.size()));
    for (qsizetype i = 0; i < names.size(); ++i)
        watched.push_back(watch(bench, *reporters[std::size_t(i)], race->racers.at(i).job.id, true));
    for (QCoro::Task<ExitCode> &task : watched)
        code = worseOf(code, co_await task);
    const WatchOptions &options = bench.arguments.watch;
    if (bench.interrupts.mustLeave())
        co_return code;
    if (options.detach) {
        if (!options.json)
            bench.terminal.tell(RaceVerbText::tr("“punch race %1” draws it.").arg(qint64(race->racers.constFirst().job.id)));
        co_return code;
    }
    if (options.logs && !options.json)
        co_await printLogs(bench, race->race);
    if (!options.json)
        bench.terminal.print(QString());
    co_await draw(bench, race->race, code);
    co_return code;
}

QCoro::Task<ExitCode> raceVerb(Bench &bench)
{
    const JobId id = bench.arguments.job;
    if (id == JobId())
        co_return co_await listRaces(bench);
    const Result<Job> job = co_await bench.store().job(id);
    if (!job)
        co_return bench.fail(job.error(), job.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    const Result<std::optional<GroupId>> race = co_await store::raceOfJob(bench.store().database(), id);
    if (!race)
        co_return bench.fail(race.error());
    if (!*race)
        co_return bench.fail(refusedError(RaceVerbText::tr("Job %1 runs in no race.").arg(qint64(id)),
                                          RaceVerbText::tr("“punch race” lists those there are.")),
                             ExitCode::Usage);
    if (!bench.arguments.again) {
        co_await draw(bench, **race, ExitCode::Succeeded);
        co_return ExitCode::Succeeded;
    }
    const Context context = bench.context();
    bench.interrupts.setCancels(true);
    co_return co_await runRace(bench, bench.desk->raceAgain(**race, context), {});
}

} // namespace punchcard::cli
