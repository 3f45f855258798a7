// SPDX-License-Identifier: MIT
#include "tests/hub/hubfixture.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QFileInfo>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubRepositories : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_hub.start()); }

    void createsAndDeletes();
    void takenNameIsGitHubs422();
    void oldNamesLeadToTheNewOne();
    void organisationsAreConfigured();
    void organisationsOfferThisComputer();
    void listsAreCutIntoPagesAndByOwner();
    void autoInitMakesAFirstCommit();
    void emptyRepositoryTakesItsBranchFromTheFirstPush();
    void permissionsSwitchActionsOff();
    void refusedActionsDoNotStart_data();
    void refusedActionsDoNotStart();
    void organisationRulesItsRepositories();
    // Breaks for the user: other people on the computer read the secrets' keys.
    void filesAreForTheOwnerOnly();
    void restartKnowsAllOfIt();

private:
    HubFixture m_hub;
};

void TstHubRepositories::createsAndDeletes()
{
    const Response made = m_hub.client.send(
        "POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"first one"_s}, {u"private"_s, true}, {u"description"_s, u"punchcard:1"_s}});
    QCOMPARE(made.status, 201);
    const QJsonObject json = made.json();
    QCOMPARE(json[u"full_name"].toString(), u"local/first-one"_s);
    QCOMPARE(json[u"private"].toBool(), true);
    QCOMPARE(json[u"visibility"].toString(), u"private"_s);
    QCOMPARE(json[u"description"].toString(), u"punchcard:1"_s);
    QCOMPARE(json[u"default_branch"].toString(), u"main"_s);
    QCOMPARE(json[u"permissions"][u"admin"].toBool(), true);
    QCOMPARE(json[u"owner"][u"type"].toString(), u"User"_s);
    QVERIFY(QDateTime::fromString(json[u"created_at"].toString(), Qt::ISODate).isValid());
    QCOMPARE(m_hub.client.get(u"/repos/LOCAL/First-One"_s).json()[u"id"], json[u"id"]);
    QCOMPARE(m_hub.client.send("DELETE", u"/repos/local/first-one"_s).status, 204);
    QCOMPARE(m_hub.client.get(u"/repos/local/first-one"_s).status, 404);
    QCOMPARE(m_hub.client.send("DELETE", u"/repos/local/first-one"_s).status, 404);
    QCOMPARE(m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"first-one"_s}}).json()[u"private"].toBool(), false);
}

void TstHubRepositories::takenNameIsGitHubs422()
{
    QVERIFY(m_hub.makeRepository(u"taken"_s));
    const Response again = m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"TAKEN"_s}});
    QCOMPARE(again.status, 422);
    QCOMPARE(again.message(), u"Repository creation failed."_s);
    const QJsonObject error = again.json()[u"errors"][0].toObject();
    QCOMPARE(error[u"message"].toString(), u"name already exists on this account"_s);
    QCOMPARE(error[u"field"].toString(), u"name"_s);
    QCOMPARE(m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"private"_s, true}}).status, 422);
}

void TstHubRepositories::oldNamesLeadToTheNewOne()
{
    const auto make = [this](const QString &name) {
        return m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, name}, {u"auto_init"_s, true}});
    };
    const qint64 id = make(u"old-name"_s).json()[u"id"].toInteger();
    QCOMPARE(make(u"another-name"_s).status, 201);
    const QString old = u"/repos/local/old-name"_s;
    QCOMPARE(m_hub.client.send("PATCH", old, QJsonObject{{u"name"_s, u"another-name"_s}}).status, 422);
    QCOMPARE(m_hub.client.send("PATCH", old, QJsonObject{{u"name"_s, u"new-name"_s}}).json()[u"full_name"], u"local/new-name"_s);
    const QString byId = u"/repositories/%1"_s.arg(id);
    const Response moved = m_hub.client.get(old + u"/git/ref/heads/main?x=1"_s);
    QCOMPARE(moved.status, 301);
    QVERIFY2(moved.header("location").endsWith((byId + u"/git/ref/heads/main?x=1"_s).toLatin1()), moved.header("location"));
    QCOMPARE(m_hub.client.get(byId + u"/git/ref/heads/main"_s).status, 200);
    QCOMPARE(m_hub.client.send("DELETE", old).status, 307);
    // Until another one takes the old name.
    QCOMPARE(make(u"old-name"_s).status, 201);
    QVERIFY(m_hub.client.get(old).json()[u"id"].toInteger() != id);
    QCOMPARE(m_hub.client.send("DELETE", byId).status, 204);
    QCOMPARE(m_hub.client.get(u"/repos/local/new-name"_s).status, 404);
    for (const QString &name : {u"old-name"_s, u"another-name"_s})
        QCOMPARE(m_hub.client.send("DELETE", u"/repos/local/"_s + name).status, 204);
}

