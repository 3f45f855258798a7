// SPDX-License-Identifier: MIT
#include "app/cli/jsonevents.h"

#include "core/base/errorjson.h"
#include "core/models/elements.h"

#include <QJsonArray>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

QJsonValue ms(std::optional<Milliseconds> duration)
{
    return duration ? QJsonValue(qint64(duration->count())) : QJsonValue();
}

QJsonValue stamp(std::optional<Time> time)
{
    return time ? QJsonValue(isoTime(*time)) : QJsonValue();
}

QJsonObject event(const QString &name, const Job &job)
{
    return {{u"event"_s, name}, {u"job"_s, qint64(job.id)}};
}

void insertError(QJsonObject &json, const Error &error)
{
    QJsonObject told = toJson(error);
    told.remove(u"detail"_s); // for our log
    if (!told.contains(u"retry_at"_s))
        told.insert(u"retry_at"_s, QJsonValue());
    for (auto field = told.constBegin(); field != told.constEnd(); ++field)
        json.insert(field.key(), field.value());
}

QJsonObject artifactObject(const DeliveredArtifact &artifact)
{
    QJsonArray files;
    for (const DeliveredFile &file : artifact.files)
        files.append(QJsonObject{{u"name"_s, file.name}, {u"path"_s, file.path}, {u"size"_s, file.size}});
    QJsonObject json{{u"name"_s, artifact.name},
                     {u"path"_s, artifact.path},
                     {u"size"_s, artifact.size},
                     {u"state"_s, wordFor(artifact.state)},
                     {u"files"_s, files}};
    if (!artifact.why.isEmpty())
        json.insert(u"why"_s, artifact.why);
    return json;
}

void insertDelivery(QJsonObject &json, const Job &job, const Delivery &delivery)
{
    const JobTimes times = timesOf(job);
    json.insert(u"queued_ms"_s, ms(times.queued));
    json.insert(u"duration_ms"_s, ms(times.running));
    json.insert(u"total_ms"_s, ms(times.total));
    QJsonArray artifacts;
    for (const DeliveredArtifact &artifact : delivery.artifacts)
        artifacts.append(artifactObject(artifact));
    json.insert(u"artifacts"_s, artifacts);
    json.insert(u"logs"_s, QJsonArray::fromStringList(delivery.logs));
    json.insert(u"out"_s, delivery.out);
}

void insertState(QJsonObject &json, const Job &job)
{
    json.insert(u"uid"_s, job.uid);
    json.insert(u"name"_s, job.spec.name);
    json.insert(u"account"_s, job.spec.account);
    json.insert(u"runs_on"_s, QJsonArray::fromStringList(job.spec.runsOn));
    json.insert(u"phase"_s, wordFor(job.phase));
    json.insert(u"outcome"_s, wordFor(job.outcome));
    json.insert(u"results"_s, wordFor(job.results));
    json.insert(u"waiting_for"_s, job.waiting ? QJsonValue(wordFor(job.waiting->what)) : QJsonValue());
    json.insert(u"waiting_until"_s, stamp(job.waiting ? job.waiting->until : std::nullopt));
    json.insert(u"created_at"_s, isoTime(job.createdAt));
    json.insert(u"submitted_at"_s, stamp(job.submittedAt));
    json.insert(u"finished_at"_s, stamp(job.finishedAt));
}

QJsonObject taskObject(const Task &task)
{
    QJsonArray steps;
    for (const Step &step : task.steps) {
        steps.append(QJsonObject{{u"number"_s, step.number},
                                 {u"name"_s, step.name},
                                 {u"status"_s, wordFor(step.status)},
                                 {u"conclusion"_s, wordFor(step.conclusion)},
                                 {u"started_at"_s, stamp(step.startedAt)},
                                 {u"completed_at"_s, stamp(step.completedAt)}});
    }
    return {{u"name"_s, task.name},
            {u"status"_s, wordFor(task.status)},
            {u"conclusion"_s, wordFor(task.conclusion)},
            {u"runner"_s, task.runnerName},
            {u"started_at"_s, stamp(task.startedAt)},
            {u"completed_at"_s, stamp(task.completedAt)},
            {u"steps"_s, steps}};
}

QJsonObject figureObject(const RaceFigure &figure)
{
    return {{u"ms"_s, figure.open ? QJsonValue() : ms(figure.length)},
            {u"ratio"_s, figure.ratio ? QJsonValue(*figure.ratio) : QJsonValue()}};
}

} // namespace

