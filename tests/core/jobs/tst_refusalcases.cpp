// SPDX-License-Identifier: MIT
// What GitHub is known to answer when it does not do what is asked, each with what the job then does and what the user
// reads. The rows are those of github-api.md: A.1 to A.10 by endpoint, E the limits, F what surprises. Whole jobs that are
// refused: end-to-end/tst_refusedjobs.
#include "core/github/errors.h"
#include "core/jobs/verdict.h"

#include "tests/core/github/clientfixture.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using testing::ClientFixture;
using testing::repo;

namespace {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// A request of the job's path, and the phase that the job is in when it is made.
struct Asking
{
    QByteArray method;
    QByteArray target;
    Phase phase;
    std::function<Async<>(ClientFixture &, const Context &, const QString &folder)> ask;
};

template<typename T>
Async<> withoutAnswer(Async<T> task)
{
    const Result<T> result = co_await task;
    if (!result)
        co_return result.error();
    co_return {};
}

const QString someSha = u"0123456789abcdef0123456789abcdef01234567"_s;
const github::RunId runSeven{7};
const github::TreeEntry workflowEntry{.path = u".github/workflows/punchcard.yml"_s, .content = u"on: push"_s};

const QHash<QByteArray, Asking> &askings()
{
    using F = ClientFixture;
    using C = Context;
    using P = QString;
    static const QHash<QByteArray, Asking> all{
        {"user", {"GET", "/user", Phase::Prepared, [](F &f, const C &c, const P &) { return withoutAnswer(f.client.user(c)); }}},
        {"organisations",
         {"GET", "/user/orgs", Phase::Prepared, [](F &f, const C &c, const P &) { return withoutAnswer(f.client.organisations(c)); }}},
        {"limits",
         {"GET", "/rate_limit", Phase::Prepared, [](F &f, const C &c, const P &) { return withoutAnswer(f.client.rateLimit(c)); }}},
        {"create",
         {"POST", "/user/repos", Phase::Prepared,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.createRepository({.name = u"demo"_s}, c)); }}},
        {"create for guild",
         {"POST", "/orgs/guild/repos", Phase::Prepared,
          [](F &f, const C &c, const P &) {
              return withoutAnswer(f.client.createRepository({.organisation = u"guild"_s, .name = u"demo"_s}, c));
          }}},
        {"repository",
         {"GET", "/repos/octo/demo", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.repository(repo, c)); }}},
        {"delete",
         {"DELETE", "/repos/octo/demo", Phase::Collected, [](F &f, const C &c, const P &) { return f.client.deleteRepository(repo, c); }}},
        {"key",
         {"GET", "/repos/octo/demo/actions/secrets/public-key", Phase::Housed,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.publicKey(repo, c, github::Patience::JustMade)); }}},
        {"secret",
         {"PUT", "/repos/octo/demo/actions/secrets/API_KEY", Phase::Housed,
          [](F &f, const C &c, const P &) {
              return f.client.putSecret(repo, u"API_KEY"_s, {.encryptedValue = "AA==", .keyId = u"1"_s}, c);
          }}},
        {"blob",
         {"POST", "/repos/octo/demo/git/blobs", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.createBlob(repo, "x", c)); }}},
        {"tree",
         {"POST", "/repos/octo/demo/git/trees", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) {
              return withoutAnswer(f.client.createTree(repo, {workflowEntry}, {}, c, github::Patience::JustMade));
          }}},
        {"commit",
         {"POST", "/repos/octo/demo/git/commits", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.createCommit(repo, {.message = u"m"_s, .tree = someSha}, c)); }}},
        {"ref",
         {"GET", "/repos/octo/demo/git/ref/heads/main", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.ref(repo, u"main"_s, c, github::Patience::JustMade)); }}},
        {"push",
         {"PATCH", "/repos/octo/demo/git/refs/heads/main", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.updateRef(repo, u"main"_s, someSha, false, c)); }}},
        {"put file",
         {"PUT", "/repos/octo/demo/contents/job.sh", Phase::SecretsSealed,
          [](F &f, const C &c, const P &) {
              return withoutAnswer(
                  f.client.putFile(repo, {.path = u"job.sh"_s, .content = "x", .message = u"m"_s, .branch = u"main"_s}, c));
          }}},
        {"runs",
         {"GET", "/repos/octo/demo/actions/runs", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.runsByHeadSha(repo, someSha, c)); }}},
        {"run",
         {"GET", "/repos/octo/demo/actions/runs/7", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.run(repo, runSeven, c)); }}},
        {"jobs",
         {"GET", "/repos/octo/demo/actions/runs/7/jobs", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.jobs(repo, runSeven, c)); }}},
        {"cancel",
         {"POST", "/repos/octo/demo/actions/runs/7/cancel", Phase::Started,
          [](F &f, const C &c, const P &) { return f.client.cancelRun(repo, runSeven, c); }}},
        {"force-cancel",
         {"POST", "/repos/octo/demo/actions/runs/7/force-cancel", Phase::Started,
          [](F &f, const C &c, const P &) { return f.client.forceCancelRun(repo, runSeven, c); }}},
        {"rerun",
         {"POST", "/repos/octo/demo/actions/runs/7/rerun", Phase::Started,
          [](F &f, const C &c, const P &) { return f.client.rerun(repo, runSeven, c); }}},
        {"dispatch",
         {"POST", "/repos/octo/demo/actions/workflows/punchcard.yml/dispatches", Phase::Started,
          [](F &f, const C &c, const P &) { return f.client.dispatch(repo, u"punchcard.yml"_s, u"main"_s, c); }}},
        {"logs",
         {"GET", "/repos/octo/demo/actions/runs/7/logs", Phase::Ended,
          [](F &f, const C &c, const P &folder) {
              return withoutAnswer(f.client.saveRunLogs(repo, runSeven, 0, folder + u"/logs.zip"_s, c));
          }}},
        {"job log",
         {"GET", "/repos/octo/demo/actions/jobs/9/logs", Phase::Ended,
          [](F &f, const C &c, const P &folder) {
              return withoutAnswer(f.client.saveJobLog(repo, github::TaskId(9), folder + u"/job.txt"_s, c));
          }}},
        {"artifacts",
         {"GET", "/repos/octo/demo/actions/runs/7/artifacts", Phase::Ended,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.artifacts(repo, runSeven, c)); }}},
        {"artifact",
         {"GET", "/repos/octo/demo/actions/artifacts/5/zip", Phase::Ended,
          [](F &f, const C &c, const P &folder) {
              const github::Artifact artifact{.id = github::ArtifactId(5), .name = u"uploads"_s, .size = 1};
              return withoutAnswer(f.client.saveArtifact(repo, artifact, folder + u"/a.zip"_s, c));
          }}},
        {"runners",
         {"GET", "/orgs/guild/actions/runners", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.organisationRunners(u"guild"_s, c)); }}},
        {"repository's runners",
         {"GET", "/repos/octo/demo/actions/runners", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.repositoryRunners(repo, c)); }}},
        {"groups",
         {"GET", "/orgs/guild/actions/runner-groups", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.runnerGroups(u"guild"_s, u"demo"_s, c)); }}},
        {"permissions",
         {"GET", "/repos/octo/demo/actions/permissions", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.actionsPermissions(repo, c)); }}},
        {"notes",
         {"GET", "/repos/octo/demo/check-runs/9/annotations", Phase::Started,
          [](F &f, const C &c, const P &) { return withoutAnswer(f.client.annotations(repo, github::TaskId(9), c)); }}},
    };
    return all;
}