void TstHubRepositories::organisationsAreConfigured()
{
    const QJsonArray organisations = m_hub.client.get(u"/user/orgs"_s).array();
    QCOMPARE(organisations.size(), 1);
    QCOMPARE(organisations[0][u"login"].toString(), u"guild"_s);
    const Response made
        = m_hub.client.send("POST", u"/orgs/guild/repos"_s, QJsonObject{{u"name"_s, u"shared"_s}, {u"visibility"_s, u"private"_s}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"full_name"].toString(), u"guild/shared"_s);
    QCOMPARE(made.json()[u"owner"][u"type"].toString(), u"Organization"_s);
    QCOMPARE(made.json()[u"private"].toBool(), true);
    QCOMPARE(m_hub.client.send("POST", u"/orgs/strangers/repos"_s, QJsonObject{{u"name"_s, u"shared"_s}}).status, 404);
}

void TstHubRepositories::listsAreCutIntoPagesAndByOwner()
{
    HubFixture hub;
    QVERIFY(hub.start());
    for (const QString &name : {u"one"_s, u"two"_s, u"three"_s})
        QVERIFY(hub.makeRepository(name));
    QCOMPARE(hub.client.send("POST", u"/orgs/guild/repos"_s, QJsonObject{{u"name"_s, u"shared"_s}}).status, 201);
    QCOMPARE(hub.client.get(u"/user/repos"_s).array().size(), 4);
    const Response first = hub.client.get(u"/user/repos?affiliation=owner&per_page=2"_s);
    QCOMPARE(first.array().size(), 2);
    QVERIFY2(first.header("link").contains("page=2") && first.header("link").contains("affiliation=owner"), first.header("link"));
    QCOMPARE(hub.client.get(u"/user/repos?affiliation=owner&per_page=2&page=2"_s).array().size(), 1);
    const QJsonArray shared = hub.client.get(u"/orgs/GUILD/repos?per_page=100"_s).array();
    QCOMPARE(shared.size(), 1);
    QCOMPARE(shared[0][u"full_name"].toString(), u"guild/shared"_s);
    QCOMPARE(hub.client.get(u"/orgs/strangers/repos"_s).status, 404);
    // A user is no organisation.
    QCOMPARE(hub.client.get(u"/orgs/local/repos"_s).status, 404);
}

// As GitHub answers an admin: this computer is a self-hosted runner of each organisation, and nobody pays for larger ones.
void TstHubRepositories::organisationsOfferThisComputer()
{
    const QJsonObject answer = m_hub.client.get(u"/orgs/guild/actions/runners"_s).json();
    QCOMPARE(answer[u"total_count"].toInt(), 1);
    const QJsonObject runner = answer[u"runners"][0].toObject();
    QCOMPARE(runner[u"status"].toString(), u"online"_s);
    QCOMPARE(runner[u"busy"].toBool(), false);
    QCOMPARE(runner[u"labels"][0][u"name"].toString(), u"self-hosted"_s);
    QCOMPARE(m_hub.client.get(u"/orgs/guild/actions/hosted-runners"_s).json()[u"total_count"].toInt(-1), 0);
    QCOMPARE(m_hub.client.get(u"/orgs/strangers/actions/runners"_s).status, 404);
}

void TstHubRepositories::autoInitMakesAFirstCommit()
{
    QVERIFY(m_hub.makeRepository(u"begun"_s));
    const Response ref = m_hub.client.get(u"/repos/local/begun/git/ref/heads/main"_s);
    QCOMPARE(ref.status, 200);
    const QString sha = ref.json()[u"object"][u"sha"].toString();
    QCOMPARE(m_hub.client.get(u"/repos/local/begun/git/commits/"_s + sha).json()[u"message"].toString(), u"Initial commit"_s);
    const QJsonObject readme = m_hub.client.get(u"/repos/local/begun/contents/README.md"_s).json();
    QCOMPARE(QByteArray::fromBase64(readme[u"content"].toString().toLatin1()), QByteArray("# begun"));
}

