// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/historymodel.h"

#include <QAbstractTableModel>

namespace punchcard {

/// How a script went by runner, a row each.
class RunnerModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Runner, Runs, Failures, Median, Range, Queued, ColumnCount };
    enum Role {
        SpreadRole = Qt::UserRole + 1, ///< least, lower quartile, median, upper quartile, most: a QVariantList of milliseconds
        LongestRole,                   ///< milliseconds of the longest run on any runner: the scale of all spreads
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QList<store::PastRun> &runs);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<RunnerHistory> m_runners;
    Milliseconds m_longest = {};
};

} // namespace punchcard
