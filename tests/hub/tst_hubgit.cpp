// SPDX-License-Identifier: MIT
#include "core/hub/gitobject.h"
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <QProcess>
#include <QStandardPaths>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubGit : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    // Breaks for the user: a push whose answer was lost cannot be recognised, and the job runs twice or is lost.
    void commitIdsAreGits();
    void treesSortAsGitDoes();
    void contentsMakeGitsCommits();

    void emptyRepositoryRefusesItsDatabase_data();
    void emptyRepositoryRefusesItsDatabase();
    void refsAreMovedForwardOnly();
    void refsAreMadeOnce();
    void refsAreDeleted();
    void treeEntriesAreChecked_data();
    void treeEntriesAreChecked();
    void treeChangesItsBase();
    void commitsNeedWhatTheyName();
    void contentsAskForTheOldSha();
    void contentsListFolders();
    void contentsAreDeleted();
    void pathsWithOddNamesWork();

private:
    [[nodiscard]] Response post(const QString &what, const QJsonObject &body) { return m_hub.client.send("POST", m_git + what, body); }
    [[nodiscard]] QString head() { return m_hub.client.get(m_git + u"/ref/heads/main"_s).json()[u"object"][u"sha"].toString(); }
    [[nodiscard]] QString commit(const QStringList &parents, const QString &message = u"m"_s);

    HubFixture m_hub;
    const QString m_git = u"/repos/local/base/git"_s;
};

void TstHubGit::initTestCase()
{
    QVERIFY(m_hub.start());
    QVERIFY(m_hub.makeRepository(u"base"_s));
}

QString TstHubGit::commit(const QStringList &parents, const QString &message)
{
    const QString tree = m_hub.client.get(m_git + u"/commits/"_s + head()).json()[u"tree"][u"sha"].toString();
    return post(u"/commits"_s, {{u"message"_s, message}, {u"tree"_s, tree}, {u"parents"_s, QJsonArray::fromStringList(parents)}})
        .json()[u"sha"]
        .toString();
}

