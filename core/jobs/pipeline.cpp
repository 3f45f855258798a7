// SPDX-License-Identifier: MIT
#include "core/jobs/pipeline.h"

#include "core/jobs/collecting.h"
#include "core/jobs/givingup.h"
#include "core/jobs/housing.h"
#include "core/jobs/items.h"
#include "core/jobs/sealing.h"
#include "core/jobs/starting.h"
#include "core/jobs/verdict.h"
#include "core/jobs/watching.h"
#include "core/secrets/specsecrets.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcJobs, "punchcard.jobs")

namespace {

// After so many tries what cannot be found is looked for.
constexpr int patientFailures = 3;
constexpr int tokenRefused = 401;

Async<> nothing(Drive &)
{
    co_return {};
}

} // namespace

struct Pipeline::Step
{
    Phase reaches;
    Async<> (*prepare)(Drive &);
    Async<> (*work)(Drive &);
};

// One line per phase the database remembers. An interrupted job goes on at the first line it has not reached.
// prepare stores what is needed to recognise the effect later; work begins by looking whether it is there already,
// unless prepare has only just written the intent.
const Pipeline::Step Pipeline::steps[] = {
    {Phase::Housed, &chooseHouse, &createHouse}, {Phase::SecretsSealed, &nothing, &uploadSecrets},
    {Phase::Started, &writeCommit, &pushCommit}, {Phase::Ended, &nothing, &watchRuns},
    {Phase::Collected, &listItems, &fetchItems}, {Phase::Cleared, &nothing, &cleanUp},
};

Pipeline::Pipeline(Drive drive, std::unique_ptr<QLockFile> lock)
    : m_drive(std::move(drive))
    , m_lock(std::move(lock))
{
}

Pipeline::~Pipeline() = default;

void Pipeline::stop()
{
    m_drive.context.cancel->request();
}

void Pipeline::reconsider(Wishes wishes)
{
    m_drive.job.wishes = wishes;
    m_drive.session->forgetToken();
    m_drive.session->poller().wake(id());
}

void Pipeline::setPaused(ItemId item, bool paused)
{
    if (!paused) {
        m_drive.paused.remove(item);
        m_drive.session->poller().wake(id());
        return;
    }
    m_drive.paused.insert(item);
    if (const CancelPtr work = m_drive.fetching.value(item))
        work->request();
}

// Cancelled before it started. A push whose answer was lost has started it; a repository of its own takes the run with it,
// a standing one does not: then it is cancelled like any other.
Async<bool> Pipeline::isToBeAbandoned()
{
    const Job &job = m_drive.job;
    if (!job.wishes.cancel || job.phase >= Phase::Started)
        co_return false;
    if (!m_drive.isStanding() || job.commit.sha.isEmpty() || m_drive.fresh)
        co_return true;
    const Result<int> pushed = co_await pushedCommits(m_drive);
    if (!pushed)
        co_return pushed.error();
    co_return *pushed == 0;
}

Async<> Pipeline::run()
{
    for (const Step &step : steps) {
        if (m_drive.job.phase >= step.reaches)
            continue;
        if (const Result<> taken = co_await take(step); !taken)
            co_return taken;
        if (m_drive.job.isOver())
            break; // abandoned on the way
        if (m_drive.job.phase < step.reaches) {
            if (const Result<> advanced = co_await advance(step.reaches); !advanced)
                co_return advanced;
        }
    }
    co_return {};
}

Async<> Pipeline::advance(Phase phase)
{
    Job &job = m_drive.job;
    job.phase = phase;
    if (phase == Phase::Ended)
        job.endedAt = m_drive.now();
    // Fetching once more, days later, does not make the first time longer.
    if (phase == Phase::Collected && (!job.collectedAt || job.collectedAt < job.endedAt))
        job.collectedAt = m_drive.now();
    job.waiting.reset();
    m_drive.fresh = false;
    qCInfo(lcJobs).noquote() << "job" << qint64(id()) << "is" << wordFor(phase) << wordFor(m_drive.job.outcome);
    co_return co_await keep();
}

