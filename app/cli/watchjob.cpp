// SPDX-License-Identifier: MIT
#include "app/cli/watchjob.h"

#include "app/cli/delivery.h"
#include "core/store/jobfolder.h"

namespace punchcard::cli {

WatchJob::WatchJob(Desk &desk, Interrupts &interrupts, Reporter &reporter, JobId id, Options options)
    : m_desk(desk)
    , m_interrupts(interrupts)
    , m_reporter(reporter)
    , m_id(id)
    , m_options(options)
{
    connect(&m_desk, &Desk::jobChanged, this, [this](JobId job, store::Change) {
        if (job == m_id)
            wake();
    });
    connect(&m_desk, &Desk::progressed, this, [this](JobId job, ItemId item, const Progress &progress) {
        if (job == m_id && m_job)
            m_reporter.progressed(*m_job, item, progress);
    });
    connect(&m_desk, &Desk::sending, this, [this](JobId job, const InputProgress &progress) {
        if (job == m_id && m_job)
            m_reporter.sending(*m_job, progress);
    });
    connect(&m_desk, &Desk::released, this, [this](JobId job, const std::optional<Error> &error) {
        if (job != m_id)
            return;
        if (error && error->kind != Error::Kind::Cancelled)
            m_driverFailed = error;
        wake();
    });
    connect(&m_desk, &Desk::liveGrew, this, [this](JobId job) {
        if (job == m_id)
            lookForOutput();
    });
    connect(&m_lookTimer, &QTimer::timeout, this, &WatchJob::lookForOutput);
    connect(&m_interrupts, &Interrupts::cancelWished, this, &WatchJob::wake);
    connect(&m_interrupts, &Interrupts::leaveWished, this, &WatchJob::wake);
}

void WatchJob::wake()
{
    if (m_changed)
        m_changed->open();
}

void WatchJob::lookForOutput()
{
    if (m_job && m_job->phase == Phase::Started && newestAttempt(*m_job) && newestAttempt(*m_job)->number != m_logTold)
        m_reporter.printing(*m_job);
}

QCoro::Task<ExitCode> WatchJob::follow()
{
    for (bool viewed = false;;) {
        // Before the job is read: what changes meanwhile counts.
        m_changed = std::make_unique<Latch>();
        const Result<Job> job = co_await m_desk.store().job(m_id);
        if (!job) {
            m_reporter.failed(job.error(), nullptr);
            co_return job.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Unknown;
        }
        m_job = *job;
        // What could not be written down is known here only.
        if (const std::optional<Waiting> untold = m_desk.untoldWait(m_id))
            m_job->waiting = untold;
        co_await report();
        if (m_job->isOver())
            co_return co_await conclude();
        if (const std::optional<Leaving> why = mustLeave())
            co_return leave(*why);
        if (m_driverFailed) {
            m_reporter.failed(*m_driverFailed, &*m_job);
            co_return leave(Leaving::Interrupted);
        }
        co_await cancelIfWished();
        if (!viewed) {
            viewed = true;
            if (m_job->spec.live.value_or(false) && !m_options.detach)
                m_lookTimer.start(std::chrono::seconds(1));
            if (const Result<> taken = co_await m_desk.view(m_id); !taken) {
                m_reporter.failed(taken.error(), &*m_job);
                co_return ExitCode::Unknown;
            }
        }
        co_await m_changed->opened();
    }
}

QCoro::Task<> WatchJob::report()
{
    // Two changes may be seen as one: the log still comes before what followed it.
    if (logsAreSettled(*m_job) && newestAttempt(*m_job)->number != m_logTold) {
        m_logTold = newestAttempt(*m_job)->number;
        co_await m_reporter.logHere(*m_job);
    }
    m_reporter.update(*m_job);
}

std::optional<Leaving> WatchJob::mustLeave()
{
    if (m_interrupts.mustLeave())
        return Leaving::Interrupted;
    if (m_job->phase < Phase::Started)
        return std::nullopt;
    if (m_options.detach)
        return Leaving::OnItsWay;
    if (m_limitReached)
        return Leaving::LimitReached;
    if (m_options.limit && !m_limitRuns) {
        m_limitRuns = true;
        Clock::system().after(*m_options.limit, this, [this] {
            m_limitReached = true;
            wake();
        });
    }
    return std::nullopt;
}

ExitCode WatchJob::leave(Leaving why)
{
    m_reporter.left(*m_job, why);
    return why == Leaving::OnItsWay ? ExitCode::Succeeded : ExitCode::Unknown;
}

QCoro::Task<> WatchJob::cancelIfWished()
{
    if (!m_options.cancels || m_cancelAsked || !m_interrupts.wantsCancel())
        co_return;
    m_cancelAsked = true;
    const Result<> asked = co_await m_desk.cancel(m_id);
    if (asked)
        m_reporter.cancelling(*m_job);
    else
        m_reporter.failed(asked.error(), &*m_job);
}

QCoro::Task<ExitCode> WatchJob::conclude()
{
    m_lookTimer.stop();
    m_desk.unview(m_id);
    const store::JobFolder folder(m_desk.store().home(), m_job->uid);
    const Context context;
    const Result<Delivery> delivery = co_await deliveryOf(*m_job, folder.path(), context);
    const ExitCode code = exitCodeOf(*m_job, m_options.cancels && m_interrupts.wantsCancel());
    m_reporter.over(*m_job, delivery ? *delivery : Delivery(), code);
    co_return code;
}

} // namespace punchcard::cli
