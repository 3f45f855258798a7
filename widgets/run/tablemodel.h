// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QAbstractTableModel>

namespace punchcard {

/// The first rows of a table of parameters, each under the number of its element.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int mostRows = 20;

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(const Parameters &table);
    [[nodiscard]] const Parameters &table() const { return m_table; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Parameters m_table;
};

} // namespace punchcard