void TstHubRepositories::emptyRepositoryTakesItsBranchFromTheFirstPush()
{
    QCOMPARE(m_hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"bare"_s}}).status, 201);
    QVERIFY(!m_hub.put(u"bare"_s, u"a.txt"_s, "a", u"master"_s).isEmpty());
    QCOMPARE(m_hub.client.get(u"/repos/local/bare"_s).json()[u"default_branch"].toString(), u"master"_s);
    QCOMPARE(m_hub.client.get(u"/repos/local/bare/git/ref/heads/main"_s).status, 404);
}

void TstHubRepositories::permissionsSwitchActionsOff()
{
    QVERIFY(m_hub.makeRepository(u"quiet"_s));
    const QString path = u"/repos/local/quiet/actions/permissions"_s;
    QCOMPARE(m_hub.client.get(path).json()[u"enabled"].toBool(), true);
    QCOMPARE(m_hub.client.send("PUT", path, QJsonObject{{u"enabled"_s, false}}).status, 204);
    QCOMPARE(m_hub.client.get(path).json()[u"enabled"].toBool(), false);
    const QString sha = m_hub.put(u"quiet"_s, u".github/workflows/job.yml"_s, "on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}");
    QVERIFY(!sha.isEmpty());
    // A second push, to another repository, is announced after the first would have been.
    QVERIFY(m_hub.makeRepository(u"loud"_s));
    QVERIFY(!m_hub.push(u"loud"_s, "on: push\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}").isEmpty());
    QCOMPARE(m_hub.client.get(u"/repos/local/quiet/actions/runs"_s).json()[u"total_count"].toInt(), 0);
}

void TstHubRepositories::refusedActionsDoNotStart_data()
{
    QTest::addColumn<QJsonObject>("rules");
    QTest::addColumn<QJsonObject>("selected");
    QTest::addColumn<bool>("starts");
    const QJsonObject all{{u"enabled"_s, true}, {u"allowed_actions"_s, u"all"_s}};
    const QJsonObject selected{{u"enabled"_s, true}, {u"allowed_actions"_s, u"selected"_s}};
    const QJsonArray patterns{u"actions/checkout@*"_s};
    QTest::newRow("all") << all << QJsonObject() << true;
    QTest::newRow("pinned") << QJsonObject{{u"enabled"_s, true}, {u"sha_pinning_required"_s, true}} << QJsonObject() << false;
    QTest::newRow("local") << QJsonObject{{u"enabled"_s, true}, {u"allowed_actions"_s, u"local_only"_s}} << QJsonObject() << false;
    QTest::newRow("GitHub's") << selected << QJsonObject{{u"github_owned_allowed"_s, true}} << true;
    QTest::newRow("none of GitHub's") << selected << QJsonObject{{u"github_owned_allowed"_s, false}} << false;
    QTest::newRow("by name") << selected << QJsonObject{{u"github_owned_allowed"_s, false}, {u"patterns_allowed"_s, patterns}} << true;
}

void TstHubRepositories::refusedActionsDoNotStart()
{
    QFETCH(const QJsonObject, rules);
    QFETCH(const QJsonObject, selected);
    QFETCH(const bool, starts);
    const QString name = u"ruled-"_s + QString::fromLatin1(QTest::currentDataTag()).remove(QRegularExpression(u"[^a-zA-Z]"_s));
    QVERIFY(m_hub.makeRepository(name));
    const QString path = u"/repos/local/"_s + name + u"/actions/permissions"_s;
    QCOMPARE(m_hub.client.send("PUT", path, rules).status, 204);
    QCOMPARE(m_hub.client.get(path).json()[u"sha_pinning_required"].toBool(), rules[u"sha_pinning_required"].toBool());
    if (!selected.isEmpty()) {
        QCOMPARE(m_hub.client.send("PUT", path + u"/selected-actions"_s, selected).status, 204);
        QCOMPARE(m_hub.client.get(path + u"/selected-actions"_s).json()[u"github_owned_allowed"], selected[u"github_owned_allowed"]);
    } else {
        QCOMPARE(m_hub.client.get(path + u"/selected-actions"_s).status, 409);
    }
    const QString sha = m_hub.put(name, u".github/workflows/job.yml"_s,
                                  "on: push\njobs: {a: {runs-on: x, if: false, steps: [{uses: actions/checkout@v7}]}}");
    const QString runs = u"/repos/local/"_s + name + u"/actions/runs?head_sha="_s + sha;
    QTRY_COMPARE(m_hub.client.get(runs).json()[u"workflow_runs"][0][u"status"].toString(), u"completed"_s);
    const QJsonValue run = m_hub.client.get(runs).json()[u"workflow_runs"][0];
    QCOMPARE(run[u"conclusion"].toString(), starts ? u"skipped"_s : u"startup_failure"_s);
}