// The effect is there: what cannot be written down now (a full disk) is written when it can be.
Async<> Pipeline::keep()
{
    for (int failures = 1;; ++failures) {
        const Result<> saved = co_await m_drive.save();
        m_saidUnwritten = m_saidUnwritten && !saved;
        if (saved)
            setUntoldWait(std::nullopt);
        if (saved || saved.error().kind != Error::Kind::Storage)
            co_return saved;
        if (const Result<> waited = co_await wait(saved.error(), failures); !waited)
            co_return waited;
        m_drive.job.waiting.reset();
    }
}

// Until the step is done: what trying again may mend becomes waiting, never the end of a job that exists on the server.
Async<> Pipeline::take(const Step &step)
{
    for (int failures = 1;; ++failures) {
        m_drive.blame.reset();
        const Result<bool> abandoned = co_await isToBeAbandoned();
        if (abandoned && *abandoned)
            co_return co_await abandon(Outcome::Cancelled, std::nullopt);
        const Result<> done = abandoned ? co_await tryOnce(step) : Result<>(abandoned.error());
        if (done)
            co_return done;
        Error error = done.error();
        if (m_drive.context.cancelled() || error.kind == Error::Kind::Cancelled)
            co_return cancelledError();
        qCWarning(lcJobs).noquote() << "job" << qint64(id()) << "before" << wordFor(step.reaches) << ':' << error.what << error.detail;
        if (isGivenUp()) {
            const Result<> given = co_await stopWaiting(step, error);
            if (given || given.error().kind != Error::Kind::Storage)
                co_return given;
            error = given.error(); // it is given up when that can be written down
        }
        // It was taken back while the job is on its way: what stands there needs another one.
        if (error.status == tokenRefused && mayStandOnServer())
            m_drive.blame = Waiting::For::Token;
        switch (verdictOn(error, m_drive.job.phase, m_drive.blame)) {
        case Verdict::Abandon: co_return co_await refuse(error);
        case Verdict::Look: {
            const Result<Loss> loss = co_await lossBehind(error, failures);
            if (!loss)
                co_return loss.error();
            if (*loss != Loss::None)
                co_return co_await lose(*loss, error);
            break;
        }
        case Verdict::Wait: break;
        }
        if (const Result<> waited = co_await wait(error, failures); !waited)
            co_return waited;
        // What it does next may take long, and is no wait.
        setUntoldWait(std::nullopt);
    }
}

// Each wish is tried for once more first: what went well needs no giving up.
bool Pipeline::isGivenUp() const
{
    return m_drive.job.wishes.giveUp && m_drive.job.phase >= Phase::Ended;
}

Async<> Pipeline::stopWaiting(const Step &step, Error error)
{
    if (const Result<> given = co_await giveUpWait(m_drive, step.reaches, error); !given)
        co_return given;
    co_return co_await advance(Phase::Cleared);
}

// A standing repository is known before the job has been there.
bool Pipeline::mayStandOnServer() const
{
    const House &house = m_drive.job.house;
    return m_drive.isStanding() ? house.repositoryId != 0 : !house.name.isEmpty();
}

Async<> Pipeline::tryOnce(const Step &step)
{
    // Whoever gave it up may have died on the way, or not found room to write it down.
    if (step.reaches == Phase::Collected && isGivenUp()) {
        if (const Result<> wanted = co_await wantGivenUp(m_drive.store, &m_drive.job); !wanted)
            co_return wanted;
    }
    if (const Result<> prepared = co_await step.prepare(m_drive); !prepared)
        co_return prepared;
    co_return co_await step.work(m_drive);
}

