// SPDX-License-Identifier: MIT
#include "core/jobs/desk.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/jobs/actionrules.h"
#include "core/jobs/givingup.h"
#include "core/jobs/holding.h"
#include "core/jobs/items.h"
#include "core/jobs/livechoice.h"
#include "core/jobs/livelog.h"
#include "core/jobs/pipeline.h"
#include "core/jobs/race.h"
#include "core/jobs/ready.h"
#include "core/store/jobfolder.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUuid>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct DeskText
{
    Q_DECLARE_TR_FUNCTIONS(Desk)
};

// How long a job in view may stand still after its driver's death. A death is seen by its lock only.
constexpr auto orphanInterval = 2s;
constexpr Milliseconds progressInterval = 100ms;

bool areSame(const Wishes &a, const Wishes &b)
{
    return a.cancel == b.cancel && a.forget == b.forget && a.fetch == b.fetch && a.rerun == b.rerun && a.rerunFailed == b.rerunFailed
        && a.giveUp == b.giveUp;
}

Result<bool> isOutFolder(const QString &folder)
{
    const Result<> fits = checkOutFolder(folder);
    return fits ? Result<bool>(true) : Result<bool>(fits.error());
}

} // namespace

Desk::Desk(std::shared_ptr<store::Store> store, TokenStorePtr tokens, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_sessions(std::make_shared<Sessions>(m_store, std::move(tokens)))
{
    m_orphanTimer.setInterval(orphanInterval);
    m_orphanTimer.setSingleShot(true);
    connect(&m_orphanTimer, &QTimer::timeout, this, &Desk::lookForOrphans);
    connect(m_store.get(), &store::Store::jobChanged, this, [this](JobId job, store::Change what) {
        if (what == store::Change::Wishes)
            reloadWishes(job);
        emit jobChanged(job, what);
    });
    // Not what the job's own pipeline stores: it would wake itself up whenever it has written down how long it waits.
    connect(m_store.get(), &store::Store::changedElsewhere, this, &Desk::reloadWishes);
}

Desk::~Desk()
{
    stop();
}

store::JobFolder Desk::folderOf(const Job &job) const
{
    return {m_store->home(), job.uid};
}

Async<Desk::Ready> Desk::makeReady(std::shared_ptr<store::Store> store, std::shared_ptr<Sessions> sessions, Submission submission,
                                   Context context)
{
    const auto checking = [submission] { return check(submission); };
    Result<Checked> checked = co_await onPool(context, checking);
    if (!checked)
        co_return checked.error();
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(checked->submission.spec.account);
    if (!session)
        co_return session.error();
    settleLive(checked->submission.spec, (*session)->account());
    Ready ready{.checked = std::move(*checked),
                .account = (*session)->account(),
                .uid = QUuid::createUuid().toString(QUuid::WithoutBraces),
                .lock = {}};
    // Held from the first: what nobody holds and no row knows was left by a process that died.
    const store::JobFolder folder(store->home(), ready.uid);
    if (const Result<> made = makePrivateFolder(folder.path()); !made)
        co_return made.error();
    Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
    if (!lock)
        co_return lock.error();
    ready.lock = std::move(*lock);
    co_return ready;
}

Async<Desk::Submitted> Desk::submit(Submission submission, Context context)
{
    return submitInto(std::move(submission), {}, std::move(context));
}

Async<Desk::Submitted> Desk::submitInto(Submission submission, std::optional<GroupId> group, Context context)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const auto sessions = m_sessions;
    Result<Ready> ready = co_await makeReady(store, sessions, submission, context);
    if (!ready)
        co_return ready.error();
    const Result<Job> job = co_await writeDown(store, sessions->tokens(), ready->draft(), group, context);
    if (!job)
        co_return job.error();
    if (!self)
        co_return cancelledError(); // written down: the next start takes it up
    if (const Result<bool> driven = co_await takeUp(*job, std::move(ready->lock)); !driven)
        co_return driven.error();
    const QStringList notes = co_await notesOnRules(store, job->spec, ready->account, Clock::system().now());
    co_return Submitted{.job = *job, .notes = ready->checked.notes + notes};
}

