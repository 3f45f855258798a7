// SPDX-License-Identifier: MIT
#pragma once

#include "core/lint/finding.h"

#include <QAbstractTableModel>

namespace punchcard {

/// The findings about one script, in the order of its lines, kept in place while the script is edited.
class ProblemModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Message, Rule, Line, Columns };
    enum Role { LevelRole = Qt::UserRole, LineRole, StartRole, EndRole, FixableRole, PageRole, RuleRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(QList<Finding> findings);
    [[nodiscard]] const QList<Finding> &findings() const { return m_findings; }
    [[nodiscard]] int count(Finding::Level level) const;
    /// The gravest one that holds @p position, or the first on its line @p line (from 1); -1 when there is none.
    [[nodiscard]] int rowAt(qsizetype position, int line) const;
    /// The text changed: @p removed characters at @p position gave way to @p added, and @p lines more than before.
    void follow(qsizetype position, qsizetype removed, qsizetype added, int line, int lines);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<Finding> m_findings;
};

/// "Error", "Warning", "Info", "Style" for people.
[[nodiscard]] QString levelText(Finding::Level level);

} // namespace punchcard
