// SPDX-License-Identifier: MIT
// Breaks for the user: of a job of several runs one is forgotten, goes on after a cancel, or decides alone how the job fared; or
// each look costs requests for runs that have long ended.
#include "core/jobs/watching.h"

#include "core/jobs/sessions.h"
#include "core/secrets/memorytokenstore.h"

#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QUrlQuery>

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

namespace {

constexpr qint64 begunAt = 1'795'428'000'000;

QString stampOf(Milliseconds after)
{
    return QDateTime::fromMSecsSinceEpoch(begunAt + after.count(), QTimeZone::UTC).toString(Qt::ISODate);
}

/// A run as the server has it.
struct ServedRun
{
    qint64 id = 0;
    QString sha = {};
    bool isListed = true;
    int attempt = 1;
    QString conclusion = {}; ///< empty: it goes on
    QStringList tasks = {};  ///< their conclusions
    int cancels = 0;
    int reruns = 0;
    int refusal = 0; ///< of a rerun
};

QJsonObject jsonOf(const ServedRun &run)
{
    return {{u"id"_s, run.id},
            {u"head_sha"_s, run.sha},
            {u"status"_s, run.conclusion.isEmpty() ? u"in_progress"_s : u"completed"_s},
            {u"conclusion"_s, run.conclusion.isEmpty() ? QJsonValue() : QJsonValue(run.conclusion)},
            {u"run_attempt"_s, run.attempt},
            {u"created_at"_s, stampOf({})},
            {u"run_started_at"_s, stampOf(std::chrono::hours(run.attempt - 1))},
            {u"updated_at"_s, stampOf({})}};
}

QJsonObject tasksOf(const ServedRun &run)
{
    QJsonArray tasks;
    for (qsizetype i = 0; i < run.tasks.size(); ++i) {
        const QString &conclusion = run.tasks.at(i);
        tasks.append(QJsonObject{
            {u"id"_s, run.id * 100 + run.attempt * 10 + i},
            {u"run_attempt"_s, run.attempt},
            {u"name"_s, u"job %1"_s.arg(i)},
            {u"status"_s, conclusion.isEmpty() ? u"in_progress"_s : u"completed"_s},
            {u"conclusion"_s, conclusion.isEmpty() ? QJsonValue() : QJsonValue(conclusion)},
            {u"started_at"_s, stampOf(std::chrono::hours(run.attempt - 1) + std::chrono::seconds(5))},
            {u"completed_at"_s,
             conclusion.isEmpty() ? QJsonValue() : QJsonValue(stampOf(std::chrono::hours(run.attempt - 1) + std::chrono::seconds(9)))},
            {u"runner_id"_s, 1}});
    }
    return {{u"total_count"_s, tasks.size()}, {u"jobs"_s, tasks}};
}

} // namespace

class TstWatching : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void anEndedRunIsNotAskedAgain();
    void aRunThatComesLateIsCancelledToo();
    void theOutcomeIsThatOfAllRuns_data();
    void theOutcomeIsThatOfAllRuns();
    void whoTakesUpARetryAsksNoRunTwice();
    void aRefusedRetryLeavesTheJobAsItWas();

private:
    /// One of the server's runs for each, which the job knows unless it is not @p found.
    void serve(const QList<ServedRun> &runs, bool found = true);
    /// Watches to the end, and meanwhile never sleeps.
    [[nodiscard]] Result<> watch();
    [[nodiscard]] qsizetype asked(const QByteArray &method, const QByteArray &path) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::ScriptedServer> m_server;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<Sessions> m_sessions;
    std::unique_ptr<Drive> m_drive;
    QList<ServedRun> m_runs;
};

void TstWatching::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<testing::ScriptedServer>();
    const Home home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
    const TokenStorePtr tokens = std::make_shared<MemoryTokenStore>();
    m_sessions = std::make_shared<Sessions>(m_store, tokens);
    const Account account = makeAccount(m_server->url(), u"octo"_s);
    QVERIFY(wait(tokens->write(account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_sessions->keep(account)));
    Job job = *wait(m_store->add(Job{.spec = {.name = u"job.sh"_s, .account = account.id}, .createdAt = Clock::system().now()}));
    job.phase = Phase::Started;
    job.house = {.owner = u"octo"_s, .name = u"job-x"_s, .repositoryId = 5};
    job.submittedAt = Clock::system().now();
    const auto session = wait(m_sessions->of(account.id));
    QVERIFY(session);
    m_drive = std::make_unique<Drive>(Drive{
        .store = m_store, .session = *session, .tokens = tokens, .folder = store::JobFolder(home, job.uid), .context = {}, .job = job});
}

