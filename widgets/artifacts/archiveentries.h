// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/archivelisting.h"

#include <QAbstractTableModel>

namespace punchcard {

/// The entries of an archive with their sizes; a row costs nothing before it is seen.
class ArchiveEntries : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Size, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<ListedEntry> &entries);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<ListedEntry> m_entries;
};

} // namespace punchcard
