// SPDX-License-Identifier: MIT
// Breaks for the user: a field of an answer is missing, of another type, huge or negative, and a job is lost, sleeps until the
// year 300000, asks for repository “..”, or opens a program of this computer as its page. Each field of each answer is changed
// in each way, one at a time.
#include "core/github/errors.h"
#include "core/github/parse.h"
#include "core/http/retry.h"
#include "tests/support/mutations.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <functional>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;
using namespace std::chrono_literals;

namespace {

QJsonObject recorded(const QString &name)
{
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/tests/core/github/fixtures/"_s + name + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object();
}

QJsonObject written(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

// What must be so of whatever comes through; each returns what is wrong, or nothing.
QString wrongTime(std::optional<Time> time)
{
    using namespace std::chrono;
    return time && (*time < Time{} || *time > sys_days{year(3000) / 1 / 1}) ? u"a time that is none"_s : QString();
}

QString wrongId(qint64 id)
{
    return id > 0 ? QString() : u"an id that is none"_s;
}

QString wrongNumber(qint64 number)
{
    return number >= 0 ? QString() : u"a negative number"_s;
}

QString wrongPage(const QUrl &page)
{
    const bool isPage = page.isEmpty() || page.scheme() == u"https"_s || page.scheme() == u"http"_s;
    return isPage ? QString() : u"a page that is none: "_s + page.toString().left(80);
}

QString wrongName(const QString &name)
{
    const bool leads = name.isEmpty() || name == u"."_s || name == u".."_s || name.contains(u'/') || name.size() > 255;
    return leads ? u"a name that leads elsewhere: "_s + name.left(80) : QString();
}

QString wrongText(const QString &text)
{
    return text.size() > (64 << 10) ? u"a text without end"_s : QString();
}

QString wrongSha(const QString &sha)
{
    const bool isHex = std::ranges::all_of(sha, [](QChar c) { return c.isDigit() || (c.toLower() >= u'a' && c.toLower() <= u'f'); });
    return !sha.isEmpty() && sha.size() <= 64 && isHex ? QString() : u"no sha: "_s + sha.left(80);
}

QString first(const QStringList &complaints)
{
    const auto found = std::ranges::find_if(complaints, [](const QString &complaint) { return !complaint.isEmpty(); });
    return found == complaints.end() ? QString() : *found;
}

QString wrongEnd(Status status, Conclusion conclusion)
{
    return status == Status::Completed && conclusion == Conclusion::None ? u"an end without a conclusion"_s : QString();
}

QString wrongWith(const WorkflowRun &run)
{
    return first({wrongId(qint64(run.id)), wrongNumber(run.runNumber), wrongId(run.runAttempt), wrongTime(run.createdAt),
                  wrongTime(run.runStartedAt), wrongTime(run.updatedAt), wrongPage(run.htmlUrl), wrongText(run.name),
                  wrongText(run.headSha), wrongEnd(run.status, run.conclusion)});
}

QString wrongWith(const WorkflowJob &job)
{
    QStringList all{wrongId(qint64(job.id)),
                    wrongNumber(qint64(job.runId)),
                    wrongId(job.runAttempt),
                    wrongTime(job.createdAt),
                    wrongTime(job.startedAt),
                    wrongTime(job.completedAt),
                    wrongPage(job.htmlUrl),
                    wrongText(job.name),
                    wrongNumber(job.runnerId),
                    wrongText(job.runnerName),
                    wrongEnd(job.status, job.conclusion)};
    for (const Step &step : job.steps)
        all += {wrongNumber(step.number), wrongTime(step.startedAt), wrongTime(step.completedAt), wrongText(step.name)};
    return first(all);
}

QString wrongWith(const Artifact &artifact)
{
    const bool isAbsurd = artifact.size > (1LL << 60) / 2;
    return first({wrongId(qint64(artifact.id)), wrongNumber(artifact.size), isAbsurd ? u"a size whose double is none"_s : QString(),
                  wrongTime(artifact.createdAt), wrongTime(artifact.expiresAt), wrongNumber(qint64(artifact.runId)),
                  artifact.name.isEmpty() || artifact.name.size() > 1024 ? u"no name"_s : QString()});
}

QString wrongWith(const Repository &repository)
{
    return first({wrongId(repository.id), wrongName(repository.name.owner), wrongName(repository.name.name), wrongPage(repository.htmlUrl),
                  wrongText(repository.description), wrongText(repository.defaultBranch), wrongTime(repository.createdAt),
                  wrongTime(repository.pushedAt)});
}

QString wrongWith(const Quota &quota)
{
    return first({wrongNumber(quota.limit), wrongNumber(quota.remaining), wrongNumber(quota.used), wrongTime(quota.reset)});
}

QString wrongWith(const User &user)
{
    return first({wrongName(user.login), wrongNumber(user.id)});
}

QString wrongWith(const Organisation &organisation)
{
    return first({wrongName(organisation.login), wrongNumber(organisation.id)});
}

QString wrongWith(const Ref &ref)
{
    return first({wrongSha(ref.sha), wrongText(ref.name)});
}

QString wrongWith(const Commit &commit)
{
    return first({wrongSha(commit.sha), wrongText(commit.message)});
}

QString wrongWith(const PublicKey &key)
{
    return key.key.size() == 32 && !key.keyId.isEmpty() && key.keyId.size() <= 1024 ? QString() : u"no key"_s;
}

QString wrongWith(const QString &text)
{
    return text.isEmpty() || text.size() > 1024 ? u"no text"_s : QString();
}

QString wrongWith(const OfferedRunner &runner)
{
    return first({wrongId(runner.id), wrongWith(runner.name), wrongNumber(runner.cores), wrongNumber(runner.memoryGb)});
}

QString wrongWith(const RunnerGroup &group)
{
    return first({wrongId(group.id), wrongWith(group.name)});
}

QString wrongWith(const Annotation &note)
{
    return first({wrongText(note.level), wrongText(note.title), wrongText(note.message)});
}

QString wrongWith(const ActionsPermissions &)
{
    return {};
}

template<typename T>
QString wrongWith(const QList<T> &list)
{
    for (const T &one : list) {
        if (const QString wrong = wrongWith(one); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

template<typename T>
QString judged(const Result<T> &read)
{
    if (read)
        return wrongWith(*read);
    const Error &error = read.error();
    if (error.kind != Error::Kind::Malformed || error.what.isEmpty() || error.remedy.isEmpty() || error.what.size() > 1000)
        return u"an error that says nothing"_s;
    // The next answer may be right: nothing ends for want of one.
    return error.retry ? QString() : u"an error that is final"_s;
}

using Judge = std::function<QString(const QJsonValue &)>;

struct Case
{
    const char *name;
    QJsonValue answer;
    Judge judge;
};

template<typename T>
Judge one(Result<T> (*read)(const QJsonValue &))
{
    return [read](const QJsonValue &json) { return judged(read(json)); };
}

template<typename T>
Judge many(Result<T> (*read)(const QJsonValue &), const QString &key)
{
    return [read, key](const QJsonValue &json) { return judged(parse::list(json, key, read)); };
}

QList<Case> cases()
{
    const QJsonArray repositories{recorded(u"repository"_s), recorded(u"repository"_s)};
    return {
        {"user", recorded(u"user"_s), one(parse::user)},
        {"organisations", QJsonArray{written(R"({"login":"acme","id":3,"url":"https://api.github.com/orgs/acme"})")},
         many(parse::organisation, {})},
        {"rate limit", recorded(u"rate_limit"_s), one(parse::quota)},
        {"repository", recorded(u"repository"_s), one(parse::repository)},
        {"repositories", repositories, many(parse::repository, {})},
        {"branch", recorded(u"ref"_s), one(parse::ref)},
        {"branches", QJsonArray{recorded(u"ref"_s)}, many(parse::ref, {})},
        {"commit", recorded(u"commit"_s), one(parse::commit)},
        {"blob or tree", written(R"({"sha":"6dcb09b5b57875f334f61aebed695e2e4193db5e","url":"https://api.github.com/x"})"),
         one(parse::sha)},
        {"public key", recorded(u"public-key"_s), one(parse::publicKey)},
        {"secrets", written(R"({"total_count":1,"secrets":[{"name":"API_KEY","created_at":"2026-11-23T10:00:00Z"}]})"),
         many(parse::secretName, u"secrets"_s)},
        {"run", recorded(u"run"_s), one(parse::run)},
        {"runs", QJsonObject{{u"total_count"_s, 1}, {u"workflow_runs"_s, QJsonArray{recorded(u"run"_s)}}},
         many(parse::run, u"workflow_runs"_s)},
        {"jobs", recorded(u"jobs"_s), many(parse::job, u"jobs"_s)},
        {"artifacts", recorded(u"artifacts"_s), many(parse::artifact, u"artifacts"_s)},
        {"runners", recorded(u"runners"_s), many(parse::selfHostedRunner, u"runners"_s)},
        {"larger runners", recorded(u"hosted-runners"_s), many(parse::largerRunner, u"runners"_s)},
        {"runner groups", written(R"({"runner_groups":[{"id":1,"name":"Default","default":true,"allows_public_repositories":false}]})"),
         many(parse::runnerGroup, u"runner_groups"_s)},
        {"annotations", QJsonArray{written(R"({"annotation_level":"failure","title":"x","message":"No runner"})")},
         many(parse::annotation, {})},
        {"permissions", written(R"({"enabled":true,"allowed_actions":"selected","sha_pinning_required":false})"),
         [](const QJsonValue &json) { return judged(parse::actionsPermissions(json, json)); }},
    };
}

} // namespace

class TstHostileAnswers : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }
    void everyField_data();
    void everyField();
    void everyHeader();
    void waitsHaveAnEnd();
};

void TstHostileAnswers::everyField_data()
{
    QTest::addColumn<int>("number");
    const QList<Case> all = cases();
    for (qsizetype i = 0; i < all.size(); ++i)
        QTest::newRow(all.at(i).name) << int(i);
}

void TstHostileAnswers::everyField()
{
    QFETCH(const int, number);
    const Case tried = cases().at(number);
    QCOMPARE(tried.judge(tried.answer), QString());
    int count = 0;
    for (const testing::Mutation &mutation : testing::mutationsOf(tried.answer)) {
        ++count;
        const QString wrong = tried.judge(mutation.value);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"%1: %2"_s.arg(mutation.name, wrong)));
    }
    static int sum = 0;
    sum += count;
    qInfo("%d changed answers, %d so far", count, sum);
}

// Of the headers that a request's end and a job's pace hang on.
void TstHostileAnswers::everyHeader()
{
    const QList<QByteArray> rubbish{"",
                                    "x",
                                    "-1",
                                    "1.5",
                                    "1e308",
                                    "NaN",
                                    "99999999999",
                                    "2147483648",
                                    "9223372036854775807",
                                    "9223372036854775808",
                                    "-9223372036854775808",
                                    "18446744073709551616",
                                    "0x10",
                                    " 7 ",
                                    "Fri, 31 Dec 9999 23:59:59 GMT",
                                    "Mon, 01 Jan 0001 00:00:00 GMT",
                                    "Thu, 01 Jan 1970 00:00:00 GMT",
                                    "yesterday",
                                    "<http://127.0.0.1/x>; rel=\"next\"",
                                    QByteArray(1 << 20, '9'),
                                    QByteArray(1 << 20, 'x'),
                                    "\xff\xfe"};
    const QList<std::pair<QByteArray, QByteArray>> right{{"X-RateLimit-Limit", "5000"},
                                                         {"X-RateLimit-Remaining", "4000"},
                                                         {"X-RateLimit-Used", "1000"},
                                                         {"X-RateLimit-Reset", "1790003600"},
                                                         {"X-RateLimit-Resource", "core"},
                                                         {"Date", "Mon, 21 Sep 2026 14:13:20 GMT"},
                                                         {"Retry-After", "7"},
                                                         {"X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso"},
                                                         {"X-OAuth-Scopes", "repo, workflow"},
                                                         {"X-Accepted-GitHub-Permissions", "contents=write"},
                                                         {"Content-Type", "application/json"}};
    const Time now = fromEpoch(1'790'000'000'000);
    int count = 0;
    for (qsizetype changed = 0; changed < right.size(); ++changed) {
        for (const QByteArray &value : rubbish) {
            http::Headers headers = right;
            headers[changed].second = value;
            if (value.isEmpty())
                headers.removeAt(changed);
            for (const int status : {200, 403, 429, 503}) {
                ++count;
                const http::Reply reply{.status = status, .headers = headers, .body = R"({"message":"no"})"};
                const QByteArray name = right.at(changed).first + ": " + value.left(40);
                const std::optional<Quota> quota = quotaOf(reply, now);
                if (quota) {
                    QVERIFY2(wrongWith(*quota).isEmpty(), name);
                    QVERIFY2(quota->reset - now <= 24h && now - quota->reset <= 24h, name);
                }
                const Error error = errorOf(reply, {.deed = Deed::ReadRun, .name = u"7"_s}, now);
                QVERIFY2(!error.what.isEmpty() && !error.remedy.isEmpty(), name);
                QVERIFY2(error.what.size() + error.remedy.size() < 4000, name);
                QVERIFY2(wrongPage(error.page).isEmpty(), name);
                if (error.retry)
                    QVERIFY2(error.retry->at >= now - 24h && error.retry->at <= now + 25h, name);
            }
        }
    }
    qInfo("%d changed headers", count);
}

// Breaks for the user: one wrong header, and the job looks again in a week.
void TstHostileAnswers::waitsHaveAnEnd()
{
    const Time now = fromEpoch(1'790'000'000'000);
    const http::Reply reply{.status = 503, .headers = {{"Retry-After", "99999999"}}};
    QCOMPARE(http::retryAfter(reply, now), std::optional(now + 2h));
    // What is left of a quota that nobody can read is not nothing.
    const http::Reply unread{.status = 403,
                             .headers
                             = {{"X-RateLimit-Limit", "5000"}, {"X-RateLimit-Remaining", "x"}, {"X-RateLimit-Reset", "1790003600"}},
                             .body = R"({"message":"Must have admin rights"})"};
    QCOMPARE(errorOf(unread, {.deed = Deed::ReadRun}, now).kind, Error::Kind::Denied);
}

PUNCHCARD_TEST(TstHostileAnswers, tst_hostileanswers)

#include "tst_hostileanswers.moc"
