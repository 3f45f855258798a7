// SPDX-License-Identifier: MIT
#include "core/hub/scheduler.h"

#include "core/base/files.h"
#include "core/hub/jobrequests.h"
#include "core/hub/views.h"
#include "core/workflow/jobworkflow.h"

#include <QDir>
#include <QLoggingCategory>

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(lcScheduler, "punchcard.hub.scheduler", QtInfoMsg)

namespace {

constexpr auto politeTime = 10s;
constexpr auto retention = std::chrono::days(90);
constexpr auto rerunnable = std::chrono::days(30);

bool isOver(const RunRecord &run)
{
    return run.latest().status == Status::Completed;
}

bool mayLackSandbox(const workflow::Job &job)
{
    return job.env.contains({workflow::noSandboxVariable, QJsonValue(workflow::noSandboxAllowed)});
}

// A client reads this annotation to tell a job that was lost from one that somebody cancelled.
QString stoppedText()
{
    return u"The hub stopped while this job was running."_s;
}

} // namespace

Scheduler::Scheduler(State &state, RunMaker &maker, JobTokens &tokens, const Account &account)
    : m_state(state)
    , m_maker(maker)
    , m_tokens(tokens)
    , m_planner(state, account, m_settings.origin)
{
    connect(&m_maker, &RunMaker::announced, this, &Scheduler::advance);
}

Scheduler::~Scheduler() = default;

void Scheduler::begin(Settings settings)
{
    m_settings = std::move(settings);
    for (RunRecord *run : m_state.allRuns()) {
        if (!run->announced || isOver(*run))
            continue;
        concludeInterrupted(*run);
        advance(run->id);
    }
    m_maker.announceLeftOver();
}

// A run with a job that was running when the hub died ends as a whole; one that had only waited goes on waiting.
void Scheduler::concludeInterrupted(RunRecord &run)
{
    const QList<JobRecord *> jobs = m_state.jobs(run.latest());
    if (std::ranges::none_of(jobs, [](const JobRecord *job) { return job->status == Status::InProgress; }))
        return;
    run.latest().cancelRequested = true;
    run.latest().forced = true;
    m_state.save(run);
    for (JobRecord *job : jobs) {
        if (job->ended())
            continue;
        if (job->status == Status::InProgress) {
            settle(*job, stoppedText());
            m_cleanUps.push_back(JobRunner::removeWorkFolder(m_state.jobFolder(*job)));
        }
        conclude(*job, Conclusion::Cancelled);
    }
}

// Says in log and annotations why a job ended that nobody ended, and ends the step it was in.
void Scheduler::settle(JobRecord &job, const QString &text)
{
    int current = 0;
    for (StepState &step : job.steps) {
        if (step.status == StepState::Status::Completed)
            continue;
        const bool wasRunning = step.status == StepState::Status::InProgress;
        current = wasRunning ? step.number : current;
        step.status = StepState::Status::Completed;
        step.conclusion = wasRunning ? Conclusion::Cancelled : Conclusion::Skipped;
        step.completedAt = m_state.now();
    }
    job.annotations.append({.step = current, .level = u"failure"_s, .message = text});
    appendToLog(m_state.jobFolder(job) + u"/logs"_s, current, text, m_state.now());
}

void Scheduler::conclude(JobRecord &job, Conclusion conclusion)
{
    job.status = Status::Completed;
    job.conclusion = conclusion;
    job.completedAt = m_state.now();
    m_state.save(job);
    if (RunRecord *const run = m_state.run(job.run)) {
        run->latest().updatedAt = m_state.now();
        m_state.save(*run);
    }
}

