// SPDX-License-Identifier: MIT
// Breaks for the user: one field of one answer is missing, of another type, huge or negative; or a gateway sends the request
// elsewhere; and the job is lost, runs twice, never ends or leaves its repository behind, although all is well again at once.
#include "tests/end-to-end/trials.h"
#include "tests/support/testmain.h"

#include <QDateTime>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

// What may come in the place of a value.
struct Change
{
    const char *name;
    QJsonValue value;
};

const QList<Change> &changes()
{
    static const QList<Change> all{
        {"missing", QJsonValue(QJsonValue::Undefined)},
        {"null", QJsonValue::Null},
        {"a text", u"xyzzy"_s},
        {"no text", QString()},
        {"a number", 7},
        {"negative", -1},
        {"a fraction", 1.5},
        {"2^53", 9007199254740992LL},
        {"1e308", 1e308},
        {"an array", QJsonArray{1, u"x"_s}},
        {"an object", QJsonObject{{u"x"_s, 1}}},
        {"true", true},
        {"a path", u"../../.."_s},
        {"a late time", u"9999-12-31T23:59:59Z"_s},
    };
    return all;
}

// All that is read of an answer. @p sort: which changes leave it an answer, of other things: those are believed.
enum class Sort { Any, Word, Id, Number, Flag };
struct Field
{
    const char *at;
    Sort sort = Sort::Any;
};
struct Read
{
    const char *name;
    const char *match;
    QList<Field> fields;
    int times = 2; ///< so often is it wrong
};

const QList<Read> &answers()
{
    static const QList<Read> all{
        {"who am I", "^GET /user$", {{"/login"}, {"/id"}, {"/type"}}},
        {"create the repository",
         "^POST /user/repos$",
         {{"/id", Sort::Id},
          {"/name"},
          {"/owner"},
          {"/owner/login", Sort::Word},
          {"/default_branch", Sort::Word},
          {"/html_url"},
          {"/description"}}},
        {"the key", "^GET .*/actions/secrets/public-key$", {{"/key_id"}, {"/key"}}},
        {"upload a blob", "^POST .*/git/blobs$", {{"/sha"}}},
        {"the branch", "^GET .*/git/ref/heads/main$", {{"/object"}, {"/object/sha"}, {"/ref"}}},
        {"make the tree", "^POST .*/git/trees$", {{"/sha"}, {"/tree"}}},
        {"make the commit", "^POST .*/git/commits$", {{"/sha"}, {"/tree"}, {"/message"}, {"/parents"}}},
        {"push", "^PATCH .*/git/refs/heads/main$", {{"/object"}, {"/object/sha"}, {"/ref"}}},
        {"find the run",
         "^GET .*/actions/runs$",
         {{"/workflow_runs"},
          {"/workflow_runs/0"},
          {"/workflow_runs/0/id"},
          {"/workflow_runs/0/status"},
          {"/workflow_runs/0/conclusion"},
          {"/workflow_runs/0/head_sha"},
          {"/workflow_runs/0/run_attempt", Sort::Number},
          {"/workflow_runs/0/created_at"},
          {"/workflow_runs/0/run_started_at"},
          {"/workflow_runs/0/updated_at"},
          {"/workflow_runs/0/html_url"},
          {"/total_count"}}},
        {"the run",
         "^GET .*/actions/runs/\\d+$",
         {{"/id"},
          {"/status"},
          {"/conclusion", Sort::Word},
          {"/head_sha"},
          {"/run_attempt", Sort::Number},
          {"/created_at"},
          {"/run_started_at"},
          {"/updated_at"},
          {"/html_url"}}},
        {"its jobs",
         "^GET .*/actions/runs/\\d+/(attempts/1/)?jobs$",
         {{"/jobs"},
          {"/jobs/0"},
          {"/jobs/0/id"},
          {"/jobs/0/run_id"},
          {"/jobs/0/run_attempt", Sort::Number},
          {"/jobs/0/name", Sort::Word},
          {"/jobs/0/status"},
          {"/jobs/0/conclusion", Sort::Word},
          {"/jobs/0/created_at"},
          {"/jobs/0/started_at"},
          {"/jobs/0/completed_at"},
          {"/jobs/0/labels"},
          {"/jobs/0/runner_id"},
          {"/jobs/0/runner_name"},
          {"/jobs/0/html_url"},
          {"/jobs/0/steps"},
          {"/jobs/0/steps/0"},
          {"/jobs/0/steps/*/number"},
          {"/jobs/0/steps/*/name"},
          {"/jobs/0/steps/*/status"},
          {"/jobs/0/steps/*/conclusion"},
          {"/jobs/0/steps/*/started_at"}}},
        {"its artifacts",
         "^GET .*/actions/runs/\\d+/artifacts$",
         {{"/artifacts", Sort::Any},
          {"/artifacts/*/id"},
          {"/artifacts/*/name", Sort::Word},
          {"/artifacts/*/size_in_bytes"},
          {"/artifacts/*/expired", Sort::Flag},
          {"/artifacts/*/created_at"},
          {"/artifacts/*/expires_at"},
          {"/artifacts/*/digest"},
          {"/artifacts/*/workflow_run"}},
         1},
        {"look at the repository",
         "^GET /repos/[^/]+/[^/]+$",
         {{"/id"}, {"/name"}, {"/owner"}, {"/owner/login"}, {"/default_branch"}, {"/description"}, {"/html_url"}},
         1},
    };
    return all;
}

