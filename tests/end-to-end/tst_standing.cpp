// SPDX-License-Identifier: MIT
// Breaks for the user: jobs in their standing repository read each other's secrets, leave something in it, or are lost.
#include "core/job/marks.h"
#include "tests/end-to-end/standingbench.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

const QString jobs = u"/repos/local/punchcard-jobs"_s;

QJsonObject refuse(const QString &match, int status, const QString &message, int times = -1)
{
    return {{u"match"_s, match},
            {u"fault"_s, u"status"_s},
            {u"status"_s, status},
            {u"times"_s, times},
            {u"body"_s, QJsonObject{{u"message"_s, message}}}};
}

} // namespace

class TstStanding : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_bench = std::make_unique<StandingBench>(); }
    void cleanup() { m_bench.reset(); }
    void allComesBackAndNothingStays();
    void jobsDoNotSeeEachOthersSecrets();
    void whatDoesNotFitWaitsAndGoesOn();
    void theServersLimitIsWaitedForToo();
    void keptResultsKeepNoSecrets();
    void aJobWithSecretsRunsAnew();
    void aRepositoryThatMayNotBeUsedIsLeftAlone_data();
    void aRepositoryThatMayNotBeUsedIsLeftAlone();
    void aNamedRepositoryIsUsedAndStays();
    void anotherRepositoryOfThatNameIsNotUsed();
    void aBranchThatIsDeletedMeanwhileIsNoLoss();
    void aRunThatIsDeletedIsALoss();
    void aBranchThatMayNotBeDeletedIsListed();
    void cancelledBeforeItStarted();
    void twoComputersCreateIt();

private:
    [[nodiscard]] HubClient hub() const { return m_bench->home.hub(); }
    std::unique_ptr<StandingBench> m_bench;
};

void TstStanding::allComesBackAndNothingStays()
{
    // Nobody needs the right for it.
    m_bench->setFaults({refuse(u"^DELETE /repos/[^/]+/[^/]+$"_s, 403, u"Must have admin rights to Repository."_s)});
    const QString out = m_bench->home.path(u"out"_s);
    const auto begun = m_bench->submit("test \"$API_KEY\" = swordfish && ls -A > uploads/list\n", {{u"API_KEY"_s, "swordfish"}},
                                       JobSpec{.housing = Housing::Standing, .outFolder = out});
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().what));
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QVERIFY(!job.error && job.house.dropped);
    // The job's files alone: no README, and nothing of others.
    QCOMPARE(m_bench->home.read(u"out/list"_s), QByteArray(".github\n.punchcard\njob.sh\nuploads\n"));
    const QJsonObject repository = hub().get(jobs).json();
    QVERIFY(repository[u"private"].toBool());
    QVERIFY(hasStandingMarker(repository[u"description"].toString()));
    QCOMPARE(m_bench->traces(), QStringList());
    QVERIFY(m_bench->leftOvers().isEmpty());
    const QJsonArray files = hub().get(jobs + u"/git/trees/main"_s).json()[u"tree"].toArray();
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.at(0)[u"path"].toString(), u"README.md"_s);
    QCOMPARE(m_bench->home.repositories().size(), 1);
}

