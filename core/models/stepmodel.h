// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/job/job.h"

#include <QAbstractItemModel>

namespace punchcard {

/// One attempt of a job: its tasks, and below each its steps, with how long each has taken so far. Rows are changed where
/// they changed, so that a view keeps its place while the job runs.
class StepModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Duration, ColumnCount };
    enum Role {
        StatusRole = Qt::UserRole + 1, ///< Status
        ConclusionRole,                ///< Conclusion
        DurationRole,                  ///< milliseconds, until now while it runs; invalid: it has not begun
        TaskRole,                      ///< the task's number on the server
        StepRole,                      ///< the step's number; 0 for a task
        StartedRole,                   ///< QDateTime
        RunnerRole,                    ///< of a task
        PageRole,                      ///< of a task
    };

    explicit StepModel(const Clock &clock = Clock::system(), QObject *parent = nullptr);

    /// Shows @p attempt of @p job; 0: the newest there is.
    void setJob(const Job &job, int attempt);
    void clear();
    /// What is shown, 0: nothing.
    [[nodiscard]] int attempt() const { return m_attempt; }
    /// All attempts that the job has, oldest first.
    [[nodiscard]] QList<int> attempts() const { return m_attempts; }
    /// Whether anything shown is still going on, so that durations grow.
    [[nodiscard]] bool isRunning() const;
    /// Tells views that durations have grown.
    void tick();

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void takeTasks(const QList<Task> &tasks);
    void takeSteps(int row, const Task &task);
    [[nodiscard]] QVariant taskData(const Task &task, int role) const;
    [[nodiscard]] QVariant stepData(const Task &task, const Step &step, int role) const;
    [[nodiscard]] QVariant durationOf(std::optional<Time> begin, std::optional<Time> end, Status status) const;

    const Clock &m_clock;
    JobId m_job = {};
    int m_attempt = 0;
    QList<int> m_attempts;
    QList<Task> m_tasks;
};

} // namespace punchcard
