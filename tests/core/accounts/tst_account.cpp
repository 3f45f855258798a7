// SPDX-License-Identifier: MIT
#include "core/accounts/account.h"

#include "tests/support/testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstAccount : public QObject
{
    Q_OBJECT

private slots:
    void changesAreCheckedAndTheRestStays();
    void init() { QTest::failOnWarning(); }
    void made_data();
    void made();
    void comesBackFromJson();
    void thisComputerComesBack();
    void leavesNewFieldsAlone();
    void damaged_data();
    void damaged();
};

static Account sample()
{
    Account account = makeAccount(gitHubApiRoot(), u"octocat"_s);
    account.name = u"Work “ä”"_s;
    account.owner = u"octo-org"_s;
    account.caFile = u"/etc/ca.pem"_s;
    account.tokenFile = u"/home/me/batch"_s;
    account.defaults = AccountDefaults{.runsOn = {u"self-hosted"_s, u"arm64"_s},
                                       .runnerGroup = u"big"_s,
                                       .isPrivate = false,
                                       .housing = Housing::Standing,
                                       .standingRepository = u"jobs"_s,
                                       .deleteHouse = false};
    return account;
}

void TstAccount::made_data()
{
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    QTest::newRow("GitHub") << u"https://api.github.com/"_s << u"github.com/octocat"_s << u"octocat"_s;
    QTest::newRow("data residency") << u"https://api.corp.ghe.com/"_s << u"corp.ghe.com/octocat"_s << u"octocat (corp.ghe.com)"_s;
    QTest::newRow("server") << u"https://ghe.example.com/api/v3/"_s << u"ghe.example.com/octocat"_s << u"octocat (ghe.example.com)"_s;
}

void TstAccount::made()
{
    QFETCH(const QString, root);
    QFETCH(const QString, id);
    QFETCH(const QString, name);
    const Account account = makeAccount(QUrl(root), u"octocat"_s);
    QCOMPARE(account.id, id);
    QCOMPARE(account.name, name);
    QCOMPARE(account.kind, kindOfApiRoot(QUrl(root)));
    QCOMPARE(account.tokenKey, u"account/"_s + id);
}

void TstAccount::comesBackFromJson()
{
    const Account account = sample();
    const QByteArray text = QJsonDocument(toJson(account)).toJson();
    const Result<Account> back = accountFromJson(QJsonDocument::fromJson(text).object());
    QVERIFY2(back, qPrintable(back ? QString() : back.error().detail));
    QVERIFY(*back == account);
}

void TstAccount::thisComputerComesBack()
{
    const Account account = thisComputer();
    QVERIFY(account.apiRoot.isEmpty() && account.tokenKey.isEmpty());
    const Result<Account> back = accountFromJson(toJson(account));
    QVERIFY2(back, qPrintable(back ? QString() : back.error().detail));
    QVERIFY(*back == account);
}

void TstAccount::leavesNewFieldsAlone()
{
    QJsonObject json = toJson(sample());
    json.insert(u"invented later"_s, 42);
    QVERIFY(accountFromJson(json));
    json.remove(u"defaults"_s);
    const Result<Account> without = accountFromJson(json);
    QVERIFY(without);
    QVERIFY(without->defaults == AccountDefaults());
}

void TstAccount::damaged_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("id missing") << u"id"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("id a number") << u"id"_s << QJsonValue(1);
    QTest::newRow("kind unknown") << u"kind"_s << QJsonValue(u"moon"_s);
    QTest::newRow("kind missing") << u"kind"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("root without encryption") << u"api_root"_s << QJsonValue(u"http://evil.example/"_s);
    QTest::newRow("root of another kind") << u"api_root"_s << QJsonValue(u"https://evil.example/"_s);
    QTest::newRow("root missing") << u"api_root"_s << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("this computer at an address") << u"kind"_s << QJsonValue(u"this-computer"_s);
    QTest::newRow("defaults a list") << u"defaults"_s << QJsonValue(QJsonArray());
    QTest::newRow("labels of numbers") << u"defaults"_s << QJsonValue(QJsonObject{{u"runs_on"_s, QJsonArray{1}}});
    QTest::newRow("housing unknown") << u"defaults"_s << QJsonValue(QJsonObject{{u"housing"_s, u"tent"_s}});
    QTest::newRow("private a text") << u"defaults"_s << QJsonValue(QJsonObject{{u"private"_s, u"no"_s}});
}

// Breaks for the user: a token for GitHub is sent wherever a damaged database says.
void TstAccount::damaged()
{
    QFETCH(const QString, key);
    QFETCH(const QJsonValue, value);
    QJsonObject json = toJson(sample());
    if (value.isUndefined())
        json.remove(key);
    else
        json.insert(key, value);
    const Result<Account> back = accountFromJson(json);
    QVERIFY(!back);
    QCOMPARE(back.error().kind, Error::Kind::Malformed);
    QVERIFY(!back.error().remedy.isEmpty());
}

void TstAccount::changesAreCheckedAndTheRestStays()
{
    const Account before = makeAccount(gitHubApiRoot(), u"me"_s);
    const AccountChanges changes{
        .owner = u" guild "_s, .runsOn = QStringList{u"gpu"_s}, .housing = Housing::Standing, .standingRepository = u"batch"_s};
    const Result<Account> now = changed(before, changes);
    QVERIFY(now);
    QCOMPARE(now->owner, u"guild"_s);
    QCOMPARE(now->name, before.name);
    QCOMPARE(now->defaults.runsOn, QStringList{u"gpu"_s});
    QCOMPARE(now->defaults.housing, Housing::Standing);
    QVERIFY(now->defaults.isPrivate && now->defaults.deleteHouse);
    QCOMPARE(*accountFromJson(toJson(*now)), *now);
    QCOMPARE(*changed(before, {}), before);
    QVERIFY(!changed(before, {.name = u" "_s}));
    QVERIFY(!changed(before, {.runsOn = QStringList()}));
    QVERIFY(!changed(before, {.runsOn = QStringList{u""_s}}));
    // It is a repository's name below the owner, nothing else.
    for (const QString &name : {u"guild/batch"_s, u".."_s, u"batch\n"_s})
        QVERIFY(!changed(before, {.standingRepository = name}));
    for (const QString &name : {u"-batch"_s, u""_s})
        QVERIFY(changed(before, {.standingRepository = name}));
}

PUNCHCARD_TEST(TstAccount, tst_account)
#include "tst_account.moc"