Async<> Pipeline::wait(Error error, int failures)
{
    m_drive.job.waiting = waitingFor(error, m_drive.blame, failures, m_drive.now());
    const Milliseconds interval = *m_drive.job.waiting->until - m_drive.now();
    // A database that cannot be written is itself a reason to wait, and cannot hold it.
    const Result<> saved = co_await m_drive.save();
    if (!saved && saved.error().kind != Error::Kind::Storage)
        co_return saved;
    if (!saved) {
        if (!m_saidUnwritten)
            qWarning("job %lld waits, and that cannot be written down: %s", qint64(id()), qPrintable(saved.error().sentence()));
        setUntoldWait(m_drive.job.waiting);
    }
    m_saidUnwritten = !saved;
    if (error.kind == Error::Kind::Denied)
        m_drive.session->forgetToken();
    co_return co_await m_drive.session->poller().sleep(id(), interval, m_drive.context);
}

// Whoever shows the job looks at it again: the database has nothing to tell.
void Pipeline::setUntoldWait(const std::optional<Waiting> &waiting)
{
    if (!waiting && !m_untoldWait)
        return;
    m_untoldWait = waiting;
    if (m_drive.waitChanged)
        m_drive.waitChanged();
}

// A 404 may be a repository or a run that is gone, or a token that no longer sees it.
Async<Pipeline::Loss> Pipeline::lossBehind(Error error, int failures)
{
    qCInfo(lcJobs).noquote() << "job" << qint64(id()) << "looks whether it is lost:" << error.detail;
    const Result<github::User> user = co_await m_drive.client().user(m_drive.context);
    if (!user)
        co_return user.error().kind == Error::Kind::Cancelled ? Result<Loss>(user.error()) : Result<Loss>(Loss::None);
    const auto repository = co_await m_drive.client().repository(m_drive.repo(), m_drive.context, github::Patience::JustMade);
    if (!repository && repository.error().kind == Error::Kind::Cancelled)
        co_return repository.error();
    if (!repository)
        co_return repository.error().kind == Error::Kind::Missing ? Loss::Repository : Loss::None;
    if (repository->id != m_drive.job.house.repositoryId)
        co_return Loss::Repository;
    // GitHub may lose sight of a run for a moment.
    if (failures < patientFailures)
        co_return Loss::None;
    const Result<bool> gone = co_await isRunGone();
    if (!gone)
        co_return gone.error().kind == Error::Kind::Cancelled ? Result<Loss>(gone.error()) : Result<Loss>(Loss::None);
    co_return *gone ? Loss::Run : Loss::None;
}

Async<> Pipeline::correctRun(Run run, github::WorkflowRun listed)
{
    run.remoteId = qint64(listed.id);
    run.page = listed.htmlUrl;
    const Result<Run> kept = co_await m_drive.store->saveRun(id(), run);
    if (!kept)
        co_return kept.error();
    const auto known = std::ranges::find(m_drive.job.runs, run.number, &Run::number);
    if (known != m_drive.job.runs.end())
        *known = *kept;
    co_return {};
}

// One of them: neither is it to be had, nor does the list of runs have it that it was found in.
Async<bool> Pipeline::isRunGone()
{
    const QList<Run> runs = m_drive.job.runs;
    for (const Run &run : runs) {
        if (run.remoteId == 0)
            continue;
        const auto seen = co_await m_drive.client().run(m_drive.repo(), github::RunId(run.remoteId), m_drive.context);
        if (seen)
            continue;
        if (seen.error().kind != Error::Kind::Missing)
            co_return seen.error();
        const QString sha = run.headSha.isEmpty() ? m_drive.job.commit.sha : run.headSha;
        // “Not changed” would be said of the list that was wrong.
        m_drive.client().forgetAnswers();
        const auto listed = co_await m_drive.client().runsByHeadSha(m_drive.repo(), sha, m_drive.context);
        if (!listed)
            co_return listed.error();
        if (listed->isEmpty())
            co_return true;
        // It was found under a number that is not its own.
        if (std::ranges::find(*listed, github::RunId(run.remoteId), &github::WorkflowRun::id) == listed->end()) {
            if (const Result<> corrected = co_await correctRun(run, listed->constFirst()); !corrected)
                co_return corrected.error();
        }
    }
    co_return false;
}

