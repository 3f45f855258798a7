// SPDX-License-Identifier: MIT
#include "widgets/accounts/accountsdialog.h"

#include "widgets/accounts/accountsmodel.h"
#include "widgets/look/noticebar.h"

#include "tests/support/pictures.h"
#include "tests/support/script.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include "core/accounts/tokenplace.h"
#include "core/secrets/sessiontokenstore.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QCompleter>
#include <QDesktopServices>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

namespace {

/// A keychain that works.
class LastingStore : public MemoryTokenStore
{
public:
    bool isLasting() const override { return true; }
};

/// There is none.
class NoKeychain : public MemoryTokenStore
{
public:
    Async<> write(QString, SecretString, Context) override { co_return Error{.kind = Error::Kind::Local, .what = u"no keychain"_s}; }
};

/// Hears of the pages that would be opened.
class BrowserInItsPlace : public QObject
{
    Q_OBJECT

public:
    BrowserInItsPlace() { QDesktopServices::setUrlHandler(u"http"_s, this, "open"); }
    ~BrowserInItsPlace() override { QDesktopServices::unsetUrlHandler(u"http"_s); }

    QList<QUrl> opened;

public slots:
    void open(const QUrl &page) { opened.append(page); }
};

const QByteArray me = R"({"login":"me","id":1,"type":"User"})";

} // namespace

class TstAccountsDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aPastedTokenMakesAnAccount();
    void aWrongTokenIsSaidWithWhatToDo();
    void aTokenFileThatOthersCanReadIsWarnedOf();
    void withoutAKeychainAPastedTokenIsRefused();
    void withoutAKeychainATokenMayLastForTheSession();
    void withoutAKeychainATokenMayBeSealed();
    void checkingSaysWhatTheTokenCannotDo();
    void ghIsTakenOverAndNothingIsKept();
    void aCodeInTheBrowserMakesAnAccount();
    void aRefusalInTheBrowserIsSaid();
    void whatJobsBeginWithIsEdited();
    void removingTakesTheTokenAlong();
    void theModelKeepsItsRules();
    void pictures();

private:
    void open(TokenStorePtr tokens, const Gh &gh = {.program = u"/nowhere/gh"_s});
    void signInByBrowser();
    void enter(const QString &token);
    template<typename T>
    T *part(const QString &name) const
    {
        return m_dialog->findChild<T *>(name);
    }
    look::NoticeBar *notice() const { return m_dialog->findChild<look::NoticeBar *>(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::ScriptedServer> m_server;
    std::shared_ptr<store::Store> m_store;
    TokenStorePtr m_tokens;
    std::unique_ptr<Desk> m_desk;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<AccountsDialog> m_dialog;
};

void TstAccountsDialog::init()
{
    m_prompts = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<testing::ScriptedServer>();
}

void TstAccountsDialog::cleanup()
{
    m_dialog.reset();
    m_desk.reset();
    m_store.reset();
    m_server.reset();
}

void TstAccountsDialog::open(TokenStorePtr tokens, const Gh &gh)
{
    m_tokens = std::move(tokens);
    const Home home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
    m_desk = std::make_unique<Desk>(m_store, m_tokens);
    m_dialog = std::make_unique<AccountsDialog>(*m_desk, m_prompts, gh);
    m_dialog->show();
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->model()->rowCount(), 1);
}

void TstAccountsDialog::enter(const QString &token)
{
    m_dialog->showAdd();
    part<QLineEdit>(u"accountServer"_s)->setText(m_server->url().toString());
    part<QRadioButton>(u"byToken"_s)->setChecked(true);
    part<QLineEdit>(u"accountToken"_s)->setText(token);
    QTest::mouseClick(part<QPushButton>(u"signIn"_s), Qt::LeftButton);
}

void TstAccountsDialog::aPastedTokenMakesAnAccount()
{
    open(std::make_shared<LastingStore>());
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    QSignalSpy added(m_dialog.get(), &AccountsDialog::accountAdded);
    enter(u"ghp_secret"_s);
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(m_server->last().header("authorization"), QByteArray("Bearer ghp_secret"));
    const auto accounts = wait(m_desk->sessions()->accounts());
    QCOMPARE(accounts->size(), 2);
    QCOMPARE(accounts->at(1).login, u"me"_s);
    QVERIFY(wait(m_tokens->read(accounts->at(1).tokenKey, {})));
    QVERIFY(part<QLineEdit>(u"accountToken"_s)->text().isEmpty());
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->currentIndex().row(), 1);
}