QByteArray bodyOf(int status, const QByteArray &message)
{
    if (message.startsWith('{') || message.startsWith('<') || message.startsWith('['))
        return message;
    return "{\"message\":\"" + message + "\",\"documentation_url\":\"https://docs.github.com/rest\",\"status\":\""
        + QByteArray::number(status) + "\"}";
}

int refusalCases = 0;

/// What becomes of the job: "goes on", "stop", "look", "wait for <what>", with the seconds that the server asked for.
void refusal(const char *source, const char *name, const char *asking, int status, const QByteArray &body, const char *does,
             const QString &what = {}, const QString &remedy = {}, const Headers &headers = {}, const QString &page = {})
{
    const QByteArray tag = QByteArray::number(++refusalCases) + " (" + source + ") " + name;
    QTest::newRow(tag.constData()) << QByteArray(asking) << status << bodyOf(status, body) << headers << QByteArray(does) << what << remedy
                                   << page;
}

QString deedOf(const Result<> &result, Phase phase, Time asked)
{
    if (result)
        return u"goes on"_s;
    const Error &error = result.error();
    switch (verdictOn(error, phase, std::nullopt)) {
    case Verdict::Abandon: return u"stop"_s;
    case Verdict::Look: return u"look"_s;
    case Verdict::Wait: break;
    }
    const Waiting waiting = waitingFor(error, std::nullopt, 1, asked);
    const QString line = u"wait for "_s + wordFor(waiting.what);
    if (error.kind != Error::Kind::Throttled)
        return line;
    return line + u", %1 s"_s.arg(std::chrono::round<std::chrono::seconds>(error.retry->at - asked).count());
}

} // namespace