void TstWatching::cleanup()
{
    QCOMPARE(m_server->complaints(), QStringList());
    m_drive.reset();
    m_sessions.reset();
    m_store.reset();
    m_server.reset();
}

void TstWatching::serve(const QList<ServedRun> &runs, bool found)
{
    m_runs = runs;
    const auto answer = [](testing::Answer &to, const QJsonObject &json) { to.reply(200, QJsonDocument(json).toJson()); };
    const QByteArray root = "/repos/octo/job-x/actions/runs";
    m_server->expect("GET", root)
        .compute([this, answer](const testing::SeenRequest &request, testing::Answer &to) {
            const QString sha = QUrlQuery(QUrl(QString::fromLatin1(request.target))).queryItemValue(u"head_sha"_s);
            QJsonArray list;
            for (const ServedRun &run : std::as_const(m_runs)) {
                if (run.isListed && run.sha == sha)
                    list.append(jsonOf(run));
            }
            answer(to, {{u"total_count"_s, list.size()}, {u"workflow_runs"_s, list}});
        })
        .times(-1);
    for (qsizetype i = 0; i < runs.size(); ++i) {
        m_runs[i].id = 7 + i;
        m_runs[i].sha = QString(40, QChar(char16_t(u'a' + i)));
        const QByteArray path = root + '/' + QByteArray::number(m_runs.at(i).id);
        m_server->expect("GET", path).compute([this, answer, i](const auto &, auto &to) { answer(to, jsonOf(m_runs.at(i))); }).times(-1);
        m_server->expect("GET", path + "/jobs")
            .compute([this, answer, i](const auto &, auto &to) { answer(to, tasksOf(m_runs.at(i))); })
            .times(-1);
        m_server->expect("POST", path + "/cancel")
            .compute([this, i](const auto &, auto &to) {
                ++m_runs[i].cancels;
                m_runs[i].conclusion = u"cancelled"_s;
                std::ranges::fill(m_runs[i].tasks, u"cancelled"_s);
                to.reply(202, "{}");
            })
            .times(-1);
        m_server->expect("POST", path + "/rerun-failed-jobs")
            .compute([this, i](const auto &, auto &to) {
                ++m_runs[i].reruns;
                if (m_runs.at(i).refusal != 0) {
                    to.reply(m_runs.at(i).refusal, R"({"message": "This workflow run cannot be retried"})");
                    return;
                }
                ++m_runs[i].attempt;
                m_runs[i].conclusion = u"success"_s;
                std::ranges::fill(m_runs[i].tasks, u"success"_s);
                to.reply(201, "{}");
            })
            .times(-1);
        Run run{.number = int(i) + 1, .headSha = m_runs.at(i).sha};
        if (found) {
            run.remoteId = m_runs.at(i).id;
            run.attempts = {Attempt{.number = 1}};
        }
        m_drive->job.runs.append(*wait(m_store->saveRun(m_drive->job.id, run)));
    }
}

Result<> TstWatching::watch()
{
    QTimer restless;
    restless.setInterval(5);
    connect(&restless, &QTimer::timeout, this, [this] { m_drive->session->poller().wake(m_drive->job.id); });
    restless.start();
    return wait(watchRuns(*m_drive));
}

qsizetype TstWatching::asked(const QByteArray &method, const QByteArray &path) const
{
    return std::ranges::count_if(m_server->seen(), [&](const testing::SeenRequest &request) {
        return request.method == method && request.path() == "/repos/octo/job-x/actions/runs" + path;
    });
}

void TstWatching::anEndedRunIsNotAskedAgain()
{
    serve({{.conclusion = u"success"_s, .tasks = {u"success"_s}}, {.tasks = {QString()}}});
    QTimer later;
    connect(&later, &QTimer::timeout, this, [this] {
        if (asked("GET", "/8/jobs") < 4)
            return;
        m_runs[1].conclusion = u"success"_s;
        m_runs[1].tasks = {u"success"_s};
    });
    later.start(1);
    QVERIFY(watch());
    QCOMPARE(m_drive->job.outcome, Outcome::Succeeded);
    QCOMPARE(asked("GET", "/7/jobs"), 1);
    QCOMPARE(asked("GET", "/7"), 1);
    QVERIFY(asked("GET", "/8/jobs") >= 5);
    QCOMPARE(asked("GET", ""), 0);
    const Job kept = *wait(m_store->job(m_drive->job.id));
    QCOMPARE(kept.runs.size(), 2);
    QVERIFY(kept.runs == m_drive->job.runs);
}