// Runs the real git in an empty folder.
static QByteArray git(const QString &folder, const QStringList &arguments, const QStringList &environment = {},
                      const QByteArray &input = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setEnvironment(QStringList{u"PATH=/usr/bin:/bin"_s, u"HOME="_s + folder, u"GIT_CONFIG_NOSYSTEM=1"_s} + environment);
    process.start(u"git"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(30'000) || process.exitCode() != 0)
        qCritical() << "git" << arguments << process.readAllStandardError();
    return process.readAllStandardOutput().trimmed();
}

void TstHubGit::commitIdsAreGits()
{
    if (QStandardPaths::findExecutable(u"git"_s).isEmpty())
        QSKIP("git is not installed");
    QTemporaryDir folder;
    git(folder.path(), {u"init"_s, u"-q"_s});
    const QString blob = QString::fromLatin1(git(folder.path(), {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, {}, "#!/bin/sh\necho hällo\n"));
    const Response made = post(u"/blobs"_s, {{u"content"_s, u"#!/bin/sh\necho hällo\n"_s}, {u"encoding"_s, u"utf-8"_s}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"sha"].toString(), blob);

    const QByteArray lines = "100755 blob " + blob.toLatin1() + "\tjob.sh\n100644 blob " + blob.toLatin1() + "\tjob.sh.txt\n";
    const QString tree = QString::fromLatin1(git(folder.path(), {u"mktree"_s}, {}, lines));
    const QJsonArray entries{QJsonObject{{u"path"_s, u"job.sh.txt"_s}, {u"mode"_s, u"100644"_s}, {u"type"_s, u"blob"_s}, {u"sha"_s, blob}},
                             QJsonObject{{u"path"_s, u"job.sh"_s}, {u"mode"_s, u"100755"_s}, {u"type"_s, u"blob"_s}, {u"sha"_s, blob}}};
    const Response treeMade = post(u"/trees"_s, {{u"tree"_s, entries}});
    QCOMPARE(treeMade.status, 201);
    QCOMPARE(treeMade.json()[u"sha"].toString(), tree);

    const QStringList who{
        u"GIT_AUTHOR_NAME=Ada Lovelace"_s, u"GIT_AUTHOR_EMAIL=ada@example.org"_s,  u"GIT_AUTHOR_DATE=2026-11-23T10:00:00+0530"_s,
        u"GIT_COMMITTER_NAME=Punchcard"_s, u"GIT_COMMITTER_EMAIL=p@example.org"_s, u"GIT_COMMITTER_DATE=2026-11-23T01:02:03-0300"_s};
    // commit-tree ends the message with a line break; the API takes it as it is.
    const QString sha = QString::fromLatin1(git(folder.path(), {u"commit-tree"_s, tree}, who, "punchcard:1\n\nzwei Zeilen\n"));
    const Response commitMade = post(
        u"/commits"_s,
        {{u"message"_s, u"punchcard:1\n\nzwei Zeilen\n"_s},
         {u"tree"_s, tree},
         {u"parents"_s, QJsonArray()},
         {u"author"_s,
          QJsonObject{{u"name"_s, u"Ada Lovelace"_s}, {u"email"_s, u"ada@example.org"_s}, {u"date"_s, u"2026-11-23T10:00:00+05:30"_s}}},
         {u"committer"_s,
          QJsonObject{{u"name"_s, u"Punchcard"_s}, {u"email"_s, u"p@example.org"_s}, {u"date"_s, u"2026-11-23T01:02:03-03:00"_s}}}});
    QCOMPARE(commitMade.status, 201);
    QCOMPARE(commitMade.json()[u"sha"].toString(), sha);
    QCOMPARE(commitMade.json()[u"author"][u"date"].toString(), u"2026-11-23T04:30:00Z"_s);
    // The same bytes once more are the same commit.
    QCOMPARE(m_hub.client.get(m_git + u"/commits/"_s + sha).json()[u"tree"][u"sha"].toString(), tree);
}

void TstHubGit::treesSortAsGitDoes()
{
    if (QStandardPaths::findExecutable(u"git"_s).isEmpty())
        QSKIP("git is not installed");
    QTemporaryDir folder;
    git(folder.path(), {u"init"_s, u"-q"_s});
    // "a" as a folder sorts after "a.txt" and "a-b": as if it were called "a/".
    for (const QString &path : {u"a/x"_s, u"a.txt"_s, u"a-b"_s, u"a0"_s, u"Z"_s, u"ä"_s}) {
        QDir(folder.path()).mkpath(QFileInfo(folder.path() + u'/' + path).path());
        QFile file(folder.path() + u'/' + path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("same");
    }
    git(folder.path(), {u"add"_s, u"."_s});
    const QByteArray tree = git(folder.path(), {u"write-tree"_s});
    QJsonArray entries;
    for (const QString &path : {u"a0"_s, u"ä"_s, u"a/x"_s, u"a.txt"_s, u"Z"_s, u"a-b"_s})
        entries.append(QJsonObject{{u"path"_s, path}, {u"mode"_s, u"100644"_s}, {u"type"_s, u"blob"_s}, {u"content"_s, u"same"_s}});
    QCOMPARE(post(u"/trees"_s, {{u"tree"_s, entries}}).json()[u"sha"].toString().toLatin1(), tree);
}

void TstHubGit::contentsMakeGitsCommits()
{
    QVERIFY(m_hub.makeRepository(u"fixed"_s));
    const Response parent = m_hub.client.get(u"/repos/local/fixed/git/ref/heads/main"_s);
    const QJsonObject who{{u"name"_s, u"Ada"_s}, {u"email"_s, u"ada@example.org"_s}, {u"date"_s, u"2026-11-23T10:00:00Z"_s}};
    const Response made = m_hub.client.send(
        "PUT", u"/repos/local/fixed/contents/a/b.txt"_s,
        QJsonObject{{u"message"_s, u"Add b"_s}, {u"content"_s, u"aGVsbG8="_s}, {u"author"_s, who}, {u"committer"_s, who}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"content"][u"sha"].toString(), punchcard::hub::git::objectId(punchcard::hub::git::Kind::Blob, "hello"));
    const QString tree = made.json()[u"commit"][u"tree"][u"sha"].toString();
    const QByteArray text = "tree " + tree.toLatin1() + "\nparent " + parent.json()[u"object"][u"sha"].toString().toLatin1()
        + "\nauthor Ada <ada@example.org> 1795428000 +0000\ncommitter Ada <ada@example.org> 1795428000 +0000\n\nAdd b";
    const QByteArray whole = "commit " + QByteArray::number(text.size()) + '\0' + text;
    QCOMPARE(made.json()[u"commit"][u"sha"].toString().toLatin1(), QCryptographicHash::hash(whole, QCryptographicHash::Sha1).toHex());
}

void TstHubGit::emptyRepositoryRefusesItsDatabase_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("blobs") << QByteArray("POST") << u"/blobs"_s;
    QTest::newRow("trees") << QByteArray("POST") << u"/trees"_s;
    QTest::newRow("commits") << QByteArray("POST") << u"/commits"_s;
    QTest::newRow("refs") << QByteArray("POST") << u"/refs"_s;
    QTest::newRow("ref") << QByteArray("GET") << u"/ref/heads/main"_s;
    QTest::newRow("patch") << QByteArray("PATCH") << u"/refs/heads/main"_s;
}

void TstHubGit::emptyRepositoryRefusesItsDatabase()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, path);
    m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"nothing"_s}});
    const Response answer = m_hub.client.send(method, u"/repos/local/nothing/git"_s + path, QJsonObject{{u"sha"_s, QString(40, u'0')}});
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.message(), u"Git Repository is empty."_s);
}

