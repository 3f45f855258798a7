// SPDX-License-Identifier: MIT
#include "core/models/jobfilter.h"

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
    connect(&jobs, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) { searchLater(first, last); });
    connect(&jobs, &QAbstractItemModel::modelReset, this, [this] { searchLater(0, m_jobs.rowCount() - 1); });
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
    m_search = Cancel::make();
    m_byScript.clear();
    m_unsearched.clear();
    m_pause.stop();
    searchLater(0, m_jobs.rowCount() - 1);
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

void JobFilter::searchLater(int first, int last)
{
    if (m_text.isEmpty() || first > last)
        return;
    m_unsearched.reserve(m_unsearched.size() + last - first + 1);
    for (const store::JobSummary &job : m_jobs.jobs().sliced(first, last - first + 1))
        m_unsearched.append({.job = job.id, .path = m_home.jobFolder(job.uid) + u"/script"_s});
    m_pause.start();
}

void JobFilter::searchScripts()
{
    const Context context{.cancel = m_search};
    QCoro::connect(jobsWithText(std::exchange(m_unsearched, {}), m_text, context), this,
                   [this, search = m_search](const Result<QSet<JobId>> &found) {
                       if (!found || search != m_search || found->isEmpty())
                           return;
                       m_byScript.unite(*found);
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
