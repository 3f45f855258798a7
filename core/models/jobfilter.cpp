// SPDX-License-Identifier: MIT
#include "core/models/jobfilter.h"

#include "core/models/scriptsearch.h"

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

JobFilter::JobFilter(JobModel &jobs, Home home, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_jobs(jobs)
    , m_home(std::move(home))
{
    setSourceModel(&jobs);
    m_pause.setSingleShot(true);
    m_pause.setInterval(150ms);
    connect(&m_pause, &QTimer::timeout, this, &JobFilter::searchScripts);
}

JobFilter::~JobFilter()
{
    if (m_search)
        m_search->request();
}

bool JobFilter::isNarrow() const
{
    return !m_text.isEmpty() || m_kinds != allKinds() || !m_account.isEmpty();
}

void JobFilter::setText(const QString &text)
{
    const QString wanted = text.trimmed();
    if (wanted == m_text)
        return;
    if (m_search)
        m_search->request();
    m_text = wanted;
    m_byScript.clear();
    if (m_text.isEmpty())
        m_pause.stop();
    else
        m_pause.start();
    invalidateRowsFilter();
    emit narrowed();
}

void JobFilter::setKinds(JobKinds kinds)
{
    if (kinds == m_kinds)
        return;
    m_kinds = kinds;
    invalidateRowsFilter();
    emit narrowed();
}

void JobFilter::setAccount(const QString &account)
{
    if (account == m_account)
        return;
    m_account = account;
    invalidateRowsFilter();
    emit narrowed();
}

void JobFilter::searchScripts()
{
    QList<StoredScript> scripts;
    scripts.reserve(m_jobs.jobs().size());
    for (const store::JobSummary &job : m_jobs.jobs())
        scripts.append({.job = job.id, .path = m_home.jobFolder(job.uid) + u"/script"_s});
    Context context;
    m_search = context.cancel;
    QCoro::connect(jobsWithText(std::move(scripts), m_text, context), this,
                   [this, search = context.cancel](const Result<QSet<JobId>> &found) {
                       if (!found || search != m_search)
                           return;
                       m_byScript = *found;
                       invalidateRowsFilter();
                       emit narrowed();
                   });
}

bool JobFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    Q_UNUSED(parent)
    const store::JobSummary &job = m_jobs.jobs().at(row);
    if (!m_account.isEmpty() && job.account != m_account)
        return false;
    const JobState state = stateOf(job);
    if (!m_kinds.testFlag(kindOf(state)))
        return false;
    if (m_text.isEmpty() || job.name.contains(m_text, Qt::CaseInsensitive) || m_byScript.contains(job.id))
        return true;
    return stateText(state).startsWith(m_text, Qt::CaseInsensitive)
        || std::ranges::any_of(job.runsOn, [this](const QString &label) { return label.contains(m_text, Qt::CaseInsensitive); });
}

} // namespace punchcard