QJsonObject phaseEvent(const Job &job, Phase phase, const QStringList &notes)
{
    QJsonObject json = event(u"phase"_s, job);
    json.insert(u"phase"_s, wordFor(phase));
    json.insert(u"uid"_s, job.uid);
    json.insert(u"name"_s, job.spec.name);
    json.insert(u"account"_s, job.spec.account);
    if (phase >= Phase::Housed && !job.house.name.isEmpty()) {
        json.insert(u"repository"_s, QString(job.house.owner + u'/' + job.house.name));
        json.insert(u"page"_s, job.house.page.toString());
    }
    if (phase >= Phase::Ended)
        json.insert(u"outcome"_s, wordFor(job.outcome));
    if (!notes.isEmpty())
        json.insert(u"notes"_s, QJsonArray::fromStringList(notes));
    return json;
}

QJsonObject waitingEvent(const Job &job)
{
    QJsonObject json = event(u"waiting"_s, job);
    if (!job.waiting)
        return json;
    insertError(json, job.waiting->error);
    json.insert(u"for"_s, wordFor(job.waiting->what));
    json.insert(u"until"_s, stamp(job.waiting->until));
    return json;
}

QJsonObject errorEvent(const Error &error, const Job *job)
{
    QJsonObject json{{u"event"_s, u"error"_s}};
    if (job)
        json.insert(u"job"_s, qint64(job->id));
    insertError(json, error);
    return json;
}

QJsonObject doneEvent(const Job &job, const Delivery &delivery, ExitCode code)
{
    QJsonObject json = event(u"done"_s, job);
    json.insert(u"outcome"_s, wordFor(job.outcome));
    json.insert(u"results"_s, wordFor(job.results));
    json.insert(u"exit"_s, int(code));
    insertDelivery(json, job, delivery);
    return json;
}

QJsonObject jobEvent(const Job &job, const std::optional<LiveProgress> &progress)
{
    QJsonObject json = event(u"job"_s, job);
    insertState(json, job);
    if (progress) {
        json.insert(u"progress"_s, progress->percent);
        json.insert(u"left_ms"_s, ms(progress->left));
    }
    return json;
}

QJsonObject detailEvent(const Job &job, const Delivery &delivery, const QString &folder, const std::optional<LiveProgress> &progress)
{
    QJsonObject json = jobEvent(job, progress);
    insertDelivery(json, job, delivery);
    json.insert(u"folder"_s, folder);
    json.insert(u"repository"_s, job.house.name.isEmpty() ? QJsonValue() : QJsonValue(job.house.owner + u'/' + job.house.name));
    const bool isThere = !job.house.name.isEmpty() && job.house.repositoryId != 0 && !job.house.dropped;
    const bool isStanding = job.spec.housing == Housing::Standing;
    json.insert(u"repository_stands"_s, isThere || (isStanding && job.house.repositoryId != 0 && job.outcome != Outcome::Lost));
    if (isStanding) {
        json.insert(u"branch"_s, job.house.branch);
        json.insert(u"branch_stands"_s, isThere);
    }
    json.insert(u"page"_s, job.house.page.toString());
    if (job.error)
        json.insert(u"error"_s, errorEvent(*job.error));
    QJsonArray tasks;
    if (const std::optional<Attempt> attempt = newestAttempt(job)) {
        json.insert(u"attempt"_s, attempt->number);
        for (const Task &task : attempt->tasks)
            tasks.append(taskObject(task));
    }
    json.insert(u"tasks"_s, tasks);
    if (const QList<Element> elements = elementsIn(job); !elements.isEmpty())
        json.insert(u"elements"_s, elementsJson(job.spec, elements));
    return json;
}

QJsonObject raceEvent(GroupId id, const RaceLanes &race, ExitCode code)
{
    QJsonArray racers;
    for (const RaceLane &lane : race.lanes) {
        racers.append(QJsonObject{{u"job"_s, qint64(lane.job)},
                                  {u"runner"_s, lane.name},
                                  {u"outcome"_s, wordFor(lane.outcome)},
                                  {u"queued"_s, figureObject(lane.queued)},
                                  {u"setup"_s, figureObject(lane.setUp)},
                                  {u"script"_s, figureObject(lane.script)},
                                  {u"total"_s, figureObject(lane.total)}});
    }
    return {{u"event"_s, u"race"_s},
            {u"race"_s, qint64(id)},
            {u"racers"_s, racers},
            {u"winner"_s, race.winner ? QJsonValue(qint64(race.lanes.at(*race.winner).job)) : QJsonValue()},
            {u"exit"_s, int(code)}};
}

QList<Phase> phasesSince(std::optional<Phase> before, const Job &job)
{
    const bool wasGivenUp = job.isOver() && (job.outcome == Outcome::Refused || job.outcome == Outcome::Lost || !job.submittedAt);
    QList<Phase> phases;
    for (int number = before ? int(*before) + 1 : int(Phase::Prepared); number <= int(job.phase); ++number) {
        if (!wasGivenUp || number == int(job.phase) || (!before && number == int(Phase::Prepared)))
            phases.append(Phase(number));
    }
    return phases;
}

} // namespace punchcard::cli
