// SPDX-License-Identifier: MIT
#include "app/cli/figures.h"
#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/stateline.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/artifacts/entryname.h"
#include "core/jobs/livelog.h"
#include "core/jobs/race.h"
#include "core/models/elements.h"
#include "core/store/races.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonObject>
#include <QSet>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct ShowText
{
    Q_DECLARE_TR_FUNCTIONS(Show)
};

QString localTime(Time time)
{
    return toDateTime(time).toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString shownState(const Job &job, const QString &folder)
{
    const QString line = stateLine(job);
    const QString word = stateWord(job, liveProgressOf(job, folder));
    return line.isEmpty() ? word : u"%1 (%2)"_s.arg(word, line);
}

QString houseText(const Job &job)
{
    const QString name = job.house.owner + u'/' + job.house.name;
    if (job.spec.housing == Housing::Standing) {
        if (job.house.repositoryId == 0)
            return ShowText::tr("%1, not used").arg(name);
        return job.house.dropped ? ShowText::tr("%1, the job's branch is deleted").arg(name)
                                 : ShowText::tr("%1, branch %2, %3").arg(name, job.house.branch, job.house.page.toString());
    }
    if (job.house.repositoryId == 0)
        return ShowText::tr("%1, not made").arg(name);
    return job.house.dropped ? ShowText::tr("%1, deleted").arg(name) : u"%1, %2"_s.arg(name, job.house.page.toString());
}

/// The race that a job takes part in, and who else does.
struct RaceOfJob
{
    std::optional<GroupId> race;
    QStringList others;
};

Async<RaceOfJob> raceOf(Bench &bench, JobId job)
{
    const Result<std::optional<GroupId>> race = co_await store::raceOfJob(bench.store().database(), job);
    if (!race)
        co_return race.error();
    RaceOfJob found{.race = *race, .others = {}};
    if (!*race)
        co_return found;
    const Result<QList<Job>> jobs = co_await store::jobsOfRace(bench.store().database(), **race);
    if (!jobs)
        co_return jobs.error();
    QList<JobSpec> specs;
    for (const Job &racer : *jobs)
        specs.append(racer.spec);
    const QStringList names = racerNames(specs);
    for (qsizetype i = 0; i < jobs->size(); ++i) {
        if (jobs->at(i).id != job)
            found.others.append(ShowText::tr("%1 on %2", "number, runner").arg(qint64(jobs->at(i).id)).arg(names.at(i)));
    }
    co_return found;
}

Table facts(const Job &job, const RaceOfJob &race, const QString &folder)
{
    Table table({ShowText::tr("Job"), u"%1  %2"_s.arg(qint64(job.id)).arg(job.spec.name)});
    table.add({ShowText::tr("State"), shownState(job, folder)});
    if (job.waiting)
        table.add({ShowText::tr("Waiting"), waitingLine(*job.waiting)});
    if (job.error)
        table.add({ShowText::tr("Error"), job.error->sentence()});
    table.add({ShowText::tr("Account"), job.spec.account});
    table.add({ShowText::tr("Runner"), runnerOf(job)});
    if (race.race) {
        const QString against
            = race.others.isEmpty() ? ShowText::tr("alone by now") : ShowText::tr("against %1").arg(race.others.join(u", "_s));
        table.add({ShowText::tr("Race"), ShowText::tr("%1; “punch race %2” draws it").arg(against).arg(qint64(job.id))});
    }
    if (!job.house.name.isEmpty())
        table.add({ShowText::tr("Repository"), houseText(job)});
    for (const Run &run : job.runs) {
        if (!run.page.isEmpty())
            table.add({ShowText::tr("Run"), run.page.toString()});
    }
    table.add({ShowText::tr("Created"), localTime(job.createdAt)});
    if (job.finishedAt)
        table.add({ShowText::tr("Ended"), localTime(*job.finishedAt)});
    for (const SecretSource &secret : job.spec.secrets)
        table.add({ShowText::tr("Secret"), secret.name});
    for (const InputSource &input : job.spec.inputs)
        table.add({ShowText::tr("Input"), input.name});
    table.add({ShowText::tr("Folder"), QDir::toNativeSeparators(folder)});
    return table;
}

QStringList stepLines(const Job &job)
{
    const std::optional<Attempt> attempt = newestAttempt(job);
    if (!attempt || attempt->tasks.isEmpty())
        return {};
    Table table({ShowText::tr("STEP"), ShowText::tr("STATE"), ShowText::tr("DURATION")});
    for (const Task &task : attempt->tasks) {
        for (const Step &step : task.steps) {
            const QString name = attempt->tasks.size() > 1 ? task.name + u": "_s + step.name : step.name;
            const bool isDone = step.status == Status::Completed;
            const auto lasted = isDone && step.startedAt && step.completedAt
                ? std::optional<Milliseconds>(*step.completedAt - *step.startedAt)
                : std::nullopt;
            table.add({name, isDone ? wordFor(step.conclusion) : wordFor(step.status), secondsText(lasted)});
        }
    }
    return table.isEmpty() ? QStringList() : QStringList(QString()) + table.lines();
}

QStringList resultLines(const Job &job, const Delivery &delivery)
{
    QStringList lines;
    Table files({ShowText::tr("FILE"), ShowText::tr("SIZE")});
    QSet<QString> paths; // elements that are merged may have left the same file
    for (const DeliveredArtifact &artifact : delivery.artifacts) {
        for (const DeliveredFile &file : artifact.files) {
            if (!paths.contains(file.path))
                files.add({file.path, sizeText(file.size)});
            paths.insert(file.path);
        }
        if (artifact.state != Item::State::Here)
            lines.append(u"%1: %2 %3"_s.arg(shownName(artifact.name), wordFor(artifact.state), artifact.why));
    }
    if (!files.isEmpty())
        lines += QStringList(QString()) + files.lines();
    const JobTimes times = timesOf(job);
    Table table({ShowText::tr("QUEUED"), ShowText::tr("DURATION"), ShowText::tr("TOTAL")});
    table.add({secondsText(times.queued), secondsText(times.running), secondsText(times.total)});
    return lines + QStringList(QString()) + table.lines();
}

Table elementTable(const Job &job, const QList<Element> &elements)
{
    QStringList head{ShowText::tr("ELEMENT")};
    for (const QString &name : parameterNames(job.spec))
        head.append(job.spec.params.rows.isEmpty() ? ShowText::tr("INPUT") : name);
    Table table(head + QStringList{ShowText::tr("OUTCOME"), ShowText::tr("QUEUED"), ShowText::tr("RAN"), ShowText::tr("RESULTS")});
    const Time now = Clock::system().now();
    for (const Element &element : elements) {
        table.add(QStringList(QString::number(element.number)) + parametersOf(job.spec, element.number)
                  + QStringList{wordFor(element.state), secondsText(queuedOf(element, now)), secondsText(ranOf(element, now)),
                                element.artifacts > 0 ? sizeText(element.size) : u"-"_s});
    }
    return table;
}

QStringList spreadLines(const QList<Element> &elements)
{
    const std::optional<ElementSpread> spread = elementSpread(elements);
    if (!spread)
        return {};
    Table table({ShowText::tr("FASTEST"), ShowText::tr("MEDIAN"), ShowText::tr("SLOWEST")});
    table.add({ShowText::tr("%1 (element %2)").arg(secondsText(spread->ran.least)).arg(spread->fastest), secondsText(spread->ran.median),
               ShowText::tr("%1 (element %2)").arg(secondsText(spread->ran.most)).arg(spread->slowest)});
    return QStringList(QString()) + table.lines();
}

ExitCode showElements(Bench &bench, const Job &job)
{
    const QList<Element> elements = elementsIn(job);
    if (elements.isEmpty()) {
        return bench.fail(Error{.kind = Error::Kind::Missing,
                                .what = ShowText::tr("Job %1 is no array, so it has no elements.").arg(qint64(job.id)),
                                .remedy = ShowText::tr("Leave --elements out.")},
                          ExitCode::Usage);
    }
    if (!bench.arguments.csv) {
        bench.terminal.print(elementTable(job, elements).lines() + spreadLines(elements));
        return ExitCode::Succeeded;
    }
    // Byte for byte, for whatever reads it.
    bench.terminal.hold();
    (void)bench.terminal.write(elementsCsv(job.spec, elements));
    bench.terminal.release();
    return ExitCode::Succeeded;
}

} // namespace

QCoro::Task<ExitCode> showVerb(Bench &bench)
{
    const Result<Job> job = co_await bench.store().job(bench.arguments.job);
    if (!job)
        co_return bench.fail(job.error(), job.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    if (!bench.arguments.watch.json && (bench.arguments.elements || bench.arguments.csv))
        co_return showElements(bench, *job);
    const QString folder = bench.home.jobFolder(job->uid);
    const Context context = bench.context();
    const Result<Delivery> delivery = co_await deliveryOf(*job, folder, context);
    if (!delivery)
        co_return bench.fail(delivery.error());
    const Result<RaceOfJob> race = co_await raceOf(bench, job->id);
    if (!race)
        co_return bench.fail(race.error());
    if (bench.arguments.watch.json) {
        QJsonObject event = detailEvent(*job, *delivery, folder, liveProgressOf(*job, folder));
        if (race->race)
            event.insert(u"race"_s, qint64(*race->race));
        printJson(bench.terminal, event);
    } else
        bench.terminal.print(facts(*job, *race, folder).lines() + stepLines(*job) + resultLines(*job, *delivery));
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
