// SPDX-License-Identifier: MIT
#include "core/hub/planner.h"

#include "core/hub/views.h"
#include "core/workflow/matrix.h"

#include <QSet>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

QSet<QString> ancestors(const workflow::WorkflowFile &file, const workflow::Job &job)
{
    QSet<QString> found;
    QStringList waiting = job.needs;
    while (!waiting.isEmpty()) {
        const QString key = waiting.takeLast();
        if (found.contains(key))
            continue;
        found.insert(key);
        if (const workflow::Job *const needed = file.job(key))
            waiting += needed->needs;
    }
    return found;
}

bool isBad(Conclusion conclusion)
{
    return conclusion == Conclusion::Failure || conclusion == Conclusion::TimedOut;
}

} // namespace

Planner::Planner(State &state, const Account &account, const QString &origin)
    : m_state(state)
    , m_account(account)
    , m_origin(origin)
{
}

QJsonObject Planner::github(const RunRecord &run)
{
    return githubContext(*m_state.repository(run.repository), run, m_account, m_origin);
}

workflow::Scope Planner::scopeOf(const RunRecord &run)
{
    return {.contexts = {{u"github"_s, github(run)}, {u"inputs"_s, run.inputs}, {u"vars"_s, QJsonObject()}},
            .cancelled = run.latest().cancelRequested};
}

workflow::Scope Planner::scopeOf(const RunRecord &run, const workflow::WorkflowFile &file, const workflow::Job &job)
{
    workflow::Scope scope = scopeOf(run);
    scope.contexts.insert(u"needs"_s, needsContext(run, job));
    scope.success = !scope.cancelled;
    for (const QString &key : ancestors(file, job)) {
        const Conclusion conclusion = conclusionOfKey(run, key).value_or(Conclusion::Skipped);
        scope.success = scope.success && conclusion == Conclusion::Success;
        scope.failure = scope.failure || conclusion == Conclusion::Failure;
    }
    return scope;
}

QList<JobRecord *> Planner::ofKey(const RunRecord &run, const QString &key)
{
    QList<JobRecord *> list = m_state.jobs(run.latest());
    list.removeIf([&key](const JobRecord *job) { return job->key != key; });
    return list;
}

// One word for all combinations of a job: that of the worst. A failure that is forgiven counts as none.
std::optional<Conclusion> Planner::conclusionOfKey(const RunRecord &run, const QString &key)
{
    const QList<JobRecord *> records = ofKey(run, key);
    if (records.isEmpty())
        return std::nullopt;
    bool failed = false;
    bool cancelled = false;
    bool skipped = true;
    for (const JobRecord *job : records) {
        if (!job->ended())
            return std::nullopt;
        const Conclusion conclusion = job->conclusion.value_or(Conclusion::Failure);
        failed = failed || (isBad(conclusion) && !job->continueOnError);
        cancelled = cancelled || conclusion == Conclusion::Cancelled;
        skipped = skipped && conclusion == Conclusion::Skipped;
    }
    return failed ? Conclusion::Failure : cancelled ? Conclusion::Cancelled : skipped ? Conclusion::Skipped : Conclusion::Success;
}

QJsonObject Planner::needsContext(const RunRecord &run, const workflow::Job &job)
{
    QJsonObject needs;
    for (const QString &key : job.needs) {
        QJsonObject outputs;
        for (const JobRecord *record : ofKey(run, key)) {
            for (auto it = record->outputs.begin(); it != record->outputs.end(); ++it)
                outputs.insert(it.key(), it.value());
        }
        const QString result = conclusionName(conclusionOfKey(run, key).value_or(Conclusion::Skipped));
        needs.insert(key, QJsonObject{{u"result"_s, result}, {u"outputs"_s, outputs}});
    }
    return needs;
}

JobRecord Planner::blank(const RunRecord &run, const workflow::Job &job) const
{
    return {.run = run.id,
            .repository = run.repository,
            .attempt = run.latest().number,
            .key = job.id,
            .name = job.name.isEmpty() ? job.id : job.name,
            .labels = job.labels,
            .group = job.group,
            .createdAt = m_state.now()};
}

void Planner::add(RunRecord &run, JobRecord record)
{
    const JobRecord &kept = m_state.add(std::move(record));
    run.latest().jobs.append(kept.id);
    m_state.save(run);
}

bool Planner::open(RunRecord &run, const workflow::WorkflowFile &file)
{
    bool opened = false;
    for (const workflow::Job &job : file.jobs) {
        const auto hasEnded = [this, &run](const QString &key) { return conclusionOfKey(run, key).has_value(); };
        if (!ofKey(run, job.id).isEmpty() || !std::ranges::all_of(job.needs, hasEnded))
            continue;
        openJob(run, file, job);
        opened = true;
    }
    return opened;
}