void TstHubGit::refsAreMovedForwardOnly()
{
    const QString before = head();
    const QString next = commit({before});
    const QString path = m_git + u"/refs/heads/main"_s;
    QCOMPARE(m_hub.client.send("PATCH", path, QJsonObject{{u"sha"_s, next}}).status, 200);
    QCOMPARE(head(), next);
    // The same again is no error: the client may not know that it arrived.
    QCOMPARE(m_hub.client.send("PATCH", path, QJsonObject{{u"sha"_s, next}}).status, 200);
    const Response back = m_hub.client.send("PATCH", path, QJsonObject{{u"sha"_s, commit({before}, u"other"_s)}});
    QCOMPARE(back.status, 422);
    QCOMPARE(back.message(), u"Update is not a fast forward"_s);
    QCOMPARE(m_hub.client.send("PATCH", path, QJsonObject{{u"sha"_s, before}, {u"force"_s, true}}).status, 200);
    QCOMPARE(head(), before);
    QCOMPARE(m_hub.client.send("PATCH", path, QJsonObject{{u"sha"_s, QString(40, u'a')}}).message(), u"Object does not exist"_s);
    const Response none = m_hub.client.send("PATCH", m_git + u"/refs/heads/none"_s, QJsonObject{{u"sha"_s, before}});
    QCOMPARE(none.status, 422);
    QCOMPARE(none.message(), u"Reference does not exist"_s);
}

void TstHubGit::refsAreMadeOnce()
{
    const QString sha = commit({}, u"orphan"_s);
    const Response made = post(u"/refs"_s, {{u"ref"_s, u"refs/heads/live/a-1"_s}, {u"sha"_s, sha}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"object"][u"sha"].toString(), sha);
    QCOMPARE(m_hub.client.get(m_git + u"/ref/heads/live/a-1"_s).json()[u"ref"].toString(), u"refs/heads/live/a-1"_s);
    const Response again = post(u"/refs"_s, {{u"ref"_s, u"refs/heads/live/a-1"_s}, {u"sha"_s, sha}});
    QCOMPARE(again.status, 422);
    QCOMPARE(again.message(), u"Reference already exists"_s);
    QCOMPARE(post(u"/refs"_s, {{u"ref"_s, u"refs/heads/x"_s}, {u"sha"_s, QString(40, u'b')}}).message(), u"Object does not exist"_s);
    QCOMPARE(post(u"/refs"_s, {{u"ref"_s, u"live"_s}, {u"sha"_s, sha}}).status, 422);
    QCOMPARE(m_hub.client.get(m_git + u"/matching-refs/heads/live/"_s).array().size(), 1);
}

