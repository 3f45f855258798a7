// SPDX-License-Identifier: MIT
#include "app/cli/accountchoice.h"
#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using cli::AccountChoice;
using cli::ChosenAccount;

class TstAccountChoice : public QObject
{
    Q_OBJECT

private slots:
    void thisComputerNeedsNothing();
    void theOnlyAccountIsTaken();
    void severalAreAQuestion();
    void nobodySignedInSaysWhatToDo();
    void aTokenFileIsAnAccountOfItsOwn();
    void anotherServerNeedsItsOwnToken();
    void theVariableGivesTheServer();
    void aTokenFromTheEnvironment();
    void aMadeUpAccountIsNotTakenUnasked();
};

namespace {

Account signedIn(const QString &login, const QUrl &root = gitHubApiRoot())
{
    return makeAccount(root, login);
}

AccountList with(const AccountList &accounts)
{
    return withThisComputer(accounts);
}

const QUrl &enterprise()
{
    static const QUrl root(u"https://git.example.com/api/v3/"_s);
    return root;
}

} // namespace

void TstAccountChoice::thisComputerNeedsNothing()
{
    const Result<ChosenAccount> chosen = cli::chooseAccount(with({signedIn(u"a"_s), signedIn(u"b"_s)}), {.options = {.local = true}});
    QVERIFY(chosen);
    QVERIFY(chosen->account.isThisComputer());
    QVERIFY(!chosen->isNew);
}

void TstAccountChoice::theOnlyAccountIsTaken()
{
    const Result<ChosenAccount> chosen = cli::chooseAccount(with({signedIn(u"me"_s)}), {.hasTokenVariable = true});
    QVERIFY(chosen);
    QCOMPARE(chosen->account.id, u"github.com/me"_s);
    QVERIFY(!chosen->isNew);
}

void TstAccountChoice::severalAreAQuestion()
{
    const AccountList both = with({signedIn(u"a"_s), signedIn(u"b"_s)});
    const Result<ChosenAccount> chosen = cli::chooseAccount(both, {});
    QVERIFY(!chosen);
    QVERIFY(chosen.error().remedy.contains(u"--account"_s));
    const Result<ChosenAccount> named = cli::chooseAccount(both, {.options = {.account = u"b"_s}});
    QVERIFY(named);
    QCOMPARE(named->account.login, u"b"_s);
    QCOMPARE(cli::chooseAccount(both, {.options = {.account = u"c"_s}}).error().kind, Error::Kind::Missing);
}

void TstAccountChoice::nobodySignedInSaysWhatToDo()
{
    const Result<ChosenAccount> chosen = cli::chooseAccount(with({}), {});
    QVERIFY(!chosen);
    for (const QString &way : {u"--local"_s, u"--token-file"_s, u"punch account add"_s})
        QVERIFY2(chosen.error().remedy.contains(way), qPrintable(way));
}

// Breaks for the user: a job that was begun with one token goes on with another one.
void TstAccountChoice::aTokenFileIsAnAccountOfItsOwn()
{
    const AccountList stored = with({signedIn(u"me"_s)});
    const Result<ChosenAccount> first = cli::chooseAccount(stored, {.options = {.tokenFile = u"/home/me/batch"_s}});
    QVERIFY(first);
    QVERIFY(first->isNew);
    QCOMPARE(first->account.tokenFile, u"/home/me/batch"_s);
    QCOMPARE(first->account.apiRoot, gitHubApiRoot());
    QVERIFY(first->account.tokenKey.isEmpty());

    const Result<ChosenAccount> again
        = cli::chooseAccount(stored + AccountList{first->account}, {.options = {.tokenFile = u"/home/me/batch"_s}});
    QVERIFY(again);
    QVERIFY(!again->isNew);
    QCOMPARE(again->account.id, first->account.id);

    const Result<ChosenAccount> other
        = cli::chooseAccount(stored + AccountList{first->account}, {.options = {.tokenFile = u"/home/you/batch"_s}});
    QVERIFY(other);
    QVERIFY(other->isNew);
    QVERIFY(other->account.id != first->account.id);
    QVERIFY(other->account.name != first->account.name);
}

// Breaks for the user: the token of one server is sent to another.
void TstAccountChoice::anotherServerNeedsItsOwnToken()
{
    const AccountList stored = with({signedIn(u"me"_s)});
    const AccountChoice choice{.options = {.apiRoot = enterprise()}};
    const Result<ChosenAccount> none = cli::chooseAccount(stored, choice);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Denied);
    QVERIFY(none.error().what.contains(u"git.example.com"_s));

    const Result<ChosenAccount> its = cli::chooseAccount(stored + AccountList{signedIn(u"me"_s, enterprise())}, choice);
    QVERIFY(its);
    QCOMPARE(its->account.apiRoot, enterprise());
    QVERIFY(!its->isNew);

    const AccountChoice here{.options = {.tokenFile = u"/t"_s}};
    const AccountChoice there{.options = {.apiRoot = enterprise(), .tokenFile = u"/t"_s}};
    QVERIFY(cli::chooseAccount(stored, here)->account.id != cli::chooseAccount(stored, there)->account.id);
}

void TstAccountChoice::theVariableGivesTheServer()
{
    const Result<ChosenAccount> chosen
        = cli::chooseAccount(with({}), {.options = {.tokenFile = u"/t"_s}, .apiUrlVariable = u"http://127.0.0.1:99"_s});
    QVERIFY(chosen);
    QCOMPARE(chosen->account.apiRoot, QUrl(u"http://127.0.0.1:99/"_s));
    QVERIFY(!cli::chooseAccount(with({}), {.options = {.tokenFile = u"/t"_s}, .apiUrlVariable = u"http://example.com"_s}));
}

void TstAccountChoice::aTokenFromTheEnvironment()
{
    const Result<ChosenAccount> chosen = cli::chooseAccount(with({}), {.hasTokenVariable = true});
    QVERIFY(chosen);
    QVERIFY(chosen->isNew);
    QVERIFY(chosen->account.tokenFile.isEmpty() && chosen->account.tokenKey.isEmpty());
}

void TstAccountChoice::aMadeUpAccountIsNotTakenUnasked()
{
    const Result<ChosenAccount> made = cli::chooseAccount(with({}), {.options = {.tokenFile = u"/t"_s}});
    QVERIFY(made);
    QVERIFY(!cli::chooseAccount(with({made->account}), {}));
}

PUNCHCARD_TEST(TstAccountChoice, tst_accountchoice)
#include "tst_accountchoice.moc"
