// SPDX-License-Identifier: MIT
// Whole jobs that GitHub refuses, or lets wait: what becomes of the job, what the user reads, and that nothing stays on the
// server that nobody is told of. The numbers go on where core/jobs/tst_refusalcases has the single requests; the sources are
// the rows of github-api.md.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <QSaveFile>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr int jobSpeed = 120;

/// How it ends.
struct RefusedJob
{
    QStringList arguments = {};
    QByteArray script = {}; ///< after the line that says that it runs
    QJsonArray faults = {};
    int code = 3;
    QString outcome = u"refused"_s;
    QString message = {}; ///< words of the job's error
    QString remedy = {};
    QString page = {};
    QString waits = {}; ///< for what, before that
    bool creates = false; ///< a repository is made at all
    bool runs = false;
    bool stays = false; ///< its repository, at the end
    bool isListed = false; ///< among the left-overs
};

QJsonObject answer(const QString &match, int status, const QJsonValue &body, const QJsonObject &headers = {}, int times = -1)
{
    return {{u"match"_s, match}, {u"fault"_s, u"status"_s}, {u"status"_s, status},
            {u"times"_s, times}, {u"body"_s, body},         {u"headers"_s, headers}};
}

QJsonObject says(const QString &message)
{
    return {{u"message"_s, message}, {u"documentation_url"_s, u"https://docs.github.com/rest"_s}};
}

const QString createOwn = u"^POST /user/repos$"_s;
const QString createForGuild = u"^POST /orgs/guild/repos$"_s;
const QString makeTree = u"^POST .*/git/trees$"_s;
const QString push = u"^PATCH .*/git/refs/heads/main$"_s;
const QString listRuns = u"^GET .*/actions/runs$"_s;
const QString listJobs = u"^GET .*/actions/runs/[0-9]+/jobs$"_s;
const QStringList guild{u"--owner"_s, u"guild"_s};
const QString unpaid = uR"([{"annotation_level":"failure","message":"The job was not started because recent account payments )"_s
                       uR"(have failed or your spending limit needs to be increased."}])"_s;
const QJsonObject noRuns{{u"total_count"_s, 0}, {u"workflow_runs"_s, QJsonArray()}};

} // namespace

Q_DECLARE_METATYPE(RefusedJob)

class TstRefusedJobs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void jobs_data();
    void jobs();
    void cleanupTestCase() const { qInfo("%d cases of refusals, whole jobs", m_cases); }

private:
    void refused(const char *source, const char *name, const RefusedJob &job);
    void setFaults(const QJsonArray &faults) const;
    [[nodiscard]] qsizetype leftOvers() const;

    PunchHome m_home;
    Witness m_witness;
    QStringList m_clock;
    int m_cases = 0;
};

void TstRefusedJobs::initTestCase()
{
    m_clock = {u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(jobSpeed).arg(QDateTime::currentMSecsSinceEpoch())};
    QVERIFY(
        m_home.startHub(m_clock + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + m_home.path(u"faults.json"_s), u"PUNCHCARD_HUB_ORGS=guild"_s}));
    m_home.write(u"secrets/api-key"_s, "swordfish\n");
}

void TstRefusedJobs::cleanup()
{
    setFaults({});
    for (const QJsonValue repository : m_home.repositories())
        (void)m_home.hub().send("DELETE", u"/repos/"_s + repository[u"full_name"].toString());
}