class TstRefusalCases : public QObject
{
    Q_OBJECT

private slots:
    void cases_data();

    // Breaks for the user: "error 403", a job that waits for ever or is given up for nothing.
    void cases()
    {
        QFETCH(const QByteArray, asking);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const Headers, headers);
        const Asking &asked = askings()[asking];
        QVERIFY2(!asked.method.isEmpty(), asking.constData());
        ClientFixture f;
        const QTemporaryDir folder;
        testing::Answer &answer = f.server.expect(asked.method, asked.target)
                                      .reply(status, body, body.startsWith('<') ? "text/html" : "application/json")
                                      .times(-1);
        for (const auto &[name, value] : headers)
            answer.header(name, value == "RESET" ? QByteArray::number(toEpoch(f.clock.now()) / 1000 + 600) : value);
        // What a 422 or a 404 makes the client look at: nothing is there.
        f.server.expect("GET", "/repos/octo/demo").reply(404, bodyOf(404, "Not Found")).times(-1);
        f.server.expect("GET", "/repos/octo/demo/contents/job.sh").reply(404, bodyOf(404, "Not Found")).times(-1);
        f.server.expect("GET", "/repos/octo/demo/git/ref/heads/main").reply(404, bodyOf(404, "Not Found")).times(-1);
        f.server.expect("GET", "/repos/guild/demo").reply(404, bodyOf(404, "Not Found")).times(-1);
        f.server.expect("GET", "/user").reply(200, testing::octo).times(-1);
        const Result<> result = f.done(asked.ask(f, f.context(), folder.path()));
        const Time now = f.clock.now();
        QFETCH(const QByteArray, does);
        const QString deed = deedOf(result, asked.phase, now);
        qInfo("case %s: %s %s %d -> %s%s", QTest::currentDataTag(), asked.method.constData(), asked.target.constData(), status,
              qPrintable(deed), result ? "" : qPrintable(u"; "_s + result.error().sentence()));
        QCOMPARE(deed, QString::fromLatin1(does));
        if (result)
            return;
        QFETCH(const QString, what);
        QFETCH(const QString, remedy);
        QFETCH(const QString, page);
        const Error &error = result.error();
        QVERIFY2(error.what.contains(what, Qt::CaseInsensitive), qPrintable(error.what));
        QVERIFY2(!error.remedy.isEmpty() && error.remedy.contains(remedy, Qt::CaseInsensitive), qPrintable(error.remedy));
        QVERIFY(!error.sentence().contains(u"%1"_s));
        if (!page.isEmpty())
            QCOMPARE(error.page.toString(), page);
    }

    void cleanupTestCase() { qInfo("%d cases of refusals, over HTTP", refusalCases); }
};

