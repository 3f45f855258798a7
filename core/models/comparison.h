// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/models/linediff.h"

#include <QAbstractTableModel>

namespace punchcard {

/// Something of two jobs side by side.
struct ComparedFact
{
    QString label = {};
    QString left = {};
    QString right = {};
    QString difference = {}; ///< of figures: "+12s"; empty where there is none to tell
};
/// Result, place, and where the time went, for two jobs. Pure.
[[nodiscard]] QList<ComparedFact> compareJobs(const Job &left, const Job &right);

/// The facts as a table: what, left, right, difference.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Label, Left, Right, Difference, ColumnCount };
    enum Role { DiffersRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;
    void setJobs(const Job &left, const Job &right);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    JobId m_left = {};
    JobId m_right = {};
    QList<ComparedFact> m_facts;
};

/// Two scripts line by line.
class DiffModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { LeftNumber, LeftText, RightNumber, RightText, ColumnCount };
    enum Role { KindRole = Qt::UserRole + 1 }; ///< DiffLine::Kind

    using QAbstractTableModel::QAbstractTableModel;
    void setLines(const QList<DiffLine> &lines);
    /// How many lines differ.
    [[nodiscard]] int differences() const { return m_differences; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<DiffLine> m_lines;
    int m_differences = 0;
};

} // namespace punchcard