void TstStanding::jobsDoNotSeeEachOthersSecrets()
{
    Meeting meeting;
    const QByteArray all = "[ $(env | grep -c '^KEY=') = 1 ] && ! env | grep -q '^PUNCHCARD_[0-9A-F]*_'\n";
    const auto first = m_bench->submit(meeting.line("first $KEY") + all, {{u"KEY"_s, "one"}});
    const auto second = m_bench->submit(meeting.line("second $KEY") + all, {{u"KEY"_s, "two"}});
    QVERIFY(first && second);
    QTRY_VERIFY_WITH_TIMEOUT(meeting.hears("first one") && meeting.hears("second two"), 60'000);
    QCOMPARE(m_bench->secrets().size(), 2);
    meeting.letGo();
    QCOMPARE(m_bench->over(first->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->over(second->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->traces(), QStringList());
}

void TstStanding::whatDoesNotFitWaitsAndGoesOn()
{
    QList<std::pair<QString, QByteArray>> many;
    for (int i = 0; i < 100; ++i)
        many.append({u"KEY_%1"_s.arg(i), "value " + QByteArray::number(i)});
    Meeting meeting;
    const auto first = m_bench->submit(meeting.line("all $KEY_99"), many);
    QVERIFY(first);
    QTRY_VERIFY_WITH_TIMEOUT(meeting.hears("all value 99"), 60'000);
    const auto second = m_bench->submit("[ \"$ONE\" = more ]\n", {{u"ONE"_s, "more"}});
    QVERIFY(second);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->now(second->id).waiting, 60'000);
    const Waiting waiting = *m_bench->now(second->id).waiting;
    QCOMPARE(waiting.what, Waiting::For::Quota);
    QVERIFY2(waiting.error.what.contains(u"100"_s) && waiting.error.what.contains(u"1 job"_s), qPrintable(waiting.error.what));
    meeting.letGo();
    QCOMPARE(m_bench->over(second->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->over(first->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->traces(), QStringList());
}

// Somebody else was faster, after the look and before the last of ours: none of ours stays in their way.
void TstStanding::theServersLimitIsWaitedForToo()
{
    const auto first = m_bench->submit("true\n");
    QVERIFY(first && m_bench->over(first->id).outcome == Outcome::Succeeded);
    const QString uid = u"0b1c2d3e-4f50-4617-8899-aabbccddeeff"_s;
    const QJsonObject key = hub().get(jobs + u"/actions/secrets/public-key"_s).json();
    const QJsonObject box{{u"key_id"_s, key[u"key_id"]}, {u"encrypted_value"_s, QString::fromLatin1(QByteArray(60, 'x').toBase64())}};
    for (int i = 0; i < 99; ++i)
        QCOMPARE(hub().send("PUT", jobs + u"/actions/secrets/"_s + standingSecret(uid, u"K%1"_s.arg(i)), box).status, 201);
    const QJsonObject none{{u"total_count"_s, 0}, {u"secrets"_s, QJsonArray()}};
    m_bench->setFaults({QJsonObject{
        {u"match"_s, u"^GET .*/actions/secrets$"_s}, {u"fault"_s, u"status"_s}, {u"status"_s, 200}, {u"times"_s, 1}, {u"body"_s, none}}});
    const auto second = m_bench->submit("[ $A$B = ab ]\n", {{u"A"_s, "a"}, {u"B"_s, "b"}});
    QVERIFY(second);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->now(second->id).waiting, 60'000);
    QCOMPARE(m_bench->now(second->id).waiting->what, Waiting::For::Quota);
    QCOMPARE(m_bench->secrets().size(), 99);
    for (int i = 0; i < 99; ++i)
        QCOMPARE(hub().send("DELETE", jobs + u"/actions/secrets/"_s + standingSecret(uid, u"K%1"_s.arg(i))).status, 204);
    QVERIFY(wait(m_bench->desk->tryAgain(second->id)));
    QCOMPARE(m_bench->over(second->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->traces(), QStringList());
}

void TstStanding::keptResultsKeepNoSecrets()
{
    const auto begun = m_bench->submit("true\n", {}, JobSpec{.housing = Housing::Standing, .deleteHouse = false});
    QVERIFY(begun);
    QCOMPARE(m_bench->over(begun->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->traces().size(), 2);
    // While they stand GitHub itself can repeat it.
    const Result<JobId> again = wait(m_bench->desk->rerun(begun->id));
    QVERIFY(again);
    QCOMPARE(*again, begun->id);
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.runs.first().attempts.size(), 2);
    QCOMPARE(job.outcome, Outcome::Succeeded);
}

void TstStanding::aJobWithSecretsRunsAnew()
{
    const QString file = m_bench->home.write(u"key"_s, "value");
    const JobSpec spec{.housing = Housing::Standing, .deleteHouse = false, .secrets = {{.name = u"KEY"_s, .where = file}}};
    const auto begun = m_bench->submit("[ $KEY = value ]\n", {}, spec);
    QVERIFY(begun);
    QCOMPARE(m_bench->over(begun->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->secrets(), QStringList());
    QCOMPARE(m_bench->traces().size(), 2);
    const Result<JobId> again = wait(m_bench->desk->rerun(begun->id));
    QVERIFY(again);
    QVERIFY(*again != begun->id);
    QCOMPARE(m_bench->over(*again).outcome, Outcome::Succeeded);
}

void TstStanding::aRepositoryThatMayNotBeUsedIsLeftAlone_data()
{
    QTest::addColumn<QJsonObject>("there");
    QTest::addColumn<QString>("named");
    QTest::addColumn<bool>("secret");
    QTest::addColumn<bool>("isPrivate");
    QTest::addColumn<QString>("says");
    const auto repository = [](const QString &name, bool isPrivate, const QString &description, bool begun = true) {
        return QJsonObject{{u"name"_s, name}, {u"private"_s, isPrivate}, {u"description"_s, description}, {u"auto_init"_s, begun}};
    };
    QTest::newRow("not ours, and nobody named it")
        << repository(u"punchcard-jobs"_s, true, {}) << QString() << false << true << u"--standing"_s;
    QTest::newRow("public, with secrets") << repository(u"mine"_s, false, {}) << u"mine"_s << true << false << u"secrets"_s;
    QTest::newRow("public, ours, of a private job")
        << repository(u"punchcard-jobs"_s, false, standingMarker()) << QString() << false << true << u"private"_s;
    QTest::newRow("empty") << repository(u"mine"_s, true, {}, false) << u"mine"_s << false << true << u"no commit"_s;
}

void TstStanding::aRepositoryThatMayNotBeUsedIsLeftAlone()
{
    QFETCH(const QJsonObject, there);
    QFETCH(const QString, named);
    QFETCH(const bool, secret);
    QFETCH(const bool, isPrivate);
    QFETCH(const QString, says);
    QCOMPARE(hub().send("POST", u"/user/repos"_s, there).status, 201);
    // Whatever would change something shows.
    m_bench->setFaults({refuse(u"^(POST|PUT|PATCH|DELETE) "_s, 403, u"changed"_s)});
    QList<std::pair<QString, QByteArray>> secrets;
    if (secret)
        secrets.append({u"KEY"_s, "value"});
    const auto begun
        = m_bench->submit("true\n", secrets, JobSpec{.housing = Housing::Standing, .standingRepository = named, .isPrivate = isPrivate});
    QVERIFY(begun);
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.outcome, Outcome::Refused);
    QVERIFY(job.error);
    const QString sentence = job.error->what + job.error->remedy;
    QVERIFY2(sentence.contains(says) && job.error->said.isEmpty(), qPrintable(sentence + job.error->said));
    QVERIFY(!job.error->remedy.isEmpty());
    QVERIFY(m_bench->leftOvers().isEmpty());
}

void TstStanding::aNamedRepositoryIsUsedAndStays()
{
    const QJsonObject mine{{u"name"_s, u"mine"_s}, {u"private"_s, true}, {u"description"_s, u"My own"_s}, {u"auto_init"_s, true}};
    QCOMPARE(hub().send("POST", u"/user/repos"_s, mine).status, 201);
    const QString root = u"/repos/local/mine"_s;
    const QString before = hub().get(root + u"/git/ref/heads/main"_s).json()[u"object"][u"sha"].toString();
    const auto begun = m_bench->submit("[ $KEY = value ]\n", {{u"KEY"_s, "value"}},
                                       JobSpec{.housing = Housing::Standing, .standingRepository = u"mine"_s});
    QVERIFY(begun);
    QCOMPARE(m_bench->over(begun->id).outcome, Outcome::Succeeded);
    QCOMPARE(m_bench->traces(u"local/mine"_s), QStringList());
    QCOMPARE(hub().get(root + u"/git/ref/heads/main"_s).json()[u"object"][u"sha"].toString(), before);
    QCOMPARE(hub().get(root).json()[u"description"].toString(), u"My own"_s);
}

// Breaks for the user: their secrets go to a repository that somebody put in the place of theirs.
void TstStanding::anotherRepositoryOfThatNameIsNotUsed()
{
    const auto first = m_bench->submit("true\n");
    QVERIFY(first);
    QCOMPARE(m_bench->over(first->id).outcome, Outcome::Succeeded);
    QCOMPARE(hub().send("DELETE", jobs).status, 204);
    const QJsonObject other{
        {u"name"_s, u"punchcard-jobs"_s}, {u"private"_s, true}, {u"description"_s, standingMarker()}, {u"auto_init"_s, true}};
    QCOMPARE(hub().send("POST", u"/user/repos"_s, other).status, 201);
    const auto second = m_bench->submit("true\n", {{u"KEY"_s, "value"}});
    QVERIFY(second);
    const Job job = m_bench->over(second->id);
    QCOMPARE(job.outcome, Outcome::Refused);
    QVERIFY2(job.error && job.error->what.contains(u"another one has taken its name"_s), "");
    QCOMPARE(m_bench->traces(), QStringList());
    // Where there is none at all it is made anew.
    QCOMPARE(hub().send("DELETE", jobs).status, 204);
    const auto third = m_bench->submit("true\n");
    QVERIFY(third);
    QCOMPARE(m_bench->over(third->id).outcome, Outcome::Succeeded);
}

void TstStanding::aBranchThatIsDeletedMeanwhileIsNoLoss()
{
    Meeting meeting;
    const auto begun = m_bench->submit(meeting.line("begun") + "echo 1 > uploads/one\n");
    QVERIFY(begun);
    QTRY_VERIFY_WITH_TIMEOUT(meeting.hears("begun"), 60'000);
    QCOMPARE(hub().send("DELETE", jobs + u"/git/refs/heads/"_s + branchOf(begun->uid)).status, 204);
    meeting.letGo();
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QCOMPARE(job.results, Results::Complete);
    QVERIFY(!job.error);
    QCOMPARE(m_bench->traces(), QStringList());
}

void TstStanding::aRunThatIsDeletedIsALoss()
{
    Meeting meeting;
    const auto begun = m_bench->submit(meeting.line("begun $KEY"), {{u"KEY"_s, "value"}});
    QVERIFY(begun);
    QTRY_VERIFY_WITH_TIMEOUT(meeting.hears("begun value"), 60'000);
    QTRY_VERIFY(!m_bench->now(begun->id).runs.isEmpty());
    const QJsonObject none{{u"total_count"_s, 0}, {u"workflow_runs"_s, QJsonArray()}};
    m_bench->setFaults({refuse(u"^(GET|DELETE) .*/actions/runs/[0-9]+(/jobs)?$"_s, 404, u"Not Found"_s),
                        QJsonObject{{u"match"_s, u"^GET .*/actions/runs$"_s},
                                    {u"fault"_s, u"status"_s},
                                    {u"status"_s, 200},
                                    {u"times"_s, -1},
                                    {u"body"_s, none}}});
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.outcome, Outcome::Lost);
    QVERIFY(job.error && job.error->what.contains(u"deleted"_s));
    QVERIFY(job.house.dropped);
    m_bench->setFaults({});
    QCOMPARE(m_bench->secrets(), QStringList());
    QVERIFY(hub().get(jobs + u"/git/matching-refs/heads/punchcard"_s).array().isEmpty());
    meeting.letGo();
}

void TstStanding::aBranchThatMayNotBeDeletedIsListed()
{
    m_bench->setFaults({refuse(u"^DELETE .*/git/refs/"_s, 403, u"Resource not accessible by personal access token"_s)});
    const auto begun = m_bench->submit("true\n", {{u"KEY"_s, "value"}});
    QVERIFY(begun);
    const Job job = m_bench->over(begun->id);
    QCOMPARE(job.outcome, Outcome::Succeeded);
    QVERIFY(!job.house.dropped);
    QVERIFY(job.error && job.error->what.contains(branchOf(job.uid)) && !job.error->remedy.isEmpty());
    QCOMPARE(m_bench->leftOvers().size(), 1);
    const store::LeftOver left = m_bench->leftOvers().first();
    QCOMPARE(left.branch, branchOf(job.uid));
    QCOMPARE(left.repository, u"punchcard-jobs"_s);
    QVERIFY(left.page.toString().contains(u"/branches/"_s));
    // All else is gone.
    QCOMPARE(m_bench->traces(), QStringList{u"refs/heads/"_s + branchOf(job.uid)});
}

// A push whose answer never came has started a run, which a deleted branch would not end.
void TstStanding::cancelledBeforeItStarted()
{
    m_bench->setFaults(
        {QJsonObject{{u"match"_s, u"^POST .*/git/refs$"_s}, {u"fault"_s, u"drop-after"_s}, {u"times"_s, 1}},
         QJsonObject{
             {u"match"_s, u"^(POST .*/git/refs|GET .*/git/ref/.*)$"_s}, {u"fault"_s, u"status"_s}, {u"status"_s, 502}, {u"times"_s, 30}}});
    Meeting meeting;
    const auto begun = m_bench->submit(meeting.line("begun"));
    QVERIFY(begun);
    QTRY_VERIFY_WITH_TIMEOUT(meeting.hears("begun"), 60'000);
    QCOMPARE(m_bench->now(begun->id).phase, Phase::SecretsSealed);
    QVERIFY(wait(m_bench->desk->cancel(begun->id)));
    m_bench->setFaults({});
    QCOMPARE(m_bench->over(begun->id).outcome, Outcome::Cancelled);
    QCOMPARE(m_bench->traces(), QStringList());
}

void TstStanding::twoComputersCreateIt()
{
    // Both find nothing, and both ask for it before the first has been answered.
    m_bench->setFaults({QJsonObject{{u"match"_s, u"^POST /user/repos$"_s}, {u"fault"_s, u"delay"_s}, {u"ms"_s, 1500}, {u"times"_s, 2}}});
    const PunchHome elsewhere;
    const QString script = m_bench->home.write(u"job.sh"_s, "true\n");
    const QStringList arguments = QStringList{u"run"_s, script, u"--standing"_s} + m_bench->home.asServer();
    PunchProcess first(m_bench->home, arguments);
    PunchProcess second(elsewhere, arguments);
    QVERIFY2(first.finish() == 0, first.said());
    QVERIFY2(second.finish() == 0, second.said());
    QCOMPARE(m_bench->home.repositories().size(), 1);
    QCOMPARE(m_bench->traces(), QStringList());
}

PUNCHCARD_TEST(TstStanding, tst_standing)
#include "tst_standing.moc"
