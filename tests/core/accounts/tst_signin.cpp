// SPDX-License-Identifier: MIT
#include "core/accounts/signin.h"

#include "core/secrets/memorytokenstore.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

namespace {

class KeptStore : public MemoryTokenStore
{
public:
    bool isLasting() const override { return true; }
};

} // namespace

class TstSignIn : public QObject
{
    Q_OBJECT

private slots:
    // Breaks for the user: their Enterprise Server cannot be used at all.
    void anAuthorityOfItsOwnIsTrusted();
    void whatJobsBeginWithComesAlong();
    void ghsTokenIsKeptNowhere();
    void theCheckSaysWhoByWhatAndHowMuchIsLeft();
    void theCheckNamesGhsCommandOrThePage();

private:
    static FoundToken token(FoundToken::From from) { return {.token = SecretString(QByteArray("ghp_x")), .from = from}; }
    static const QByteArray &all()
    {
        static const QByteArray scopes = "repo, workflow, delete_repo, read:org";
        return scopes;
    }
};

void TstSignIn::anAuthorityOfItsOwnIsTrusted()
{
    testing::ScriptedServer server(QHostAddress::LocalHost, testing::ScriptedServer::Tls::Yes);
    server.expect("GET", "/user").reply(200, R"({"login":"me","id":1})").header("X-OAuth-Scopes", all());
    const NewAccount wanted{.root = server.url(), .caFile = testing::ScriptedServer::authorityFile()};
    const Result<SignedIn> in = wait(signIn({}, wanted, token(FoundToken::From::Typed), std::make_shared<KeptStore>(), Context()));
    QVERIFY2(in, qPrintable(in ? QString() : in.error().sentence()));
    QCOMPARE(in->account.caFile, wanted.caFile);
    QCOMPARE(in->account.kind, AccountKind::Enterprise);
}

void TstSignIn::whatJobsBeginWithComesAlong()
{
    testing::ScriptedServer server;
    server.expect("GET", "/user").reply(200, R"({"login":"me","id":1})").header("X-OAuth-Scopes", all());
    const NewAccount wanted{.root = server.url(), .owner = u"guild"_s, .defaults = {.isPrivate = false, .housing = Housing::Standing}};
    const Result<SignedIn> in = wait(signIn({}, wanted, token(FoundToken::From::Typed), std::make_shared<KeptStore>(), Context()));
    QVERIFY(in);
    QCOMPARE(in->account.owner, u"guild"_s);
    QCOMPARE(in->account.defaults.housing, Housing::Standing);
    QVERIFY(!in->account.defaults.isPrivate);
}

void TstSignIn::ghsTokenIsKeptNowhere()
{
    testing::ScriptedServer server;
    server.expect("GET", "/user").reply(200, R"({"login":"me","id":1})").header("X-OAuth-Scopes", all());
    const auto store = std::make_shared<KeptStore>();
    const Result<SignedIn> in = wait(signIn({}, {.root = server.url()}, token(FoundToken::From::Gh), store, Context()));
    QVERIFY(in);
    QVERIFY(in->account.fromGh && in->account.tokenKey.isEmpty());
    QCOMPARE(tokenPlace(in->account), FoundToken::From::Gh);
    QVERIFY(!wait(store->read(makeAccount(server.url(), u"me"_s).tokenKey, Context())));
}

void TstSignIn::theCheckSaysWhoByWhatAndHowMuchIsLeft()
{
    const Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const github::User user{.login = u"me"_s, .scopes = QStringList{u"repo"_s, u"workflow"_s, u"delete_repo"_s, u"read:org"_s}};
    const Time reset = fromEpoch(1'764'000'000'000);
    const github::Quota quota{.limit = 5000, .remaining = 4987, .reset = reset};
    const Check check = accountCheck(account, user, TokenKind::Classic, quota);
    QCOMPARE(check.level, Check::Level::Ok);
    for (const QString &said : {u"me"_s, u"classic token"_s, u"repo, workflow, delete_repo, read:org"_s, u"4987 of 5000"_s,
                                toDateTime(reset).toLocalTime().toString(u"HH:mm"_s)})
        QVERIFY2(check.what.contains(said), qPrintable(said + u" is not in "_s + check.what));
    const Check fine = accountCheck(account, {.login = u"me"_s}, TokenKind::FineGrained, quota);
    QVERIFY(fine.what.contains(u"fine-grained token"_s));
    QVERIFY2(fine.remedy.contains(u"Administration"_s), qPrintable(fine.remedy));
}

void TstSignIn::theCheckNamesGhsCommandOrThePage()
{
    Account account = makeAccount(gitHubApiRoot(), u"me"_s);
    const github::User user{.login = u"me"_s, .scopes = QStringList{u"repo"_s, u"read:org"_s}};
    const Check page = accountCheck(account, user, TokenKind::Classic, std::nullopt);
    QCOMPARE(page.level, Check::Level::Fail);
    QVERIFY2(page.remedy.contains(u"https://github.com/settings/tokens"_s), qPrintable(page.remedy));
    account.fromGh = true;
    const Check command = accountCheck(account, user, TokenKind::OAuth, std::nullopt);
    QVERIFY2(command.remedy.contains(u"gh auth refresh -h github.com -s workflow,delete_repo"_s), qPrintable(command.remedy));
}

PUNCHCARD_TEST(TstSignIn, tst_signin)
#include "tst_signin.moc"