void TstAccountsDialog::aWrongTokenIsSaidWithWhatToDo()
{
    open(std::make_shared<LastingStore>());
    m_server->expect("GET", "/user").reply(401, R"({"message":"Bad credentials"})");
    enter(u"ghp_wrong"_s);
    QTRY_VERIFY(notice()->isVisible());
    QVERIFY(!notice()->text().isEmpty());
    QVERIFY(!notice()->text().contains(u"ghp_wrong"_s));
    QCOMPARE(wait(m_desk->sessions()->accounts())->size(), 1);
}

void TstAccountsDialog::aTokenFileThatOthersCanReadIsWarnedOf()
{
    open(std::make_shared<MemoryTokenStore>());
    QFile file(m_folder->filePath(u"token"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("ghp_file\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    m_dialog->showAdd();
    part<QLineEdit>(u"accountServer"_s)->setText(m_server->url().toString());
    part<QRadioButton>(u"byFile"_s)->setChecked(true);
    part<QLineEdit>(u"accountTokenFile"_s)->setText(file.fileName());
    QTest::mouseClick(part<QPushButton>(u"signIn"_s), Qt::LeftButton);
    QTRY_VERIFY(notice()->isVisible());
    QTRY_VERIFY2(notice()->text().contains(file.fileName()), qPrintable(notice()->text()));
    // Without a keychain that lasts it is read again each time.
    QCOMPARE(wait(m_desk->sessions()->accounts())->at(1).tokenFile, file.fileName());
}

void TstAccountsDialog::withoutAKeychainAPastedTokenIsRefused()
{
    open(std::make_shared<MemoryTokenStore>());
    m_server->expect("GET", "/user").reply(200, me);
    enter(u"ghp_lost"_s);
    QTRY_VERIFY(notice()->isVisible());
    QVERIFY(notice()->text().contains(u"keychain"_s));
    QCOMPARE(wait(m_desk->sessions()->accounts())->size(), 1);
}

void TstAccountsDialog::withoutAKeychainATokenMayLastForTheSession()
{
    open(std::make_shared<SessionTokenStore>(std::make_shared<NoKeychain>()));
    m_prompts.chosen = 0;
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    enter(u"ghp_some"_s);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->model()->rowCount(), 2);
    QVERIFY2(m_prompts.asked.last().contains(u"no keychain works here"_s), qPrintable(m_prompts.asked.join(u'\n')));
    QTRY_VERIFY2(notice()->text().contains(u"until Punchcard is closed"_s), qPrintable(notice()->text()));
    const Account account = wait(m_desk->sessions()->accounts())->at(1);
    QVERIFY(!account.isTokenSealed);
    QVERIFY(wait(m_tokens->read(account.tokenKey, {})));
    QCOMPARE(tokenPlaceWord(account), u"session"_s);
    const QString facts = part<QLabel>(u"accountFacts"_s)->text();
    QVERIFY2(facts.contains(u"in memory, until Punchcard is closed"_s) && !facts.contains(u"keychain"_s), qPrintable(facts));
}

void TstAccountsDialog::withoutAKeychainATokenMayBeSealed()
{
    const auto ask = [](SealedTokenStore::For, Context) -> Async<SecretString> { co_return SecretString("correct horse"); };
    const auto sealed = std::make_shared<SealedTokenStore>(m_folder->filePath(u"tokens.sealed"_s), ask);
    open(std::make_shared<SessionTokenStore>(std::make_shared<NoKeychain>(), sealed));
    m_prompts.chosen = 1;
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    enter(u"ghp_some"_s);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->model()->rowCount(), 2);
    QTRY_VERIFY2(notice()->text().contains(u"tokens.sealed"_s), qPrintable(notice()->text()));
    const Account account = wait(m_desk->sessions()->accounts())->at(1);
    QVERIFY(account.isTokenSealed);
    QVERIFY(part<QLabel>(u"accountFacts"_s)->text().contains(u"passphrase seals"_s));
    QCOMPARE(wait(sealed->read(account.tokenKey, {}))->bytes().toByteArray(), QByteArray("ghp_some"));
}

void TstAccountsDialog::checkingSaysWhatTheTokenCannotDo()
{
    open(std::make_shared<LastingStore>());
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, read:org").times(2);
    m_server->expect("GET", "/user/orgs")
        .reply(200, R"([{"login":"guild","id":7}])")
        .header("X-GitHub-SSO", "partial-results; organizations=21955855,20582480");
    enter(u"ghp_some"_s);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->model()->rowCount(), 2);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->currentIndex().row(), 1);
    QTest::mouseClick(part<QPushButton>(u"checkAccount"_s), Qt::LeftButton);
    auto *found = part<QLabel>(u"accountFound"_s);
    QTRY_VERIFY2(found->text().contains(u"delete_repo"_s), qPrintable(found->text()));
    QVERIFY(found->text().contains(u"Signed in as me"_s));
    QVERIFY2(found->text().contains(u"It sees: guild."_s), qPrintable(found->text()));
    QVERIFY2(found->text().contains(u"2 organisations stay hidden"_s), qPrintable(found->text()));
    testing::takePictures(*m_dialog, u"accounts-checked"_s);
}