void Scheduler::advance(Id id)
{
    RunRecord *const run = m_state.run(id);
    if (!run || !run->announced || isOver(*run))
        return;
    const auto file = m_maker.workflowOf(*run);
    if (!file) {
        end(*run, u"startup_failure"_s);
        return;
    }
    AttemptRecord &attempt = run->latest();
    if (mustWait(*run, *file)) {
        if (attempt.status != Status::Pending) {
            attempt.status = Status::Pending;
            attempt.updatedAt = m_state.now();
            m_state.save(*run);
        }
        return;
    }
    if (attempt.status == Status::Pending) {
        attempt.status = Status::Queued;
        m_state.save(*run);
    }
    // A job that is skipped may let the next one be skipped, and so on.
    while (m_planner.open(*run, *file)) { }
    if (m_planner.isDone(*run, *file))
        end(*run, m_planner.conclusionOf(*run));
    startQueued();
}

// One run of a concurrency group goes on, the newest other one waits, and those between are cancelled.
bool Scheduler::mustWait(RunRecord &run, const workflow::WorkflowFile &file)
{
    if (file.concurrency.group.isEmpty() || run.latest().cancelRequested || run.latest().status == Status::InProgress)
        return false;
    const workflow::Scope scope = m_planner.scopeOf(run);
    const QString group = QString::number(run.repository) + u'/'
        + workflow::interpolate(file.concurrency.group, scope).value_or(file.concurrency.group).toLower();
    const Result<QJsonValue> replaces = workflow::evaluateText(file.concurrency.cancelInProgress, scope);
    const bool cancelsOthers = replaces && workflow::isTruthy(*replaces) && workflow::asText(*replaces) != "false"_L1;
    m_groups.insert_or_assign(run.id, group);
    bool taken = false;
    for (RunRecord *other : m_state.runs(run.repository)) {
        const auto known = m_groups.find(other->id);
        if (other->id == run.id || isOver(*other) || known == m_groups.end() || known->second != group)
            continue;
        const bool isWaiting = other->latest().status == Status::Pending;
        taken = taken || !isWaiting || other->id > run.id;
        const bool isOutdated = other->id < run.id && (isWaiting || cancelsOthers) && !other->latest().cancelRequested;
        if (isOutdated)
            cancel(*other, false);
    }
    return taken;
}

void Scheduler::end(RunRecord &run, const QString &conclusion)
{
    AttemptRecord &attempt = run.latest();
    attempt.status = Status::Completed;
    attempt.conclusion = conclusion;
    attempt.updatedAt = m_state.now();
    run.secrets.clear();
    m_state.save(run);
    m_groups.erase(run.id);
    m_maker.forget(run.id);
    qCDebug(lcScheduler) << "run" << run.id << "attempt" << attempt.number << "ended:" << conclusion;
    emit attemptEnded(run.id, attempt.number);
    QMetaObject::invokeMethod(this, &Scheduler::advancePending, Qt::QueuedConnection);
}

void Scheduler::advancePending()
{
    for (const RunRecord *run : m_state.allRuns()) {
        if (run->latest().status == Status::Pending)
            advance(run->id);
    }
}

void Scheduler::startQueued()
{
    if (m_stopping)
        return;
    for (RunRecord *run : m_state.allRuns()) {
        if (isOver(*run) || !run->announced || run->latest().status == Status::Pending)
            continue;
        for (JobRecord *job : m_state.jobs(run->latest())) {
            if (int(m_active.size()) >= m_settings.atOnce)
                return;
            if (job->status == Status::Queued && isAllowed(*job))
                start(*run, *job);
        }
    }
}

bool Scheduler::isAllowed(const JobRecord &job)
{
    const int limit = job.strategy[u"max-parallel"].toInt(0);
    if (limit <= 0)
        return true;
    int running = 0;
    for (const auto &[id, runner] : m_active) {
        const JobRecord *const other = m_state.job(id);
        running += other && other->run == job.run && other->key == job.key ? 1 : 0;
    }
    return running < limit;
}

