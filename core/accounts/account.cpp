// SPDX-License-Identifier: MIT
#include "core/accounts/account.h"

#include "core/job/repositoryname.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct StoredAccounts
{
    Q_DECLARE_TR_FUNCTIONS(Account)
};

constexpr std::array kindNames = {
    std::pair{AccountKind::GitHub, "github"_L1},
    std::pair{AccountKind::DataResidency, "data-residency"_L1},
    std::pair{AccountKind::Enterprise, "enterprise"_L1},
    std::pair{AccountKind::ThisComputer, "this-computer"_L1},
};

Error damaged(const QString &field)
{
    return Error{.kind = Error::Kind::Malformed,
                 .what = StoredAccounts::tr("A stored account is damaged: “%1” is not what it should be.").arg(field),
                 .remedy = StoredAccounts::tr("Remove the account and add it again."),
                 .detail = u"account: "_s + field};
}

/// Reads the fields that are there; remembers the first that has a wrong type. Those that are not keep their value.
class Fields
{
public:
    explicit Fields(QJsonObject json)
        : m_json(std::move(json))
    {
    }

    void read(const QString &key, QString &into)
    {
        if (const QJsonValue value = take(key, &QJsonValue::isString); value.isString())
            into = value.toString();
    }
    void read(const QString &key, bool &into)
    {
        if (const QJsonValue value = take(key, &QJsonValue::isBool); value.isBool())
            into = value.toBool();
    }
    void read(const QString &key, std::optional<bool> &into)
    {
        if (const QJsonValue value = take(key, &QJsonValue::isBool); value.isBool())
            into = value.toBool();
    }
    void read(const QString &key, QStringList &into)
    {
        const QJsonValue value = take(key, &QJsonValue::isArray);
        if (!value.isArray())
            return;
        into.clear();
        for (const QJsonValue element : value.toArray()) {
            if (!element.isString())
                m_wrong = key;
            into += element.toString();
        }
    }
    void fail(const QString &key) { m_wrong = m_wrong.isEmpty() ? key : m_wrong; }
    [[nodiscard]] QString wrong() const { return m_wrong; }

private:
    QJsonValue take(const QString &key, bool (QJsonValue::*isRight)() const)
    {
        const QJsonValue value = m_json.value(key);
        if (!value.isUndefined() && !(value.*isRight)())
            fail(key);
        return value;
    }

    QJsonObject m_json;
    QString m_wrong;
};

AccountDefaults readDefaults(Fields &fields)
{
    AccountDefaults defaults;
    fields.read(u"runs_on"_s, defaults.runsOn);
    fields.read(u"runner_group"_s, defaults.runnerGroup);
    fields.read(u"private"_s, defaults.isPrivate);
    fields.read(u"delete"_s, defaults.deleteHouse);
    fields.read(u"live"_s, defaults.live);
    fields.read(u"standing_repository"_s, defaults.standingRepository);
    QString housing = u"repository"_s;
    fields.read(u"housing"_s, housing);
    if (housing == "standing"_L1)
        defaults.housing = Housing::Standing;
    else if (housing != "repository"_L1)
        fields.fail(u"housing"_s);
    return defaults;
}

} // namespace

QString thisComputerId()
{
    return u"this-computer"_s;
}

Account thisComputer()
{
    return Account{.id = thisComputerId(), .name = StoredAccounts::tr("This computer"), .kind = AccountKind::ThisComputer};
}

Account makeAccount(const QUrl &apiRoot, const QString &login)
{
    const QString host = hostOfApiRoot(apiRoot);
    const AccountKind kind = kindOfApiRoot(apiRoot);
    const QString id = host + u'/' + login;
    return Account{.id = id,
                   .name = kind == AccountKind::GitHub ? login : u"%1 (%2)"_s.arg(login, host),
                   .kind = kind,
                   .apiRoot = apiRoot,
                   .login = login,
                   .tokenKey = u"account/"_s + id};
}

