// SPDX-License-Identifier: MIT
#include "widgets/timing/jobview.h"

namespace punchcard {

JobView::JobView(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
{
    m_ticker.setParent(this);
    m_ticker.setInterval(std::chrono::seconds(1));
    connect(&m_ticker, &QTimer::timeout, this, [this] { tick(); });
    connect(&desk, &Desk::jobChanged, this, [this](JobId job, store::Change) {
        if (job == m_job)
            reload();
    });
}

void JobView::setJob(std::optional<JobId> job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_known.reset();
    clear();
    updateTicker();
    if (job)
        reload();
}

// A big array changes faster than it can be read.
void JobView::reload()
{
    m_readAgain = m_reading == m_job;
    if (m_readAgain)
        return;
    m_reading = m_job;
    QCoro::connect(m_desk.store().job(*m_job), this, [this, id = *m_job](const Result<Job> &job) {
        if (m_reading == id)
            m_reading.reset();
        if (id != m_job)
            return;
        if (m_readAgain)
            reload();
        if (job) {
            m_known = *job;
            take(*job);
            updateTicker();
        } else if (job.error().kind == Error::Kind::Missing) {
            setJob(std::nullopt);
        } else {
            say(job.error());
        }
    });
}

void JobView::updateTicker()
{
    if (!isVisible() || !isRunning())
        m_ticker.stop();
    else if (!m_ticker.isActive())
        m_ticker.start();
}

void JobView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tick();
    updateTicker();
}

void JobView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ticker.stop();
}

} // namespace punchcard
