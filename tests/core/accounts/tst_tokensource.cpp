// SPDX-License-Identifier: MIT
#include "core/accounts/tokensource.h"

#include "core/secrets/memorytokenstore.h"
#include "tests/support/asnobody.h"
#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstTokenSource : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { qunsetenv("PUNCHCARD_TOKEN"); }
    void texts_data();
    void texts();
    void badTexts_data();
    void badTexts();
    void file();
    void fileThatOthersCanRead();
    void fileThatIsNone();
    void fileWithoutRights();
    void pipe();
    void environment();
    void order();
    void ghsTokenIsAskedForEachTime();
    void kindsOfTokens();
    void noTokenSaysHowToGiveOne();
    void brokenKeychainIsTold();

private:
    QString write(const QByteArray &content, QFile::Permissions rights = QFile::ReadOwner | QFile::WriteOwner) const;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<MemoryTokenStore> m_store;
    Account m_account = makeAccount(gitHubApiRoot(), u"octocat"_s);
};

void TstTokenSource::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_store = std::make_shared<MemoryTokenStore>();
}

QString TstTokenSource::write(const QByteArray &content, QFile::Permissions rights) const
{
    QFile file(m_dir->filePath(u"token"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.setPermissions(rights))
        qFatal("cannot write the token file");
    return file.fileName();
}

void TstTokenSource::texts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("bare") << QByteArray("ghp_abc");
    QTest::newRow("line break") << QByteArray("ghp_abc\n");
    QTest::newRow("Windows") << QByteArray("ghp_abc\r\n");
    QTest::newRow("blanks around it") << QByteArray(" \tghp_abc \n\n");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFghp_abc\r\n");
}

void TstTokenSource::texts()
{
    QFETCH(const QByteArray, text);
    const Result<SecretString> token = tokenFromText(text, u"x"_s);
    QVERIFY2(token, qPrintable(token ? QString() : token.error().sentence()));
    QCOMPARE(token->bytes().toByteArray(), "ghp_abc");
}

void TstTokenSource::badTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QByteArray() << u"empty"_s;
    QTest::newRow("blank") << QByteArray(" \n") << u"empty"_s;
    QTest::newRow("two lines") << QByteArray("ghp_abc\nghp_def\n") << u"several lines"_s;
    QTest::newRow("header") << QByteArray("Bearer ghp_abc\n") << u"characters"_s;
    QTest::newRow("not ASCII") << QByteArray("ghp_\xC3\xA4") << u"characters"_s;
    QTest::newRow("NUL") << QByteArray("ghp_\0abc", 8) << u"characters"_s;
    QTest::newRow("too long") << QByteArray(64 * 1024 + 1, 'x') << u"too long"_s;
}

// Breaks for the user: a line break in the token ends up in a request's header.
void TstTokenSource::badTexts()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, why);
    const Result<SecretString> token = tokenFromText(text, u"the thing"_s);
    QVERIFY(!token);
    QCOMPARE(token.error().kind, Error::Kind::Refused);
    QVERIFY2(token.error().what.contains(why) && token.error().what.contains(u"the thing"_s), qPrintable(token.error().what));
    QVERIFY(!(token.error().sentence() + token.error().detail).contains(u"ghp_"_s));
}

void TstTokenSource::file()
{
    const Result<FoundToken> found = tokenFromFile(write("ghp_file\n"));
    QVERIFY(found);
    QCOMPARE(found->token.bytes().toByteArray(), "ghp_file");
    QCOMPARE(found->from, FoundToken::From::File);
    QCOMPARE(found->where, m_dir->filePath(u"token"_s));
    QVERIFY(found->notes.isEmpty());
}

void TstTokenSource::fileThatOthersCanRead()
{
    const QFile::Permissions own = QFile::ReadOwner | QFile::WriteOwner;
    for (const auto other : {QFile::ReadGroup, QFile::ReadOther, QFile::WriteOther}) {
        const Result<FoundToken> found = tokenFromFile(write("ghp_file\n", own | other));
        QVERIFY(found);
        QCOMPARE(found->notes.size(), 1);
        QVERIFY(found->notes.front().contains(u"chmod 600"_s));
    }
}

void TstTokenSource::fileThatIsNone()
{
    QCOMPARE(tokenFromFile(m_dir->filePath(u"none"_s)).error().kind, Error::Kind::Missing);
    QCOMPARE(tokenFromFile(m_dir->path()).error().kind, Error::Kind::Refused);
    QCOMPARE(tokenFromFile(write("")).error().kind, Error::Kind::Refused);
    QCOMPARE(tokenFromFile(u"/dev/zero"_s).error().kind, Error::Kind::Refused);
}

void TstTokenSource::fileWithoutRights()
{
    const QString path = write("ghp_file\n");
    QVERIFY(QFile::setPermissions(path, QFile::Permissions()));
    QVERIFY(QFile::setPermissions(m_dir->path(), QFile::Permissions(0x7755)));
    const testing::AsNobody nobody;
    QCOMPARE(tokenFromFile(path).error().kind, Error::Kind::Denied);
}

