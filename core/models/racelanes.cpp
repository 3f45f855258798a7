// SPDX-License-Identifier: MIT
#include "core/models/racelanes.h"

#include "core/jobs/race.h"
#include "core/models/wording.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RaceLanesText
{
    Q_DECLARE_TR_FUNCTIONS(RaceLanes)
};

void takeEarlier(std::optional<Time> &known, const std::optional<Time> &time)
{
    if (time && (!known || *time < *known))
        known = time;
}

void takeLater(std::optional<Time> &known, const std::optional<Time> &time)
{
    if (time && (!known || *time > *known))
        known = time;
}

/// When the parts of a job's newest attempts began, over all its tasks.
struct Stamps
{
    std::optional<Time> asked = {};
    std::optional<Time> picked = {};
    std::optional<Time> scriptBegan = {};
    std::optional<Time> scriptEnded = {}; ///< of the last script
    std::optional<Time> ended = {};       ///< of the last task
    bool hasRuns = false;
    bool scriptsOpen = false; ///< one runs, or may still begin
    bool open = false;
    QString runner = {};
};

void stampTask(Stamps &stamps, const Task &task)
{
    const bool open = task.status != Status::Completed;
    stamps.open |= open;
    takeLater(stamps.ended, task.completedAt);
    // What no runner took has a start that means nothing.
    if (task.runnerId == 0) {
        stamps.scriptsOpen |= open;
        return;
    }
    takeEarlier(stamps.picked, task.startedAt);
    if (stamps.runner.isEmpty())
        stamps.runner = task.runnerName;
    const auto script = std::ranges::find(task.steps, workflow::scriptStep, &Step::name);
    if (script == task.steps.end() || !script->startedAt) {
        stamps.scriptsOpen |= open;
        return;
    }
    takeEarlier(stamps.scriptBegan, script->startedAt);
    takeLater(stamps.scriptEnded, script->completedAt ? script->completedAt : task.completedAt);
    stamps.scriptsOpen |= open && script->status != Status::Completed;
}

Stamps stampsOf(const Job &job)
{
    Stamps stamps;
    for (const Run &run : job.runs) {
        if (run.attempts.isEmpty())
            continue;
        const Attempt &newest = run.attempts.constLast();
        stamps.hasRuns = true;
        takeEarlier(stamps.asked, newest.startedAt);
        stamps.open |= newest.status != Status::Completed && newest.tasks.isEmpty();
        stamps.scriptsOpen |= newest.status != Status::Completed && newest.tasks.isEmpty();
        for (const Task &task : newest.tasks)
            stampTask(stamps, task);
    }
    return stamps;
}

void addStretch(RaceLane &lane, RacePart part, std::optional<Time> begin, std::optional<Time> end, Time now)
{
    if (!begin)
        return;
    const Milliseconds length = std::max(end.value_or(now) - *begin, Milliseconds::zero());
    const bool open = !end;
    RaceFigure figure{.length = length, .open = open, .ratio = {}};
    if (part == RacePart::Queued)
        lane.queued = figure;
    else if (part == RacePart::SetUp)
        lane.setUp = figure;
    else if (part == RacePart::Script)
        lane.script = figure;
    if (length > Milliseconds::zero() || open)
        lane.stretches.append({.part = part, .length = length, .open = open});
}

// Each part ends where the next begins, so that nothing is left out; one that came to no next ends with the job.
void measureLane(RaceLane &lane, const Stamps &stamps, Time now)
{
    const std::optional<Time> over = stamps.open ? std::nullopt : stamps.ended;
    if (!stamps.hasRuns || !stamps.asked || (!stamps.open && !over))
        return;
    addStretch(lane, RacePart::Queued, stamps.asked, stamps.picked ? stamps.picked : over, now);
    if (stamps.picked)
        addStretch(lane, RacePart::SetUp, stamps.picked, stamps.scriptBegan ? stamps.scriptBegan : over, now);
    if (stamps.scriptBegan) {
        const std::optional<Time> scriptEnd = stamps.scriptsOpen ? over : stamps.scriptEnded ? stamps.scriptEnded : over;
        addStretch(lane, RacePart::Script, stamps.scriptBegan, scriptEnd, now);
        if (scriptEnd)
            addStretch(lane, RacePart::Rest, scriptEnd, over, now);
    }
    lane.total = {.length = std::max(over.value_or(now) - *stamps.asked, Milliseconds::zero()), .open = stamps.open, .ratio = {}};
}

JobState stateOfRacer(const Job &job)
{
    const std::optional<Attempt> newest = newestAttempt(job);
    const auto runs = [](const Task &task) { return task.status == Status::InProgress; };
    return stateOf({.phase = job.phase,
                    .outcome = job.outcome,
                    .results = job.results,
                    .waitingFor = job.waiting ? std::optional(job.waiting->what) : std::nullopt,
                    .cancelWished = job.wishes.cancel,
                    .isRunning = newest && std::ranges::any_of(newest->tasks, runs)});
}

