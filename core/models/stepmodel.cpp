// SPDX-License-Identifier: MIT
#include "core/models/stepmodel.h"

#include "core/models/wording.h"

#include <algorithm>
#include <set>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

bool runs(Status status)
{
    return status == Status::InProgress;
}

// Of all runs of the job: one, unless its array is very big. What did not run again then is shown as it was before.
QList<Task> tasksOf(const Job &job, int attempt)
{
    QList<Task> tasks;
    for (const Run &run : job.runs) {
        const auto after = std::ranges::upper_bound(run.attempts, attempt, {}, &Attempt::number);
        if (after != run.attempts.begin())
            tasks += std::prev(after)->tasks;
    }
    return tasks;
}

} // namespace

StepModel::StepModel(const Clock &clock, QObject *parent)
    : QAbstractItemModel(parent)
    , m_clock(clock)
{
}

void StepModel::clear()
{
    beginResetModel();
    m_job = {};
    m_attempt = 0;
    m_attempts.clear();
    m_tasks.clear();
    endResetModel();
}

void StepModel::setJob(const Job &job, int attempt)
{
    std::set<int> numbers;
    for (const Run &run : job.runs) {
        for (const Attempt &one : run.attempts)
            numbers.insert(one.number);
    }
    m_attempts = QList<int>(numbers.begin(), numbers.end());
    if (attempt == 0 && !m_attempts.isEmpty())
        attempt = m_attempts.constLast();
    if (job.id == m_job && attempt == m_attempt) {
        takeTasks(tasksOf(job, attempt));
        return;
    }
    beginResetModel();
    m_job = job.id;
    m_attempt = attempt;
    m_tasks = tasksOf(job, attempt);
    endResetModel();
}

// Tasks and steps only ever come at the end; anything else is shown anew.
void StepModel::takeTasks(const QList<Task> &tasks)
{
    const qsizetype shared = std::min(tasks.size(), m_tasks.size());
    const bool grown = tasks.size() >= m_tasks.size() && std::ranges::equal(tasks.first(shared), m_tasks, [](const Task &a, const Task &b) {
                           return a.remoteId == b.remoteId && a.steps.size() >= b.steps.size();
                       });
    if (!grown) {
        beginResetModel();
        m_tasks = tasks;
        endResetModel();
        return;
    }
    for (int row = 0; row < int(shared); ++row) {
        if (tasks.at(row) == m_tasks.at(row))
            continue;
        takeSteps(row, tasks.at(row));
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    if (tasks.size() > shared) {
        beginInsertRows({}, int(shared), int(tasks.size()) - 1);
        m_tasks = tasks;
        endInsertRows();
    }
}

void StepModel::takeSteps(int row, const Task &task)
{
    const int before = int(m_tasks.at(row).steps.size());
    const int now = int(task.steps.size());
    const QModelIndex parent = index(row, 0);
    if (now > before)
        beginInsertRows(parent, before, now - 1);
    m_tasks[row] = task;
    if (now > before)
        endInsertRows();
    if (before > 0)
        emit dataChanged(index(0, 0, parent), index(before - 1, ColumnCount - 1, parent));
}

bool StepModel::isRunning() const
{
    return std::ranges::any_of(m_tasks, [](const Task &task) { return runs(task.status); });
}

void StepModel::tick()
{
    for (int row = 0; row < int(m_tasks.size()); ++row) {
        const Task &task = m_tasks.at(row);
        if (!runs(task.status))
            continue;
        const QModelIndex parent = index(row, Duration);
        emit dataChanged(parent, parent, {Qt::DisplayRole, DurationRole});
        for (int step = 0; step < int(task.steps.size()); ++step) {
            const QModelIndex child = index(step, Duration, index(row, 0));
            if (runs(task.steps.at(step).status))
                emit dataChanged(child, child, {Qt::DisplayRole, DurationRole});
        }
    }
}

// A task's index has id 0, a step's the row of its task plus one.
QModelIndex StepModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex StepModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, quintptr(0));
}

int StepModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_tasks.size());
    if (parent.internalId() != 0 || parent.column() != 0 || parent.row() >= m_tasks.size())
        return 0;
    return int(m_tasks.at(parent.row()).steps.size());
}

int StepModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

// The server's clock may be ahead of ours by a little.
QVariant StepModel::durationOf(std::optional<Time> begin, std::optional<Time> end, Status status) const
{
    if (!begin || (!end && !runs(status)))
        return {};
    return qint64(std::max(end.value_or(m_clock.now()) - *begin, Milliseconds::zero()).count());
}

QVariant StepModel::taskData(const Task &task, int role) const
{
    const bool taken = task.runnerId != 0;
    switch (role) {
    case Qt::DisplayRole: return task.name;
    case StatusRole: return int(task.status);
    case ConclusionRole: return int(task.conclusion);
    case DurationRole: return taken ? durationOf(task.startedAt, task.completedAt, task.status) : QVariant();
    case TaskRole: return task.remoteId;
    case StepRole: return 0;
    case StartedRole: return taken && task.startedAt ? QVariant(toDateTime(*task.startedAt)) : QVariant();
    case RunnerRole: return task.runnerName;
    case PageRole: return task.page;
    default: return {};
    }
}

QVariant StepModel::stepData(const Task &task, const Step &step, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return step.name;
    case StatusRole: return int(step.status);
    case ConclusionRole: return int(step.conclusion);
    case DurationRole: return durationOf(step.startedAt, step.completedAt, step.status);
    case TaskRole: return task.remoteId;
    case StepRole: return step.number;
    case StartedRole: return step.startedAt ? QVariant(toDateTime(*step.startedAt)) : QVariant();
    default: return {};
    }
}

QVariant StepModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(index.column() == Duration ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::DisplayRole && index.column() == Duration) {
        const QVariant duration = data(index, DurationRole);
        if (!duration.isValid())
            return {};
        return secondsText(Milliseconds(duration.toLongLong()));
    }
    if (role == Qt::ToolTipRole)
        return data(index.siblingAtColumn(Name), Qt::DisplayRole);
    if (index.internalId() == 0)
        return taskData(m_tasks.at(index.row()), role);
    const Task &task = m_tasks.at(qsizetype(index.internalId()) - 1);
    return stepData(task, task.steps.at(index.row()), role);
}

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Step") : tr("Duration");
}

} // namespace punchcard
