// SPDX-License-Identifier: MIT
#include "core/github/parse.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <functional>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;

namespace {

QJsonValue fixture(const QString &name)
{
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/tests/core/github/fixtures/"_s + name + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(name));
    return QJsonDocument::fromJson(file.readAll()).object();
}

QJsonValue json(const char *text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

Time time(const char *stamp)
{
    return parseTime(QString::fromLatin1(stamp)).value();
}

} // namespace

class TstParse : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(); }

    void run()
    {
        const Result<WorkflowRun> run = parse::run(fixture(u"run"_s));
        QVERIFY(run);
        QCOMPARE(run->id, RunId(34567890123)); // more than 32 bits
        QCOMPARE(run->name, u"batch"_s);
        QCOMPARE(run->displayTitle, u"batch 6dcb09b"_s);
        QCOMPARE(run->status, Status::Completed);
        QCOMPARE(run->conclusion, Conclusion::StartupFailure);
        QCOMPARE(run->event, u"push"_s);
        QCOMPARE(run->headSha, u"6dcb09b5b57875f334f61aebed695e2e4193db5e"_s);
        QCOMPARE(run->headBranch, u"main"_s);
        QCOMPARE(run->path, u".github/workflows/batch.yml"_s);
        QCOMPARE(run->runNumber, 7);
        QCOMPARE(run->runAttempt, 2);
        QCOMPARE(run->createdAt, time("2026-11-23T10:00:00Z"));
        QCOMPARE(run->runStartedAt, std::optional(time("2026-11-23T10:02:00Z")));
        QCOMPARE(run->updatedAt, time("2026-11-23T10:03:07Z"));
        QCOMPARE(run->htmlUrl, QUrl(u"https://github.com/octo/demo/actions/runs/34567890123"_s));
    }

    void jobs()
    {
        const auto jobs = parse::list(fixture(u"jobs"_s), u"jobs"_s, parse::job);
        QVERIFY(jobs);
        QCOMPARE(jobs->size(), 2);
        const WorkflowJob &running = jobs->at(0);
        QCOMPARE(running.id, TaskId(91234567890));
        QCOMPARE(running.runId, RunId(34567890123));
        QCOMPARE(running.status, Status::InProgress);
        QCOMPARE(running.conclusion, Conclusion::None);
        QCOMPARE(running.startedAt, std::optional(time("2026-11-23T10:00:09Z")));
        QVERIFY(!running.completedAt);
        QCOMPARE(running.labels, QStringList{u"ubuntu-24.04"_s});
        QCOMPARE(running.runnerId, 1000000001);
        QCOMPARE(running.runnerName, u"GitHub Actions 3"_s);
        QCOMPARE(running.steps.size(), 3);
        QCOMPARE(running.steps.at(0).conclusion, Conclusion::Success);
        QCOMPARE(running.steps.at(0).completedAt, std::optional(time("2026-11-23T10:00:11Z")));
        QCOMPARE(running.steps.at(1).number, 3);
        QCOMPARE(running.steps.at(1).status, Status::InProgress);
        // The runner's own word for a step that waits.
        QCOMPARE(running.steps.at(2).status, Status::Queued);
        QVERIFY(!running.steps.at(2).startedAt);
        const WorkflowJob &queued = jobs->at(1);
        QCOMPARE(queued.runnerId, 0);
        QCOMPARE(queued.runAttempt, 1);
        QVERIFY(queued.runnerName.isEmpty());
        QVERIFY(queued.htmlUrl.isEmpty());
    }

    void artifacts()
    {
        const auto artifacts = parse::list(fixture(u"artifacts"_s), u"artifacts"_s, parse::artifact);
        QVERIFY(artifacts);
        const Artifact &uploads = artifacts->at(0);
        QCOMPARE(uploads.id, ArtifactId(4567890123));
        QCOMPARE(uploads.size, 22700000);
        QCOMPARE(uploads.digest, u"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s);
        QCOMPARE(uploads.runId, RunId(34567890123));
        QCOMPARE(uploads.expiresAt, std::optional(time("2027-02-21T10:02:55Z")));
        QVERIFY(!uploads.expired);
        const Artifact &old = artifacts->at(1);
        QVERIFY(old.expired);
        QVERIFY(old.digest.isEmpty());
        QVERIFY(!old.createdAt);
        QCOMPARE(old.runId, RunId(0));
    }

    void repository()
    {
        const Result<Repository> repository = parse::repository(fixture(u"repository"_s));
        QVERIFY(repository);
        QCOMPARE(repository->name.full(), u"octo/punchcard-brave-otter"_s);
        QCOMPARE(repository->description, u"punchcard:7d1c0c5e"_s);
        QCOMPARE(repository->defaultBranch, u"trunk"_s);
        QVERIFY(repository->isPrivate);
        QVERIFY(repository->isAdmin);
        QCOMPARE(repository->createdAt, std::optional(time("2026-11-23T10:00:00Z")));
    }

    void therest()
    {
        const Result<Quota> quota = parse::quota(fixture(u"rate_limit"_s));
        QVERIFY(quota);
        QCOMPARE(quota->remaining, 4987);
        QCOMPARE(quota->reset, fromEpoch(1764003600000));
        const Result<User> user = parse::user(fixture(u"user"_s));
        QVERIFY(user);
        QCOMPARE(user->login, u"octo"_s);
        QCOMPARE(user->id, 583231);
        const Result<PublicKey> key = parse::publicKey(fixture(u"public-key"_s));
        QVERIFY(key);
        QCOMPARE(key->keyId, u"3380204578043523366"_s);
        QCOMPARE(key->key.size(), 32);
        const Result<Ref> ref = parse::ref(fixture(u"ref"_s));
        QVERIFY(ref);
        QCOMPARE(ref->sha, u"aa218f56b14c9653891f9e74264a383fa43fefbd"_s);
        QCOMPARE(ref->name, u"refs/heads/trunk"_s);
        const Result<Commit> commit = parse::commit(fixture(u"commit"_s));
        QVERIFY(commit);
        QCOMPARE(commit->tree, u"827efc6d56897b048c772eb4087f854f46256132"_s);
        QCOMPARE(commit->parents, QStringList{u"aa218f56b14c9653891f9e74264a383fa43fefbd"_s});
        QCOMPARE(commit->message, u"Punch card 7d1c0c5e"_s);
    }

    // Breaks for the user: GitHub invents a word, and every job of theirs is an error.
    void unknownWords()
    {
        QCOMPARE(parse::status(u"dreaming"_s), Status::Other);
        QCOMPARE(parse::status({}), Status::Other);
        QCOMPARE(parse::conclusion(u"exploded"_s), Conclusion::Other);
        QCOMPARE(parse::conclusion({}), Conclusion::None);
        const Result<WorkflowRun> run
            = parse::run(json(R"({"id":1,"status":"dreaming","conclusion":7,"run_attempt":null,"created_at":5})"));
        QVERIFY(run);
        QCOMPARE(run->status, Status::Other);
        QCOMPARE(run->conclusion, Conclusion::None);
        QCOMPARE(run->runAttempt, 1);
        QVERIFY(!run->runStartedAt);
    }

    void wrongTypesAreTolerated()
    {
        const Result<WorkflowJob> job
            = parse::job(json(R"({"id":2,"labels":"x","steps":{"a":1},"name":null,"runner_id":"seven","html_url":3})"));
        QVERIFY(job);
        QVERIFY(job->labels.isEmpty());
        QVERIFY(job->steps.isEmpty());
        QCOMPARE(job->runnerId, 0);
        QVERIFY(parse::job(json(R"({"id":2,"labels":["a",5,null,"b"]})"))->labels == QStringList({u"a"_s, u"b"_s}));
    }

    void ownerFromTheFullName()
    {
        const Result<Repository> repository
            = parse::repository(json(R"({"id":7,"name":"demo","full_name":"octo/demo","owner":null,"description":null})"));
        QVERIFY(repository);
        QCOMPARE(repository->name.owner, u"octo"_s);
    }

    void essentials_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<std::function<std::optional<Error>()>>("read");
        const auto row = [](const char *name, auto parser, const char *text, const QString &field) {
            const std::function<std::optional<Error>()> read = [parser, text]() -> std::optional<Error> {
                const auto result = parser(json(text));
                return result ? std::nullopt : std::optional(result.error());
            };
            QTest::newRow(name) << field << read;
        };
        row("run without id", parse::run, "{}", u"run.id"_s);
        row("run, id is text", parse::run, R"({"id":"1"})", u"run.id"_s);
        row("run, null", parse::run, "null", u"run.id"_s);
        row("job", parse::job, R"({"name":"x"})", u"job.id"_s);
        row("artifact", parse::artifact, R"({"id":5,"name":""})", u"artifact.name"_s);
        row("repository", parse::repository, R"({"id":5,"owner":{"login":"o"}})", u"repository.name"_s);
        row("repository, owner", parse::repository, R"({"id":7,"name":"n"})", u"repository.owner.login"_s);
        row("repository without id", parse::repository, R"({"name":"n","owner":{"login":"o"}})", u"repository.id"_s);
        row("repository, a path", parse::repository, R"({"id":7,"name":"..","owner":{"login":"o"}})", u"repository.name"_s);
        row("run, attempt", parse::run, R"({"id":7,"run_attempt":2147483648})", u"run.run_attempt"_s);
        row("run, its end", parse::run, R"({"id":7,"status":"completed","conclusion":null})", u"run.conclusion"_s);
        row("ref, no sha", parse::ref, R"({"object":{"sha":"../x"}})", u"ref.object.sha"_s);
        row("ref", parse::ref, R"({"ref":"refs/heads/x","object":null})", u"ref.object.sha"_s);
        row("commit", parse::commit, R"({"tree":{"sha":"x"}})", u"commit.sha"_s);
        row("blob", parse::sha, R"({"sha":null})", u"object.sha"_s);
        row("user", parse::user, R"({"id":1})", u"user.login"_s);
        row("organisation", parse::organisation, "[]", u"organization.login"_s);
        row("quota", parse::quota, R"({"resources":{}})", u"rate_limit.resources.core.limit"_s);
        row("key", parse::publicKey, R"({"key_id":"1"})", u"public-key.key"_s);
        row("key, short", parse::publicKey, R"({"key_id":"1","key":"AAAA"})", u"public-key.key"_s);
        row("secret", parse::secretName, "{}", u"secret.name"_s);
    }
    void essentials()
    {
        QFETCH(QString, field);
        using Read = std::function<std::optional<Error>()>;
        QFETCH(Read, read);
        const std::optional<Error> error = read();
        QVERIFY(error);
        QCOMPARE(error->kind, Error::Kind::Malformed);
        QVERIFY2(error->what.contains(field), qPrintable(error->what));
        QVERIFY(!error->remedy.isEmpty());
    }

    void lists()
    {
        QVERIFY(!parse::list(json("{}"), u"jobs"_s, parse::job));
        QVERIFY(!parse::list(json(R"({"jobs":{"id":1}})"), u"jobs"_s, parse::job));
        QVERIFY(!parse::list(json(R"({"jobs":[{"id":1},{}]})"), u"jobs"_s, parse::job));
        QCOMPARE(parse::list(json(R"([{"login":"a"},{"login":"b"}])"), {}, parse::organisation)->size(), 2);
        QCOMPARE(parse::list(json("[]"), {}, parse::organisation)->size(), 0);
    }

    // Whatever comes, it is an answer or an error, never a crash.
    void garbage()
    {
        for (const char *text : {"[]", "{}", "[[]]", R"({"id":1e400})", R"({"id":-1})", R"({"id":9223372036854775807,"name":[]})"}) {
            const QJsonValue value = json(text);
            const bool any = parse::run(value).has_value() || parse::job(value).has_value() || parse::artifact(value).has_value()
                || parse::repository(value).has_value() || parse::commit(value).has_value();
            QCOMPARE(any, QByteArrayView(text).contains("9223372036854775807"));
        }
    }
};

PUNCHCARD_TEST(TstParse, tst_parse)

#include "tst_parse.moc"