void Scheduler::start(RunRecord &run, JobRecord &job)
{
    const auto file = m_maker.workflowOf(run);
    job.status = Status::InProgress;
    job.startedAt = m_state.now();
    job.onRunner = true;
    m_state.save(job);
    if (run.latest().status != Status::InProgress) {
        run.latest().status = Status::InProgress;
        run.latest().updatedAt = m_state.now();
        m_state.save(run);
    }
    const Result<> folder = makePrivateFolder(m_state.jobFolder(job));
    if (!file || !file->job(job.key) || !folder) {
        job.onRunner = false;
        job.annotations.append({.level = u"failure"_s, .message = folder ? u"The workflow file is gone."_s : folder.error().sentence()});
        conclude(job, Conclusion::Failure);
        QMetaObject::invokeMethod(this, [this, id = run.id] { advance(id); }, Qt::QueuedConnection);
        return;
    }
    JobRequest request = makeJobRequest(m_state, m_planner, *file, run, job);
    request.covered = m_settings.covered;
    request.walls = m_settings.walls == Walls::Needed && mayLackSandbox(request.job) ? Walls::Wanted : m_settings.walls;
    const JobGrant grant = JobGrant::of(job.id, job.repository, file->permissions, file->job(job.key)->permissions);
    request.secrets.append({u"GITHUB_TOKEN"_s, m_tokens.issue(grant)});
    auto runner = std::make_unique<JobRunner>(std::move(request));
    follow(job.id, *runner);
    JobRunner *const started = runner.get();
    m_active.emplace(job.id, std::move(runner));
    started->start();
}

void Scheduler::follow(Id id, JobRunner &runner)
{
    connect(&runner, &JobRunner::stepChanged, this, [this, id, &runner] {
        if (JobRecord *const job = m_state.job(id)) {
            job->steps = runner.steps();
            m_state.save(*job);
        }
    });
    connect(&runner, &JobRunner::annotated, this, [this, id](const Annotation &annotation) {
        if (JobRecord *const job = m_state.job(id))
            job->annotations.append(annotation);
    });
    connect(&runner, &JobRunner::artifactReady, this, [this, id](const Artifact &artifact) { addArtifact(id, artifact); });
    connect(&runner, &JobRunner::finished, this, [this, id](const JobEnd &end) { finish(id, end); });
}

void Scheduler::finish(Id id, const JobEnd &end)
{
    m_tokens.revoke(id);
    const auto active = m_active.find(id);
    if (active == m_active.end())
        return;
    JobRunner *const runner = active->second.release();
    m_active.erase(active);
    runner->deleteLater();
    if (JobRecord *const job = m_state.job(id)) {
        job->steps = runner->steps();
        job->outputs = end.outputs;
        job->continueOnError = end.continueOnError;
        if (m_stopping && end.conclusion == Conclusion::Cancelled)
            settle(*job, stoppedText());
        conclude(*job, end.conclusion);
        std::erase_if(m_cleanUps, [](const Async<> &task) { return task.isReady(); });
        m_cleanUps.push_back(JobRunner::removeWorkFolder(m_state.jobFolder(*job)));
        failFast(*job);
        advance(job->run);
    }
    startQueued();
    if (m_stopping && m_active.empty())
        emit stopped();
}

void Scheduler::failFast(const JobRecord &job)
{
    const bool failed = job.conclusion == Conclusion::Failure || job.conclusion == Conclusion::TimedOut;
    if (!failed || job.continueOnError || !job.strategy[u"fail-fast"].toBool())
        return;
    const RunRecord *const run = m_state.run(job.run);
    for (JobRecord *sibling : m_state.jobs(run->latest())) {
        if (sibling->key == job.key && !sibling->ended())
            cancelJob(*sibling, false);
    }
}

void Scheduler::cancelJob(JobRecord &job, bool force)
{
    job.cancelRequested = true;
    const auto active = m_active.find(job.id);
    if (active == m_active.end()) {
        conclude(job, Conclusion::Cancelled);
        return;
    }
    m_state.save(job);
    active->second->cancel(force);
}

bool Scheduler::cancel(RunRecord &run, bool force)
{
    if (isOver(run))
        return false;
    run.latest().cancelRequested = true;
    run.latest().forced = run.latest().forced || force;
    run.latest().updatedAt = m_state.now();
    m_state.save(run);
    const auto file = m_maker.workflowOf(run);
    for (JobRecord *job : m_state.jobs(run.latest())) {
        if (!job->ended() && (force || !file || !m_planner.outlivesCancel(run, *file, *job)))
            cancelJob(*job, force);
    }
    // Asynchronous, as on GitHub: the answer is sent before anything ends.
    QMetaObject::invokeMethod(this, [this, id = run.id] { advance(id); }, Qt::QueuedConnection);
    return true;
}