void TstHubGit::refsAreDeleted()
{
    QCOMPARE(post(u"/refs"_s, {{u"ref"_s, u"refs/heads/short"_s}, {u"sha"_s, head()}}).status, 201);
    QCOMPARE(m_hub.client.send("DELETE", m_git + u"/refs/heads/short"_s).status, 204);
    QCOMPARE(m_hub.client.get(m_git + u"/ref/heads/short"_s).status, 404);
    QCOMPARE(m_hub.client.send("DELETE", m_git + u"/refs/heads/short"_s).status, 422);
}

void TstHubGit::treeEntriesAreChecked_data()
{
    QTest::addColumn<QJsonObject>("entry");
    const auto row = [](const char *name, const QString &path, const QString &mode, const QJsonObject &more) {
        QJsonObject entry = more;
        entry.insert(u"path"_s, path);
        entry.insert(u"mode"_s, mode);
        QTest::newRow(name) << entry;
    };
    const QJsonObject text{{u"content"_s, u"x"_s}};
    row("parent", u"../x"_s, u"100644"_s, text);
    row("root", u"/x"_s, u"100644"_s, text);
    row("empty part", u"a//x"_s, u"100644"_s, text);
    row("git's own", u"a/.GIT/config"_s, u"100644"_s, text);
    row("mode", u"x"_s, u"100777"_s, text);
    row("no such blob", u"x"_s, u"100644"_s, {{u"sha"_s, QString(40, u'c')}});
    row("both", u"x"_s, u"100644"_s, {{u"sha"_s, QString(40, u'c')}, {u"content"_s, u"x"_s}});
    row("nothing to delete", u"none"_s, u"100644"_s, {{u"sha"_s, QJsonValue()}});
}

void TstHubGit::treeEntriesAreChecked()
{
    QFETCH(const QJsonObject, entry);
    QCOMPARE(post(u"/trees"_s, {{u"tree"_s, QJsonArray{entry}}}).status, 422);
}

void TstHubGit::treeChangesItsBase()
{
    const auto entry = [](const QString &path, const QString &content) {
        return QJsonObject{{u"path"_s, path}, {u"mode"_s, u"100644"_s}, {u"type"_s, u"blob"_s}, {u"content"_s, content}};
    };
    const QString base
        = post(u"/trees"_s, {{u"tree"_s, QJsonArray{entry(u"a/b/c"_s, u"1"_s), entry(u"a/d"_s, u"2"_s)}}}).json()[u"sha"].toString();
    const QJsonObject gone{{u"path"_s, u"a/b/c"_s}, {u"mode"_s, u"100644"_s}, {u"sha"_s, QJsonValue()}};
    const Response made = post(u"/trees"_s, {{u"base_tree"_s, base}, {u"tree"_s, QJsonArray{entry(u"e"_s, u"3"_s), gone}}});
    QCOMPARE(made.status, 201);
    QStringList paths;
    const QJsonArray tree
        = m_hub.client.get(m_git + u"/trees/%1?recursive=1"_s.arg(made.json()[u"sha"].toString())).json()[u"tree"].toArray();
    for (const QJsonValue each : tree)
        paths.append(each[u"path"].toString());
    QCOMPARE(paths, (QStringList{u"a/d"_s, u"e"_s}));
}

void TstHubGit::commitsNeedWhatTheyName()
{
    QCOMPARE(post(u"/commits"_s, {{u"message"_s, u"m"_s}, {u"tree"_s, QString(40, u'd')}}).message(), u"Tree SHA does not exist"_s);
    const QString tree = m_hub.client.get(m_git + u"/commits/"_s + head()).json()[u"tree"][u"sha"].toString();
    QCOMPARE(post(u"/commits"_s, {{u"message"_s, u"m"_s}, {u"tree"_s, tree}, {u"parents"_s, QJsonArray{tree}}}).status, 422);
    QCOMPARE(post(u"/commits"_s, {{u"tree"_s, tree}}).status, 422);
    QCOMPARE(post(u"/commits"_s,
                  {{u"message"_s, u"m"_s}, {u"tree"_s, tree}, {u"author"_s, QJsonObject{{u"name"_s, u"x"_s}, {u"date"_s, u"yesterday"_s}}}})
                 .status,
             422);
    QCOMPARE(m_hub.client.get(m_git + u"/commits/"_s + tree).status, 404);
}