Async<bool> Desk::takeUp(Job job, std::unique_ptr<QLockFile> lock)
{
    if (m_stopping || !lock || m_pipelines.contains(job.id))
        co_return m_pipelines.contains(job.id);
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const auto sessions = m_sessions;
    const Result<std::shared_ptr<Session>> session = co_await sessions->of(job);
    if (!session) {
        const Error error = session.error();
        job.waiting = Waiting{.what = Waiting::For::Decision, .until = {}, .error = error};
        if (const Result<> told = co_await store->save(job); !told)
            qWarning("nobody is told what a job waits for: %s", qPrintable(told.error().what));
        co_return error;
    }
    if (!self)
        co_return cancelledError();
    const JobId id = job.id;
    const Wishes known = job.wishes;
    Drive parts{
        .store = store, .session = *session, .tokens = sessions->tokens(), .folder = folderOf(job), .context = {}, .job = std::move(job)};
    parts.progressed = [self, id](ItemId item, const Progress &progress) {
        if (self)
            self->reportProgress(id, item, progress);
    };
    parts.sending = [self, id](const InputProgress &progress) {
        if (self)
            emit self->sending(id, progress);
    };
    parts.liveGrew = [self, id](qint64 task, const std::optional<LiveProgress> &progress) {
        if (self)
            emit self->liveGrew(id, task, progress);
    };
    parts.waitChanged = [self, id] {
        if (self)
            emit self->jobChanged(id, store::Change::State);
    };
    const auto pipeline = std::make_shared<Pipeline>(std::move(parts), std::move(lock));
    m_pipelines.insert(id, pipeline);
    countSharers(**session);
    // What came after the job was read, and before there was a pipeline to tell.
    QCoro::connect(store->job(id), this, [this, id, known](const Result<Job> &now) {
        const auto driver = m_pipelines.value(id);
        if (now && driver && !areSame(now->wishes, known))
            driver->reconsider(now->wishes);
    });
    drive(self, pipeline);
    co_return true;
}

// Static: the frame keeps the pipeline alive, nobody can touch the desk after it is gone.
QCoro::Task<> Desk::drive(QPointer<Desk> desk, std::shared_ptr<Pipeline> pipeline)
{
    const JobId id = pipeline->id();
    const Result<> end = co_await pipeline->run();
    const std::shared_ptr<Session> session = pipeline->sharedSession();
    pipeline.reset();
    if (desk)
        desk->settle(id, *session, end);
}

void Desk::settle(JobId id, Session &session, const Result<> &end)
{
    m_pipelines.remove(id);
    m_reported.removeIf([id](const auto &entry) { return entry.key().first == qint64(id); });
    countSharers(session);
    emit released(id, end ? std::nullopt : std::optional(end.error()));
    if (m_pipelines.isEmpty())
        emit idle();
}

void Desk::countSharers(Session &session)
{
    const auto shares = [&session](const auto &pipeline) { return &pipeline->session() == &session; };
    session.poller().setSharers(int(std::ranges::count_if(m_pipelines, shares)));
}

void Desk::setPaused(JobId id, ItemId item, bool paused)
{
    if (const auto pipeline = m_pipelines.value(id))
        pipeline->setPaused(item, paused);
}

bool Desk::isPaused(JobId id, ItemId item) const
{
    const auto pipeline = m_pipelines.value(id);
    return pipeline && pipeline->isPaused(item);
}

std::optional<Waiting> Desk::untoldWait(JobId id) const
{
    const auto pipeline = m_pipelines.value(id);
    return pipeline ? pipeline->untoldWait() : std::nullopt;
}

void Desk::reloadWishes(JobId id)
{
    if (!m_pipelines.contains(id))
        return;
    QCoro::connect(m_store->job(id), this, [this, id](const Result<Job> &job) {
        const auto pipeline = m_pipelines.value(id);
        if (job && pipeline)
            pipeline->reconsider(job->wishes);
    });
}

void Desk::reportProgress(JobId job, ItemId item, const Progress &progress)
{
    const Time now = Clock::system().now();
    Time &last = m_reported[{qint64(job), qint64(item)}];
    if (now - last < progressInterval && progress.done != progress.total)
        return;
    last = now;
    emit progressed(job, item, progress);
}

Async<> Desk::cancel(JobId id)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const Result<Job> job = co_await store->job(id);
    if (!job)
        co_return job.error();
    if (job->phase >= Phase::Ended) {
        co_return Error{.kind = Error::Kind::Conflict,
                        .what = DeskText::tr("Job %1 has ended already.").arg(qint64(id)),
                        .remedy = canBeGivenUp(*job) ? DeskText::tr("“punch cancel %1” gives up what it waits for.").arg(qint64(id))
                                                     : DeskText::tr("“punch show %1” tells how.").arg(qint64(id))};
    }
    co_return co_await wish(self, store, id, store::Wish::Cancel);
}

