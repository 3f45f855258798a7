// SPDX-License-Identifier: MIT
#include "core/accounts/gh.h"

#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

#include <unistd.h>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstGh : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void takesTheTokenOver();
    void notSignedIn();
    void notInstalled();
    void nonsense();
    void hangs();
    void getsNoneOfOurTokens();

private:
    [[nodiscard]] Gh gh(const QByteArray &body) const;
    [[nodiscard]] QByteArray seen(const QString &name) const;
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstGh::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    qputenv("SEEN", QFile::encodeName(m_dir->path()));
}

void TstGh::cleanup()
{
    qunsetenv("SEEN");
    qunsetenv("PUNCHCARD_TOKEN");
    qunsetenv("GH_TOKEN");
}

Gh TstGh::gh(const QByteArray &body) const
{
    return Gh{.program
              = testing::writeScript(m_dir->filePath(u"gh"_s), "echo \"$@\" > \"$SEEN/arguments\"; env > \"$SEEN/environment\"\n" + body)};
}

QByteArray TstGh::seen(const QString &name) const
{
    QFile file(m_dir->filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TstGh::takesTheTokenOver()
{
    const Result<SecretString> token = wait(ghToken(gh("echo gho_abc"), u"ghe.example.com"_s, {}));
    QVERIFY2(token, qPrintable(token ? QString() : token.error().sentence()));
    QCOMPARE(token->bytes().toByteArray(), "gho_abc");
    QCOMPARE(seen(u"arguments"_s), "auth token --hostname ghe.example.com\n");
}

void TstGh::notSignedIn()
{
    const Result<SecretString> token = wait(ghToken(gh("echo 'no oauth token found for github.com' >&2; exit 1"), u"github.com"_s, {}));
    QVERIFY(!token);
    QCOMPARE(token.error().kind, Error::Kind::Denied);
    QCOMPARE(token.error().said, u"no oauth token found for github.com"_s);
    QVERIFY(token.error().remedy.contains(u"gh auth login -h github.com -s repo,workflow,delete_repo,read:org"_s));
}

void TstGh::notInstalled()
{
    const Gh none{.program = u"/nonexistent/gh"_s};
    QCOMPARE(wait(ghToken(none, u"github.com"_s, {})).error().kind, Error::Kind::Missing);
}

void TstGh::nonsense()
{
    const Result<SecretString> nothing = wait(ghToken(gh("exit 0"), u"github.com"_s, {}));
    QVERIFY(!nothing);
    QCOMPARE(nothing.error().kind, Error::Kind::Refused);
    QCOMPARE(wait(ghToken(gh("echo one; echo two"), u"github.com"_s, {})).error().kind, Error::Kind::Refused);
}

void TstGh::hangs()
{
    Gh slow = gh("exec sleep 60");
    slow.limit = Milliseconds(300);
    QCOMPARE(wait(ghToken(slow, u"github.com"_s, {})).error().kind, Error::Kind::Local);
}

void TstGh::getsNoneOfOurTokens()
{
    qputenv("PUNCHCARD_TOKEN", "ghp_ours");
    qputenv("GH_TOKEN", "ghp_its-own");
    QVERIFY(wait(ghToken(gh("echo gho_abc"), u"github.com"_s, {})));
    const QByteArray environment = seen(u"environment"_s);
    QVERIFY(environment.contains("GH_PROMPT_DISABLED=1"));
    QVERIFY(!environment.contains("ghp_ours"));
    // What the user gave to gh it answers with.
    QVERIFY(environment.contains("GH_TOKEN=ghp_its-own\n"));
    // Without a session bus gh would start one, with a daemon that stays behind.
    QVERIFY(environment.contains("DBUS_SESSION_BUS_ADDRESS=") || QFile::exists(u"/run/user/%1/bus"_s.arg(getuid())));
}

PUNCHCARD_TEST(TstGh, tst_gh)
#include "tst_gh.moc"
