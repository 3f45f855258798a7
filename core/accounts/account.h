// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/apiroot.h"
#include "core/job/jobspec.h"

#include <optional>

class QJsonObject;

namespace punchcard {

/// What a new job of the account begins with.
struct AccountDefaults
{
    QStringList runsOn = {QStringLiteral("ubuntu-latest")};
    QString runnerGroup = {};
    bool isPrivate = true;
    Housing housing = Housing::Repository;
    QString standingRepository = {};
    bool deleteHouse = true;
    std::optional<bool> live = {}; ///< whether private jobs may show their output while they run; nullopt: not asked yet

    bool operator==(const AccountDefaults &) const = default;
};

/// Somewhere that jobs can run, and as whom. Never holds the token: tokenKey names its keychain entry.
struct Account
{
    QString id = {}; ///< Stable: "github.com/login", "this-computer". Jobs refer to it.
    QString name = {}; ///< Unique, for people.
    AccountKind kind = AccountKind::GitHub;
    QUrl apiRoot = {}; ///< Empty for this computer.
    QString login = {}; ///< Whoever the token belongs to.
    QString owner = {}; ///< Under whom jobs are housed when the job does not say; empty: login.
    QString tokenKey = {}; ///< Empty: the token comes from a file or the environment, each time.
    QString tokenFile = {}; ///< Where the token is read from instead of the keychain (`--token-file`), so that a later start can go on.
    bool isTokenSealed = false; ///< tokenKey's entry lies in the file that a passphrase seals, since no keychain worked.
    bool fromGh = false; ///< The token is gh's own, asked for each time and kept nowhere.
    QString caFile = {}; ///< PEM; authorities to trust besides the system's.
    AccountDefaults defaults = {};

    [[nodiscard]] bool isThisComputer() const { return kind == AccountKind::ThisComputer; }
    bool operator==(const Account &) const = default;
};

/// "this-computer".
[[nodiscard]] QString thisComputerId();
[[nodiscard]] Account thisComputer();
/// An account at @p apiRoot (apiRootFromText) whose token belongs to @p login: id, name, kind and tokenKey follow.
[[nodiscard]] Account makeAccount(const QUrl &apiRoot, const QString &login);

/// What is to be different about an account; nullopt: as it is.
struct AccountChanges
{
    std::optional<QString> name = {};
    std::optional<QString> owner = {}; ///< empty: the login
    std::optional<QStringList> runsOn = {};
    std::optional<QString> runnerGroup = {};
    std::optional<bool> isPrivate = {};
    std::optional<bool> deleteHouse = {};
    std::optional<Housing> housing = {};
    std::optional<QString> standingRepository = {}; ///< empty: Punchcard's own
    std::optional<bool> live = {};

    bool operator==(const AccountChanges &) const = default;
};
/// Refused: a name or a label that is none.
[[nodiscard]] Result<Account> changed(Account account, const AccountChanges &changes);

[[nodiscard]] QJsonObject toJson(const Account &account);
/// Malformed: a field has the wrong type, or the API root is none.
[[nodiscard]] Result<Account> accountFromJson(const QJsonObject &json);

} // namespace punchcard