// Whether it says something else that is right in itself.
bool isAnotherTruth(const Change &change, Sort sort)
{
    switch (sort) {
    case Sort::Any: return false;
    case Sort::Word: return change.value.isString() && !change.value.toString().isEmpty();
    case Sort::Id: return change.value.toInteger() > 0;
    case Sort::Number: return change.value.toInteger() == 7;
    case Sort::Flag: return change.value.isBool();
    }
    return false;
}

QJsonObject rewritten(const char *match, const QJsonObject &edit, int times)
{
    return {{u"fault"_s, u"rewrite"_s}, {u"match"_s, QString::fromLatin1(match)}, {u"edits"_s, QJsonArray{edit}}, {u"times"_s, times}};
}

// What does not mend at once is given a minute, which nobody has here.
void expectAllThere(QList<Trial> trials)
{
    const QString clock = u"PUNCHCARD_TEST_CLOCK=20x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch());
    for (Trial &trial : trials)
        trial.environment = QStringList(clock);
    const Verdict verdict = run(trials);
    for (const QString &line : verdict.lines)
        qInfo().noquote() << line;
    qInfo("%lld tried, %lld went wrong", qint64(trials.size()), qint64(verdict.wrong.size()));
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY2(verdict.faults >= trials.size(), "a fault met no request");
}

} // namespace

class TstHostileWay : public QObject
{
    Q_OBJECT

private slots:
    void everyField();
    void everyBody();
    void everyHeader();
    void everyRedirect();
};

void TstHostileWay::everyField()
{
    QList<Trial> trials;
    for (const Read &answer : answers()) {
        for (const Field &field : answer.fields) {
            for (const Change &change : changes()) {
                if (isAnotherTruth(change, field.sort))
                    continue;
                QJsonObject edit{{u"at"_s, QString::fromLatin1(field.at)}};
                if (!change.value.isUndefined())
                    edit.insert(u"value"_s, change.value);
                trials.append({.name = QByteArray(answer.name) + ' ' + field.at + ": " + change.name,
                               .faults = {rewritten(answer.match, edit, answer.times)}});
            }
        }
    }
    expectAllThere(due(trials, 17, 80));
}

void TstHostileWay::everyBody()
{
    QList<Trial> trials;
    for (const Read &answer : answers()) {
        for (const char *body : {"", "null", "[]", "{}", "7", "\"x\"", "{\"id\":NaN}", "[[[[", "\xef\xbb\xbf{}"}) {
            const QJsonObject fault{{u"fault"_s, u"status"_s},
                                    {u"status"_s, 200},
                                    {u"match"_s, QString::fromLatin1(answer.match)},
                                    {u"body"_s, QString::fromUtf8(body)},
                                    {u"times"_s, answer.times}};
            trials.append({.name = QByteArray(answer.name) + ", body " + body, .faults = {fault}});
        }
    }
    expectAllThere(due(trials, 5, 30));
}

void TstHostileWay::everyHeader()
{
    const QList<QJsonObject> headers{
        {{u"X-RateLimit-Limit"_s, u"5000"_s}, {u"X-RateLimit-Remaining"_s, u"0"_s}, {u"X-RateLimit-Reset"_s, u"99999999999"_s}},
        {{u"X-RateLimit-Limit"_s, u"-1"_s}, {u"X-RateLimit-Remaining"_s, u"x"_s}, {u"X-RateLimit-Reset"_s, u"9223372036854775807"_s}},
        {{u"Date"_s, u"Fri, 31 Dec 9999 23:59:59 GMT"_s}},
        {{u"Date"_s, u"Thu, 01 Jan 1970 00:00:00 GMT"_s}},
        {{u"Retry-After"_s, u"99999999"_s}},
        {{u"ETag"_s, u"rubbish"_s}},
        {{u"ETag"_s, QString(20'000, u'x')}},
        {{u"X-OAuth-Scopes"_s, u"repo, workflow, delete_repo"_s}},
        {{u"Location"_s, u"http://example.com/"_s}},
    };
    QList<Trial> trials;
    for (const Read &answer : answers()) {
        for (const QJsonObject &changed : headers) {
            const QJsonObject fault{{u"fault"_s, u"rewrite"_s},
                                    {u"match"_s, QString::fromLatin1(answer.match)},
                                    {u"headers"_s, changed},
                                    {u"times"_s, answer.times}};
            const QString name = changed.constBegin().key() + u": "_s + changed.constBegin().value().toString().left(30);
            trials.append({.name = QByteArray(answer.name) + ", " + name.toLatin1(), .faults = {fault}});
        }
    }
    expectAllThere(due(trials, 7, 30));
}

void TstHostileWay::everyRedirect()
{
    const QList<QByteArray> locations{"",
                                      "file:///etc/passwd",
                                      "http://example.com/",
                                      "https://127.0.0.1:1/",
                                      "//example.com:1/",
                                      "data:application/json,{}",
                                      "/user/../../user",
                                      "\\\\host\\share"};
    QList<Trial> trials;
    for (const Read &answer : answers()) {
        for (const QByteArray &location : locations) {
            for (const int status : {302, 307}) {
                QJsonObject headers;
                if (!location.isEmpty())
                    headers.insert(u"Location"_s, QString::fromLatin1(location));
                const QJsonObject fault{{u"fault"_s, u"status"_s},
                                        {u"status"_s, status},
                                        {u"match"_s, QString::fromLatin1(answer.match)},
                                        {u"headers"_s, headers},
                                        {u"body"_s, QString()}};
                trials.append({.name = QByteArray(answer.name) + ", " + QByteArray::number(status) + " to " + location, .faults = {fault}});
            }
        }
    }
    expectAllThere(due(trials, 9, 60));
}

PUNCHCARD_TEST(TstHostileWay, tst_hostileway)
#include "tst_hostileway.moc"