void TstWatching::aRunThatComesLateIsCancelledToo()
{
    serve({{.tasks = {QString()}}, {.isListed = false, .tasks = {QString(), QString()}}}, false);
    m_drive->job.wishes.cancel = true;
    QTimer later;
    connect(&later, &QTimer::timeout, this, [this] { m_runs[1].isListed = m_runs.at(0).cancels > 0 && asked("GET", "") > 6; });
    later.start(1);
    QVERIFY(watch());
    QCOMPARE(m_drive->job.outcome, Outcome::Cancelled);
    QVERIFY(m_drive->job.cancelAskedAt);
    QCOMPARE(m_runs.at(0).cancels, 1);
    QCOMPARE(m_runs.at(1).cancels, 1);
    QCOMPARE(newestAttempt(m_drive->job)->tasks.size(), 3);
}

void TstWatching::theOutcomeIsThatOfAllRuns_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<QStringList>("tasks");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<bool>("isExplained");
    QTest::newRow("both succeeded") << u"success"_s << QStringList{u"success"_s} << Outcome::Succeeded << false;
    QTest::newRow("one failed") << u"failure"_s << QStringList{u"success"_s, u"failure"_s} << Outcome::Failed << false;
    QTest::newRow("one timed out") << u"timed_out"_s << QStringList{u"timed_out"_s} << Outcome::TimedOut << false;
    QTest::newRow("somebody cancelled one") << u"cancelled"_s << QStringList{u"cancelled"_s} << Outcome::Cancelled << false;
    QTest::newRow("one is lost") << u"stale"_s << QStringList{u"stale"_s} << Outcome::Lost << true;
}

void TstWatching::theOutcomeIsThatOfAllRuns()
{
    QFETCH(const QString, other);
    QFETCH(const QStringList, tasks);
    QFETCH(const bool, isExplained);
    serve({{.conclusion = u"success"_s, .tasks = {u"success"_s}}, {.conclusion = other, .tasks = tasks}});
    QVERIFY(watch());
    QTEST(m_drive->job.outcome, "outcome");
    QCOMPARE(m_drive->job.error.has_value(), isExplained);
}

// Killed after the first of three was asked: its number has grown.
void TstWatching::whoTakesUpARetryAsksNoRunTwice()
{
    serve({{.attempt = 2, .conclusion = u"success"_s, .tasks = {u"success"_s}},
           {.conclusion = u"failure"_s, .tasks = {u"success"_s, u"failure"_s}},
           {.conclusion = u"success"_s, .tasks = {u"success"_s}}});
    const auto known = [this](qsizetype i, Conclusion conclusion) {
        m_drive->job.runs[i].attempts
            = {Attempt{.number = 1,
                       .status = Status::Completed,
                       .conclusion = conclusion,
                       .tasks = {Task{.remoteId = 1 + i, .status = Status::Completed, .conclusion = conclusion}}}};
    };
    known(0, Conclusion::Failure);
    known(1, Conclusion::Failure);
    known(2, Conclusion::Success);
    m_drive->job.wishes.rerunFailed = true;
    QVERIFY(wait(m_store->wish(m_drive->job.id, store::Wish::RerunFailed)));
    QVERIFY(watch());
    QCOMPARE(m_drive->job.outcome, Outcome::Succeeded);
    QCOMPARE(m_runs.at(0).reruns, 0);
    QCOMPARE(m_runs.at(1).reruns, 1);
    QCOMPARE(m_runs.at(2).reruns, 0);
    const Job kept = *wait(m_store->job(m_drive->job.id));
    QVERIFY(!kept.wishes.rerunFailed);
    QCOMPARE(kept.runs.at(0).attempts.size(), 2);
    QCOMPARE(kept.runs.at(1).attempts.size(), 2);
    QCOMPARE(kept.runs.at(2).attempts.size(), 1);
}

// Breaks for the user: the job waits for ever for something that GitHub will never do.
void TstWatching::aRefusedRetryLeavesTheJobAsItWas()
{
    serve({{.conclusion = u"failure"_s, .tasks = {u"failure"_s}, .refusal = 403}});
    m_drive->job.runs[0].attempts = {Attempt{.number = 1, .status = Status::Completed, .conclusion = Conclusion::Failure}};
    m_drive->job.wishes.rerunFailed = true;
    QVERIFY(wait(m_store->wish(m_drive->job.id, store::Wish::RerunFailed)));
    QVERIFY(watch());
    QCOMPARE(m_drive->job.outcome, Outcome::Failed);
    QVERIFY(m_drive->job.error);
    QCOMPARE(m_runs.at(0).reruns, 1);
    QVERIFY(!wait(m_store->job(m_drive->job.id))->wishes.rerunFailed);
}

PUNCHCARD_TEST(TstWatching, tst_watching)
#include "tst_watching.moc"