Result<> Scheduler::rerun(RunRecord &run, Again what, Id one)
{
    const auto refused = [](const QString &said) {
        return Error{.kind = Error::Kind::Refused, .what = said, .remedy = tr("Start a new run."), .status = 403, .said = said};
    };
    if (!isOver(run))
        return refused(u"This workflow is already running"_s);
    if (run.createdAt + rerunnable < m_state.now())
        return refused(u"Unable to retry this workflow run because it was created over a month ago"_s);
    const auto file = m_maker.workflowOf(run);
    if (!file || run.latest().conclusion == "startup_failure"_L1)
        return refused(u"This workflow run cannot be retried"_s);
    const auto wanted = [what, one](const JobRecord &job) {
        if (what == Again::One)
            return job.id == one;
        return job.conclusion != Conclusion::Success && job.conclusion != Conclusion::Skipped;
    };
    const QList<JobRecord *> jobs = m_state.jobs(run.latest());
    if (what == Again::Failed && std::ranges::none_of(jobs, [&wanted](const JobRecord *job) { return wanted(*job); }))
        return refused(u"This workflow run has no failed jobs to retry"_s);
    m_planner.addAttempt(run, *file, what == Again::All, wanted);
    QMetaObject::invokeMethod(this, [this, id = run.id] { advance(id); }, Qt::QueuedConnection);
    return {};
}

void Scheduler::addArtifact(Id id, const Artifact &artifact)
{
    const JobRecord *const job = m_state.job(id);
    if (!job)
        return;
    if (artifact.overwrite) {
        for (const ArtifactRecord *older : m_state.artifacts(job->run)) {
            if (older->artifact.name == artifact.name)
                m_state.removeArtifact(older->id);
        }
    }
    const auto days = artifact.retentionDays > 0 ? std::min(std::chrono::days(artifact.retentionDays), retention) : retention;
    ArtifactRecord record{.run = job->run,
                          .repository = job->repository,
                          .job = id,
                          .artifact = artifact,
                          .createdAt = m_state.now(),
                          .expiresAt = m_state.now() + days};
    record.artifact.file = QDir(m_state.jobFolder(*job)).relativeFilePath(artifact.file);
    m_state.add(std::move(record));
}

void Scheduler::forget(Id id)
{
    const RunRecord *const run = m_state.run(id);
    if (!run)
        return;
    for (const AttemptRecord &attempt : run->attempts) {
        for (const Id job : attempt.jobs) {
            m_tokens.revoke(job);
            m_active.erase(job);
        }
    }
    m_groups.erase(id);
    m_maker.forget(id);
    QMetaObject::invokeMethod(this, &Scheduler::startQueued, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &Scheduler::advancePending, Qt::QueuedConnection);
}

bool Scheduler::isIdle()
{
    return m_active.empty() && std::ranges::all_of(m_state.allRuns(), [](const RunRecord *run) { return run->announced && isOver(*run); });
}

void Scheduler::stop()
{
    m_stopping = true;
    if (m_active.empty()) {
        QMetaObject::invokeMethod(this, &Scheduler::stopped, Qt::QueuedConnection);
        return;
    }
    std::vector<Id> running;
    running.reserve(m_active.size());
    for (const auto &[id, runner] : m_active)
        running.push_back(id);
    for (const Id id : running) {
        RunRecord *const run = m_state.run(m_state.job(id)->run);
        if (run && !run->latest().cancelRequested)
            cancel(*run, false);
        if (const auto active = m_active.find(id); active != m_active.end())
            active->second->cancel(false);
    }
    m_state.clock().after(politeTime, this, [this] {
        for (const auto &[id, runner] : m_active)
            runner->cancel(true);
    });
}

} // namespace punchcard::hub