Error Pipeline::goneError(Loss loss, Error error) const
{
    const QString repository = m_drive.repo().full();
    error.what = loss == Loss::Run
        ? QCoreApplication::translate("Pipeline", "The job's run in %1 was deleted on the server.").arg(repository)
        : QCoreApplication::translate("Pipeline", "The job's repository %1 is gone from the server.").arg(repository);
    error.remedy = m_drive.job.phase < Phase::Started
        ? QCoreApplication::translate("Pipeline", "It had not begun; run the job again.")
        : QCoreApplication::translate("Pipeline", "What had been fetched is here; run the job again for the rest.");
    return error;
}

Async<> Pipeline::lose(Loss loss, Error error)
{
    Job &job = m_drive.job;
    error = goneError(loss, error);
    if (job.outcome == Outcome::Open)
        job.outcome = Outcome::Lost;
    job.error = error;
    job.results = Results::Incomplete;
    job.finishedAt = m_drive.now();
    if (const Result<> given = co_await giveUpItems(error.what); !given)
        co_return given;
    if (loss == Loss::Repository) {
        job.house.dropped = true;
    } else if (const Result<> cleared = co_await insist(&cleanUp); !cleared) {
        co_return cleared;
    }
    co_return co_await advance(Phase::Cleared);
}

Async<> Pipeline::giveUpItems(QString why)
{
    QList<Item> items = m_drive.job.items;
    for (Item &item : items) {
        if (item.state != Item::State::Wanted && item.state != Item::State::PartlyHere)
            continue;
        item.state = Item::State::Gone;
        item.why = why;
        if (const auto saved = co_await keepItem(m_drive, item); !saved)
            co_return saved.error();
    }
    co_return {};
}

// What stands on the server must not be forgotten, however long it takes to remove it.
Async<> Pipeline::insist(Async<> (*what)(Drive &))
{
    for (int failures = 1;; ++failures) {
        m_drive.blame.reset();
        const Result<> done = co_await what(m_drive);
        if (done)
            co_return done;
        if (m_drive.context.cancelled())
            co_return cancelledError();
        Error error = done.error();
        if (isGivenUp()) {
            const Result<> given = co_await giveUpWait(m_drive, Phase::Cleared, error);
            if (given || given.error().kind != Error::Kind::Storage)
                co_return given;
            error = given.error();
        }
        if (const Result<> waited = co_await wait(error, failures); !waited)
            co_return waited;
        setUntoldWait(std::nullopt);
    }
}

// A 404 has a meaning for each request; that the repository is gone explains all of them.
Async<> Pipeline::refuse(Error error)
{
    House &house = m_drive.job.house;
    if (error.kind == Error::Kind::Missing && house.repositoryId != 0) {
        const Result<Loss> loss = co_await lossBehind(error, 1);
        if (!loss)
            co_return loss.error();
        if (*loss == Loss::Repository) {
            house.dropped = true;
            error = goneError(*loss, error);
        }
    }
    co_return co_await abandon(Outcome::Refused, error);
}

// Takes back what stands on the server; then the job is over without having run.
Async<> Pipeline::abandon(Outcome outcome, std::optional<Error> error)
{
    if (const Result<> deleted = co_await insist(&deleteHouse); !deleted)
        co_return deleted;
    Job &job = m_drive.job;
    if (const Result<> forgotten = co_await forgetJobSecrets(m_drive.tokens, job.uid, job.spec.secrets, m_drive.context); !forgotten)
        qCWarning(lcJobs).noquote() << "job secrets stay in the keychain:" << forgotten.error().what;
    job.outcome = outcome;
    job.results = Results::Complete;
    if (error)
        job.error = error;
    job.finishedAt = m_drive.now();
    co_return co_await advance(Phase::Cleared);
}

} // namespace punchcard