void Planner::openJob(RunRecord &run, const workflow::WorkflowFile &file, const workflow::Job &job)
{
    const auto endAtOnce = [&](Conclusion conclusion, const QString &why = {}) {
        JobRecord record = blank(run, job);
        record.status = Status::Completed;
        record.conclusion = conclusion;
        record.completedAt = record.createdAt;
        if (!why.isEmpty())
            record.annotations.append({.level = u"failure"_s, .message = why, .file = run.path, .line = job.line});
        add(run, std::move(record));
    };
    const workflow::Scope scope = scopeOf(run, file, job);
    const Result<bool> holds = run.latest().forced ? Result<bool>(false) : workflow::conditionHolds(job.condition, scope);
    if (!holds) {
        endAtOnce(Conclusion::Failure, holds.error().what);
        return;
    }
    if (!*holds) {
        endAtOnce(Conclusion::Skipped);
        return;
    }
    Result<QList<JobRecord>> records = expand(run, job, scope);
    if (!records) {
        endAtOnce(Conclusion::Failure, records.error().what);
        return;
    }
    for (JobRecord &record : *records)
        add(run, std::move(record));
}

Result<QList<JobRecord>> Planner::expand(const RunRecord &run, const workflow::Job &job, workflow::Scope scope)
{
    const Result<workflow::Plan> plan = workflow::expandMatrix(job.strategy, scope);
    if (!plan)
        return plan.error();
    QList<JobRecord> records;
    for (qsizetype i = 0; i < plan->combinations.size(); ++i) {
        JobRecord record = blank(run, job);
        record.matrix = workflow::toContext(plan->combinations.at(i));
        record.strategy = plan->strategyContext(i);
        scope.contexts.insert(u"matrix"_s, record.matrix);
        scope.contexts.insert(u"strategy"_s, record.strategy);
        const Result<QString> name = workflow::displayName(job, plan->combinations.at(i), scope);
        if (!name)
            return name.error();
        const Result<workflow::RunsOn> runsOn = workflow::resolveRunsOn(job, scope);
        if (!runsOn)
            return runsOn.error();
        record.name = *name;
        record.labels = runsOn->labels;
        record.group = runsOn->group;
        records.append(std::move(record));
    }
    return records;
}

bool Planner::isDone(const RunRecord &run, const workflow::WorkflowFile &file)
{
    return std::ranges::all_of(file.jobs, [this, &run](const workflow::Job &job) { return conclusionOfKey(run, job.id).has_value(); });
}

QString Planner::conclusionOf(const RunRecord &run)
{
    bool failed = false;
    bool timedOut = false;
    bool cancelled = false;
    bool skipped = true;
    bool untouched = true;
    for (const JobRecord *job : m_state.jobs(run.latest())) {
        const Conclusion conclusion = job->conclusion.value_or(Conclusion::Failure);
        failed = failed || (conclusion == Conclusion::Failure && !job->continueOnError);
        timedOut = timedOut || (conclusion == Conclusion::TimedOut && !job->continueOnError);
        cancelled = cancelled || conclusion == Conclusion::Cancelled;
        skipped = skipped && conclusion == Conclusion::Skipped;
        untouched = untouched && conclusion == Conclusion::Success;
    }
    if (run.latest().cancelRequested && !untouched)
        return u"cancelled"_s;
    return failed ? u"failure"_s : timedOut ? u"timed_out"_s : cancelled ? u"cancelled"_s : skipped ? u"skipped"_s : u"success"_s;
}

bool Planner::outlivesCancel(const RunRecord &run, const workflow::WorkflowFile &file, const JobRecord &record)
{
    const workflow::Job *const job = file.job(record.key);
    if (!job || job->condition.isEmpty())
        return false;
    return workflow::conditionHolds(job->condition, scopeOf(run, file, *job)).value_or(false);
}

void Planner::addAttempt(RunRecord &run, const workflow::WorkflowFile &file, bool all, const std::function<bool(const JobRecord &)> &again)
{
    const QList<JobRecord *> old = m_state.jobs(run.latest());
    QSet<QString> keysAgain;
    for (const JobRecord *job : old) {
        if (all || again(*job))
            keysAgain.insert(job->key);
    }
    const auto isDependent = [&](const QString &key) {
        const workflow::Job *const job = file.job(key);
        return job && ancestors(file, *job).intersects(keysAgain);
    };
    const Time now = m_state.now();
    run.attempts.append({.number = run.latest().number + 1, .startedAt = now, .updatedAt = now});
    run.secrets = m_state.secrets(run.repository);
    m_state.save(run);
    for (const JobRecord *job : old) {
        if (all || isDependent(job->key))
            continue;
        JobRecord copy = *job;
        copy.attempt = run.latest().number;
        if (again(*job)) {
            copy = JobRecord{.run = job->run,
                             .repository = job->repository,
                             .attempt = run.latest().number,
                             .key = job->key,
                             .name = job->name,
                             .matrix = job->matrix,
                             .strategy = job->strategy,
                             .labels = job->labels,
                             .group = job->group,
                             .createdAt = now};
        } else {
            copy.logsOf = job->logsOf ? job->logsOf : job->id;
        }
        add(run, std::move(copy));
    }
}

} // namespace punchcard::hub
