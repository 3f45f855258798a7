// SPDX-License-Identifier: MIT
#include "core/accounts/accountlist.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstAccountList : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void thisComputerIsAlwaysFirst();
    void thisComputerKeepsItsDefaults();
    void addsAndReplaces();
    void namesAreUnique();
    void removes();
    void finds_data();
    void finds();
    void namesThoseThereAre();
    void freeNames();

private:
    AccountList m_accounts;
};

static Account at(const QString &root, const QString &login)
{
    return makeAccount(*apiRootFromText(root), login);
}

void TstAccountList::init()
{
    QTest::failOnWarning();
    m_accounts = withThisComputer(
        {at(u"github.com"_s, u"octocat"_s), at(u"ghe.example.com"_s, u"octocat"_s), at(u"ghe.example.com"_s, u"Mona"_s)});
}

void TstAccountList::thisComputerIsAlwaysFirst()
{
    QCOMPARE(withThisComputer({}).size(), 1);
    QCOMPARE(m_accounts.size(), 4);
    QCOMPARE(m_accounts.front().id, thisComputerId());
    QCOMPARE(withThisComputer(m_accounts).size(), 4);
}

void TstAccountList::thisComputerKeepsItsDefaults()
{
    Account own = thisComputer();
    own.defaults.runsOn = {u"self-hosted"_s};
    const AccountList list = withThisComputer({at(u"github.com"_s, u"octocat"_s), own});
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.front().defaults.runsOn, QStringList{u"self-hosted"_s});
}

void TstAccountList::addsAndReplaces()
{
    Result<AccountList> list = withAccount({}, at(u"github.com"_s, u"octocat"_s));
    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    Account changed = at(u"github.com"_s, u"OctoCat"_s);
    changed.name = u"Work"_s;
    list = withAccount(*list, changed);
    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->at(1).name, u"Work"_s);
}

void TstAccountList::namesAreUnique()
{
    Account twin = at(u"github.com"_s, u"hubot"_s);
    twin.name = u"OCTOCAT"_s;
    const Result<AccountList> list = withAccount(m_accounts, twin);
    QVERIFY(!list);
    QCOMPARE(list.error().kind, Error::Kind::Conflict);
    twin.name = thisComputer().name.toLower();
    QVERIFY(!withAccount(m_accounts, twin));
}

void TstAccountList::removes()
{
    const Result<AccountList> list = withoutAccount(m_accounts, u"github.com/octocat"_s);
    QVERIFY(list);
    QCOMPARE(list->size(), 3);
    QVERIFY(!findAccount(*list, u"github.com/octocat"_s));
    QCOMPARE(withoutAccount(*list, u"github.com/octocat"_s).error().kind, Error::Kind::Missing);
    QCOMPARE(withoutAccount(m_accounts, thisComputerId()).error().kind, Error::Kind::Refused);
}

void TstAccountList::finds_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("id");
    QTest::newRow("id") << u"ghe.example.com/octocat"_s << u"ghe.example.com/octocat"_s;
    QTest::newRow("id in capitals") << u"GitHub.com/OctoCat"_s << u"github.com/octocat"_s;
    QTest::newRow("name") << u"octocat (ghe.example.com)"_s << u"ghe.example.com/octocat"_s;
    QTest::newRow("name that is also a login") << u"octocat"_s << u"github.com/octocat"_s;
    QTest::newRow("login") << u"mona"_s << u"ghe.example.com/Mona"_s;
    QTest::newRow("this computer") << u"this computer"_s << u"this-computer"_s;
    QTest::newRow("this computer's id") << u"this-computer"_s << u"this-computer"_s;
}

void TstAccountList::finds()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, id);
    const Result<Account> account = findAccount(m_accounts, typed);
    QVERIFY2(account, qPrintable(account ? QString() : account.error().sentence()));
    QCOMPARE(account->id, id);
}

void TstAccountList::namesThoseThereAre()
{
    const Result<Account> none = findAccount(m_accounts, u"nobody"_s);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Missing);
    QVERIFY(none.error().remedy.contains(u"Mona (ghe.example.com)"_s));
    // A login alone does not say which of two servers gets the script.
    m_accounts[1].name = u"Work"_s;
    const Result<Account> several = findAccount(m_accounts, u"octocat"_s);
    QVERIFY(!several);
    QCOMPARE(several.error().kind, Error::Kind::Conflict);
    QVERIFY(several.error().remedy.contains(u"Work"_s));
    // An empty login, which this computer has, belongs to nobody.
    QVERIFY(!findAccount(m_accounts, QString()));
}

void TstAccountList::freeNames()
{
    QCOMPARE(freeAccountName(m_accounts, u"hubot"_s), u"hubot"_s);
    QCOMPARE(freeAccountName(m_accounts, u"Octocat"_s), u"Octocat 2"_s);
    m_accounts[1].name = u"octocat 2"_s;
    m_accounts[2].name = u"octocat"_s;
    QCOMPARE(freeAccountName(m_accounts, u"octocat"_s), u"octocat 3"_s);
}

PUNCHCARD_TEST(TstAccountList, tst_accountlist)
#include "tst_accountlist.moc"
