// SPDX-License-Identifier: MIT
#include "widgets/run/elementsmodel.h"

#include "core/jobs/inputs.h"
#include "widgets/look/icons.h"

#include <QDir>
#include <QFileInfo>

namespace punchcard {

using namespace Qt::StringLiterals;

void ElementsModel::setInputs(const QList<InputSource> &inputs, const QStringList &elements)
{
    beginResetModel();
    m_rows.clear();
    // Who had no array yet most likely wants one of all that is there.
    for (const InputSource &input : inputs)
        m_rows.append({.input = input, .isElement = elements.isEmpty() || elements.contains(input.name)});
    endResetModel();
}

QList<InputSource> ElementsModel::inputs() const
{
    QList<InputSource> list;
    for (const Row &row : m_rows)
        list.append(row.input);
    return list;
}

QStringList ElementsModel::elements() const
{
    QStringList names;
    for (const Row &row : m_rows) {
        if (row.isElement)
            names.append(row.input.name);
    }
    return names;
}

Result<> ElementsModel::add(const QString &path)
{
    const Result<QList<InputSource>> with = withInput(inputs(), path);
    if (!with)
        return with.error();
    if (with->size() == m_rows.size())
        return {};
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
    m_rows.append({.input = with->last()});
    endInsertRows();
    return {};
}

int ElementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ElementsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return row.input.name;
    case Qt::DecorationRole: return look::icon(QFileInfo(row.input.path).isDir() ? u"folder"_s : u"file"_s);
    case Qt::CheckStateRole: return row.isElement ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole: return QDir::toNativeSeparators(row.input.path);
    case Qt::AccessibleTextRole:
        return row.isElement ? tr("%1, an element").arg(row.input.name) : tr("%1, for all elements").arg(row.input.name);
    default: return {};
    }
}

bool ElementsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole)
        return false;
    m_rows[index.row()].isElement = value.value<Qt::CheckState>() == Qt::Checked;
    emit dataChanged(index, index, {Qt::CheckStateRole, Qt::AccessibleTextRole});
    return true;
}

Qt::ItemFlags ElementsModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

} // namespace punchcard
