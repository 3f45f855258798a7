// SPDX-License-Identifier: MIT
#pragma once

#include "core/store/pastrun.h"

#include <QAbstractTableModel>

namespace punchcard {

/// The middle and the spread of a set of durations.
struct Spread
{
    int count = 0;
    Milliseconds least = {};
    Milliseconds lowerQuartile = {};
    Milliseconds median = {};
    Milliseconds upperQuartile = {};
    Milliseconds most = {};
};
/// nullopt: there are none. Quartiles are interpolated between neighbours.
[[nodiscard]] std::optional<Spread> spreadOf(QList<Milliseconds> durations);

/// How the jobs of one script went on one kind of runner.
struct RunnerHistory
{
    QString runner = {}; ///< its labels, as asked for
    int runs = 0;
    int failures = 0;    ///< failed, timed out or lost
    std::optional<Spread> duration = {}; ///< of those that succeeded
    std::optional<Spread> queued = {};
};
/// By runner, the one used most first. Pure.
[[nodiscard]] QList<RunnerHistory> byRunner(const QList<store::PastRun> &runs);

[[nodiscard]] bool isFailure(Outcome outcome);

/// The past runs of a script as a table, newest first.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Job, Began, Result, Queued, Duration, Runner, ColumnCount };
    enum Role {
        JobRole = Qt::UserRole + 1, ///< qint64
        OutcomeRole,                ///< Outcome
        SortRole,                   ///< what the column is sorted by
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// @p runs as the store gives them: oldest first.
    void setRuns(const QList<store::PastRun> &runs);
    [[nodiscard]] const QList<store::PastRun> &runs() const { return m_runs; }
    [[nodiscard]] QModelIndex indexOf(JobId job) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<store::PastRun> m_runs;
};

/// RFC 4180 with a line of headings; times in ISO 8601, durations in milliseconds.
[[nodiscard]] QByteArray historyCsv(const QList<store::PastRun> &runs);
/// One object a run, with the keys that `--json` has.
[[nodiscard]] QByteArray historyJson(const QList<store::PastRun> &runs);

} // namespace punchcard
