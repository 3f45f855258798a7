// SPDX-License-Identifier: MIT
#include "widgets/window/jobends.h"

#include "core/models/wording.h"

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

JobEnds::JobEnds(JobModel &jobs, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
{
    m_moment.setSingleShot(true);
    m_moment.setInterval(1s);
    connect(&m_moment, &QTimer::timeout, this, &JobEnds::tell);
    connect(&m_jobs, &JobModel::stateChanged, this, [this](JobId job, JobState before, JobState now) {
        if (kindOf(before) != JobKind::Open || kindOf(now) == JobKind::Open)
            return;
        m_ends.append({.job = job, .state = now, .name = m_jobs.indexOf(job).data().toString()});
        if (!m_moment.isActive())
            m_moment.start();
    });
}

void JobEnds::tell()
{
    const QList<End> ends = std::exchange(m_ends, {});
    if (ends.size() == 1) {
        const End &end = ends.first();
        const Milliseconds lasted(m_jobs.indexOf(end.job).data(JobModel::ElapsedRole).toLongLong());
        emit ended(end.job, end.name, tr("%1 after %2", "state, duration").arg(stateText(end.state), secondsText(lasted)));
        return;
    }
    const auto failed = std::ranges::count_if(ends, [](const End &end) { return kindOf(end.state) != JobKind::Succeeded; });
    const QString text = failed == 0 ? tr("All of them succeeded") : tr("%1 succeeded, %2 did not").arg(ends.size() - failed).arg(failed);
    const End &newest = *std::ranges::max_element(ends, {}, &End::job);
    emit ended(newest.job, tr("%1 jobs have ended").arg(ends.size()), text);
}

} // namespace punchcard
