// SPDX-License-Identifier: MIT
#include "core/models/jobmodel.h"

#include "core/jobs/desk.h"
#include "core/models/wording.h"

#include <algorithm>
#include <ranges>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Milliseconds elapsedOf(const store::JobSummary &job)
{
    const Time end = job.finishedAt.value_or(Clock::system().now());
    return std::max(end - job.begunAt, Milliseconds(0));
}

} // namespace

JobModel::JobModel(Desk &desk, QObject *parent)
    : QAbstractTableModel(parent)
    , m_desk(desk)
{
    connect(&m_desk, &Desk::jobChanged, this, &JobModel::follow);
    connect(&m_desk, &Desk::sending, this, &JobModel::tellSending);
    connect(&m_desk, &Desk::liveGrew, this,
            [this](JobId id, qint64, const std::optional<LiveProgress> &progress) { advance(id, progress); });
}

void JobModel::load()
{
    loadAccounts();
    QCoro::connect(m_desk.store().summaries(), this, [this](const Result<QList<store::JobSummary>> &jobs) {
        if (!jobs) {
            emit failed(jobs.error());
            return;
        }
        beginResetModel();
        m_jobs = *jobs;
        m_loaded = true;
        endResetModel();
        recount();
        emit loaded();
        readNext();
    });
}

void JobModel::loadAccounts()
{
    QCoro::connect(m_desk.sessions()->accounts(), this, [this](const Result<QList<Account>> &accounts) {
        if (!accounts)
            return;
        m_accounts.clear();
        for (const Account &account : *accounts)
            m_accounts.insert(account.id, account.name);
        if (!m_jobs.isEmpty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole, AccountRole});
    });
}

int JobModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_jobs.size());
}

int JobModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant JobModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const store::JobSummary &job = m_jobs.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return text(job, index.column());
    case Qt::AccessibleTextRole:
        return (job.race ? tr("%1, %2, in a race on %3, %4", "name, state, runner, time")
                         : tr("%1, %2, on %3, %4", "name, state, runner, time"))
            .arg(job.name, stateText(stateOf(job)), runnerText(job.account, job.runsOn), secondsText(elapsedOf(job)));
    case IdRole: return qint64(job.id);
    case UidRole: return job.uid;
    case StateRole: return QVariant::fromValue(stateOf(job));
    case WaitingForRole: return job.waitingFor ? waitedFor(*job.waitingFor) : QString();
    case SendingRole: return job.phase < Phase::Started ? m_sending.value(job.id) : QString();
    case WaitingUntilRole: return job.waitingUntil ? QVariant(toEpoch(*job.waitingUntil)) : QVariant();
    case RunnerRole: return runnerText(job.account, job.runsOn);
    case AccountRole: return m_accounts.value(job.account, job.account);
    case AccountIdRole: return job.account;
    case CreatedRole: return toEpoch(job.createdAt);
    case DayRole: return dayOf(job.createdAt);
    case ElapsedRole: return qint64(elapsedOf(job).count());
    case IsOpenRole: return !job.isOver();
    case WaitsAtEndRole: return job.phase >= Phase::Ended && stateOf(job) == JobState::Waiting;
    case ProgressRole: return progressOf(job);
    case ElementsRole: return job.elements;
    case ElementsOverRole: return job.elementsOver;
    case ElementsFailedRole: return job.elementsFailed;
    case RaceRole: return job.race ? QVariant(qint64(*job.race)) : QVariant();
    case LeftRole: {
        const std::optional<std::chrono::seconds> left = m_progress.value(job.id).left;
        return left ? QVariant(qint64(Milliseconds(*left).count())) : QVariant();
    }
    default: return {};
    }
}

// What one element's script says is no word on the whole.
QVariant JobModel::progressOf(const store::JobSummary &job) const
{
    if (job.elements > 0)
        return job.phase == Phase::Started ? QVariant(job.elementsOver * 100 / job.elements) : QVariant();
    return m_progress.contains(job.id) ? QVariant(m_progress.value(job.id).percent) : QVariant();
}

QVariant JobModel::text(const store::JobSummary &job, int column) const
{
    switch (column) {
    case NameColumn: return job.name;
    case StateColumn: return stateText(stateOf(job));
    case RunnerColumn: return runnerText(job.account, job.runsOn);
    case AccountColumn: return m_accounts.value(job.account, job.account);
    case CreatedColumn: return momentText(job.createdAt, QDate::currentDate());
    case TimeColumn: return secondsText(elapsedOf(job));
    default: return {};
    }
}

