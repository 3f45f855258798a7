// SPDX-License-Identifier: MIT
#include "core/accounts/accountlist.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Accounts
{
    Q_DECLARE_TR_FUNCTIONS(AccountList)
};

bool same(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString quotedNames(const AccountList &accounts)
{
    QStringList names;
    for (const Account &account : accounts)
        names += u"“%1”"_s.arg(account.name);
    return names.join(u", "_s);
}

} // namespace

AccountList withThisComputer(AccountList stored)
{
    const auto own = std::ranges::find_if(stored, &Account::isThisComputer);
    Account first = thisComputer();
    if (own != stored.end()) {
        first.defaults = own->defaults;
        stored.erase(own);
    }
    stored.prepend(first);
    return stored;
}

Result<AccountList> withAccount(AccountList accounts, Account account)
{
    for (const Account &other : std::as_const(accounts)) {
        if (!same(other.id, account.id) && same(other.name, account.name))
            return Error{.kind = Error::Kind::Conflict,
                         .what = Accounts::tr("There is an account “%1” already.").arg(other.name),
                         .remedy = Accounts::tr("Choose another name.")};
    }
    const auto old = std::ranges::find_if(accounts, [&account](const Account &other) { return same(other.id, account.id); });
    if (old == accounts.end())
        accounts.append(account);
    else
        *old = account;
    return withThisComputer(std::move(accounts));
}

Result<AccountList> withoutAccount(AccountList accounts, const QString &id)
{
    const auto found = std::ranges::find_if(accounts, [&id](const Account &account) { return same(account.id, id); });
    if (found == accounts.end())
        return Error{.kind = Error::Kind::Missing,
                     .what = Accounts::tr("There is no account “%1”.").arg(id),
                     .remedy = Accounts::tr("There are: %1.").arg(quotedNames(accounts))};
    if (found->isThisComputer())
        return Error{.kind = Error::Kind::Refused,
                     .what = Accounts::tr("“%1” cannot be removed.").arg(found->name),
                     .remedy = Accounts::tr("Choose another account for your jobs instead.")};
    accounts.erase(found);
    return accounts;
}

Result<Account> findAccount(const AccountList &accounts, const QString &idOrName)
{
    for (const Account &account : accounts) {
        if (same(account.id, idOrName) || same(account.name, idOrName))
            return account;
    }
    AccountList ofLogin;
    for (const Account &account : accounts) {
        if (!account.login.isEmpty() && same(account.login, idOrName))
            ofLogin += account;
    }
    if (ofLogin.size() == 1)
        return ofLogin.front();
    if (ofLogin.size() > 1)
        return Error{.kind = Error::Kind::Conflict,
                     .what = Accounts::tr("Several accounts belong to “%1”.").arg(idOrName),
                     .remedy = Accounts::tr("Say which one: %1.").arg(quotedNames(ofLogin))};
    return Error{.kind = Error::Kind::Missing,
                 .what = Accounts::tr("There is no account “%1”.").arg(idOrName),
                 .remedy = Accounts::tr("There are: %1. Another one is added by punch account add.").arg(quotedNames(accounts))};
}

QString freeAccountName(const AccountList &accounts, const QString &wanted)
{
    const auto isTaken = [&accounts](const QString &name) {
        return std::ranges::any_of(accounts, [&name](const Account &account) { return same(account.name, name); });
    };
    QString name = wanted;
    for (int number = 2; isTaken(name); ++number)
        name = u"%1 %2"_s.arg(wanted).arg(number);
    return name;
}

} // namespace punchcard
