// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/models/timespans.h"

#include <QAbstractTableModel>

namespace punchcard {

/// Where the time of one task went: a row for each stretch, and below it one for each of its steps.
class TimingModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Began, Duration, Share, ColumnCount };
    enum Role {
        SpanRole = Qt::UserRole + 1, ///< TimeSpan::Kind
        StepRole,                    ///< the step's number, 0 for a stretch
        LengthRole,                  ///< milliseconds; invalid: unknown
        LocalRole,                   ///< measured by this computer
        OpenRole,                    ///< still going on
    };

    explicit TimingModel(const Clock &clock = Clock::system(), QObject *parent = nullptr);

    /// Shows the task number @p taskRow of @p attempt (0: the newest) of the job's run number @p run.
    void setJob(const Job &job, int run, int attempt, int taskRow);
    void clear();
    /// Measures what is still going on anew.
    void tick();

    [[nodiscard]] const QList<TimeSpan> &spans() const { return m_spans; }
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] Milliseconds total() const;
    /// All of it in one text: "Queued 12s, script 2m34s. 2m51s in all."
    [[nodiscard]] QString summary() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void spansChanged();

private:
    struct Row
    {
        qsizetype span;
        std::optional<qsizetype> step;

        bool operator==(const Row &) const = default;
    };
    void measure();
    [[nodiscard]] std::optional<Milliseconds> lengthOf(const Row &row) const;
    [[nodiscard]] std::optional<Time> beginOf(const Row &row) const;

    const Clock &m_clock;
    std::optional<Job> m_job;
    int m_run = 1;
    int m_attempt = 0;
    int m_taskRow = 0;
    QList<TimeSpan> m_spans;
    QList<Row> m_rows;
};

} // namespace punchcard
