// SPDX-License-Identifier: MIT
#include "widgets/artifacts/archiveentries.h"

#include "core/models/wording.h"
#include "widgets/artifacts/artifactdelegate.h"
#include "widgets/look/icons.h"

namespace punchcard {

void ArchiveEntries::setEntries(const QList<ListedEntry> &entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int ArchiveEntries::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int ArchiveEntries::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ArchiveEntries::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ListedEntry &entry = m_entries.at(index.row());
    const bool isName = index.column() == Name;
    switch (role) {
    case Qt::DisplayRole:
        if (isName)
            return entry.name;
        return entry.folder || entry.size < 0 ? QString() : sizeText(entry.size);
    case Qt::ToolTipRole: return isName ? QVariant(tipText(entry.name)) : QVariant();
    case Qt::DecorationRole:
        return isName ? QVariant(look::icon(iconNameOf(entry.folder ? FileKind::Folder : kindOfName(entry.name, false)))) : QVariant();
    case Qt::TextAlignmentRole: return int(isName ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    default: return {};
    }
}

} // namespace punchcard
