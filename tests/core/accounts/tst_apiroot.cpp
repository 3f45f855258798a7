// SPDX-License-Identifier: MIT
#include "core/accounts/apiroot.h"

#include "tests/support/testmain.h"

#include <QHostAddress>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstApiRoot : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void roots_data();
    void roots();
    void refused_data();
    void refused();
    void numbersInDisguise_data();
    void numbersInDisguise();
    void showsNoPassword();
    void kindsAndPages_data();
    void kindsAndPages();
    void tokenPage();
};

void TstApiRoot::roots_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("root");
    QTest::newRow("GitHub") << u"https://api.github.com"_s << u"https://api.github.com/"_s;
    QTest::newRow("GitHub, slash") << u"https://api.github.com/"_s << u"https://api.github.com/"_s;
    QTest::newRow("GitHub, port") << u"https://api.github.com:443/"_s << u"https://api.github.com/"_s;
    QTest::newRow("GitHub's home page") << u"https://github.com/"_s << u"https://api.github.com/"_s;
    QTest::newRow("GitHub by name") << u" github.com\n"_s << u"https://api.github.com/"_s;
    QTest::newRow("GitHub in capitals") << u"HTTPS://GitHub.com"_s << u"https://api.github.com/"_s;
    QTest::newRow("data residency") << u"https://octocorp.ghe.com"_s << u"https://api.octocorp.ghe.com/"_s;
    QTest::newRow("data residency, API") << u"https://api.octocorp.ghe.com/"_s << u"https://api.octocorp.ghe.com/"_s;
    QTest::newRow("server") << u"https://ghe.example.com/api/v3"_s << u"https://ghe.example.com/api/v3/"_s;
    QTest::newRow("server, slashes") << u"https://ghe.example.com/api/v3//"_s << u"https://ghe.example.com/api/v3/"_s;
    QTest::newRow("server's home page") << u"https://ghe.example.com"_s << u"https://ghe.example.com/api/v3/"_s;
    QTest::newRow("server by name and port") << u"ghe.example.com:8443"_s << u"https://ghe.example.com:8443/api/v3/"_s;
    QTest::newRow("server below a path") << u"https://example.com/git/api/v3"_s << u"https://example.com/git/api/v3/"_s;
    QTest::newRow("loopback") << u"http://127.0.0.1:4000"_s << u"http://127.0.0.1:4000/"_s;
    QTest::newRow("loopback, other") << u"http://127.8.9.1:4000/api/v3"_s << u"http://127.8.9.1:4000/api/v3/"_s;
    QTest::newRow("loopback, IPv6") << u"http://[::1]:4000"_s << u"http://[::1]:4000/"_s;
    QTest::newRow("loopback over TLS") << u"https://localhost:8443"_s << u"https://localhost:8443/"_s;
    QTest::newRow("looks like GitHub") << u"https://notgithub.com"_s << u"https://notgithub.com/api/v3/"_s;
    QTest::newRow("dots") << u"https://ghe.example.com/x/../api/v3"_s << u"https://ghe.example.com/api/v3/"_s;
}

void TstApiRoot::roots()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, root);
    const Result<QUrl> url = apiRootFromText(typed);
    QVERIFY2(url, qPrintable(url ? QString() : url.error().sentence()));
    QCOMPARE(url->toString(QUrl::FullyEncoded), root);
    // What is stored is read the same way.
    QCOMPARE(*apiRootFromText(url->toString(QUrl::FullyEncoded)), *url);
}

// Breaks for the user: their token goes over the network in the clear, or to a server that they did not mean.
void TstApiRoot::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("empty") << u"  "_s;
    QTest::newRow("http") << u"http://ghe.example.com/api/v3"_s;
    QTest::newRow("http, GitHub") << u"http://api.github.com"_s;
    QTest::newRow("http, a name") << u"http://localhost:4000"_s;
    QTest::newRow("http, name that begins like an address") << u"http://127.0.0.1.example.com/"_s;
    QTest::newRow("http, private network") << u"http://192.168.1.1/"_s;
    QTest::newRow("http, any address") << u"http://0.0.0.0:4000/"_s;
    QTest::newRow("http, mapped address of elsewhere") << u"http://[::ffff:10.0.0.1]/"_s;
    QTest::newRow("http, localhost as a user") << u"http://localhost@evil.example/"_s;
    QTest::newRow("http, address as a user") << u"http://127.0.0.1:80@evil.example/"_s;
    QTest::newRow("http, name that begins like localhost") << u"http://localhost.evil/"_s;
    QTest::newRow("http, name that ends like localhost") << u"http://evil.localhost/"_s;
    QTest::newRow("http, last dot") << u"http://localhost./"_s;
    QTest::newRow("http, backslash") << u"http://evil.example\\@127.0.0.1/"_s;
    QTest::newRow("http, zone") << u"http://[fe80::1%lo]/"_s;
    QTest::newRow("http, almost loopback") << u"http://128.0.0.1/"_s;
    QTest::newRow("http, wide digits elsewhere") << u"http://１０.0.0.1/"_s;
    QTest::newRow("other scheme") << u"ftp://ghe.example.com"_s;
    QTest::newRow("file") << u"file:///etc/passwd"_s;
    QTest::newRow("user info") << u"https://user:hunter2@ghe.example.com/api/v3"_s;
    QTest::newRow("user info that looks like a host") << u"https://api.github.com@evil.example/"_s;
    QTest::newRow("empty user info") << u"https://@ghe.example.com/"_s;
    QTest::newRow("query") << u"https://ghe.example.com/api/v3?token=hunter2"_s;
    QTest::newRow("fragment") << u"https://ghe.example.com/api/v3#x"_s;
    QTest::newRow("no host") << u"https:///api/v3"_s;
    QTest::newRow("blank within") << u"https://ghe example.com"_s;
    QTest::newRow("a page of GitHub") << u"https://github.com/octocat/hello"_s;
    QTest::newRow("v3 at GitHub") << u"https://api.github.com/api/v3"_s;
    QTest::newRow("bad port") << u"https://ghe.example.com:99999/"_s;
}