void TstHubRepositories::organisationRulesItsRepositories()
{
    const QString path = u"/orgs/Guild/actions/permissions"_s;
    QCOMPARE(
        m_hub.client.send("PUT", path, QJsonObject{{u"enabled_repositories"_s, u"all"_s}, {u"allowed_actions"_s, u"selected"_s}}).status,
        204);
    QCOMPARE(m_hub.client.send("PUT", path + u"/selected-actions"_s, QJsonObject{{u"github_owned_allowed"_s, false}}).status, 204);
    QCOMPARE(m_hub.client.send("POST", u"/orgs/guild/repos"_s, QJsonObject{{u"name"_s, u"ruled"_s}}).status, 201);
    QCOMPARE(m_hub.client.get(u"/repos/guild/ruled/actions/permissions"_s).json()[u"allowed_actions"].toString(), u"selected"_s);
    QVERIFY(m_hub.start());
    QCOMPARE(m_hub.client.get(u"/repos/guild/ruled/actions/permissions/selected-actions"_s).json()[u"github_owned_allowed"],
             QJsonValue(false));
    QCOMPARE(m_hub.client.send("PUT", path, QJsonObject{{u"enabled_repositories"_s, u"none"_s}}).status, 204);
    QCOMPARE(m_hub.client.get(u"/repos/guild/ruled/actions/permissions"_s).json()[u"enabled"], QJsonValue(false));
    QCOMPARE(m_hub.client.get(u"/orgs/guild/actions/runner-groups?visible_to_repository=ruled"_s).json()[u"total_count"].toInt(), 1);
    QCOMPARE(m_hub.client.get(u"/orgs/others/actions/permissions"_s).status, 404);
}

void TstHubRepositories::filesAreForTheOwnerOnly()
{
    QVERIFY(m_hub.makeRepository(u"closed"_s));
    const QString folder = m_hub.folder.path() + u"/hub"_s;
    const QFile::Permissions others
        = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    int seen = 0;
    QDirIterator all(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    QVERIFY(!(QFileInfo(folder).permissions() & others));
    while (all.hasNext()) {
        const QFileInfo info = all.nextFileInfo();
        // What a script makes is its own business; the folder around it is closed.
        if (info.filePath().contains(u"/work/"_s))
            continue;
        QVERIFY2(!(info.permissions() & others), qPrintable(info.filePath()));
        ++seen;
    }
    QVERIFY(seen > 5);
}

void TstHubRepositories::restartKnowsAllOfIt()
{
    QVERIFY(m_hub.makeRepository(u"kept"_s));
    const QJsonObject before = m_hub.client.get(u"/repos/local/kept/actions/secrets/public-key"_s).json();
    const QString sha = m_hub.put(u"kept"_s, u"dir/file"_s, "content");
    QVERIFY(m_hub.start());
    QCOMPARE(m_hub.client.get(u"/repos/local/kept/actions/secrets/public-key"_s).json(), before);
    QCOMPARE(m_hub.client.get(u"/repos/local/kept/git/ref/heads/main"_s).json()[u"object"][u"sha"].toString(), sha);
    const Response raw = m_hub.client.get(u"/repos/local/kept/contents/dir/file"_s, {{"Accept", "application/vnd.github.raw+json"}});
    QCOMPARE(raw.body, QByteArray("content"));
    // Ids go on where they were.
    QVERIFY(m_hub.makeRepository(u"younger"_s));
    QVERIFY(m_hub.client.get(u"/repos/local/younger"_s).json()[u"id"].toInteger()
            > m_hub.client.get(u"/repos/local/kept"_s).json()[u"id"].toInteger());
}

PUNCHCARD_TEST(TstHubRepositories, tst_hubrepositories)
#include "tst_hubrepositories.moc"
