// SPDX-License-Identifier: MIT
#include "widgets/run/preflightfiles.h"

#include "core/models/wording.h"

namespace punchcard {

PreflightFiles::PreflightFiles(const Preflight &told, QObject *parent)
    : QAbstractListModel(parent)
    , m_files(told.files)
    , m_more(told.fileCount - int(told.files.size()))
{
}

int PreflightFiles::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_files.size()) + (m_more > 0 ? 1 : 0);
}

QVariant PreflightFiles::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.row() == m_files.size())
        return role == Qt::DisplayRole ? QVariant(tr("and %n more", nullptr, m_more)) : QVariant();
    const Preflight::File &file = m_files.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return file.name;
    case SizeRole: return sizeText(file.size);
    default: return {};
    }
}

} // namespace punchcard