void TstApiRoot::refused()
{
    QFETCH(const QString, typed);
    const Result<QUrl> url = apiRootFromText(typed);
    QVERIFY2(!url, qPrintable(url ? url->toString() : QString()));
    QCOMPARE(url.error().kind, Error::Kind::Refused);
    QVERIFY(!url.error().remedy.isEmpty());
}

void TstApiRoot::numbersInDisguise_data()
{
    QTest::addColumn<QString>("typed");
    for (const char *typed : {"http://0x7f000001/", "http://2130706433/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1./",
                              "http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:0:0:1]/", "http://0x0a000001/", "http://167772161/",
                              "http://0/", "http://127.0.0.1%2eevil.example/", "http://127.0.0.1%00.evil.example/"})
        QTest::newRow(typed) << QString::fromLatin1(typed);
}

// Whatever is taken for this computer is it, in the spelling that everybody reads alike.
void TstApiRoot::numbersInDisguise()
{
    QFETCH(const QString, typed);
    const Result<QUrl> url = apiRootFromText(typed);
    if (!url) {
        QCOMPARE(url.error().kind, Error::Kind::Refused);
        return;
    }
    const QString host = url->host();
    QVERIFY2(host.startsWith("127."_L1) || host == "::1"_L1, qPrintable(host));
    const QHostAddress address(host);
    QVERIFY(address.isLoopback());
    QCOMPARE(address.toString(), host);
}

void TstApiRoot::showsNoPassword()
{
    for (const QString &typed :
         {u"https://user:hunter2@ghe.example.com/"_s, u"https://ghe.example.com/?token=hunter2"_s, u"http://u:hunter2@x.org/"_s})
        QVERIFY(!(apiRootFromText(typed).error().sentence() + apiRootFromText(typed).error().detail).contains(u"hunter2"_s));
}

void TstApiRoot::kindsAndPages_data()
{
    QTest::addColumn<QString>("root");
    QTest::addColumn<AccountKind>("kind");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("web");
    QTest::newRow("GitHub") << u"https://api.github.com/"_s << AccountKind::GitHub << u"github.com"_s << u"https://github.com/"_s;
    QTest::newRow("data residency") << u"https://api.octocorp.ghe.com/"_s << AccountKind::DataResidency << u"octocorp.ghe.com"_s
                                    << u"https://octocorp.ghe.com/"_s;
    QTest::newRow("server") << u"https://ghe.example.com/api/v3/"_s << AccountKind::Enterprise << u"ghe.example.com"_s
                            << u"https://ghe.example.com/"_s;
    QTest::newRow("server whose name begins with api")
        << u"https://api.example.com/api/v3/"_s << AccountKind::Enterprise << u"api.example.com"_s << u"https://api.example.com/"_s;
    QTest::newRow("port and path") << u"https://example.com:8443/git/api/v3/"_s << AccountKind::Enterprise << u"example.com:8443"_s
                                   << u"https://example.com:8443/git/"_s;
}

void TstApiRoot::kindsAndPages()
{
    QFETCH(const QString, root);
    QFETCH(const AccountKind, kind);
    QFETCH(const QString, host);
    QFETCH(const QString, web);
    const QUrl url(root);
    QCOMPARE(kindOfApiRoot(url), kind);
    QCOMPARE(hostOfApiRoot(url), host);
    QCOMPARE(webRoot(url).toString(), web);
    QCOMPARE(repositoryPage(url, u"octocat"_s, u"hello"_s).toString(), web + u"octocat/hello"_s);
    QCOMPARE(repositorySettingsPage(url, u"octocat"_s, u"hello"_s).toString(), web + u"octocat/hello/settings"_s);
    QCOMPARE(tokensPage(url).toString(), web + u"settings/tokens"_s);
}

void TstApiRoot::tokenPage()
{
    const QUrl url = newTokenPage(gitHubApiRoot(), {u"repo"_s, u"read:org"_s});
    QCOMPARE(url.toString(QUrl::FullyEncoded), u"https://github.com/settings/tokens/new?scopes=repo,read:org&description=Punchcard"_s);
}

PUNCHCARD_TEST(TstApiRoot, tst_apiroot)
#include "tst_apiroot.moc"
