// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/accountlist.h"

#include <QAbstractListModel>

namespace punchcard {

/// The accounts, "This computer" first.
class AccountsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { ServerRole = Qt::UserRole + 1, IconRole };
    using QAbstractListModel::QAbstractListModel;

    void setAccounts(const AccountList &accounts);
    [[nodiscard]] const AccountList &accounts() const { return m_accounts; }
    [[nodiscard]] int rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    AccountList m_accounts;
};

} // namespace punchcard
