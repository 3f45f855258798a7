// SPDX-License-Identifier: MIT
#include "tests/core/github/clientfixture.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace punchcard::testing;

namespace {

QByteArray fixture(const char *name)
{
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/tests/core/github/fixtures/"_s + QLatin1StringView(name) + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", name);
    return file.readAll();
}

const QString sha = u"6dcb09b5b57875f334f61aebed695e2e4193db5e"_s;

} // namespace

// What each endpoint sends and what it makes of the answer.
class TstClient : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ClientFixture> f;

private slots:
    void init()
    {
        QTest::failOnWarning();
        f = std::make_unique<ClientFixture>();
    }
    void cleanup() { f.reset(); }

    void headersOfEachRequest()
    {
        f->server.expect("GET", "/user").reply(200, fixture("user")).header("X-OAuth-Scopes", "repo, workflow");
        const Result<User> user = f->done(f->client.user(f->context()));
        QVERIFY2(user, qPrintable(why(user)));
        QCOMPARE(user->login, u"octo"_s);
        QCOMPARE(user->scopes, std::optional(QStringList{u"repo"_s, u"workflow"_s}));
        const SeenRequest &seen = f->server.last();
        QCOMPARE(seen.header("accept"), QByteArray("application/vnd.github+json"));
        QCOMPARE(seen.header("authorization"), QByteArray("Bearer t0ken-of-octo"));
        QCOMPARE(seen.header("x-github-api-version"), QByteArray("2022-11-28"));
        QVERIFY(seen.header("user-agent").startsWith("Punchcard/"));
        QCOMPARE(f->asked, 1);
    }

    void fineGrainedTokenHasNoScopes()
    {
        f->server.expect("GET", "/user").reply(200, fixture("user"));
        QCOMPARE(f->done(f->client.user(f->context()))->scopes, std::nullopt);
    }

    // The hub's address and a token may change while a job lives.
    void addressAndTokenAreAskedForEachTime()
    {
        f->server.expect("GET", "/user").reply(200, fixture("user"));
        QVERIFY(f->done(f->client.user(f->context())));
        ScriptedServer moved;
        f->api.root = moved.url();
        f->api.token = SecretString(QByteArray("another-token"));
        moved.expect("GET", "/user").reply(200, fixture("user"));
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(moved.last().header("authorization"), QByteArray("Bearer another-token"));
    }

    void enterpriseRoot_data()
    {
        QTest::addColumn<QString>("root");
        QTest::newRow("with slash") << u"/api/v3/"_s;
        QTest::newRow("without") << u"/api/v3"_s;
    }
    void enterpriseRoot()
    {
        QFETCH(QString, root);
        f->api.root = f->server.url(root);
        f->server.expect("GET", "/api/v3/repos/octo/demo").reply(200, fixture("repository"));
        QVERIFY(f->done(f->client.repository(repo, f->context())));
    }

    void organisationsOfAllPages()
    {
        f->server.expect("GET", "/user/orgs?per_page=100")
            .reply(200, R"([{"login":"a","id":1}])")
            .header("Link", '<' + f->server.url(u"/user/orgs?per_page=100&page=2"_s).toEncoded() + ">; rel=\"next\"");
        f->server.expect("GET", "/user/orgs?per_page=100&page=2").reply(200, R"([{"login":"b","id":2}])");
        const auto all = f->done(f->client.organisations(f->context()));
        QVERIFY2(all, qPrintable(why(all)));
        QCOMPARE(all->list.size(), 2);
        QCOMPARE(all->list.at(1).login, u"b"_s);
        QCOMPARE(all->hidden, 0);
    }

    // Breaks for the user: an organisation is not offered, and nobody says why.
    void organisationsBehindASingleSignOnAreCounted()
    {
        f->server.expect("GET", "/user/orgs?per_page=100")
            .reply(200, R"([{"login":"a","id":1}])")
            .header("X-GitHub-SSO", "partial-results; organizations=21955855,20582480");
        const auto some = f->done(f->client.organisations(f->context()));
        QVERIFY2(some, qPrintable(why(some)));
        QCOMPARE(some->list.size(), 1);
        QCOMPARE(some->hidden, 2);
    }

    void repositoriesOfAllPages()
    {
        f->server.expect("GET", "/user/repos?affiliation=owner&per_page=100")
            .reply(200, '[' + fixture("repository") + ']')
            .header("Link", '<' + f->server.url(u"/user/repos?page=2"_s).toEncoded() + ">; rel=\"next\"");
        f->server.expect("GET", "/user/repos?page=2").reply(200, '[' + fixture("repository") + ']');
        const auto own = f->done(f->client.repositories({}, f->context()));
        QVERIFY2(own, qPrintable(why(own)));
        QCOMPARE(own->size(), 2);
        QVERIFY(own->first().pushedAt);
        f->server.expect("GET", "/orgs/octo%20org/repos?per_page=100").reply(404, R"({"message":"Not Found"})");
        const auto none = f->done(f->client.repositories(u"octo org"_s, f->context()));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, Error::Kind::Missing);
        QVERIFY2(none.error().what.contains(u"octo org"_s), qPrintable(none.error().what));
    }

    void branchesByTheirBeginning()
    {
        const QByteArray some = R"([{"ref":"refs/heads/punchcard/1","object":{"sha":"aa"}}])";
        f->server.expect("GET", "/repos/octo/demo/git/matching-refs/heads/punchcard/").reply(200, some);
        const auto found = f->done(f->client.branches(repo, u"punchcard/"_s, f->context()));
        QVERIFY2(found, qPrintable(why(found)));
        QCOMPARE(found->first().name, u"refs/heads/punchcard/1"_s);
        // An empty repository has none, and says so as a conflict.
        f->server.expect("GET", "/repos/octo/demo/git/matching-refs/heads/punchcard/")
            .reply(409, R"({"message":"Git Repository is empty."})");
        const auto none = f->done(f->client.branches(repo, u"punchcard/"_s, f->context()));
        QVERIFY2(none, qPrintable(why(none)));
        QVERIFY(none->isEmpty());
    }

    void newestRunOfABranch()
    {
        f->server.expect("GET", "/repos/octo/demo/actions/runs?exclude_pull_requests=true&per_page=1&branch=a/b%2Bc")
            .reply(200, R"({"total_count":0,"workflow_runs":[]})");
        const auto none = f->done(f->client.newestRun(repo, u"a/b+c"_s, f->context()));
        QVERIFY2(none, qPrintable(why(none)));
        QVERIFY(!*none);
    }

    void runnersOfAnOrganisation()
    {
        f->server.expect("GET", "/orgs/guild/actions/runners?per_page=100").reply(200, fixture("runners"));
        f->server.expect("GET", "/orgs/guild/actions/hosted-runners?per_page=100").reply(200, fixture("hosted-runners"));
        f->server.expect("GET", "/orgs/guild/actions/runner-groups?per_page=100")
            .reply(200, R"({"total_count":2,"runner_groups":[{"id":1,"name":"Default","default":true},{"id":2,"name":"big"}]})");
        const auto all = f->done(f->client.offeredRunners(u"guild"_s, f->context()));
        QVERIFY2(all, qPrintable(why(all)));
        QCOMPARE(all->size(), 4);
        QVERIFY(all->at(3).isGroup && all->at(3).name == u"big"_s);
        QCOMPARE(all->at(0).labels, (QStringList{u"self-hosted"_s, u"X64"_s, u"gpu"_s}));
        QVERIFY(all->at(0).isOnline && !all->at(0).isHosted);
        QVERIFY(!all->at(1).isOnline);
        QCOMPARE(all->at(2).labels, QStringList{u"big-linux"_s});
        QVERIFY(all->at(2).isHosted && all->at(2).isOnline);
        QCOMPARE(all->at(2).cores, 16);
        QCOMPARE(all->at(2).memoryGb, 64);
    }

    // Most tokens may not see them, and a person is no organisation: that is no error to tell anybody.
    void runnersThatMayNotBeSeen()
    {
        f->server.expect("GET", "/orgs/me/actions/runners?per_page=100").reply(404, R"({"message":"Not Found"})");
        f->server.expect("GET", "/orgs/me/actions/hosted-runners?per_page=100")
            .reply(403, R"({"message":"Resource not accessible by personal access token"})");
        const auto none = f->done(f->client.offeredRunners(u"me"_s, f->context()));
        QVERIFY2(none, qPrintable(why(none)));
        QVERIFY(none->isEmpty());
    }

    void runnersOfARepository()
    {
        const QByteArray path = "/repos/octo/demo/actions/runners?per_page=100";
        f->server.expect("GET", path).reply(200, fixture("runners"));
        f->server.expect("GET", path).reply(403, R"({"message":"Must have admin rights to Repository."})");
        const auto listed = f->done(f->client.repositoryRunners(repo, f->context()));
        QVERIFY2(listed && *listed, qPrintable(why(listed)));
        QCOMPARE((*listed)->size(), 2);
        const auto unseen = f->done(f->client.repositoryRunners(repo, f->context()));
        QVERIFY2(unseen && !*unseen, qPrintable(why(unseen)));
    }

    void groupsThatARepositoryMayUse()
    {
        f->server.expect("GET", "/orgs/guild/actions/runner-groups?per_page=100&visible_to_repository=demo")
            .reply(200, R"({"total_count":1,"runner_groups":[{"id":2,"name":"big","allows_public_repositories":true}]})");
        const auto groups = f->done(f->client.runnerGroups(u"guild"_s, u"demo"_s, f->context()));
        QVERIFY2(groups && *groups, qPrintable(why(groups)));
        QCOMPARE((*groups)->size(), 1);
        QVERIFY((*groups)->constFirst().takesPublic);
    }

    void permissions_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("selected");
        QTest::addColumn<bool>("enabled");
        QTest::addColumn<bool>("takesCheckout");
        QTest::addColumn<bool>("takesPinned");
        const auto row = [](const char *name, const QByteArray &answer, const QByteArray &selected, bool enabled, bool tag, bool pinned) {
            QTest::newRow(name) << answer << selected << enabled << tag << pinned;
        };
        const QByteArray some = R"({"enabled":true,"allowed_actions":"selected"})";
        row("all", R"({"enabled":true,"allowed_actions":"all","sha_pinning_required":false})", {}, true, true, true);
        row("off", R"({"enabled":false})", {}, false, false, false);
        row("local", R"({"enabled":true,"allowed_actions":"local_only"})", {}, true, false, false);
        row("pinned", R"({"enabled":true,"allowed_actions":"all","sha_pinning_required":true})", {}, true, false, true);
        row("GitHub's", some, R"({"github_owned_allowed":true,"verified_allowed":false,"patterns_allowed":[]})", true, true, true);
        row("verified only", some, R"({"github_owned_allowed":false,"verified_allowed":true,"patterns_allowed":[]})", true, false, false);
        row("by name", some, R"({"github_owned_allowed":false,"patterns_allowed":["octo/tool@*","Actions/check*@*"]})", true, true, true);
        row("other names", some, R"({"github_owned_allowed":false,"patterns_allowed":["octo/tool@*","actions/cache@*"]})", true, false,
            false);
        row("all but one", some, R"({"github_owned_allowed":true,"patterns_allowed":["!actions/checkout@*"]})", true, false, false);
    }

    void permissions()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, selected);
        f->server.expect("GET", "/repos/octo/demo/actions/permissions").reply(200, answer);
        if (!selected.isEmpty())
            f->server.expect("GET", "/repos/octo/demo/actions/permissions/selected-actions").reply(200, selected);
        const auto read = f->done(f->client.actionsPermissions(repo, f->context()));
        QVERIFY2(read, qPrintable(why(read)));
        QTEST(read->isEnabled, "enabled");
        QTEST(read->takes(u"actions/checkout@v7"_s), "takesCheckout");
        QTEST(read->takes(u"actions/checkout@0123456789abcdef0123456789abcdef01234567"_s), "takesPinned");
    }

    void notesOnAJob()
    {
        f->server.expect("GET", "/repos/octo/demo/check-runs/9/annotations?per_page=100")
            .reply(200, R"([{"annotation_level":"failure","title":"","message":"The job was not started."}])");
        const auto notes = f->done(f->client.annotations(repo, TaskId(9), f->context()));
        QVERIFY2(notes, qPrintable(why(notes)));
        QCOMPARE(notes->constFirst().message, u"The job was not started."_s);
    }

    void quota()
    {
        f->server.expect("GET", "/rate_limit").reply(200, fixture("rate_limit"));
        QSignalSpy changed(&f->client, &Client::quotaChanged);
        QCOMPARE(f->done(f->client.rateLimit(f->context()))->remaining, 4987);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(f->client.quota()->limit, 5000);
    }

    void serverWithoutLimits()
    {
        f->server.expect("GET", "/rate_limit").reply(404, R"({"message":"Rate limiting is not enabled."})");
        const Result<Quota> quota = f->done(f->client.rateLimit(f->context()));
        QVERIFY(quota);
        QCOMPARE(quota->limit, -1);
    }

    void quotaOfEachAnswer()
    {
        f->server.expect("GET", "/user")
            .reply(200, fixture("user"))
            .header("X-RateLimit-Limit", "5000")
            .header("X-RateLimit-Remaining", "77")
            .header("X-RateLimit-Reset", "1764000600")
            .header("X-RateLimit-Resource", "core");
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->client.quota()->remaining, 77);
        QCOMPARE(f->client.quota()->reset, fromEpoch(1764000600000));
        // Another kind of request has a limit of its own.
        f->server.expect("GET", "/user")
            .reply(200, fixture("user"))
            .header("X-RateLimit-Limit", "30")
            .header("X-RateLimit-Remaining", "3")
            .header("X-RateLimit-Resource", "search");
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->client.quota()->remaining, 77);
    }

    // Breaks for the user: their clock is wrong, and every time that is shown with it.
    void serversClock()
    {
        QVERIFY(!f->client.serverTime(f->clock.now()));
        QCOMPARE(f->client.skew(), Milliseconds(0));
        // Ours stands at 2025-11-24 16:00:00.
        f->server.expect("GET", "/user").reply(200, fixture("user")).header("Date", "Mon, 24 Nov 2025 17:00:00 GMT").times(2);
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->client.skew(), Milliseconds(3'600'500));
        QCOMPARE(f->client.serverTime(f->clock.now()), std::optional(f->clock.now() + Milliseconds(3'600'500)));
        f->clock.advance(Milliseconds(700));
        // The same second still fits the estimate.
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(f->client.skew(), Milliseconds(3'600'500));
    }

    void createRepository_data()
    {
        QTest::addColumn<QString>("organisation");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("own") << QString() << QByteArray("/user/repos");
        QTest::newRow("organisation") << u"octo org"_s << QByteArray("/orgs/octo%20org/repos");
    }
    void createRepository()
    {
        QFETCH(QString, organisation);
        QFETCH(QByteArray, path);
        f->server.expect("POST", path).reply(201, fixture("repository"));
        const NewRepository wanted{
            .organisation = organisation, .name = u"punchcard-brave-otter"_s, .description = u"punchcard:7d1c0c5e"_s};
        const Result<Repository> made = f->done(f->client.createRepository(wanted, f->context()));
        QVERIFY2(made, qPrintable(why(made)));
        QCOMPARE(made->defaultBranch, u"trunk"_s);
        const QJsonObject body = f->sentBody();
        QCOMPARE(body.value(u"name"_s).toString(), u"punchcard-brave-otter"_s);
        QCOMPARE(body.value(u"description"_s).toString(), u"punchcard:7d1c0c5e"_s);
        // GitHub's default is public.
        QCOMPARE(body.value(u"private"_s), QJsonValue(true));
        QCOMPARE(body.value(u"auto_init"_s), QJsonValue(true));
    }

    void content()
    {
        const Context context = f->context();
        f->server.expect("PUT", "/repos/octo/demo/contents/a%20b/%C3%A4.txt")
            .reply(201, "{\"content\":{\"sha\":\"b\"},\"commit\":" + fixture("commit") + '}');
        const FilePut file{.path = u"a b/ä.txt"_s, .content = QByteArray("\0\xff", 2), .message = u"m"_s, .branch = u"side"_s};
        const Result<Commit> put = f->done(f->client.putFile(repo, file, context));
        QVERIFY2(put, qPrintable(why(put)));
        QCOMPARE(put->sha, u"7638417db6d59f3c431d3e1f261cc637155684cd"_s);
        QCOMPARE(f->sentBody().value(u"content"_s).toString(), u"AP8="_s);
        QCOMPARE(f->sentBody().value(u"branch"_s).toString(), u"side"_s);

        f->server.expect("POST", "/repos/octo/demo/git/blobs").reply(201, R"({"sha":"b10b"})");
        QCOMPARE(f->done(f->client.createBlob(repo, "x", context)).value(), u"b10b"_s);
        QCOMPARE(f->sentBody().value(u"encoding"_s).toString(), u"base64"_s);

        f->server.expect("POST", "/repos/octo/demo/git/trees").reply(201, R"({"sha":"7ee"})");
        const QList<TreeEntry> entries{{.path = u"job.sh"_s, .mode = u"100755"_s, .content = u"echo ä"_s},
                                       {.path = u"big"_s, .sha = u"b10b"_s}};
        QCOMPARE(f->done(f->client.createTree(repo, entries, u"ba5e"_s, context)).value(), u"7ee"_s);
        const QJsonArray tree = f->sentBody().value(u"tree"_s).toArray();
        QCOMPARE(f->sentBody().value(u"base_tree"_s).toString(), u"ba5e"_s);
        QCOMPARE(tree.at(0).toObject().value(u"content"_s).toString(), u"echo ä"_s);
        QCOMPARE(tree.at(0).toObject().value(u"mode"_s).toString(), u"100755"_s);
        QVERIFY(!tree.at(0).toObject().contains(u"sha"_s));
        QCOMPARE(tree.at(1).toObject().value(u"sha"_s).toString(), u"b10b"_s);
        QVERIFY(!tree.at(1).toObject().contains(u"content"_s));

        f->server.expect("POST", "/repos/octo/demo/git/commits").reply(201, fixture("commit"));
        const Signature who{.name = u"Octo"_s, .email = u"o@example.org"_s, .date = parseTime(u"2026-11-23T10:00:00Z"_s).value()};
        const NewCommit commit{.message = u"m"_s, .tree = u"7ee"_s, .parents = {u"p"_s}, .author = who, .committer = who};
        QVERIFY(f->done(f->client.createCommit(repo, commit, context)));
        QCOMPARE(f->sentBody().value(u"parents"_s).toArray().size(), 1);
        // The date is part of the sha: without it a second copy is another commit.
        QCOMPARE(f->sentBody().value(u"author"_s).toObject().value(u"date"_s).toString(), u"2026-11-23T10:00:00Z"_s);
        QCOMPARE(f->sentBody().value(u"committer"_s).toObject().value(u"date"_s).toString(), u"2026-11-23T10:00:00Z"_s);

        f->server.expect("GET", "/repos/octo/demo/git/commits/abc").reply(200, fixture("commit"));
        QVERIFY(f->done(f->client.commit(repo, u"abc"_s, context)));
    }

    void branches()
    {
        const Context context = f->context();
        f->server.expect("GET", "/repos/octo/demo/git/ref/heads/jobs/7%23d").reply(200, fixture("ref"));
        QCOMPARE(f->done(f->client.ref(repo, u"jobs/7#d"_s, context))->sha, u"aa218f56b14c9653891f9e74264a383fa43fefbd"_s);
        f->server.expect("POST", "/repos/octo/demo/git/refs").reply(201, fixture("ref"));
        QVERIFY(f->done(f->client.createRef(repo, u"jobs/7"_s, u"aa"_s, context)));
        QCOMPARE(f->sentBody().value(u"ref"_s).toString(), u"refs/heads/jobs/7"_s);
        f->server.expect("PATCH", "/repos/octo/demo/git/refs/heads/trunk").reply(200, fixture("ref"));
        QVERIFY(f->done(f->client.updateRef(repo, u"trunk"_s, u"aa"_s, false, context)));
        QCOMPARE(f->sentBody().value(u"force"_s), QJsonValue(false));
        f->server.expect("DELETE", "/repos/octo/demo/git/refs/heads/jobs/7").reply(204);
        QVERIFY(f->done(f->client.deleteRef(repo, u"jobs/7"_s, context)));
    }

    void secrets()
    {
        const Context context = f->context();
        f->server.expect("GET", "/repos/octo/demo/actions/secrets/public-key").reply(200, fixture("public-key"));
        QCOMPARE(f->done(f->client.publicKey(repo, context))->key.size(), 32);
        f->server.expect("PUT", "/repos/octo/demo/actions/secrets/API_KEY").reply(201, "{}");
        f->server.expect("PUT", "/repos/octo/demo/actions/secrets/API_KEY").reply(204);
        const SealedSecret sealed{.encryptedValue = "c2VhbGVk", .keyId = u"33"_s};
        QVERIFY(f->done(f->client.putSecret(repo, u"API_KEY"_s, sealed, context)));
        QVERIFY(f->done(f->client.putSecret(repo, u"API_KEY"_s, sealed, context)));
        QCOMPARE(f->sentBody().value(u"encrypted_value"_s).toString(), u"c2VhbGVk"_s);
        QCOMPARE(f->sentBody().value(u"key_id"_s).toString(), u"33"_s);
        f->server.expect("GET", "/repos/octo/demo/actions/secrets")
            .reply(200, R"({"total_count":2,"secrets":[{"name":"A"},{"name":"B"}]})");
        QCOMPARE(f->done(f->client.secretNames(repo, context)).value(), QStringList({u"A"_s, u"B"_s}));
        f->server.expect("DELETE", "/repos/octo/demo/actions/secrets/A").reply(204);
        f->server.expect("DELETE", "/repos/octo/demo/actions/secrets/B").reply(404, R"({"message":"Not Found"})");
        QVERIFY(f->done(f->client.deleteSecret(repo, u"A"_s, context)));
        QVERIFY(f->done(f->client.deleteSecret(repo, u"B"_s, context)));
    }

    // Breaks for the user: with an empty sha GitHub lists every run, and a stranger's is taken for the job's.
    void shaMustBeWhole_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("abbreviated") << sha.left(10);
        QTest::newRow("too long") << QString(sha + u'0');
        QTest::newRow("no hex") << QString(sha.left(39) + u'g');
        QTest::newRow("line break") << QString(sha + u'\n');
    }
    void shaMustBeWhole()
    {
        QFETCH(QString, text);
        const auto runs = f->done(f->client.runsByHeadSha(repo, text, f->context()));
        QVERIFY(!runs);
        QCOMPARE(runs.error().kind, Error::Kind::Refused);
        QVERIFY(f->server.seen().isEmpty());
    }

    void runsOfACommit()
    {
        const QByteArray stranger = QByteArray(fixture("run")).replace(sha.toLatin1(), QByteArray(40, '1')).replace("34567890123", "999");
        f->server.expect("GET", "/repos/octo/demo/actions/runs?head_sha=" + sha.toLatin1() + "&exclude_pull_requests=true&per_page=100")
            .reply(200, "{\"total_count\":2,\"workflow_runs\":[" + stranger + ',' + fixture("run") + "]}");
        const auto runs = f->done(f->client.runsByHeadSha(repo, sha, f->context()));
        QVERIFY2(runs, qPrintable(why(runs)));
        QCOMPARE(runs->size(), 1);
        QCOMPARE(runs->constFirst().id, RunId(34567890123));
    }

    void unchangedAnswersCostNothing()
    {
        const Context context = f->context();
        f->server.expect("GET", "/repos/octo/demo/actions/runs/34567890123").reply(200, fixture("run")).header("ETag", "W/\"r1\"");
        f->server.expect("GET", "/repos/octo/demo/actions/runs/34567890123").reply(304);
        const auto first = f->done(f->client.run(repo, RunId(34567890123), context));
        QVERIFY(first);
        QVERIFY(!first->unchanged);
        QVERIFY(!f->server.last().hasHeader("if-none-match"));
        const auto second = f->done(f->client.run(repo, RunId(34567890123), context));
        QVERIFY2(second, qPrintable(why(second)));
        QVERIFY(second->unchanged);
        QCOMPARE(second->value.displayTitle, u"batch 6dcb09b"_s);
        QCOMPARE(f->server.last().header("if-none-match"), QByteArray("W/\"r1\""));
        QCOMPARE(f->server.last().header("authorization"), QByteArray("Bearer t0ken-of-octo"));
        // Another token may see other things: nothing of it is served to that.
        f->api.token = SecretString(QByteArray("another-token"));
        f->server.expect("GET", "/repos/octo/demo/actions/runs/34567890123").reply(200, fixture("run"));
        QVERIFY(f->done(f->client.run(repo, RunId(34567890123), context)));
        QVERIFY(!f->server.last().hasHeader("if-none-match"));
    }

    void jobsOfAllPages()
    {
        const Context context = f->context();
        const QByteArray path = "/repos/octo/demo/actions/runs/34567890123/jobs";
        const QByteArray next
            = '<' + f->server.url(QString::fromLatin1(path + "?filter=latest&per_page=100&page=2")).toEncoded() + ">; rel=\"next\"";
        // The second page repeats the last of the first, as it does when a job is added meanwhile.
        const QByteArray second
            = R"({"total_count":3,"jobs":[{"id":91234567891,"name":"again"},{"id":5,"name":"job 3","status":"queued"}]})";
        f->server.expect("GET", path + "?filter=latest&per_page=100")
            .reply(200, fixture("jobs"))
            .header("ETag", "\"p1\"")
            .header("Link", next);
        f->server.expect("GET", path + "?filter=latest&per_page=100&page=2").reply(200, second).header("ETag", "\"p2\"");
        const auto jobs = f->done(f->client.jobs(repo, RunId(34567890123), context));
        QVERIFY2(jobs, qPrintable(why(jobs)));
        QCOMPARE(jobs->value.size(), 3);
        QCOMPARE(jobs->value.at(1).name, u"job (2)"_s);
        QVERIFY(!jobs->unchanged);

        // The 304 of the first page still leads to the second.
        f->server.expect("GET", path + "?filter=latest&per_page=100").reply(304);
        f->server.expect("GET", path + "?filter=latest&per_page=100&page=2").reply(304);
        const auto same = f->done(f->client.jobs(repo, RunId(34567890123), context));
        QVERIFY2(same, qPrintable(why(same)));
        QCOMPARE(same->value.size(), 3);
        QVERIFY(same->unchanged);

        f->server.expect("GET", path + "?filter=all&per_page=100").reply(200, R"({"jobs":[]})");
        QVERIFY(f->done(f->client.jobs(repo, RunId(34567890123), context, Attempts::All)));
    }

    void artifacts()
    {
        f->server.expect("GET", "/repos/octo/demo/actions/runs/34567890123/artifacts?per_page=100").reply(200, fixture("artifacts"));
        const auto artifacts = f->done(f->client.artifacts(repo, RunId(34567890123), f->context()));
        QVERIFY(artifacts);
        QCOMPARE(artifacts->value.size(), 2);
    }

    void changesOfARun()
    {
        const Context context = f->context();
        const QByteArray run = "/repos/octo/demo/actions/runs/7/";
        f->server.expect("POST", run + "cancel").reply(202, "{}");
        f->server.expect("POST", run + "force-cancel").reply(202, "{}");
        f->server.expect("POST", run + "rerun").reply(201, "{}");
        f->server.expect("POST", run + "rerun-failed-jobs").reply(201, {});
        f->server.expect("POST", "/repos/octo/demo/actions/workflows/batch.yml/dispatches").reply(204);
        QVERIFY(f->done(f->client.cancelRun(repo, RunId(7), context)));
        QVERIFY(f->done(f->client.forceCancelRun(repo, RunId(7), context)));
        QVERIFY(f->done(f->client.rerun(repo, RunId(7), context)));
        QVERIFY(f->done(f->client.rerunFailedJobs(repo, RunId(7), context)));
        QVERIFY(f->done(f->client.dispatch(repo, u"batch.yml"_s, u"trunk"_s, context)));
        QCOMPARE(f->sentBody().value(u"ref"_s).toString(), u"trunk"_s);
    }

    // Breaks for the user: the next page is somewhere else, and their token goes there.
    void nextPageElsewhereIsRefused()
    {
        ScriptedServer other(QHostAddress(u"127.0.0.2"_s));
        f->server.expect("GET", "/user/orgs")
            .reply(200, "[]")
            .header("Link", '<' + other.url(u"/user/orgs?page=2"_s).toEncoded() + ">; rel=\"next\"");
        const auto all = f->done(f->client.organisations(f->context()));
        QVERIFY(!all);
        QCOMPARE(all.error().kind, Error::Kind::Malformed);
    }

    void renamedRepositoryIsFollowed()
    {
        f->server.expect("GET", "/repos/octo/demo").redirect(QUrl(u"/repositories/7"_s), 301);
        f->server.expect("GET", "/repositories/7").reply(200, fixture("repository"));
        const Result<Repository> there = f->done(f->client.repository(repo, f->context()));
        QVERIFY(there);
        QCOMPARE(there->name.name, u"punchcard-brave-otter"_s);
    }

    void eachRequestIsTold()
    {
        QSignalSpy told(&f->client, &Client::requestDone);
        f->server.expect("GET", "/user").reply(200, fixture("user"));
        QVERIFY(f->done(f->client.user(f->context())));
        QCOMPARE(told.size(), 1);
    }

    void cancelled()
    {
        const Context context = f->context();
        context.cancel->request();
        const Result<User> user = f->done(f->client.user(context));
        QVERIFY(!user);
        QCOMPARE(user.error().kind, Error::Kind::Cancelled);
    }
};

PUNCHCARD_TEST(TstClient, tst_client)

#include "tst_client.moc"
