// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <QDir>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

/// A job's own token, as its script has it: the border between a script and the hub.
class TstJobToken : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void doesWhatIsGranted();
    // Breaks for the user: a script on this computer reads their secrets, starts jobs or deletes repositories.
    void isRefusedAllElse_data();
    void isRefusedAllElse();
    void writesNoWorkflow();
    void pushStartsNothing();
    void onlyReadsByDefault();
    void isMaskedInTheLog();
    void endsWithTheJob();

private:
    /// A client with the token of a job that runs in @p repository until it is released.
    [[nodiscard]] HubClient clientOfJob(const QString &repository, const QByteArray &permissions);
    void release(const QString &repository);

    HubFixture m_hub{[](hub::HubOptions &options) {
        options.walls = hub::Walls::None;
        options.atOnce = 4;
    }};
    QHash<QString, qint64> m_runs;
    HubClient m_writer;
    HubClient m_reader;
};

void TstJobToken::initTestCase()
{
    QVERIFY(m_hub.start());
    for (const QString &name : {u"writer"_s, u"reader"_s, u"other"_s, u"masked"_s})
        QVERIFY(m_hub.makeRepository(name));
    m_writer = clientOfJob(u"writer"_s, "permissions: { contents: write }\n");
    m_reader = clientOfJob(u"reader"_s, "");
    QCOMPARE(m_writer.token.size(), 44);
    QVERIFY(m_writer.token.startsWith("ghs_"));
    QVERIFY(m_writer.token != m_reader.token);
}