void TstRefusedJobs::setFaults(const QJsonArray &faults) const
{
    QSaveFile file(m_home.path(u"faults.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(faults).toJson()) < 0 || !file.commit())
        qFatal("the faults cannot be written");
}

qsizetype TstRefusedJobs::leftOvers() const
{
    // The list has what is found on the server too; a refused job is to be written down.
    const QByteArrayList lines = punch(m_home, {u"leftovers"_s, u"--json"_s}, m_clock).out.split('\n');
    return std::ranges::count_if(lines, [](const QByteArray &line) { return line.contains("\"recorded\":true"); });
}

void TstRefusedJobs::refused(const char *source, const char *name, const RefusedJob &job)
{
    const QByteArray tag = 'J' + QByteArray::number(++m_cases) + " (" + source + ") " + name;
    QTest::newRow(tag.constData()) << job;
}

void TstRefusedJobs::jobs_data()
{
    QTest::addColumn<RefusedJob>("job");

    // -- the account and the protocol: known before anything is made
    refused("0", "retired version of the API",
            {.faults = {answer(u"^GET /user$"_s, 410, says(u"This API version is no longer supported"_s))},
             .message = u"no longer speaks"_s,
             .remedy = u"Update"_s});
    refused("0", "unknown version of the API",
            {.faults = {answer(u"^GET /user$"_s, 400, says(u"Invalid API version: 2022-11-28"_s))},
             .message = u"version"_s,
             .remedy = u"Update"_s});
    refused("A1.1", "bad token",
            {.faults = {answer(u"^GET /user$"_s, 401, says(u"Bad credentials"_s))}, .message = u"not valid"_s, .remedy = u"new token"_s});
    refused("A2.1", "e-mail not verified",
            {.faults = {answer(createOwn, 403, says(u"At least one email address must be verified to do that."_s))},
             .message = u"e-mail address is not verified"_s,
             .remedy = u"Verify"_s});
    refused("A2.1", "name taken by a stranger's",
            {.faults = {answer(createOwn, 422,
                               QJsonObject{{u"message"_s, u"Repository creation failed."_s},
                                           {u"errors"_s,
                                            QJsonArray{QJsonObject{{u"resource"_s, u"Repository"_s},
                                                                   {u"code"_s, u"custom"_s},
                                                                   {u"field"_s, u"name"_s},
                                                                   {u"message"_s, u"name already exists on this account"_s}}}}}),
                        answer(u"^GET /repos/local/[^/]+$"_s, 200,
                               QJsonObject{{u"id"_s, 5},
                                           {u"name"_s, u"another"_s},
                                           {u"full_name"_s, u"local/another"_s},
                                           {u"owner"_s, QJsonObject{{u"login"_s, u"local"_s}}},
                                           {u"description"_s, u"a stranger's"_s},
                                           {u"default_branch"_s, u"main"_s}})},
             .message = u"one of this name already"_s,
             .remedy = u"another name"_s});
    refused("A2.1", "trade restrictions",
            {.faults = {answer(createOwn, 451, says(u"Repository access blocked"_s))},
             .message = u"the law forbids"_s,
             .remedy = u"another owner"_s});

    // -- the organisation's rules
    refused(
        "A2.2", "members may not create repositories",
        {.arguments = guild,
         .faults = {answer(createForGuild, 403, says(u"You need admin access to the organization before adding a repository to it."_s))},
         .message = u"does not let you"_s,
         .remedy = u"Ask an owner"_s});
    refused("A2.2", "not to be seen, or the application not approved",
            {.arguments = guild,
             .faults = {answer(createForGuild, 404, says(u"Not Found"_s))},
             .message = u"may not see it"_s,
             .remedy = u"OAuth application"_s});
    refused("F6", "single sign-on",
            {.arguments = guild,
             .faults = {answer(
                 createForGuild, 403,
                 says(u"Resource protected by organization SAML enforcement. You must grant your token access to this organization."_s),
                 {{u"X-GitHub-SSO"_s, u"required; url=https://github.com/orgs/guild/sso?authorization_request=A1"_s}})},
             .message = u"single sign-on"_s,
             .remedy = u"authorise the token"_s,
             .page = u"https://github.com/orgs/guild/sso?authorization_request=A1"_s});
    refused(
        "F7", "classic tokens are forbidden",
        {.arguments = guild,
         .faults = {answer(
             createForGuild, 403,
             says(
                 u"`guild` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions."_s))},
         .message = u"does not allow classic tokens"_s,
         .remedy = u"fine-grained"_s});
    refused(
        "F9", "application not approved",
        {.arguments = guild,
         .faults = {answer(
             createForGuild, 403,
             says(
                 u"Although you appear to have the correct authorization credentials, the `guild` organization has enabled OAuth App access restrictions, meaning that data access to third-parties is limited."_s))},
         .message = u"OAuth application"_s,
         .remedy = u"approve"_s});

    // -- refused later: what was made is taken back
    refused("A3.1", "no workflow scope: 404 and not 403",
            {.faults = {answer(makeTree, 404, says(u"Not Found"_s))},
             .message = u"“workflow” scope"_s,
             .remedy = u"Workflows: write"_s,
             .creates = true});
    refused("F14", "a token in the script, at the tree",
            {.faults = {answer(
                 makeTree, 409,
                 QJsonObject{{u"message"_s, u"Repository rule violations found"_s},
                             {u"metadata"_s, QJsonObject{{u"secret_scanning"_s, QJsonObject{{u"bypass_placeholders"_s, QJsonArray()}}}}}})},
             .message = u"push protection found a token"_s,
             .remedy = u"pass it as a secret"_s,
             .creates = true});
    refused("F14", "a token in the script, at the push",
            {.faults = {answer(
                 push, 422,
                 QJsonObject{{u"message"_s, u"Repository rule violations found"_s},
                             {u"metadata"_s, QJsonObject{{u"secret_scanning"_s, QJsonObject{{u"bypass_placeholders"_s, QJsonArray()}}}}}})},
             .message = u"push protection found a token"_s,
             .remedy = u"pass it as a secret"_s,
             .creates = true});
    refused("F9", "no permission for secrets",
            {.arguments = {u"--secrets-from"_s, u"SECRETS"_s},
             .faults = {answer(u"^PUT .*/actions/secrets/API_KEY$"_s, 403, says(u"Resource not accessible by personal access token"_s),
                               {{u"X-Accepted-GitHub-Permissions"_s, u"secrets=write"_s}})},
             .message = u"lacks a permission"_s,
             .remedy = u"secrets=write"_s,
             .creates = true});
    refused("A3.7", "spending limit",
            {.faults = {answer(push, 403, says(u"The spending limit of the account is reached."_s))},
             .message = u"spending limit"_s,
             .remedy = u"this computer"_s,
             .creates = true});

    // -- pushed, and no run ever
    const QJsonObject offForUser = says(u"Actions has been disabled for this user."_s);
    const QJsonObject offForRepository = says(u"Actions has been disabled for this repository."_s);
    const QString dispatch = u"^POST .*/dispatches$"_s;
    refused("F5", "Actions disabled for the account",
            {.faults = {answer(listRuns, 200, noRuns), answer(dispatch, 422, offForUser)},
             .message = u"disabled Actions for your account"_s,
             .remedy = u"support"_s,
             .creates = true,
             .runs = true});
    refused("F5", "Actions disabled for the repository",
            {.faults = {answer(listRuns, 200, noRuns), answer(dispatch, 422, offForRepository)},
             .message = u"disabled for this repository"_s,
             .remedy = u"Allow Actions"_s,
             .creates = true,
             .runs = true});
    refused("F5", "the same, its repository is kept",
            {.arguments = {u"--delete=false"_s},
             .faults = {answer(listRuns, 200, noRuns), answer(dispatch, 422, offForRepository)},
             .message = u"disabled for this repository"_s,
             .remedy = u"Allow Actions"_s,
             .creates = true,
             .runs = true,
             .stays = true});
    refused("A9.6", "switched off by the rules",
            {.faults = {answer(listRuns, 200, noRuns), answer(u"^GET .*/actions/permissions$"_s, 200, QJsonObject{{u"enabled"_s, false}})},
             .message = u"switched off for local/"_s,
             .remedy = u"Switch it on"_s,
             .creates = true,
             .runs = true});
    refused("F11", "ended by billing before a runner took it",
            {.script = "exit 1\n",
             .faults = {answer(listJobs, 200,
                               QJsonObject{{u"total_count"_s, 1},
                                           {u"jobs"_s,
                                            QJsonArray{QJsonObject{{u"id"_s, 9},
                                                                   {u"run_id"_s, 7},
                                                                   {u"run_attempt"_s, 1},
                                                                   {u"name"_s, u"job"_s},
                                                                   {u"status"_s, u"completed"_s},
                                                                   {u"conclusion"_s, u"failure"_s},
                                                                   {u"steps"_s, QJsonArray()}}}}}),
                        answer(u"^GET .*/check-runs/9/annotations$"_s, 200, unpaid)},
             .message = u"spending limit needs to be increased"_s,
             .remedy = u"billing"_s,
             .creates = true,
             .runs = true});

    // -- it waits, and goes on
    const RefusedJob fine{.code = 0, .outcome = u"succeeded"_s, .creates = true, .runs = true};
    const auto after = [&fine](const QString &waits, const QJsonObject &fault) {
        RefusedJob job = fine;
        job.waits = waits;
        job.faults = {fault};
        return job;
    };
    refused("F6", "single sign-on while it runs",
            after(u"token"_s,
                  answer(listJobs, 403, says(u"Resource protected by organization SAML enforcement."_s),
                         {{u"X-GitHub-SSO"_s, u"required; url=https://github.com/orgs/guild/sso?authorization_request=A2"_s}}, 2)));
    refused("A1.1", "token expires while it runs", after(u"token"_s, answer(listJobs, 401, says(u"Bad credentials"_s), {}, 2)));
    refused(
        "E4", "secondary limit before it is made",
        after(u"quota"_s, answer(createOwn, 403, says(u"You have exceeded a secondary rate limit."_s), {{u"retry-after"_s, u"60"_s}}, 1)));
    refused("E5", "secondary limit at the push",
            after(u"quota"_s, answer(push, 429, says(u"You have exceeded a secondary rate limit."_s), {{u"retry-after"_s, u"60"_s}}, 1)));
    refused("E7", "secondary limit without a time, while it runs",
            after(u"quota"_s, answer(listJobs, 403, says(u"You have exceeded a secondary rate limit."_s), {}, 1)));
    refused("F3", "not known everywhere yet", after({}, answer(u"^GET .*/git/ref/heads/main$"_s, 404, says(u"Not Found"_s), {}, 3)));
    refused("F1", "its run appears late", after({}, answer(listRuns, 200, noRuns, {}, 6)));

    // -- it ends well, and something stays
    refused("A2.4", "no delete_repo",
            {.faults = {answer(u"^DELETE /repos/[^/]+/[^/]+$"_s, 403, says(u"Must have admin rights to Repository."_s))},
             .code = 0,
             .outcome = u"succeeded"_s,
             .message = u"could not be deleted and stays"_s,
             .remedy = u"scope"_s,
             .creates = true,
             .runs = true,
             .stays = true,
             .isListed = true});
    refused("A2.4", "members may not delete",
            {.arguments = guild,
             .faults = {answer(u"^DELETE /repos/[^/]+/[^/]+$"_s, 403, says(u"Organization members cannot delete repositories."_s))},
             .code = 0,
             .outcome = u"succeeded"_s,
             .message = u"could not be deleted and stays"_s,
             .remedy = u"owner"_s,
             .creates = true,
             .runs = true,
             .stays = true,
             .isListed = true});
    refused("A2.4", "refused, and then no delete_repo",
            {.faults = {answer(makeTree, 404, says(u"Not Found"_s)),
                        answer(u"^DELETE /repos/[^/]+/[^/]+$"_s, 403, says(u"Must have admin rights to Repository."_s))},
             .message = u"“workflow” scope"_s,
             .remedy = u"Workflows: write"_s,
             .creates = true,
             .stays = true,
             .isListed = true});
    refused("A8.5", "its artifact has expired",
            {.script = "echo 1 > uploads/one\n",
             .faults = {answer(u"^GET .*/actions/artifacts/[0-9]+/zip$"_s, 410, says(u"Artifact has expired"_s))},
             .code = 6,
             .outcome = u"succeeded"_s,
             .creates = true,
             .runs = true});
}

void TstRefusedJobs::jobs()
{
    QFETCH(RefusedJob, job);
    job.arguments.replaceInStrings(u"SECRETS"_s, m_home.path(u"secrets"_s));
    setFaults(job.faults);
    const QByteArray word = QByteArray(QTest::currentDataTag()).left(3).trimmed();
    const QString file = m_home.write(u"job.sh"_s, m_witness.line(word) + job.script);
    PunchProcess driver(m_home, QStringList{u"run"_s, file, u"--json"_s} + m_home.asServer() + job.arguments, m_clock);
    if (!job.waits.isEmpty()) {
        const QJsonObject waiting = driver.event(u"waiting"_s, {{u"for"_s, job.waits}});
        QVERIFY2(!waiting[u"message"].toString().isEmpty() && !waiting[u"remedy"].toString().isEmpty(), driver.said());
    }
    QVERIFY2(driver.finish() == job.code, driver.said());
    const QJsonObject done = driver.event(u"done"_s);
    QVERIFY2(done[u"outcome"].toString() == job.outcome, driver.said());
    const QJsonObject shown = m_home.job(driver.job());
    const QJsonValue error = shown[u"error"];
    qInfo("case %s -> %s, exit %d; %s %s", QTest::currentDataTag(), qPrintable(done[u"outcome"].toString()), job.code,
          qPrintable(error[u"message"].toString()), qPrintable(error[u"remedy"].toString()));
    QVERIFY2(error[u"message"].toString().contains(job.message), driver.said());
    QVERIFY2(error[u"remedy"].toString().contains(job.remedy), driver.said());
    if (!job.page.isEmpty())
        QCOMPARE(error[u"page"].toString(), job.page);
    const bool wasMade = shown[u"repository"].toString().contains(u'/') && !driver.phase(u"housed"_s).isEmpty();
    QCOMPARE(wasMade, job.creates);
    QCOMPARE(m_home.repositories().size(), job.stays ? 1 : 0);
    if (job.creates)
        QCOMPARE(leftOvers(), job.isListed ? 1 : 0);
    if (job.isListed) {
        setFaults({});
        const PunchEnd removed = punch(m_home, {u"leftovers"_s, u"--delete"_s, u"--yes"_s}, m_clock);
        QVERIFY2(removed.code == 0, removed.err);
        QVERIFY(m_home.repositories().isEmpty());
    }
    const bool hasRun = m_witness.heard().contains(word);
    QVERIFY2(job.runs || !hasRun, word);
}

PUNCHCARD_TEST(TstRefusedJobs, tst_refusedjobs)
#include "tst_refusedjobs.moc"
