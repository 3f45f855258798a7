// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/job/ids.h"

#include <QHash>
#include <QNetworkInformation>
#include <QObject>
#include <QSet>

namespace punchcard {

/// When the jobs of one account look again. A job sleeps here between two looks and is woken early when something may
/// have changed: a wish, the network's return, somebody who opens it.
class Poller : public QObject
{
    Q_OBJECT

public:
    explicit Poller(QObject *parent = nullptr);
    /// Its server is on this computer: the network does not matter.
    void setNeedsNoNetwork() { m_needsNetwork = false; }

    /// Waits @p interval by the context's clock, while offline until the network is back, or until wake(). Cancelled: the
    /// context was.
    [[nodiscard]] Async<> sleep(JobId job, Milliseconds interval, Context context);
    /// A job that does not sleep just now will not fall asleep the next time.
    void wake(JobId job);
    void wakeAll();
    /// Goes by what @p information, a QNetworkInformation, says of the network, now and from now on.
    template<typename Information>
    void listenTo(const Information *information)
    {
        connect(information, &Information::reachabilityChanged, this, &Poller::networkIs);
        // Another network may be in reach of what the last one was not.
        connect(information, &Information::transportMediumChanged, this, &Poller::wakeAll);
        networkIs(information->reachability());
    }
    /// What the system says of the network; it may know nothing, which counts as being online.
    void networkIs(QNetworkInformation::Reachability reachability);

    /// A job that somebody looks at is asked for more often.
    void setLookedAt(JobId job, bool looked);
    [[nodiscard]] bool isLookedAt(JobId job) const { return m_lookedAt.contains(job); }
    /// Elements of @p job's array that somebody here has open.
    void setFollowed(JobId job, const QList<int> &elements)
    {
        if (elements.isEmpty())
            m_followed.remove(job);
        else
            m_followed.insert(job, elements);
    }
    [[nodiscard]] QList<int> followed(JobId job) const { return m_followed.value(job); }
    /// How many jobs share the account's requests.
    void setSharers(int jobs) { m_sharers = jobs; }
    [[nodiscard]] int sharers() const { return m_sharers; }
    /// Nobody of these looks again sooner than this; 0: as they think fit.
    void setLeast(Milliseconds least) { m_least = least; }
    [[nodiscard]] Milliseconds least() const { return m_least; }

signals:
    void woken(punchcard::JobId job);
    void allWoken();

private:
    QSet<JobId> m_lookedAt;
    QHash<JobId, QList<int>> m_followed;
    QSet<JobId> m_asleep;
    QSet<JobId> m_restless; ///< to be woken, but not asleep
    int m_sharers = 1;
    bool m_needsNetwork = true;
    bool m_isOffline = false;
    Milliseconds m_least{0};
};

} // namespace punchcard
