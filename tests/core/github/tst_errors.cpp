// SPDX-License-Identifier: MIT
#include "core/github/errors.h"

#include "core/base/maskforms.h"
#include "core/base/secretstring.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using Kind = Error::Kind;

namespace {

const Time now = fromEpoch(1'764'000'000'000);
constexpr qint64 never = -1;

http::Reply reply(int status, const QByteArray &message, const http::Headers &headers = {})
{
    QByteArray body = message;
    if (!message.startsWith('{') && !message.startsWith('<'))
        body = "{\"message\":\"" + message + "\",\"documentation_url\":\"https://docs.github.com/rest\",\"status\":\""
            + QByteArray::number(status) + "\"}";
    return {.status = status, .headers = headers, .body = body, .url = QUrl(u"https://api.github.com/repos/octo/demo?x=s3cret"_s)};
}

Doing doing(Deed deed)
{
    return {.deed = deed, .name = u"demo"_s, .repo = {.owner = u"octo"_s, .name = u"demo"_s}, .root = QUrl(u"https://api.github.com/"_s)};
}

// deed, answer; then: kind, a word of the sentence, a word of the remedy, the page, seconds until another try helps
void row(const char *name, Deed deed, const http::Reply &reply, Kind kind, const QString &what, const QString &remedy,
         const QString &page = {}, qint64 retry = never)
{
    QTest::newRow(name) << int(deed) << reply << int(kind) << what << remedy << page << retry;
}

} // namespace

class TstErrors : public QObject
{
    Q_OBJECT

private slots:
    void table_data();

    // Breaks for the user: "error 403", and no idea what to do.
    void table()
    {
        QFETCH(int, deed);
        QFETCH(http::Reply, reply);
        QFETCH(int, kind);
        QFETCH(QString, what);
        QFETCH(QString, remedy);
        QFETCH(QString, page);
        QFETCH(qint64, retry);
        const Error error = errorOf(reply, doing(Deed(deed)), now);
        QCOMPARE(kindName(error.kind), kindName(Kind(kind)));
        QVERIFY2(error.what.contains(what, Qt::CaseInsensitive), qPrintable(error.what));
        QVERIFY2(error.what.startsWith(failureOf(doing(Deed(deed))) + u": "_s) && error.what.endsWith(u'.'), qPrintable(error.what));
        QVERIFY2(!error.what.contains(u"%1"_s) && !error.remedy.contains(u"%1"_s), qPrintable(error.sentence()));
        QVERIFY2(error.remedy.contains(remedy, Qt::CaseInsensitive), qPrintable(error.remedy));
        QCOMPARE(error.page.toString(), page);
        QCOMPARE(error.retry.has_value(), retry != never);
        if (error.retry)
            QCOMPARE((error.retry->at - now).count(), retry * 1000);
        QCOMPARE(error.status, reply.status);
        QVERIFY(!error.detail.contains(u"s3cret"_s));
    }