Result<Account> changed(Account account, const AccountChanges &changes)
{
    const auto isBlank = [](const QString &text) { return text.trimmed().isEmpty(); };
    if (changes.name && isBlank(*changes.name))
        return refusedError(StoredAccounts::tr("An account needs a name."), StoredAccounts::tr("Give one, or leave it as it is."));
    if (changes.runsOn && (changes.runsOn->isEmpty() || std::ranges::any_of(*changes.runsOn, isBlank)))
        return refusedError(StoredAccounts::tr("Jobs need a label to find a runner by."),
                            StoredAccounts::tr("Give one, such as ubuntu-latest."));
    if (const QString standing = changes.standingRepository.value_or(QString()); !standing.isEmpty()) {
        if (const Result<> named = checkRepositoryName(standing); !named)
            return named.error();
    }
    AccountDefaults &defaults = account.defaults;
    account.name = changes.name.value_or(account.name).trimmed();
    account.owner = changes.owner.value_or(account.owner).trimmed();
    defaults.runsOn = changes.runsOn.value_or(defaults.runsOn);
    defaults.runnerGroup = changes.runnerGroup.value_or(defaults.runnerGroup);
    defaults.isPrivate = changes.isPrivate.value_or(defaults.isPrivate);
    defaults.deleteHouse = changes.deleteHouse.value_or(defaults.deleteHouse);
    defaults.housing = changes.housing.value_or(defaults.housing);
    defaults.standingRepository = changes.standingRepository.value_or(defaults.standingRepository);
    if (changes.live)
        defaults.live = changes.live;
    return account;
}

QJsonObject toJson(const Account &account)
{
    QString kind;
    for (const auto &[value, name] : kindNames) {
        if (value == account.kind)
            kind = name;
    }
    const AccountDefaults &defaults = account.defaults;
    QJsonObject kept{{u"runs_on"_s, QJsonArray::fromStringList(defaults.runsOn)},
                     {u"runner_group"_s, defaults.runnerGroup},
                     {u"private"_s, defaults.isPrivate},
                     {u"housing"_s, defaults.housing == Housing::Standing ? u"standing"_s : u"repository"_s},
                     {u"standing_repository"_s, defaults.standingRepository},
                     {u"delete"_s, defaults.deleteHouse}};
    if (defaults.live)
        kept.insert(u"live"_s, *defaults.live);
    return QJsonObject{
        {u"id"_s, account.id},
        {u"name"_s, account.name},
        {u"kind"_s, kind},
        {u"api_root"_s, account.apiRoot.toString(QUrl::FullyEncoded)},
        {u"login"_s, account.login},
        {u"owner"_s, account.owner},
        {u"token_key"_s, account.tokenKey},
        {u"token_file"_s, account.tokenFile},
        {u"sealed"_s, account.isTokenSealed},
        {u"gh"_s, account.fromGh},
        {u"ca_file"_s, account.caFile},
        {u"defaults"_s, kept},
    };
}

Result<Account> accountFromJson(const QJsonObject &json)
{
    Account account;
    Fields fields(json);
    fields.read(u"id"_s, account.id);
    fields.read(u"name"_s, account.name);
    fields.read(u"login"_s, account.login);
    fields.read(u"owner"_s, account.owner);
    fields.read(u"token_key"_s, account.tokenKey);
    fields.read(u"token_file"_s, account.tokenFile);
    fields.read(u"sealed"_s, account.isTokenSealed);
    fields.read(u"gh"_s, account.fromGh);
    fields.read(u"ca_file"_s, account.caFile);
    QString kind;
    fields.read(u"kind"_s, kind);
    const auto known = std::ranges::find(kindNames, kind, [](const auto &entry) { return QString(entry.second); });
    if (known == kindNames.end())
        fields.fail(u"kind"_s);
    else
        account.kind = known->first;
    if (account.id.isEmpty())
        fields.fail(u"id"_s);
    QString root;
    fields.read(u"api_root"_s, root);
    if (account.isThisComputer()) {
        if (!root.isEmpty())
            fields.fail(u"api_root"_s);
    } else {
        // Checked again: a token goes there, whoever wrote the database.
        const Result<QUrl> checked = apiRootFromText(root);
        if (checked && kindOfApiRoot(*checked) == account.kind)
            account.apiRoot = *checked;
        else
            fields.fail(u"api_root"_s);
    }
    const QJsonValue defaults = json.value("defaults"_L1);
    if (!defaults.isUndefined() && !defaults.isObject())
        fields.fail(u"defaults"_s);
    Fields defaultFields(defaults.toObject());
    account.defaults = readDefaults(defaultFields);
    const QString wrong = fields.wrong().isEmpty() ? defaultFields.wrong() : fields.wrong();
    if (!wrong.isEmpty())
        return damaged(wrong);
    return account;
}

} // namespace punchcard
