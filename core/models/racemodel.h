// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/models/racelanes.h"

#include <QAbstractTableModel>

namespace punchcard {

/// A race as a table: a row for each racer, with its times and how they stand against the best.
class RaceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Racer, State, Queued, SetUp, Script, Total, ColumnCount };
    enum Role {
        JobRole = Qt::UserRole + 1, ///< qint64
        StateRole,                  ///< JobState
        RatioRole,                  ///< "1.42×"; empty: there is none to tell
        OpenRole,                   ///< it still grows
        WinnerRole,                 ///< bool
        SummaryRole,                ///< all of a lane in one text
    };

    explicit RaceModel(const Clock &clock = Clock::system(), QObject *parent = nullptr);

    /// All jobs of a race; of those that repeat one another the newest counts.
    void setJobs(const QList<Job> &jobs);
    /// Measures what still goes on anew.
    void tick();

    [[nodiscard]] const RaceLanes &race() const { return m_race; }
    [[nodiscard]] QModelIndex indexOf(JobId job) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void measured();

private:
    void measure();
    [[nodiscard]] static const RaceFigure *figureOf(const RaceLane &lane, int column);

    const Clock &m_clock;
    QList<Job> m_jobs;
    RaceLanes m_race;
};

} // namespace punchcard