void TstHubGit::contentsAskForTheOldSha()
{
    QVERIFY(!m_hub.put(u"base"_s, u"twice.txt"_s, "one").isEmpty());
    const QString path = u"/repos/local/base/contents/twice.txt"_s;
    QJsonObject body{{u"message"_s, u"m"_s}, {u"content"_s, u"dHdv"_s}};
    QCOMPARE(m_hub.client.send("PUT", path, body).status, 422);
    body.insert(u"sha"_s, QString(40, u'e'));
    const Response wrong = m_hub.client.send("PUT", path, body);
    QCOMPARE(wrong.status, 409);
    QVERIFY(wrong.message().contains(u"does not match"_s));
    body.insert(u"sha"_s, m_hub.client.get(path).json()[u"sha"]);
    QCOMPARE(m_hub.client.send("PUT", path, body).status, 200);
    QCOMPARE(m_hub.client.send("PUT", path + u"2"_s, QJsonObject{{u"message"_s, u"m"_s}, {u"content"_s, u"%%%%"_s}}).status, 422);
    const Response branch
        = m_hub.client.send("PUT", path + u"2"_s, QJsonObject{{u"message"_s, u"m"_s}, {u"content"_s, u"dHdv"_s}, {u"branch"_s, u"none"_s}});
    QCOMPARE(branch.status, 404);
    QCOMPARE(branch.message(), u"Branch none not found"_s);
}

void TstHubGit::contentsListFolders()
{
    m_hub.put(u"base"_s, u"folder/one"_s, "1");
    m_hub.put(u"base"_s, u"folder/sub/two"_s, "2");
    const QJsonArray list = m_hub.client.get(u"/repos/local/base/contents/folder?ref=main"_s).array();
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0][u"type"].toString(), u"file"_s);
    QCOMPARE(list[0][u"size"].toInt(), 1);
    QCOMPARE(list[1][u"type"].toString(), u"dir"_s);
    QCOMPARE(list[1][u"path"].toString(), u"folder/sub"_s);
    QCOMPARE(m_hub.client.get(u"/repos/local/base/contents/folder?ref=none"_s).status, 404);
    QCOMPARE(m_hub.client.get(u"/repos/local/base/contents/none"_s).status, 404);
    QVERIFY(m_hub.client.get(u"/repos/local/base/contents"_s).array().size() > 1);
}

void TstHubGit::contentsAreDeleted()
{
    m_hub.put(u"base"_s, u"doomed"_s, "1");
    const QString path = u"/repos/local/base/contents/doomed"_s;
    const QJsonObject body{{u"message"_s, u"m"_s}, {u"sha"_s, m_hub.client.get(path).json()[u"sha"]}};
    QCOMPARE(m_hub.client.send("DELETE", path, body).status, 200);
    QCOMPARE(m_hub.client.get(path).status, 404);
}

void TstHubGit::pathsWithOddNamesWork()
{
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(u"ein ordner/100% ü#?.txt"_s, "/"));
    QVERIFY(!m_hub.put(u"base"_s, encoded, "odd").isEmpty());
    const QJsonObject json = m_hub.client.get(u"/repos/local/base/contents/"_s + encoded).json();
    QCOMPARE(json[u"path"].toString(), u"ein ordner/100% ü#?.txt"_s);
    // Nothing outside the repository can be named.
    for (const QString &evil : {u"%2e%2e/x"_s, u"a/%2e%2e/%2e%2e/x"_s, u".git/config"_s}) {
        const Response answer = m_hub.client.send("PUT", u"/repos/local/base/contents/"_s + evil,
                                                  QJsonObject{{u"message"_s, u"m"_s}, {u"content"_s, u"eA=="_s}});
        QVERIFY2(answer.status == 422 || answer.status == 404, qPrintable(evil));
    }
}

PUNCHCARD_TEST(TstHubGit, tst_hubgit)
#include "tst_hubgit.moc"