// Breaks for the user: gh's token lies in a keychain that they never meant to give it to.
void TstAccountsDialog::ghIsTakenOverAndNothingIsKept()
{
    const Gh gh{.program = testing::writeScript(m_folder->filePath(u"gh"_s), "echo gho_ghs")};
    open(std::make_shared<LastingStore>(), gh);
    m_dialog->showAdd();
    // Whoever is signed in there is offered that first.
    QTRY_VERIFY(part<QRadioButton>(u"byGh"_s)->isChecked());
    testing::takePictures(*m_dialog, u"accounts-add-gh"_s);
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, read:org");
    part<QLineEdit>(u"accountServer"_s)->setText(m_server->url().toString());
    QSignalSpy added(m_dialog.get(), &AccountsDialog::accountAdded);
    QTest::mouseClick(part<QPushButton>(u"signIn"_s), Qt::LeftButton);
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(m_server->last().header("authorization"), QByteArray("Bearer gho_ghs"));
    const Account account = wait(m_desk->sessions()->accounts())->at(1);
    QVERIFY(account.fromGh && account.tokenKey.isEmpty() && account.tokenFile.isEmpty());
    QVERIFY(!wait(m_tokens->read(makeAccount(account.apiRoot, u"me"_s).tokenKey, {})));
    // What mends its rights is gh's own command.
    QTRY_VERIFY2(notice()->text().contains(u"gh auth refresh -h "_s), qPrintable(notice()->text()));
}

void TstAccountsDialog::signInByBrowser()
{
    m_dialog->showAdd();
    part<QLineEdit>(u"accountServer"_s)->setText(m_server->url().toString());
    part<QRadioButton>(u"byBrowser"_s)->setChecked(true);
    part<QLineEdit>(u"accountClientId"_s)->setText(u"Iv1.abc"_s);
    m_server->expect("POST", "/login/device/code")
        .reply(200,
               R"({"device_code":"device","user_code":"WDJB-MJHT","verification_uri":")" + m_server->url(u"/login/device"_s).toEncoded()
                   + R"(","expires_in":900,"interval":1})");
    QTest::mouseClick(part<QPushButton>(u"signIn"_s), Qt::LeftButton);
}

void TstAccountsDialog::aCodeInTheBrowserMakesAnAccount()
{
    BrowserInItsPlace browser;
    open(std::make_shared<LastingStore>());
    m_server->expect("POST", "/login/oauth/access_token").reply(200, R"({"access_token":"gho_new","token_type":"bearer","scope":"repo"})");
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    QSignalSpy added(m_dialog.get(), &AccountsDialog::accountAdded);
    QSignalSpy another(m_dialog.get(), &AccountsDialog::clientIdChanged);
    signInByBrowser();
    QTRY_COMPARE(part<QLabel>(u"deviceCode"_s)->text(), u"WDJB-MJHT"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"WDJB-MJHT"_s);
    QCOMPARE(browser.opened, QList<QUrl>{m_server->url(u"/login/device"_s)});
    testing::takePictures(*m_dialog, u"accounts-browser"_s);
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(m_server->last().header("authorization"), QByteArray("Bearer gho_new"));
    const Account account = wait(m_desk->sessions()->accounts())->at(1);
    QVERIFY(wait(m_tokens->read(account.tokenKey, {})));
    QCOMPARE(another.size(), 1);
    QCOMPARE(another.first().first().toString(), u"Iv1.abc"_s);
}