void TstRefusalCases::cases_data()
{
    QTest::addColumn<QByteArray>("asking");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<QByteArray>("does");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    QTest::addColumn<QString>("page");

    const QByteArray notFound = "Not Found";
    const QByteArray adminRights = "Must have admin rights to Repository.";

    // -- 0: what every request may get
    refusal("0", "body is no JSON", "tree", 400, "Problems parsing JSON", "wait for network", u"understand"_s, u"Diagnostics"_s);
    refusal("0", "unknown version of the API", "user", 400, "Invalid API version: 2031-01-01", "stop", u"version"_s, u"Update"_s);
    refusal("0", "version not supported", "create", 400, "2031-01-01 is not a supported version of the REST API", "stop", u"version"_s,
            u"Update"_s);
    refusal("0", "retired version of the API", "user", 410, "This API version is no longer supported", "stop", u"no longer"_s, u"Update"_s);
    refusal("0", "retired version while a job runs", "jobs", 410, "This API version is no longer supported", "wait for decision",
            u"no longer"_s, u"Update"_s);
    refusal("0", "no user agent", "user", 403,
            "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.", "stop", u"rule"_s,
            u"proxy"_s);
    refusal("0", "server in trouble", "create", 500, "Server Error", "wait for network", u"500"_s, u"by itself"_s);
    refusal("0", "gateway", "jobs", 502, "<html>Unicorn</html>", "wait for network", u"502"_s, u"status page"_s);
    refusal("0", "took too long", "artifacts", 504, "<html>We couldn't respond in time</html>", "wait for network", u"504"_s,
            u"by itself"_s);
    refusal("0", "login page of a network", "user", 200, "<html>Welcome to the hotel</html>", "wait for network", u"web page"_s,
            u"Log in"_s);
    refusal("0", "too large", "blob", 413, "<html>Request Entity Too Large</html>", "stop", u"too large"_s, u"fetch them"_s);
    refusal("0", "no API there", "user", 404, notFound, "stop", u"does not know"_s, u"/api/v3"_s);

    // -- A.1: account and limits
    refusal("A1.1", "bad token", "user", 401, "Bad credentials", "stop", u"not valid"_s, u"new token"_s);
    refusal("A1.1", "token expires while a job runs", "jobs", 401, "Bad credentials", "wait for token", u"not valid"_s, u"new token"_s);
    refusal("A1.1", "after wrong logins", "user", 403, "Maximum number of login attempts exceeded. Please try again later.",
            "wait for quota, 600 s", u"login"_s, u"old token"_s);
    refusal("A1.1", "suspended", "user", 403, "Sorry. Your account was suspended.", "stop", u"suspended"_s, u"support"_s);
    refusal("A1.2", "no read:org", "organisations", 403, "Forbidden", "stop", u"scope"_s, u"read:org"_s,
            {{"X-OAuth-Scopes", "repo"}, {"X-Accepted-OAuth-Scopes", "admin:org, read:org, user, write:org"}});
    refusal("A1.2", "fine-grained: always empty", "organisations", 200, "[]", "goes on");
    refusal("A1.4", "server without limits", "limits", 404, notFound, "goes on");

    // -- A.2: repositories
    refusal(
        "A2.1", "name taken by a stranger's", "create", 422,
        R"({"message":"Repository creation failed.","errors":[{"resource":"Repository","code":"custom","field":"name","message":"name already exists on this account"}]})",
        "stop", u"already"_s, u"another name"_s);
    refusal("A2.1", "e-mail not verified", "create", 403, "At least one email address must be verified to do that.", "stop", u"e-mail"_s,
            u"Verify"_s);
    refusal("A2.1", "secondary limit", "create", 403, "You have exceeded a secondary rate limit.", "wait for quota, 60 s", u"at once"_s,
            u"by itself"_s);
    refusal("A2.1", "token without repo", "create", 403, "Forbidden", "stop", u"gist"_s, u"public_repo, repo"_s,
            {{"X-OAuth-Scopes", "gist"}, {"X-Accepted-OAuth-Scopes", "public_repo, repo"}});
    refusal("A2.1", "trade restrictions", "create", 451, "Repository access blocked", "stop", u"law"_s, u"another owner"_s);
    refusal("A2.1", "name too long", "create", 422,
            R"({"message":"Repository creation failed.","errors":[{"message":"name is too long: at most 100 characters"}]})", "stop",
            u"too long"_s, u"letters"_s);
    refusal("A2.2", "members may not create", "create for guild", 403,
            "You need admin access to the organization before adding a repository to it.", "stop", u"create repositories"_s, u"approved"_s);
    refusal("A2.2", "fine-grained token not permitted", "create for guild", 403, "Resource not accessible by personal access token", "stop",
            u"permission"_s, u"administration=write"_s, {{"X-Accepted-GitHub-Permissions", "administration=write"}});
    refusal("A2.2", "organisation not to be seen", "create for guild", 404, notFound, "stop", u"organisation"_s, u"OAuth application"_s);
    refusal("A2.2", "visibility not allowed", "create for guild", 422,
            R"({"message":"Validation Failed","errors":["Visibility can't be public. Please contact your admin."]})", "stop",
            u"visibility"_s, u"private"_s);
    refusal("A2.2", "properties are mandatory", "create for guild", 422,
            R"({"message":"Validation Failed","errors":[{"message":"Custom properties must be set: team"}]})", "stop", u"team"_s,
            u"own account"_s);
    refusal("A2.3", "gone or hidden", "repository", 404, notFound, "look", u"may not see"_s, u"deleted"_s);
    refusal("A2.3", "blocked", "repository", 403, "Repository access blocked", "wait for token", u"blocked"_s, u"support"_s);
    refusal("A2.4", "no delete_repo", "delete", 403, adminRights, "wait for token", u"delete_repo"_s, u"by hand"_s);
    refusal("A2.4", "members may not delete", "delete", 403, "Organization members cannot delete repositories.", "wait for token",
            u"members"_s, u"owner"_s);
    refusal("A2.4", "gone already", "delete", 404, notFound, "goes on");
    refusal("A2.4", "conflict", "delete", 409, "Conflict", "wait for decision", u"contradicts"_s, u"again"_s);

    // -- A.3: files
    refusal("A3.1", "no workflow scope: 404 and not 403", "tree", 404, notFound, "stop", u"workflow"_s, u"scope"_s);
    refusal("A3.1", "no workflow scope, in words", "push", 403,
            "refusing to allow an OAuth App to create or update workflow `.github/workflows/x.yml` without `workflow` scope", "stop",
            u"workflow"_s, u"scope"_s);
    refusal("A3.1", "moved meanwhile", "put file", 409, "job.sh is at 123 but expected 456", "stop", u"somebody else"_s, u"again"_s);
    refusal("A3.1", "file is there", "put file", 422, "Invalid request.\\n\\n\\\"sha\\\" wasn't supplied.", "stop", u"already"_s,
            u"another"_s);
    refusal("A3.2", "empty repository", "blob", 409, "Git Repository is empty.", "stop", u"no commit"_s, u"seconds"_s);
    refusal("A3.2", "hidden", "blob", 404, notFound, "stop", u"may not see"_s, u"private"_s);
    refusal("A3.4", "date not valid", "commit", 422,
            R"({"message":"Validation Failed","errors":[{"resource":"Commit","field":"date","code":"invalid"}]})", "stop",
            u"Commit date invalid"_s, u"Change"_s);
    refusal("A3.5", "branch never comes", "ref", 404, notFound, "stop", u"branch"_s, u"private"_s);
    refusal("A3.5", "empty for too long", "ref", 409, "Git Repository is empty.", "stop", u"no commit"_s, u"seconds"_s);
    refusal("A3.7", "no fast forward", "push", 422, "Update is not a fast forward", "stop", u"somebody else"_s, u"again"_s);
    refusal("A3.7", "archived", "push", 403, "Repository was archived so is read-only.", "stop", u"archived"_s, u"Unarchive"_s);
    refusal("A3.7", "spending limit", "push", 403, "The spending limit of the account is reached.", "stop", u"spending limit"_s,
            u"this computer"_s);

    // -- A.4: secrets
    refusal("A4.1", "key never comes", "key", 404, notFound, "stop", u"key"_s, u"private"_s);
    refusal("A4.2", "no permission", "secret", 403, "Resource not accessible by personal access token", "stop", u"permission"_s,
            u"secrets=write"_s, {{"X-Accepted-GitHub-Permissions", "secrets=write"}});
    refusal("A4.2", "another key", "secret", 422, "Invalid key_id", "wait for decision", u"new key"_s, u"again"_s);
    refusal("A4.2", "name", "secret", 422, "Secret names must not start with GITHUB_", "stop", u"GITHUB_"_s, u"digits"_s);
    refusal("A4.2", "too large", "secret", 422, "Secret is too large", "stop", u"too large"_s, u"48 KB"_s);

    // -- A.5: looking
    refusal("A5.1", "Actions is disabled", "runs", 403, "Actions is disabled for this repository.", "wait for token", u"disabled"_s,
            u"settings"_s);
    refusal("A5.3", "run not to be seen", "run", 404, notFound, "look", u"may not see"_s, u"deleted"_s);
    refusal("A5.5", "run's jobs not to be seen", "jobs", 404, notFound, "look", u"may not see"_s, u"deleted"_s);
    refusal("A5.5", "not JSON", "jobs", 200, "{\"total_count\":", "wait for network", u"understood"_s, u"again"_s);

    // -- A.6: changing
    refusal("A6.1", "ended already", "cancel", 409, "Cannot cancel a workflow run that is completed.", "goes on");
    refusal("A6.2", "ended already, by force", "force-cancel", 409, "Cannot cancel a workflow run that is completed.", "goes on");
    refusal("A6.3", "too old", "rerun", 403, "Unable to retry this workflow run because it was created over a month ago",
            "wait for decision", u"month"_s, u"Run again"_s);
    refusal("A6.3", "cannot be retried", "rerun", 403, "This workflow run cannot be retried", "wait for decision", u"cannot"_s,
            u"Run again"_s);
    refusal("A6.3", "broken", "rerun", 403, "This workflow run cannot be re-run: the workflow file may be broken.", "wait for decision",
            u"broken"_s, u"Run again"_s);
    refusal("A6.3", "goes on", "rerun", 403, "The workflow run is already running", "wait for decision", u"running"_s, u"Wait"_s);

    // -- A.7: dispatch, which tells the truth
    refusal("A7", "no trigger", "dispatch", 422, "Workflow does not have 'workflow_dispatch' trigger", "wait for decision", u"not valid"_s,
            u"Actions page"_s);
    refusal("A7", "no ref", "dispatch", 422, "No ref found for: refs/heads/x", "look", u"branch"_s, u"again"_s);
    refusal("A7", "inputs", "dispatch", 422, "Unexpected inputs provided: [\\\"x\\\"]", "wait for decision", u"inputs"_s, u"again"_s);
    refusal("A7", "Actions disabled for the account", "dispatch", 422, "Actions has been disabled for this user.", "wait for token",
            u"your account"_s, u"support"_s);
    refusal("A7", "Actions disabled for the repository", "dispatch", 422, "Actions has been disabled for this repository.",
            "wait for token", u"owner"_s, u"settings"_s);
    refusal("A7", "workflow unknown", "dispatch", 404, notFound, "look", u"workflow"_s, u"deleted"_s);

    // -- A.8: logs and artifacts
    refusal("A8.1", "not ended", "logs", 404, notFound, "look", u"not yet"_s, u"ended"_s);
    refusal("A8.1", "expired", "logs", 410, "Server Error", "look", u"retention"_s, u"again"_s);
    refusal("A8.2", "never ran", "job log", 404, notFound, "look", u"not yet"_s, u"ended"_s);
    refusal("A8.2", "not at the storage", "job log", 404, "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code></Error>", "look",
            u"not yet"_s, u"ended"_s);
    refusal("A8.3", "not to be seen", "artifacts", 404, notFound, "look", u"artifacts"_s, u"deleted"_s);
    refusal("A8.5", "expired", "artifact", 410, "Artifact has expired", "look", u"retention"_s, u"again"_s);
    refusal("A8.5", "deleted", "artifact", 404, notFound, "look", u"deleted"_s, u"again"_s);

    // -- A.9: runners and policy: what may not be seen is left open
    refusal("A9.1", "not an admin", "repository's runners", 403, adminRights, "goes on");
    refusal("A9.2", "no admin:org", "runners", 403, adminRights, "goes on");
    refusal("A9.2", "not an organisation", "runners", 404, notFound, "goes on");
    refusal("A9.3", "no groups to be seen", "groups", 404, notFound, "goes on");
    refusal("A9.6", "rules not to be read", "permissions", 403, adminRights, "wait for token", u"administrator"_s, u"owner"_s);

    // -- A.10: check runs
    refusal("A10", "fine-grained token", "notes", 403, "Resource not accessible by personal access token", "wait for token",
            u"permission"_s, u"checks=read"_s, {{"X-Accepted-GitHub-Permissions", "checks=read"}});

    // -- E: limits; the token is fine
    const Headers exhausted{{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "RESET"}};
    const Headers plenty{{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "4000"}, {"x-ratelimit-reset", "RESET"}};
    refusal("E1", "primary, as 403", "jobs", 403, "API rate limit exceeded for user ID 1.", "wait for quota, 601 s", u"5000"_s,
            u"by itself"_s, exhausted);
    refusal("E1", "primary, as 429", "create", 429, "API rate limit exceeded", "wait for quota, 601 s", u"5000"_s, u"by itself"_s,
            exhausted);
    refusal("E4", "secondary with a time", "jobs", 403, "You have exceeded a secondary rate limit. Please wait a few minutes.",
            "wait for quota, 90 s", u"at once"_s, u"by itself"_s, {{"retry-after", "90"}});
    refusal("E5", "secondary as 429", "push", 429, "You have exceeded a secondary rate limit.", "wait for quota, 120 s", u"at once"_s,
            u"by itself"_s, {{"retry-after", "120"}});
    refusal("E7", "secondary without a time", "secret", 403, "You have exceeded a secondary rate limit.", "wait for quota, 60 s",
            u"at once"_s, u"by itself"_s, plenty);
    refusal("E7", "abuse detection, the old words", "tree", 403, "You have triggered an abuse detection mechanism.", "wait for quota, 60 s",
            u"at once"_s, u"by itself"_s);
    refusal("E8", "429 that says nothing", "artifacts", 429, "Too many requests", "wait for quota, 60 s", u"too many"_s, u"by itself"_s);

    // -- F: what surprises
    refusal("F3", "404 right after it was made, for too long", "tree", 409, "Git Repository is empty.", "stop", u"no commit"_s,
            u"seconds"_s);
    refusal("F6", "SSO with its page", "create for guild", 403, "Resource protected by organization SAML enforcement.", "stop",
            u"single sign-on"_s, u"good for an hour"_s,
            {{"X-GitHub-SSO", "required; url=https://github.com/orgs/guild/sso?authorization_request=A1"}},
            u"https://github.com/orgs/guild/sso?authorization_request=A1"_s);
    refusal("F6", "SSO, in words only", "create for guild", 403, "Resource protected by organization SAML enforcement.", "stop",
            u"single sign-on"_s, u"Configure SSO"_s);
    refusal("F6", "SSO while a job runs", "jobs", 403, "Resource protected by organization SAML enforcement.", "wait for token",
            u"single sign-on"_s, u"authorise"_s,
            {{"X-GitHub-SSO", "required; url=https://github.com/orgs/guild/sso?authorization_request=A2"}},
            u"https://github.com/orgs/guild/sso?authorization_request=A2"_s);
    refusal("F6", "SSO, partial results", "organisations", 200, R"([{"login":"guild","id":2}])", "goes on", {}, {},
            {{"X-GitHub-SSO", "partial-results; organizations=21955855,20582480"}});
    refusal("F7", "classic tokens are forbidden", "create for guild", 403, "`guild` forbids access via a personal access token (classic).",
            "stop", u"classic"_s, u"fine-grained"_s);
    refusal("F7", "fine-grained token lives too long", "create for guild", 403,
            "The 'guild' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 "
            "days.",
            "stop", u"fine-grained"_s, u"lifetime"_s);
    refusal("F8", "token waits for approval", "create for guild", 404, notFound, "stop", u"may not see"_s, u"fine-grained"_s);
    refusal("F9", "no permission", "push", 403, "Resource not accessible by personal access token", "stop", u"permission"_s,
            u"contents=write and workflows=write"_s, {{"X-Accepted-GitHub-Permissions", "contents=write, workflows=write"}});
    refusal("F9", "integration", "secret", 403, "Resource not accessible by integration", "stop", u"permission"_s, u"Secrets"_s);
    refusal("F9", "OAuth application not approved", "create for guild", 403,
            "Although you appear to have the correct authorization credentials, the `guild` organization has enabled OAuth App access "
            "restrictions",
            "stop", u"OAuth"_s, u"approve"_s);
    refusal("F9", "addresses", "create for guild", 403,
            "Although you appear to have the correct authorization credentials, the `guild` organization has an IP allow list enabled",
            "stop", u"addresses"_s, u"VPN"_s);
    refusal("F10", "e-mail, at a later write", "push", 403, "At least one email address must be verified to do that.", "stop", u"e-mail"_s,
            u"Verify"_s);
    refusal("F12", "flagged", "create", 403, "Your account was flagged.", "stop", u"flagged"_s, u"support"_s);
    refusal("F14", "push protection, at the push", "push", 422,
            R"({"message":"Repository rule violations found","metadata":{"secret_scanning":{"bypass_placeholders":[]}}})", "stop",
            u"push protection"_s, u"as a secret"_s);
    refusal("F14", "push protection, at the tree", "tree", 409,
            R"({"message":"Repository rule violations found","metadata":{"secret_scanning":{"bypass_placeholders":[]}}})", "stop",
            u"push protection"_s, u"as a secret"_s);
    refusal("F14", "push protection, in words", "put file", 409, "Repository rule violations found\\n\\nSecret detected in content", "stop",
            u"push protection"_s, u"as a secret"_s);
    refusal("F14", "another rule", "push", 422, "Repository rule violations found", "stop", u"rule"_s, u"another owner"_s);
}

PUNCHCARD_TEST(TstRefusalCases, tst_refusalcases)

#include "tst_refusalcases.moc"