Async<> Desk::giveUp(JobId id)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const Result<Job> job = co_await store->job(id);
    if (!job)
        co_return job.error();
    if (!canBeGivenUp(*job)) {
        co_return Error{.kind = Error::Kind::Conflict,
                        .what = DeskText::tr("Job %1 has not ended, or waits for nothing.").arg(qint64(id)),
                        .remedy = DeskText::tr("“punch show %1” tells how it stands.").arg(qint64(id))};
    }
    co_return co_await wish(self, store, id, store::Wish::GiveUp);
}

Async<> Desk::wish(QPointer<Desk> desk, std::shared_ptr<store::Store> store, JobId id, store::Wish wish)
{
    if (const Result<> wished = co_await store->wish(id, wish); !wished)
        co_return wished;
    if (!desk)
        co_return cancelledError();
    // Nobody may be driving it: then it is for us.
    const Result<bool> driven = co_await desk->takeUpIfFree(id);
    if (!driven)
        co_return driven.error();
    co_return {};
}

Async<JobId> Desk::runAnew(Job job)
{
    const Result<Submission> again = submissionOf(job, folderOf(job));
    if (!again)
        co_return again.error();
    const Context context;
    const Result<Submitted> submitted = co_await submitInto(*again, job.group, context);
    if (!submitted)
        co_return submitted.error();
    co_return submitted->job.id;
}

// Once more through the last two phases: what is here is left alone, what is not is asked for again.
Async<> Desk::fetch(JobId id, QString outFolder, bool overwrite)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    const auto sessions = m_sessions;
    const Result<Job> seen = co_await store->job(id);
    if (!seen)
        co_return seen.error();
    if (!self)
        co_return cancelledError();
    if (!seen->isOver() && outFolder.isEmpty())
        co_return co_await view(id); // on its way: its driver fetches everything
    const Context context;
    const auto checking = [outFolder] { return isOutFolder(outFolder); };
    if (const Result<bool> fits = co_await onPool(context, checking); !fits)
        co_return fits.error();
    // One that waits with its results goes on with the new folder.
    Result<Held> held = co_await hold(store, id, outFolder.isEmpty() ? &isOver : &hasEnded);
    if (!held)
        co_return held.error();
    Job job = held->job;
    if (const Result<> undone = co_await waitAgain(store, &job); !undone)
        co_return undone;
    if (const auto session = co_await sessions->of(job); !session)
        co_return session.error();
    if (!outFolder.isEmpty()) {
        job.spec.outFolder = outFolder;
        job.spec.overwrite = overwrite;
    }
    const store::JobFolder folder(store->home(), job.uid);
    for (Item &item : job.items) {
        if (!wantAgain(item, job.house, folder))
            continue;
        if (const auto saved = co_await store->saveItem(id, item); !saved)
            co_return saved.error();
    }
    job.phase = Phase::Ended;
    job.results = Results::Open;
    job.waiting.reset();
    // What was wrong with its results or its repository shows again if it still is.
    if (job.outcome != Outcome::Lost && job.outcome != Outcome::Refused)
        job.error.reset();
    if (const Result<> saved = co_await store->save(job); !saved)
        co_return saved;
    if (!self)
        co_return cancelledError();
    if (const Result<bool> driven = co_await takeUp(job, std::move(held->lock)); !driven)
        co_return driven.error();
    co_return {};
}

Async<> Desk::tryAgain(JobId id)
{
    const auto store = m_store;
    m_sessions->tokens()->askAgain();
    if (const auto pipeline = m_pipelines.value(id))
        pipeline->resumeAll();
    const Result<bool> driven = co_await takeUpIfFree(id);
    if (!driven)
        co_return driven.error();
    if (*driven)
        co_return {};
    co_return co_await store->nudge(id); // another process drives it
}

Async<> Desk::forget(JobId id)
{
    const auto store = m_store;
    const auto sessions = m_sessions;
    Result<Held> held = co_await hold(store, id, &leftNothing);
    if (!held)
        co_return held.error();
    co_return co_await strikeOut(store, sessions->tokens(), std::move(*held));
}