QVariant JobModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Name");
    case StateColumn: return tr("State");
    case RunnerColumn: return tr("Runner");
    case AccountColumn: return tr("Account");
    case CreatedColumn: return tr("Started");
    case TimeColumn: return tr("Time");
    default: return {};
    }
}

QDate JobModel::dayOf(Time time) const
{
    if (time < m_dayBegins || time >= m_dayEnds) {
        m_day = toDateTime(time).toLocalTime().date();
        m_dayBegins = fromEpoch(m_day.startOfDay().toMSecsSinceEpoch());
        m_dayEnds = fromEpoch(m_day.addDays(1).startOfDay().toMSecsSinceEpoch());
    }
    return m_day;
}

qsizetype JobModel::rowFor(JobId id) const
{
    return std::ranges::lower_bound(m_jobs, id, std::ranges::greater(), &store::JobSummary::id) - m_jobs.cbegin();
}

QModelIndex JobModel::indexOf(JobId id) const
{
    const qsizetype row = rowFor(id);
    return row < m_jobs.size() && m_jobs.at(row).id == id ? index(int(row), 0) : QModelIndex();
}

void JobModel::follow(JobId id, store::Change what)
{
    if (what == store::Change::Removed) {
        remove(id);
        return;
    }
    // What it brings home is no matter of this list.
    if (what == store::Change::Items || m_stale.contains(id))
        return;
    m_stale.append(id);
    readNext();
}

void JobModel::tellSending(JobId id, const InputProgress &progress)
{
    const QModelIndex job = indexOf(id);
    if (!job.isValid())
        return;
    m_sending[id] = tr("Sending inputs: %1 of %2, %3 of %4")
                        .arg(progress.files)
                        .arg(progress.allFiles)
                        .arg(sizeText(progress.bytes), sizeText(progress.allBytes));
    emit dataChanged(job, job.siblingAtColumn(ColumnCount - 1), {SendingRole});
}

void JobModel::readNext()
{
    if (!m_loaded || m_reading || m_stale.isEmpty())
        return;
    m_reading = true;
    QCoro::connect(m_desk.store().summary(m_stale.takeFirst()), this, [this](const Result<store::JobSummary> &job) {
        m_reading = false;
        if (job)
            place(withUntoldWait(*job));
        readNext();
    });
}

// A full disk is itself what a job may wait for, and cannot hold that.
store::JobSummary JobModel::withUntoldWait(store::JobSummary job) const
{
    if (const std::optional<Waiting> waiting = m_desk.untoldWait(job.id)) {
        job.waitingFor = waiting->what;
        job.waitingUntil = waiting->until;
    }
    return job;
}

void JobModel::advance(JobId id, const std::optional<LiveProgress> &progress)
{
    const QModelIndex row = indexOf(id);
    if (!progress || !row.isValid() || m_jobs.at(row.row()).phase > Phase::Started || m_jobs.at(row.row()).elements > 0
        || m_progress.value(id, {.percent = -1}) == *progress)
        return;
    m_progress.insert(id, *progress);
    emit dataChanged(row, row.siblingAtColumn(ColumnCount - 1), {ProgressRole, LeftRole});
}

void JobModel::place(const store::JobSummary &job)
{
    if (job.phase >= Phase::Started)
        m_sending.remove(job.id);
    if (job.phase > Phase::Started)
        m_progress.remove(job.id);
    const qsizetype row = rowFor(job.id);
    if (row == m_jobs.size() || m_jobs.at(row).id != job.id) {
        beginInsertRows({}, int(row), int(row));
        m_jobs.insert(row, job);
        endInsertRows();
        if (!m_accounts.contains(job.account))
            loadAccounts();
    } else if (m_jobs.at(row) != job) {
        const JobState before = stateOf(m_jobs.at(row));
        m_jobs[row] = job;
        emit dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
        if (const JobState now = stateOf(job); now != before)
            emit stateChanged(job.id, before, now);
    }
    recount();
}

void JobModel::remove(JobId id)
{
    m_stale.removeAll(id);
    m_progress.remove(id);
    const QModelIndex gone = indexOf(id);
    if (!gone.isValid())
        return;
    beginRemoveRows({}, gone.row(), gone.row());
    m_jobs.removeAt(gone.row());
    endRemoveRows();
    recount();
}

void JobModel::recount()
{
    Counts counts;
    for (const store::JobSummary &job : std::as_const(m_jobs)) {
        if (job.isOver())
            continue;
        switch (stateOf(job)) {
        case JobState::Waiting: ++counts.waiting; break;
        case JobState::Starting:
        case JobState::Queued: ++counts.queued; break;
        default: ++counts.running; break;
        }
    }
    if (counts == m_counts)
        return;
    m_counts = counts;
    emit countsChanged();
}

} // namespace punchcard
