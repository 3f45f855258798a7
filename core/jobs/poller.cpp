// SPDX-License-Identifier: MIT
#include "core/jobs/poller.h"

#include <QCoroSignal>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

// The system may be wrong in saying that there is no network; a job must not hang on that for ever.
constexpr Milliseconds offlineInterval = 10min;

/// Rings once: by the clock, a wish, or a cancel.
class Bell : public QObject
{
    Q_OBJECT

signals:
    void rang();
};

} // namespace

Poller::Poller(QObject *parent)
    : QObject(parent)
{
    // Knows nothing in a container: then no signal comes and the intervals do the work.
    if (QNetworkInformation::loadDefaultBackend())
        listenTo(QNetworkInformation::instance());
}

Async<> Poller::sleep(JobId job, Milliseconds interval, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    if (m_restless.remove(job))
        co_return {};
    m_asleep.insert(job);
    Bell bell;
    connect(context.cancel.get(), &Cancel::requested, &bell, &Bell::rang);
    connect(this, &Poller::allWoken, &bell, &Bell::rang);
    connect(this, &Poller::woken, &bell, [&bell, job](JobId woken) {
        if (woken == job)
            emit bell.rang();
    });
    context.clock->after(interval, &bell, [this, &bell] {
        if (!m_isOffline || !m_needsNetwork)
            emit bell.rang();
    });
    context.clock->after(std::max(interval, offlineInterval), &bell, [&bell] { emit bell.rang(); });
    co_await qCoro(&bell, &Bell::rang);
    m_asleep.remove(job);
    if (context.cancelled())
        co_return cancelledError();
    co_return {};
}

void Poller::wake(JobId job)
{
    if (m_asleep.contains(job))
        emit woken(job);
    else
        m_restless.insert(job);
}

// A look too many costs one request; a server of one's own may be in reach where the internet is not.
void Poller::networkIs(QNetworkInformation::Reachability reachability)
{
    m_isOffline = reachability == QNetworkInformation::Reachability::Disconnected;
    if (!m_isOffline)
        wakeAll();
}

void Poller::wakeAll()
{
    emit allWoken();
}

void Poller::setLookedAt(JobId job, bool looked)
{
    if (!looked) {
        m_lookedAt.remove(job);
    } else if (!m_lookedAt.contains(job)) {
        m_lookedAt.insert(job);
        emit woken(job);
    }
}

} // namespace punchcard

#include "poller.moc"