void TstAccountsDialog::aRefusalInTheBrowserIsSaid()
{
    BrowserInItsPlace browser;
    open(std::make_shared<LastingStore>());
    m_server->expect("POST", "/login/oauth/access_token").reply(200, R"({"error":"access_denied"})");
    signInByBrowser();
    QTRY_VERIFY(notice()->isVisible());
    QVERIFY2(notice()->text().contains(u"refused"_s), qPrintable(notice()->text()));
    QTRY_VERIFY(part<QWidget>(u"addAccountPage"_s)->isVisible());
    QCOMPARE(wait(m_desk->sessions()->accounts())->size(), 1);
}

void TstAccountsDialog::whatJobsBeginWithIsEdited()
{
    open(std::make_shared<LastingStore>());
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    enter(u"ghp_some"_s);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->currentIndex().row(), 1);
    auto *save = part<QPushButton>(u"saveDefaults"_s);
    QVERIFY(save->isVisible() && !save->isEnabled());
    // The organisations that the token sees are offered.
    auto *owner = part<QLineEdit>(u"defaultOwner"_s);
    m_server->expect("GET", "/user/orgs").reply(200, R"([{"login":"guild","id":7}])");
    owner->setFocus();
    QTRY_COMPARE(owner->completer()->model()->rowCount(), 2);
    owner->setText(u"guild"_s);
    part<QCheckBox>(u"defaultLive"_s)->setChecked(false);
    part<QLineEdit>(u"defaultLabels"_s)->setText(u"gpu, x64, group:big"_s);
    part<QRadioButton>(u"defaultStanding"_s)->setChecked(true);
    part<QLineEdit>(u"defaultStandingName"_s)->setText(u"batch"_s);
    part<QCheckBox>(u"defaultPrivate"_s)->setChecked(false);
    testing::takePictures(*m_dialog, u"accounts-defaults"_s);
    QSignalSpy changed(m_dialog.get(), &AccountsDialog::accountsChanged);
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_COMPARE(changed.size(), 1);
    const Account account = wait(m_desk->sessions()->accounts())->at(1);
    QCOMPARE(account.owner, u"guild"_s);
    QCOMPARE(account.defaults.runsOn, (QStringList{u"gpu"_s, u"x64"_s}));
    QCOMPARE(account.defaults.runnerGroup, u"big"_s);
    QCOMPARE(account.defaults.housing, Housing::Standing);
    QCOMPARE(account.defaults.standingRepository, u"batch"_s);
    QVERIFY(!account.defaults.isPrivate);
    QCOMPARE(account.defaults.live, std::optional(false));
    QTRY_VERIFY(!save->isEnabled());
    // What cannot be is said, and nothing is changed.
    part<QLineEdit>(u"defaultName"_s)->setText(u"This computer"_s);
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY(notice()->isVisible() && notice()->text().contains(u"already"_s));
    QCOMPARE(wait(m_desk->sessions()->accounts())->at(1).name, account.name);
}

void TstAccountsDialog::removingTakesTheTokenAlong()
{
    open(std::make_shared<LastingStore>());
    m_server->expect("GET", "/user").reply(200, me).header("X-OAuth-Scopes", "repo, workflow, delete_repo, read:org");
    enter(u"ghp_gone"_s);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->currentIndex().row(), 1);
    const QString key = wait(m_desk->sessions()->accounts())->at(1).tokenKey;
    m_prompts.yes = false;
    QTest::mouseClick(part<QPushButton>(u"removeAccount"_s), Qt::LeftButton);
    QCOMPARE(wait(m_desk->sessions()->accounts())->size(), 2);
    m_prompts.yes = true;
    QTest::mouseClick(part<QPushButton>(u"removeAccount"_s), Qt::LeftButton);
    QTRY_COMPARE(part<QListView>(u"accountsList"_s)->model()->rowCount(), 1);
    QVERIFY(!wait(m_tokens->read(key, {})));
}

void TstAccountsDialog::theModelKeepsItsRules()
{
    AccountsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setAccounts({thisComputer(), makeAccount(gitHubApiRoot(), u"me"_s)});
    QCOMPARE(model.rowOf(thisComputerId()), 0);
    QCOMPARE(model.rowOf(u"none"_s), -1);
}

void TstAccountsDialog::pictures()
{
    open(std::make_shared<LastingStore>());
    testing::takePictures(*m_dialog, u"accounts"_s);
    m_dialog->showAdd();
    testing::takePictures(*m_dialog, u"accounts-add"_s);
}

PUNCHCARD_TEST(TstAccountsDialog, tst_accountsdialog)
#include "tst_accountsdialog.moc"
