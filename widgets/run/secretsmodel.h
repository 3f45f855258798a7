// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QAbstractListModel>
#include <QSet>

namespace punchcard {

/// The names of a job's secrets and where each comes from.
class SecretsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { WhereRole = Qt::UserRole + 1, ProblemRole };
    using QAbstractListModel::QAbstractListModel;

    void setSecrets(const QList<SecretSource> &secrets);
    [[nodiscard]] const QList<SecretSource> &secrets() const { return m_secrets; }
    /// Replaces one of the same name, in any case.
    void put(const SecretSource &source);
    void removeAt(int row);
    /// Typed ones whose value is not there.
    void setLacking(const QStringList &names);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] QString where(const SecretSource &source) const;

    QList<SecretSource> m_secrets;
    QStringList m_lacking;
};

} // namespace punchcard
