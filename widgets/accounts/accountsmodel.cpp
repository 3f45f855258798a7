// SPDX-License-Identifier: MIT
#include "widgets/accounts/accountsmodel.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

void AccountsModel::setAccounts(const AccountList &accounts)
{
    beginResetModel();
    m_accounts = accounts;
    endResetModel();
}

int AccountsModel::rowOf(const QString &id) const
{
    const auto at = std::ranges::find(m_accounts, id, &Account::id);
    return at == m_accounts.end() ? -1 : int(at - m_accounts.begin());
}

int AccountsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_accounts.size());
}

QVariant AccountsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Account &account = m_accounts.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return account.name;
    case ServerRole: return account.isThisComputer() ? QString() : hostOfApiRoot(account.apiRoot);
    case Qt::ToolTipRole: return account.isThisComputer() ? tr("Jobs run here") : account.apiRoot.toString();
    case IconRole: return account.isThisComputer() ? u"computer"_s : u"account"_s;
    default: return {};
    }
}

} // namespace punchcard