// punch run --token-file <(pass show github)
void TstTokenSource::pipe()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    QCOMPARE(::write(ends[1], "ghp_pipe\n", 9), 9);
    ::close(ends[1]);
    const Result<FoundToken> found = tokenFromFile(u"/dev/fd/%1"_s.arg(ends[0]));
    ::close(ends[0]);
    QVERIFY(found);
    QCOMPARE(found->token.bytes().toByteArray(), "ghp_pipe");
    QVERIFY(found->notes.isEmpty());
}

void TstTokenSource::environment()
{
    QVERIFY(!tokenFromEnvironment());
    qputenv("PUNCHCARD_TOKEN", "");
    QVERIFY(!tokenFromEnvironment());
    qputenv("PUNCHCARD_TOKEN", "ghp_env\n");
    const auto found = tokenFromEnvironment();
    QVERIFY(found && *found);
    QCOMPARE((*found)->token.bytes().toByteArray(), "ghp_env");
    qputenv("PUNCHCARD_TOKEN", "a b");
    const auto bad = tokenFromEnvironment();
    QVERIFY(bad && !*bad);
    QVERIFY(bad->error().what.contains(u"PUNCHCARD_TOKEN"_s));
}

void TstTokenSource::order()
{
    qputenv("PUNCHCARD_TOKEN", "ghp_env");
    QVERIFY(wait(m_store->write(m_account.tokenKey, SecretString(QByteArray("ghp_keychain")), {})));
    const auto token = [this](const QString &file) { return wait(findToken(m_account, file, m_store, {})); };
    const QString path = write("ghp_file\n");
    QCOMPARE(token(path)->token.bytes().toByteArray(), "ghp_file");
    // The account's own before one that may be for another server.
    QCOMPARE(token({})->token.bytes().toByteArray(), "ghp_keychain");
    QCOMPARE(token({})->from, FoundToken::From::Keychain);
    QVERIFY(wait(m_store->remove(m_account.tokenKey, {})));
    QCOMPARE(token({})->token.bytes().toByteArray(), "ghp_env");
    // A file that was asked for and cannot be read is an error, and not a reason to take another token.
    QCOMPARE(token(m_dir->filePath(u"none"_s)).error().kind, Error::Kind::Missing);
}

// Breaks for the user: gh has been given more rights, and Punchcard goes on with the old token that it kept.
void TstTokenSource::ghsTokenIsAskedForEachTime()
{
    const QByteArray path = qgetenv("PATH");
    const auto back = qScopeGuard([&path] { qputenv("PATH", path); });
    qputenv("PATH", m_dir->path().toUtf8() + ':' + path);
    m_account.fromGh = true;
    QVERIFY(wait(m_store->write(m_account.tokenKey, SecretString(QByteArray("kept")), {})));
    for (const QByteArray &token : {"gho_first"_ba, "gho_second"_ba}) {
        testing::writeScript(m_dir->filePath(u"gh"_s), "echo " + token);
        const Result<FoundToken> found = wait(findToken(m_account, {}, m_store, {}));
        QVERIFY2(found, qPrintable(found ? QString() : found.error().sentence()));
        QCOMPARE(found->token.bytes().toByteArray(), token);
        QCOMPARE(found->from, FoundToken::From::Gh);
    }
    testing::writeScript(m_dir->filePath(u"gh"_s), "echo not signed in >&2; exit 1");
    QCOMPARE(wait(findToken(m_account, {}, m_store, {})).error().kind, Error::Kind::Denied);
    m_account.fromGh = false;
}

void TstTokenSource::kindsOfTokens()
{
    const auto kind = [](const char *text) { return kindOf(SecretString(QByteArray(text))); };
    QCOMPARE(kind("ghp_1"), TokenKind::Classic);
    QCOMPARE(kind("github_pat_1"), TokenKind::FineGrained);
    QCOMPARE(kind("gho_1"), TokenKind::OAuth);
    QCOMPARE(kind("ghs_1"), TokenKind::App);
    QCOMPARE(kind("0123456789abcdef"), TokenKind::Unknown);
}

void TstTokenSource::noTokenSaysHowToGiveOne()
{
    const Result<FoundToken> none = wait(findToken(m_account, {}, m_store, {}));
    QVERIFY(!none);
    QCOMPARE(none.error().kind, Error::Kind::Denied);
    for (const QString &part : {u"punch account add"_s, u"github.com"_s, u"--token-file"_s, u"PUNCHCARD_TOKEN"_s})
        QVERIFY2(none.error().remedy.contains(part), qPrintable(none.error().remedy));
    QVERIFY(none.error().page.isValid());
}

void TstTokenSource::brokenKeychainIsTold()
{
    struct Broken : MemoryTokenStore
    {
        Async<SecretString> read(QString, Context) override
        {
            co_return Error{.kind = Error::Kind::Local, .what = u"No keychain works here: no bus"_s, .said = u"no bus"_s};
        }
    };
    const auto store = std::make_shared<Broken>();
    const Result<FoundToken> none = wait(findToken(m_account, {}, store, {}));
    QVERIFY(!none);
    QVERIFY2(none.error().what.contains(u"no bus"_s), qPrintable(none.error().what));
    QCOMPARE(none.error().said, u"no bus"_s);
    qputenv("PUNCHCARD_TOKEN", "ghp_env");
    QVERIFY(wait(findToken(m_account, {}, store, {})));
}

PUNCHCARD_TEST(TstTokenSource, tst_tokensource)
#include "tst_tokensource.moc"
