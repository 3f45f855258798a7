// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/preflight.h"

#include <QAbstractListModel>

namespace punchcard {

/// All files that a job would send, as far as they were listed; a last row tells how many more there are.
class PreflightFiles : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SizeRole = Qt::UserRole + 1 };
    PreflightFiles(const Preflight &told, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Preflight::File> m_files;
    int m_more;
};

} // namespace punchcard