    // Breaks for the user: a proxy's page shows the request's header, and with it their token is shown, stored and reported.
    void saysNothingOfOurToken_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("header");
        const QByteArray token = "canary+t0ken/4711";
        const QByteArray json = "{\"message\":\"No: " + token + "\",\"errors\":[\"" + token + "\"]}";
        const QByteArray page = "<html><h1>Bad gateway</h1><pre>Authorization: Bearer " + token + "</pre></html>";
        for (const int status : {400, 401, 403, 404, 409, 410, 413, 422, 429, 451, 500, 502, 503, 599}) {
            QTest::addRow("%d, JSON", status) << status << json << QByteArray();
            QTest::addRow("%d, a page", status) << status << page << QByteArray();
        }
        QTest::newRow("scopes") << 403 << json << QByteArray("X-OAuth-Scopes");
        QTest::newRow("wanted scopes") << 403 << json << QByteArray("X-Accepted-OAuth-Scopes");
        QTest::newRow("permissions") << 403 << QByteArray("{\"message\":\"Resource not accessible by token\"}")
                                     << QByteArray("X-Accepted-GitHub-Permissions");
        QTest::newRow("in base64") << 422 << QByteArray("{\"message\":\"Basic " + QByteArray("x:" + token).toBase64() + "\"}")
                                   << QByteArray();
    }
    void saysNothingOfOurToken()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, header);
        const SecretString token(QByteArray("canary+t0ken/4711"));
        http::Reply answer = reply(status, body);
        answer.headers = {{"X-OAuth-Scopes", "gist"}};
        if (!header.isEmpty())
            answer.headers.prepend(std::pair(header, token.bytes().toByteArray()));
        for (const Deed deed : {Deed::ReadUser, Deed::CreateRepository, Deed::SaveArtifact}) {
            const Error error = errorOf(answer, doing(deed), now);
            const QByteArray all = (error.sentence() + error.said + error.detail).toUtf8();
            for (const QByteArray &form : maskForms(token.bytes()))
                QVERIFY2(!all.contains(form), all);
        }
    }

    // A bare 404, not a 403: the only hint is what was written.
    void workflowScope()
    {
        Doing writing = doing(Deed::PutFile);
        writing.writesWorkflow = true;
        const Error error = errorOf(reply(404, "Not Found"), writing, now);
        QCOMPARE(error.kind, Kind::Missing);
        QVERIFY(error.what.contains(u"workflow"_s));
        QCOMPARE(error.page, QUrl(u"https://github.com/settings/tokens"_s));
    }

    void noPagesOfThisComputer()
    {
        Doing here = doing(Deed::ReadRepository);
        here.root = QUrl(u"http://127.0.0.1:999/"_s);
        QVERIFY(errorOf(reply(404, "Not Found"), here, now).page.isEmpty());
        QVERIFY(errorOf(reply(500, "x"), here, now).page.isEmpty());
    }

    void pagesOfAnEnterpriseServer()
    {
        Doing there = doing(Deed::DeleteRepository);
        there.root = QUrl(u"https://git.example.org/api/v3/"_s);
        QCOMPARE(errorOf(reply(403, "Must have admin rights to Repository."), there, now).page,
                 QUrl(u"https://git.example.org/octo/demo/settings"_s));
    }

    // Breaks for the user: in a hotel they are told that GitHub is broken.
    void pageInsteadOfAnAnswer()
    {
        const http::Reply page{
            .status = 200, .headers = {{"Content-Type", "text/html; charset=utf-8"}}, .body = "<html>Welcome to the hotel</html>"};
        const Error error = malformed(page, doing(Deed::ReadUser), u"x"_s, now);
        QCOMPARE(error.kind, Kind::Malformed);
        QVERIFY(error.what.contains(u"web page"_s));
        QVERIFY(error.remedy.contains(u"network"_s));
        QVERIFY(error.retry && error.retry->at > now + std::chrono::seconds(30));
        const Error cut = malformed({.status = 200, .body = "{\"a\":"}, doing(Deed::ReadUser), u"unterminated"_s, now);
        QVERIFY(cut.detail.contains(u"unterminated"_s));
        QVERIFY(cut.retry && cut.retry->at == now);
    }

    void said()
    {
        QCOMPARE(
            saidBy(reply(
                422,
                R"({"message":"Validation Failed","errors":[{"message":"a"},"b",{"resource":"R","field":"f","code":"missing"},"a"]})")),
            u"Validation Failed; a; b; R f missing"_s);
        QCOMPARE(saidBy(reply(422, R"({"message":"M","errors":"plain"})")), u"M; plain"_s);
        QCOMPARE(saidBy(reply(502, "<html><h1>Bad</h1> gateway</html>")), u"Bad gateway"_s);
        QCOMPARE(saidBy({.status = 500, .body = {}}), QString());
        QVERIFY(saidBy({.status = 500, .body = QByteArray(100'000, 'x')}).size() <= 1000);
    }

    void scopes()
    {
        QCOMPARE(scopesOf({.headers = {{"X-OAuth-Scopes", "repo, workflow,delete_repo "}}}),
                 std::optional(QStringList{u"repo"_s, u"workflow"_s, u"delete_repo"_s}));
        QCOMPARE(scopesOf({.headers = {{"X-OAuth-Scopes", ""}}}), std::nullopt);
        QCOMPARE(scopesOf({}), std::nullopt);
    }

    void fate()
    {
        const Error lost{.kind = Kind::Unreachable, .what = u"The connection broke."_s, .retry = Retry{now}, .detail = u"d"_s};
        const Error error = unknownFate(lost, doing(Deed::Rerun));
        QCOMPARE(error.kind, Kind::Unreachable);
        QVERIFY(!error.retry);
        QVERIFY(error.detail.contains(u"The connection broke."_s));
        QVERIFY(!error.remedy.isEmpty());
    }
};

void TstErrors::table_data()
{
    QTest::addColumn<int>("deed");
    QTest::addColumn<http::Reply>("reply");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    QTest::addColumn<QString>("page");
    QTest::addColumn<qint64>("retry");

    const QString tokens = u"https://github.com/settings/tokens"_s;
    const QString repo = u"https://github.com/octo/demo"_s;
    const QString settings = repo + u"/settings"_s;

    // -- 400, 401, 410, 451 and their like
    row("400 body", Deed::PutFile, reply(400, "Problems parsing JSON"), Kind::Malformed, u"understand"_s, u"Diagnostics"_s);
    row("400 array", Deed::PutFile, reply(400, "Body should be a JSON object"), Kind::Malformed, u"understand"_s, u"Diagnostics"_s);
    row("400 version", Deed::ReadUser, reply(400, "2031-01-01 is not a supported version of the REST API"), Kind::Refused, u"version"_s,
        u"Update"_s);
    row("400 version, unknown", Deed::ReadUser, reply(400, "Invalid API version: 2031-01-01"), Kind::Refused, u"version"_s, u"Update"_s);
    row("410 version", Deed::ReadUser, reply(410, "This API version is no longer supported"), Kind::Refused, u"version"_s, u"Update"_s);
    row("401", Deed::CreateRepository, reply(401, "Bad credentials"), Kind::Denied, u"not valid"_s, u"new token"_s, tokens);
    row("407", Deed::ReadUser, reply(407, "<html>Proxy</html>"), Kind::Denied, u"proxy"_s, u"system"_s);
    row("413", Deed::Upload, reply(413, "too big"), Kind::Refused, u"too large"_s, u"Leave"_s);
    row("451", Deed::CreateRepository, reply(451, "Repository access blocked"), Kind::Denied, u"law"_s, u"another owner"_s);

    // -- limits: the token is fine
    row("403 primary", Deed::ListJobs,
        reply(403, "API rate limit exceeded for user ID 1.",
              {{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1764000600"}}),
        Kind::Throttled, u"5000"_s, u"by itself"_s, {}, 601);
    // Our clock is an hour slow: the server's Date counts.
    row("429 primary, wrong clock", Deed::ListJobs,
        reply(429, "API rate limit exceeded",
              {{"x-ratelimit-limit", "5000"},
               {"x-ratelimit-remaining", "0"},
               {"x-ratelimit-reset", "1764003720"},
               {"Date", "Mon, 24 Nov 2025 17:00:00 GMT"}}),
        Kind::Throttled, u"5000"_s, u"by itself"_s, {}, 121);
    row("403 secondary", Deed::CreateRepository,
        reply(403, "You have exceeded a secondary rate limit. Please wait a few minutes.", {{"retry-after", "90"}}), Kind::Throttled,
        u"at once"_s, u"by itself"_s, {}, 90);
    row("403 secondary, no time", Deed::CreateRepository,
        reply(403, "You have exceeded a secondary rate limit.", {{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "4000"}}),
        Kind::Throttled, u"at once"_s, u"by itself"_s, {}, 60);
    row("403 abuse", Deed::CreateRepository, reply(403, "You have triggered an abuse detection mechanism."), Kind::Throttled, u"at once"_s,
        u"by itself"_s, {}, 60);
    row("429 bare", Deed::ListJobs, reply(429, "Too many requests"), Kind::Throttled, u"too many"_s, u"by itself"_s, {}, 60);
    row("403 after wrong logins", Deed::ReadUser, reply(403, "Maximum number of login attempts exceeded. Please try again later."),
        Kind::Throttled, u"login"_s, u"old token"_s, {}, 600);

    // -- 403: rights
    row("403 SSO", Deed::CreateRepository,
        reply(403, "Resource protected by organization SAML enforcement.",
              {{"X-GitHub-SSO", "required; url=https://github.com/orgs/octo/sso?authorization_request=A1"}}),
        Kind::Denied, u"single sign-on"_s, u"authorise"_s, u"https://github.com/orgs/octo/sso?authorization_request=A1"_s);
    row("403 SSO, no page", Deed::CreateRepository, reply(403, "Resource protected by organization SAML enforcement."), Kind::Denied,
        u"single sign-on"_s, u"Configure SSO"_s, tokens);
    row("403 SSO, page elsewhere", Deed::ReadRepository, reply(403, "SAML", {{"X-GitHub-SSO", "required; url=javascript:alert(1)"}}),
        Kind::Denied, u"single sign-on"_s, u"authorise"_s, tokens);
    row("403 delete_repo", Deed::DeleteRepository, reply(403, "Must have admin rights to Repository."), Kind::Denied, u"delete_repo"_s,
        u"by hand"_s, settings);
    row("403 admin", Deed::ListRuns, reply(403, "Must have admin rights to Repository."), Kind::Denied, u"administrator"_s, u"owner"_s,
        repo);
    row("403 members may not delete", Deed::DeleteRepository, reply(403, "Organization members cannot delete repositories."), Kind::Denied,
        u"members"_s, u"owner"_s, settings);
    row("403 members may not create", Deed::CreateRepository,
        reply(403, "You need admin access to the organization before adding a repository to it."), Kind::Denied, u"organisation"_s,
        u"approved"_s);
    row("403 e-mail", Deed::CreateRepository, reply(403, "At least one email address must be verified to do that."), Kind::Denied,
        u"e-mail"_s, u"Verify"_s, u"https://github.com/settings/emails"_s);
    row("403 permission", Deed::PutSecret,
        reply(403, "Resource not accessible by personal access token",
              {{"X-Accepted-GitHub-Permissions", "secrets=write; organization_secrets=write"}}),
        Kind::Denied, u"permission"_s, u"secrets=write or organization_secrets=write"_s, tokens);
    row("403 integration", Deed::PutSecret, reply(403, "Resource not accessible by integration"), Kind::Denied, u"permission"_s,
        u"Secrets"_s, tokens);
    row("403 scope", Deed::CreateRepository,
        reply(403, "Forbidden", {{"X-OAuth-Scopes", "gist, read:org"}, {"X-Accepted-OAuth-Scopes", "public_repo, repo"}}), Kind::Denied,
        u"gist, read:org"_s, u"public_repo, repo"_s, tokens);
    row("403 scope is there", Deed::CreateRepository,
        reply(403, "Forbidden", {{"X-OAuth-Scopes", "repo"}, {"X-Accepted-OAuth-Scopes", "public_repo"}}), Kind::Denied, u"refused"_s,
        u"Forbidden"_s, tokens);
    row("403 classic tokens", Deed::CreateRepository, reply(403, "`octo` forbids access via a personal access token (classic)."),
        Kind::Denied, u"classic"_s, u"fine-grained"_s, tokens);
    row("403 fine-grained tokens", Deed::CreateRepository,
        reply(403,
              "The 'octo' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than "
              "366 days."),
        Kind::Denied, u"fine-grained"_s, u"lifetime"_s, tokens);
    row("403 OAuth application", Deed::CreateRepository, reply(403, "the `octo` organization has enabled OAuth App access restrictions"),
        Kind::Denied, u"OAuth"_s, u"approve"_s);
    row("403 addresses", Deed::CreateRepository, reply(403, "the `octo` organization has an IP allow list enabled"), Kind::Denied,
        u"addresses"_s, u"VPN"_s);
    row("403 workflow scope", Deed::WriteRef,
        reply(403,
              "refusing to allow a Personal Access Token to create or update workflow `.github/workflows/x.yml` without `workflow` scope"),
        Kind::Denied, u"workflow"_s, u"scope"_s, tokens);
    row("403 suspended", Deed::ReadUser, reply(403, "Sorry. Your account was suspended."), Kind::Denied, u"suspended"_s, u"support"_s);
    row("403 flagged", Deed::CreateRepository, reply(403, "Your account was flagged."), Kind::Denied, u"flagged"_s, u"support"_s);
    row("403 spending limit", Deed::WriteRef, reply(403, "The spending limit of the account is reached."), Kind::Denied,
        u"spending limit"_s, u"this computer"_s);
    row("403 blocked", Deed::ReadRepository, reply(403, "Repository access blocked"), Kind::Denied, u"blocked"_s, u"support"_s, repo);
    row("403 Actions off", Deed::ListRuns, reply(403, "Actions is disabled for this repository."), Kind::Denied, u"disabled"_s,
        u"settings"_s, settings + u"/actions"_s);
    row("403 archived", Deed::PutFile, reply(403, "Repository was archived so is read-only."), Kind::Denied, u"archived"_s, u"Unarchive"_s,
        settings);
    row("403 no user agent", Deed::ReadUser,
        reply(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."), Kind::Refused,
        u"rule"_s, u"proxy"_s);
    row("403 unknown", Deed::PutFile, reply(403, "Something quite new"), Kind::Denied, u"refused"_s, u"Something quite new"_s, tokens);

    // -- 404
    row("404 hidden", Deed::ReadRepository, reply(404, "Not Found"), Kind::Missing, u"may not see"_s, u"private"_s, repo);
    row("404 log", Deed::SaveLog, reply(404, "Not Found"), Kind::Missing, u"not yet"_s, u"ended"_s);
    row("404 log at the storage", Deed::SaveLog, reply(404, "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code></Error>"),
        Kind::Missing, u"not yet"_s, u"ended"_s);
    row("404 artifact", Deed::SaveArtifact, reply(404, "Not Found"), Kind::Missing, u"deleted"_s, u"again"_s);
    row("404 organisation", Deed::CreateRepository, reply(404, "Not Found"), Kind::Missing, u"organisation"_s, u"owner"_s, tokens);
    row("404 no API", Deed::ReadUser, reply(404, "Not Found"), Kind::Missing, u"does not know"_s, u"/api/v3"_s);

    // -- 409
    row("409 empty", Deed::Upload, reply(409, "Git Repository is empty."), Kind::Conflict, u"no commit"_s, u"seconds"_s);
    row("409 moved", Deed::PutFile, reply(409, ".github/x is at 123 but expected 456"), Kind::Conflict, u"somebody else"_s, u"Try again"_s);
    row("409 rules", Deed::PutFile, reply(409, "Repository rule violations found"), Kind::Refused, u"rule"_s, u"settings"_s, settings);
    row("409 ended", Deed::CancelRun, reply(409, "Cannot cancel a workflow run that is completed."), Kind::Conflict, u"ended"_s,
        u"nothing"_s);
    row("409 delete", Deed::DeleteRepository, reply(409, "Conflict"), Kind::Conflict, u"contradicts"_s, u"again"_s, repo, 2);

    // -- 410
    row("410 artifact", Deed::SaveArtifact, reply(410, "Artifact has expired"), Kind::Missing, u"retention"_s, u"again"_s, settings);
    row("410 log", Deed::SaveLog, reply(410, "Server Error"), Kind::Missing, u"retention"_s, u"again"_s, settings);

    // -- 422
    row("422 name", Deed::CreateRepository,
        reply(
            422,
            R"({"message":"Repository creation failed.","errors":[{"resource":"Repository","code":"custom","field":"name","message":"name already exists on this account"}]})"),
        Kind::Conflict, u"already"_s, u"another name"_s, repo);
    row("422 visibility", Deed::CreateRepository,
        reply(422, R"({"message":"Validation Failed","errors":["Visibility can't be public. Please contact your admin."]})"), Kind::Refused,
        u"visibility"_s, u"private"_s);
    row("422 repository's name", Deed::CreateRepository,
        reply(422, R"({"message":"Repository creation failed.","errors":[{"message":"name is too long: at most 100 characters"}]})"),
        Kind::Refused, u"too long"_s, u"letters"_s);
    row("422 properties", Deed::CreateRepository,
        reply(422, R"({"message":"Validation Failed","errors":[{"message":"Custom properties must be set: team"}]})"), Kind::Refused,
        u"team"_s, u"owner"_s);
    row("422 push protection, secrets", Deed::WriteRef, reply(422, "Push cannot contain secrets"), Kind::Refused, u"push protection"_s,
        u"secret"_s);
    row("422 push protection, one secret", Deed::PutFile, reply(422, "Secret detected in content"), Kind::Refused, u"push protection"_s,
        u"secret"_s);
    row("422 push protection", Deed::PutFile,
        reply(422, R"({"message":"Repository rule violations found","metadata":{"secret_scanning":{"bypass_placeholders":[]}}})"),
        Kind::Refused, u"push protection"_s, u"secret"_s);
    row("422 Actions off for the user", Deed::Dispatch, reply(422, "Actions has been disabled for this user."), Kind::Denied,
        u"your account"_s, u"support"_s);
    row("422 Actions off", Deed::Dispatch, reply(422, "Actions has been disabled for this repository."), Kind::Denied, u"Actions"_s,
        u"settings"_s, settings + u"/actions"_s);
    row("422 no trigger", Deed::Dispatch, reply(422, "Workflow does not have 'workflow_dispatch' trigger"), Kind::Refused, u"not valid"_s,
        u"Actions page"_s, repo);
    row("422 no ref", Deed::Dispatch, reply(422, "No ref found for: refs/heads/x"), Kind::Missing, u"branch"_s, u"again"_s, repo);
    row("422 inputs", Deed::Dispatch, reply(422, "Unexpected inputs provided: [\\\"x\\\"]"), Kind::Refused, u"inputs"_s, u"again"_s);
    row("422 ref exists", Deed::WriteRef, reply(422, "Reference already exists"), Kind::Conflict, u"other content"_s, u"another name"_s);
    row("422 ref does not", Deed::WriteRef, reply(422, "Reference does not exist"), Kind::Missing, u"none"_s, u"deleted"_s, repo);
    row("422 fast forward", Deed::WriteRef, reply(422, "Update is not a fast forward"), Kind::Conflict, u"somebody else"_s, u"Try again"_s);
    row("422 sha", Deed::PutFile, reply(422, "Invalid request.\\n\\n\\\"sha\\\" wasn't supplied."), Kind::Conflict, u"already"_s,
        u"another"_s, repo);
    row("422 key", Deed::PutSecret, reply(422, "Invalid key_id"), Kind::Conflict, u"new key"_s, u"sealed"_s, {}, 15);
    row("422 secret's name", Deed::PutSecret, reply(422, "Secret names must not start with GITHUB_"), Kind::Refused, u"GITHUB_"_s,
        u"digits"_s);
    row("422 secret too large", Deed::PutSecret, reply(422, "Secret is too large"), Kind::Refused, u"too large"_s, u"48 KB"_s);
    row("422 unknown", Deed::PutFile,
        reply(422, R"({"message":"Validation Failed","errors":[{"resource":"Commit","field":"date","code":"invalid"}]})"), Kind::Refused,
        u"Commit date invalid"_s, u"Change"_s);

    // -- runs
    row("403 rerun, old", Deed::Rerun, reply(403, "Unable to retry this workflow run because it was created over a month ago"),
        Kind::Refused, u"month"_s, u"Run again"_s);
    row("403 rerun, broken", Deed::Rerun, reply(403, "This workflow run cannot be re-run: the workflow file may be broken."), Kind::Refused,
        u"broken"_s, u"Run again"_s);
    row("403 rerun, cannot", Deed::Rerun, reply(403, "This workflow run cannot be retried"), Kind::Refused, u"cannot"_s, u"Run again"_s);
    row("403 rerun, running", Deed::Rerun, reply(403, "The workflow run is already running"), Kind::Conflict, u"running"_s, u"Wait"_s);

    // -- the server
    row("500", Deed::ListJobs, reply(500, "Server Error"), Kind::Unreachable, u"500"_s, u"by itself"_s, u"https://www.githubstatus.com/"_s,
        0);
    row("502 page", Deed::ListJobs, reply(502, "<html><h1>Unicorn!</h1></html>"), Kind::Unreachable, u"502"_s, u"by itself"_s,
        u"https://www.githubstatus.com/"_s, 0);
    row("503 with time", Deed::ListJobs, reply(503, "Unavailable", {{"Retry-After", "30"}}), Kind::Unreachable, u"503"_s, u"by itself"_s,
        u"https://www.githubstatus.com/"_s, 30);
    row("418", Deed::ListJobs, reply(418, "teapot"), Kind::Malformed, u"418"_s, u"address"_s, {}, 0);
}

PUNCHCARD_TEST(TstErrors, tst_errors)

#include "tst_errors.moc"
