// SPDX-License-Identifier: MIT
#include "widgets/run/tablemodel.h"

#include <algorithm>

namespace punchcard {

void TableModel::setTable(const Parameters &table)
{
    beginResetModel();
    m_table = table;
    endResetModel();
}

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(std::min<qsizetype>(m_table.rows.size(), mostRows));
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.names.size());
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const QString value = m_table.rows.at(index.row()).at(index.column());
    // A cell is one line; the tip has all of them.
    return role == Qt::DisplayRole ? value.left(200).simplified() : value.left(2000);
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_table.names.value(section)) : QVariant(section);
}

} // namespace punchcard