RaceLane laneOf(const Job &job, const QString &name, Time now)
{
    Stamps stamps = stampsOf(job);
    if (job.phase >= Phase::Ended) {
        // Whatever was last seen of it: it does not go on.
        stamps.open = false;
        stamps.scriptsOpen = false;
    }
    RaceLane lane{
        .job = job.id, .name = name, .runner = stamps.runner, .state = stateOfRacer(job), .outcome = job.outcome, .isOver = job.isOver()};
    measureLane(lane, stamps, now);
    lane.artifacts = int(std::ranges::count_if(job.items, [&job](const Item &item) {
        return item.kind == Item::Kind::Artifact && item.state == Item::State::Here && isCurrent(job, item)
            && !workflow::isManifestArtifact(item.name);
    }));
    return lane;
}

// How long somebody waited is true of all; how long the script took, only of those that came to a good end.
void compare(QList<RaceLane> &lanes, RaceFigure RaceLane::*figure, bool ofGoodEnds)
{
    const auto counts = [figure, ofGoodEnds](const RaceLane &lane) {
        return (lane.*figure).length && !(lane.*figure).open && (!ofGoodEnds || lane.outcome == Outcome::Succeeded);
    };
    std::optional<Milliseconds> best;
    for (const RaceLane &lane : std::as_const(lanes)) {
        if (counts(lane) && (!best || *(lane.*figure).length < *best))
            best = (lane.*figure).length;
    }
    if (!best || *best <= Milliseconds::zero())
        return;
    for (RaceLane &lane : lanes) {
        if (counts(lane))
            (lane.*figure).ratio = double((lane.*figure).length->count()) / double(best->count());
    }
}

std::optional<qsizetype> winnerOf(const QList<RaceLane> &lanes)
{
    const auto isGood = [](const RaceLane &lane) { return lane.outcome == Outcome::Succeeded && lane.script.length && !lane.script.open; };
    if (lanes.size() < 2 || !std::ranges::all_of(lanes, isGood))
        return std::nullopt;
    const auto shorter = [](const RaceLane &one, const RaceLane &other) { return *one.script.length < *other.script.length; };
    const auto best = std::ranges::min_element(lanes, shorter);
    const auto same = [&best](const RaceLane &lane) { return lane.script.length == best->script.length; };
    if (std::ranges::count_if(lanes, same) > 1)
        return std::nullopt;
    return best - lanes.begin();
}

} // namespace

QString nameOf(RacePart part)
{
    switch (part) {
    case RacePart::Queued: return RaceLanesText::tr("Queued");
    case RacePart::SetUp: return RaceLanesText::tr("Set-up");
    case RacePart::Script: return RaceLanesText::tr("Script");
    case RacePart::Rest: return RaceLanesText::tr("Rest");
    }
    return {};
}

QString ratioText(double ratio)
{
    return RaceLanesText::tr("%1×", "so many times").arg(ratio, 0, 'f', ratio < 10 ? 2 : 0);
}

RaceLanes raceLanes(const QList<Job> &jobs, Time now)
{
    QList<JobSpec> specs;
    specs.reserve(jobs.size());
    for (const Job &job : jobs)
        specs.append(job.spec);
    const QStringList names = racerNames(specs);
    RaceLanes race;
    race.lanes.reserve(jobs.size());
    for (qsizetype i = 0; i < jobs.size(); ++i)
        race.lanes.append(laneOf(jobs.at(i), names.at(i), now));
    compare(race.lanes, &RaceLane::queued, false);
    compare(race.lanes, &RaceLane::setUp, false);
    compare(race.lanes, &RaceLane::script, true);
    compare(race.lanes, &RaceLane::total, true);
    race.isOver = std::ranges::all_of(race.lanes, &RaceLane::isOver);
    for (const RaceLane &lane : std::as_const(race.lanes)) {
        race.longest = std::max(race.longest, lane.total.length.value_or(Milliseconds::zero()));
        race.isRunning |= std::ranges::any_of(lane.stretches, &RaceStretch::open);
    }
    race.winner = winnerOf(race.lanes);
    return race;
}

QString RaceLanes::verdict() const
{
    const auto isOpen = [](const RaceLane &lane) { return lane.outcome == Outcome::Open; };
    if (const auto open = std::ranges::count_if(lanes, isOpen); open > 0)
        return RaceLanesText::tr("%n racer(s) on the way.", nullptr, int(open));
    const auto isBad = [](const RaceLane &lane) { return lane.outcome != Outcome::Succeeded; };
    if (const auto bad = std::ranges::count_if(lanes, isBad); bad > 0)
        return RaceLanesText::tr("No winner: %n racer(s) did not succeed.", nullptr, int(bad));
    if (!winner)
        return RaceLanesText::tr("No winner: nobody was faster than all others.");
    const RaceLane &best = lanes.at(*winner);
    const RaceLane *next = nullptr;
    for (const RaceLane &lane : lanes) {
        if (lane.job != best.job && (!next || *lane.script.length < *next->script.length))
            next = &lane;
    }
    if (!next || !next->script.ratio)
        return RaceLanesText::tr("%1 won: its script took %2.").arg(best.name, secondsText(best.script.length));
    return RaceLanesText::tr("%1 won: its script took %2. %3 took %4 times as long.")
        .arg(best.name, secondsText(best.script.length), next->name)
        .arg(*next->script.ratio, 0, 'f', 2);
}

} // namespace punchcard