HubClient TstJobToken::clientOfJob(const QString &repository, const QByteArray &permissions)
{
    const QByteArray place = QDir(m_hub.folder.path()).filePath(repository).toUtf8();
    const QJsonObject run = m_hub.push(repository,
                                       permissions + R"(
on: push
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - env: { TOKEN: "${{ github.token }}", SAME: "${{ secrets.GITHUB_TOKEN }}", API: "${{ github.api_url }}", PLACE: ")"
                                           + place + R"(" }
        run: |
          test "$TOKEN" = "$SAME"
          mkfifo "$PLACE.end"
          echo "$API $TOKEN" >"$PLACE.part"
          mv "$PLACE.part" "$PLACE.told"
          read -r end <"$PLACE.end"
)");
    m_runs.insert(repository, run[u"id"].toInteger());
    const QString told = QString::fromUtf8(place) + u".told"_s;
    if (!QTest::qWaitFor([&told] { return QFile::exists(told); }, 30'000))
        return {};
    QFile file(told);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArrayList words = file.readAll().trimmed().split(' ');
    return HubClient(QString::fromUtf8(words.value(0)), words.value(1));
}

void TstJobToken::release(const QString &repository)
{
    QFile end(m_hub.folder.path() + u'/' + repository + u".end"_s);
    QVERIFY(end.open(QIODevice::WriteOnly));
    end.write("end\n");
}

void TstJobToken::doesWhatIsGranted()
{
    const QString writer = m_hub.repositoryPath(u"writer"_s);
    QCOMPARE(m_writer.root, m_hub.client.root);
    QCOMPARE(m_writer.get(writer).status, 200);
    QCOMPARE(m_writer.get(writer + u"/contents/README.md"_s).status, 200);
    QCOMPARE(m_writer.get(u"/rate_limit"_s).status, 200);
    const QJsonObject file{{u"path"_s, u"a"_s}, {u"mode"_s, u"100644"_s}, {u"type"_s, u"blob"_s}, {u"content"_s, u"a"_s}};
    const Response tree = m_writer.send("POST", writer + u"/git/trees"_s, QJsonObject{{u"tree"_s, QJsonArray{file}}});
    QCOMPARE(tree.status, 201);
    const Response commit
        = m_writer.send("POST", writer + u"/git/commits"_s,
                        QJsonObject{{u"message"_s, u"m"_s}, {u"tree"_s, tree.json()[u"sha"]}, {u"parents"_s, QJsonArray()}});
    QCOMPARE(commit.status, 201);
    const QJsonObject ref{{u"ref"_s, u"refs/heads/own"_s}, {u"sha"_s, commit.json()[u"sha"]}};
    QCOMPARE(m_writer.send("POST", writer + u"/git/refs"_s, ref).status, 201);
    // As large as what the wrapper sends at once, which a stranger may not.
    const QJsonObject put{{u"message"_s, u"m"_s}, {u"branch"_s, u"own"_s}, {u"content"_s, QString(400'000, u'A')}};
    QCOMPARE(m_writer.send("PUT", writer + u"/contents/live/1"_s, put).status, 201);
    QVERIFY(m_writer.get(writer).header("x-oauth-scopes").isEmpty());
}

void TstJobToken::isRefusedAllElse_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    const QString own = m_hub.repositoryPath(u"writer"_s);
    const QString other = m_hub.repositoryPath(u"other"_s);
    QTest::newRow("who am I") << QByteArray("GET") << u"/user"_s << 403;
    QTest::newRow("the list of repositories") << QByteArray("GET") << u"/user/repos"_s << 403;
    QTest::newRow("a new repository") << QByteArray("POST") << u"/user/repos"_s << 403;
    QTest::newRow("a new one of an organisation") << QByteArray("POST") << u"/orgs/guild/repos"_s << 403;
    QTest::newRow("the organisation's policy") << QByteArray("PUT") << u"/orgs/guild/actions/permissions"_s << 403;
    QTest::newRow("deleting its repository") << QByteArray("DELETE") << own << 403;
    QTest::newRow("changing its repository") << QByteArray("PATCH") << own << 403;
    QTest::newRow("the names of secrets") << QByteArray("GET") << own + u"/actions/secrets"_s << 403;
    QTest::newRow("the secrets' key") << QByteArray("GET") << own + u"/actions/secrets/public-key"_s << 403;
    QTest::newRow("a secret") << QByteArray("PUT") << own + u"/actions/secrets/NAME"_s << 403;
    QTest::newRow("the policy") << QByteArray("PUT") << own + u"/actions/permissions"_s << 403;
    QTest::newRow("runs, which are not granted") << QByteArray("GET") << own + u"/actions/runs"_s << 403;
    QTest::newRow("cancelling") << QByteArray("POST") << own + u"/actions/runs/1/cancel"_s << 403;
    QTest::newRow("starting a run") << QByteArray("POST") << own + u"/actions/workflows/job.yml/dispatches"_s << 403;
    QTest::newRow("another repository") << QByteArray("GET") << other << 404;
    QTest::newRow("a file of another") << QByteArray("GET") << other + u"/contents/README.md"_s << 404;
    QTest::newRow("a file into another") << QByteArray("PUT") << other + u"/contents/x"_s << 404;
    QTest::newRow("a secret of another") << QByteArray("PUT") << other + u"/actions/secrets/NAME"_s << 404;
    QTest::newRow("by the other root") << QByteArray("GET") << QString(u"/api/v3"_s + other) << 404;
}

void TstJobToken::isRefusedAllElse()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, path);
    const QJsonObject body = method == "GET" ? QJsonObject() : QJsonObject{{u"name"_s, u"evil"_s}};
    const Response answer = m_writer.send(method, path, body);
    QTEST(answer.status, "status");
    if (answer.status == 403)
        QCOMPARE(answer.message(), u"Resource not accessible by integration"_s);
    QCOMPARE(m_hub.client.get(m_hub.repositoryPath(u"writer"_s)).status, 200);
}

// Breaks for the user: a script starts others, with rights that nobody gave.
void TstJobToken::writesNoWorkflow()
{
    const QString own = m_hub.repositoryPath(u"writer"_s);
    const QString evil = QString::fromLatin1(QByteArray("on: push\njobs: {}\n").toBase64());
    const QJsonObject put{{u"message"_s, u"m"_s}, {u"content"_s, evil}};
    for (const QString &path : {u".github/workflows/evil.yml"_s, u"%2Egithub/workflows/evil.yml"_s}) {
        const Response answer = m_writer.send("PUT", own + u"/contents/"_s + path, put);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.message(), u"Resource not accessible by integration"_s);
    }
    const QString there = own + u"/contents/.github/workflows/job.yml"_s;
    QJsonObject gone{{u"message"_s, u"m"_s}, {u"sha"_s, m_hub.client.get(there).json()[u"sha"]}};
    QCOMPARE(m_writer.send("DELETE", there, gone).status, 403);

    // By a tree that is put where workflows lie only in a second one.
    const QJsonObject file{{u"path"_s, u"workflows/evil.yml"_s}, {u"mode"_s, u"100644"_s}, {u"content"_s, u"on: push"_s}};
    const QJsonObject inner = m_writer.send("POST", own + u"/git/trees"_s, QJsonObject{{u"tree"_s, QJsonArray{file}}}).json();
    const QJsonObject nested{{u"path"_s, u".github"_s}, {u"mode"_s, u"040000"_s}, {u"sha"_s, inner[u"sha"]}};
    const QJsonObject outer = m_writer.send("POST", own + u"/git/trees"_s, QJsonObject{{u"tree"_s, QJsonArray{nested}}}).json();
    const QJsonObject commit
        = m_writer.send("POST", own + u"/git/commits"_s, QJsonObject{{u"message"_s, u"m"_s}, {u"tree"_s, outer[u"sha"]}}).json();
    QCOMPARE(commit[u"sha"].toString().size(), 40);
    const QJsonObject ref{{u"ref"_s, u"refs/heads/evil"_s}, {u"sha"_s, commit[u"sha"]}};
    QCOMPARE(m_writer.send("POST", own + u"/git/refs"_s, ref).status, 403);
    const QJsonObject force{{u"sha"_s, commit[u"sha"]}, {u"force"_s, true}};
    QCOMPARE(m_writer.send("PATCH", own + u"/git/refs/heads/main"_s, force).status, 403);

    // A branch from what is there brings nothing new.
    const QJsonValue main = m_writer.get(own + u"/git/ref/heads/main"_s).json()[u"object"][u"sha"];
    QCOMPARE(m_writer.send("POST", own + u"/git/refs"_s, QJsonObject{{u"ref"_s, u"refs/heads/copy"_s}, {u"sha"_s, main}}).status, 201);
}

// As on GitHub; otherwise a job that pushes runs for ever.
void TstJobToken::pushStartsNothing()
{
    const QString own = m_hub.repositoryPath(u"writer"_s);
    const int before = m_hub.client.get(own + u"/actions/runs"_s).json()[u"total_count"].toInt();
    const QJsonObject put{{u"message"_s, u"m"_s}, {u"content"_s, u"AAAA"_s}};
    QCOMPARE(m_writer.send("PUT", own + u"/contents/by-job"_s, put).status, 201);
    // The owner's push, which comes later, is shown as a run; by then the job's would be.
    const QString sha = m_hub.put(u"writer"_s, u"by-owner"_s, "x");
    QTRY_VERIFY(!m_hub.runOf(u"writer"_s, sha).isEmpty());
    QCOMPARE(m_hub.client.get(own + u"/actions/runs"_s).json()[u"total_count"].toInt(), before + 1);
}

void TstJobToken::onlyReadsByDefault()
{
    const QString own = m_hub.repositoryPath(u"reader"_s);
    QCOMPARE(m_reader.get(own + u"/contents/README.md"_s).status, 200);
    const QJsonObject put{{u"message"_s, u"m"_s}, {u"content"_s, u"AAAA"_s}};
    QCOMPARE(m_reader.send("PUT", own + u"/contents/x"_s, put).status, 403);
    QCOMPARE(m_reader.send("POST", own + u"/git/blobs"_s, QJsonObject{{u"content"_s, u"x"_s}}).status, 403);
    QCOMPARE(m_reader.send("DELETE", own + u"/git/refs/heads/main"_s).status, 403);

    const workflow::Entries none{{u"*"_s, u"none"_s}};
    const workflow::Entries all{{u"*"_s, u"write-all"_s}};
    QVERIFY(hub::JobGrant::of(1, 1, none, {}).contents == hub::JobGrant::Right::None);
    QVERIFY(hub::JobGrant::of(1, 1, all, {}).actions == hub::JobGrant::Right::Write);
    QVERIFY(hub::JobGrant::of(1, 1, all, {{u"actions"_s, u"read"_s}}).contents == hub::JobGrant::Right::None);
}

void TstJobToken::isMaskedInTheLog()
{
    const QJsonObject run = m_hub.push(u"masked"_s, R"(
on: push
jobs:
  job:
    runs-on: ubuntu-latest
    steps:
      - run: echo "token ${{ github.token }} end"
)");
    m_hub.waitForEnd(u"masked"_s, run[u"id"].toInteger());
    const qint64 job = m_hub.jobs(u"masked"_s, run[u"id"].toInteger())[0][u"id"].toInteger();
    const Response link = m_hub.client.get(u"/repos/local/masked/actions/jobs/%1/logs"_s.arg(job));
    const QByteArray log = m_hub.client.fetch(QString::fromLatin1(link.header("location"))).body;
    QVERIFY(log.contains("token *** end"));
    QVERIFY(!log.contains("ghs_"));
}

// The last test: the jobs end with it.
void TstJobToken::endsWithTheJob()
{
    for (const QString &name : {u"writer"_s, u"reader"_s}) {
        release(name);
        QCOMPARE(m_hub.waitForEnd(name, m_runs.value(name))[u"conclusion"].toString(), u"success"_s);
    }
    QCOMPARE(m_writer.get(m_hub.repositoryPath(u"writer"_s)).status, 401);
    QCOMPARE(m_reader.get(m_hub.repositoryPath(u"reader"_s)).status, 401);
}

PUNCHCARD_TEST(TstJobToken, tst_jobtoken)
#include "tst_jobtoken.moc"