Async<bool> Desk::takeUpIfFree(JobId id)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    if (m_pipelines.contains(id)) {
        reloadWishes(id);
        co_return true;
    }
    const Result<Job> seen = co_await store->job(id);
    if (!self)
        co_return cancelledError();
    if (!seen)
        co_return seen.error();
    if (seen->isOver() || m_pipelines.contains(id))
        co_return m_pipelines.contains(id);
    const store::JobFolder folder = folderOf(*seen);
    // Without it nobody could cancel the job, or take away what stands on the server.
    if (const Result<> made = makePrivateFolder(folder.path()); !made)
        co_return made.error();
    Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
    if (!lock)
        co_return lock.error();
    if (!*lock)
        co_return false;
    // Read again under the lock: the last driver may have gone on after we looked.
    const Result<Job> job = co_await store->job(id);
    if (!self)
        co_return cancelledError();
    if (!job)
        co_return job.error();
    if (job->isOver())
        co_return false;
    co_return co_await takeUp(*job, std::move(*lock));
}

Async<QList<JobId>> Desk::resume()
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    if (const Result<> swept = co_await sweepUnwritten(store, m_sessions->tokens()); !swept)
        qWarning("what a submission left is still there: %s", qPrintable(swept.error().what));
    if (!self)
        co_return cancelledError();
    const Result<QList<Job>> jobs = co_await store->unfinished();
    if (!jobs)
        co_return jobs.error();
    if (!self)
        co_return cancelledError();
    QList<JobId> driven;
    std::optional<Error> failed;
    for (const Job &job : *jobs) {
        const Result<bool> taken = co_await takeUpIfFree(job.id);
        if (!self)
            co_return cancelledError();
        if (taken && *taken)
            driven.append(job.id);
        if (taken)
            continue;
        // The others go on.
        qWarning("job %lld could not be taken up: %s", qint64(job.id), qPrintable(taken.error().what));
        failed = taken.error();
    }
    if (failed && driven.isEmpty())
        co_return *failed;
    co_return driven;
}

Async<> Desk::view(JobId id)
{
    const QPointer<Desk> self(this);
    const auto store = m_store;
    m_viewed.insert(id);
    const Result<bool> driven = co_await takeUpIfFree(id);
    if (!driven)
        co_return driven.error();
    if (!self)
        co_return cancelledError();
    if (const auto pipeline = m_pipelines.value(id)) {
        pipeline->session().poller().setLookedAt(id, true);
        pipeline->session().poller().setFollowed(id, m_followed.value(id));
        co_return {};
    }
    const Result<Job> job = co_await store->job(id);
    // Somebody else drives it. What is over needs nobody.
    if (self && job && !job->isOver() && m_viewed.contains(id))
        m_orphanTimer.start();
    co_return {};
}

void Desk::unview(JobId id)
{
    m_viewed.remove(id);
    if (const auto pipeline = m_pipelines.value(id))
        pipeline->session().poller().setLookedAt(id, false);
}

void Desk::followElements(JobId id, const QList<int> &elements)
{
    if (m_followed.value(id) == elements)
        return;
    if (elements.isEmpty())
        m_followed.remove(id);
    else
        m_followed.insert(id, elements.first(std::min<qsizetype>(elements.size(), mostLiveElements)));
    tellFollowed(id);
}

void Desk::tellFollowed(JobId id)
{
    if (const auto pipeline = m_pipelines.value(id)) {
        pipeline->session().poller().setFollowed(id, m_followed.value(id));
        return;
    }
    QCoro::connect(m_store->job(id), this, [this, id](const Result<Job> &job) {
        if (job && (job->phase <= Phase::Started || m_followed.value(id).isEmpty()) && !m_pipelines.contains(id))
            noteFollowed(folderOf(*job), m_followed.value(id));
    });
}

void Desk::lookForOrphans()
{
    // They are forgotten by who drives the job unless they are told again.
    const QList<JobId> followed = m_followed.keys();
    for (const JobId id : followed)
        tellFollowed(id);
    const QSet<JobId> viewed = m_viewed;
    for (const JobId id : viewed) {
        if (m_pipelines.contains(id))
            continue;
        QCoro::connect(view(id), this, [](const Result<> &done) {
            if (!done)
                qWarning("a job could not be taken up: %s", qPrintable(done.error().what));
        });
    }
}

void Desk::stop()
{
    m_stopping = true;
    const auto pipelines = m_pipelines;
    for (const auto &pipeline : pipelines)
        pipeline->stop();
    if (m_pipelines.isEmpty())
        emit idle();
}

} // namespace punchcard
