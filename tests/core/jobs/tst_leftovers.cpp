// SPDX-License-Identifier: MIT
// What is found on a server, and what of it may be deleted. Our own client against a scripted server.
#include "core/jobs/leftovers.h"

#include "core/job/marks.h"
#include "core/jobs/reponame.h"
#include "core/secrets/memorytokenstore.h"

#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

namespace {

const QString uid = u"11111111-2222-3333-4444-555555555555"_s;
const QString otherUid = u"99999999-2222-3333-4444-555555555555"_s;

QJsonObject repository(qint64 id, const QString &name, const QString &description, const QString &owner = u"octo"_s)
{
    return {{u"id"_s, id},
            {u"name"_s, name},
            {u"owner"_s, QJsonObject{{u"login"_s, owner}}},
            {u"description"_s, description},
            {u"html_url"_s, u"https://example.invalid/%1/%2"_s.arg(owner, name)},
            {u"default_branch"_s, u"main"_s},
            {u"private"_s, true},
            {u"pushed_at"_s, u"2025-11-28T08:00:00Z"_s}};
}

QByteArray bytes(const QJsonArray &array)
{
    return QJsonDocument(array).toJson();
}

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

QByteArray runs(const QString &status)
{
    return bytes(QJsonObject{{u"total_count"_s, 1},
                             {u"workflow_runs"_s,
                              QJsonArray{QJsonObject{{u"id"_s, 5},
                                                     {u"status"_s, status},
                                                     {u"conclusion"_s, status == u"completed"_s ? QJsonValue(u"success"_s) : QJsonValue()},
                                                     {u"head_sha"_s, QString(40, u'a')},
                                                     {u"created_at"_s, u"2025-11-28T07:00:00Z"_s},
                                                     {u"updated_at"_s, u"2025-11-28T07:00:00Z"_s}}}}});
}

} // namespace

class TstLeftOvers : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatCarriesTheMarkIsFound();
    // Breaks for the user: a repository of their own that quotes the mark is offered to be deleted.
    void aCopiedMarkIsNoFind();
    void branchesAndSecretsOfAStandingRepository();
    void whatAJobNeedsIsNotListed();
    void whatAJobNeedsAgainIsNotDeleted();
    void whatWasKeptOnPurposeIsSaidToBe();
    void whatHoldsResultsNeedsTheWord();
    void whatHoldsResultsNeedsTheWordUnseen();
    void aBranchThatNobodyCouldLookForIsNotGone();
    void whatWasNotedIsShownWithoutTheServer();
    void whatWasNotedAndIsGoneIsSaidToBe();
    void organisationsAreLookedAtToo();
    void whatIsNotOursIsNeverDeleted_data();
    void whatIsNotOursIsNeverDeleted();
    void withoutANoteItTakesTheWord();
    void whatWasNotedGoesWithItsNote();
    void aBranchGoesOnlyFromItsOwnRepository();
    void aSecretGoes();
    void aRefusedOneKeepsItsNote();

private:
    [[nodiscard]] LeftOvers find() { return *wait(findLeftOvers(m_sessions, m_store, m_account.id, Context())); }
    Result<> remove(const Remnant &remnant, bool word) { return wait(removeRemnant(m_sessions, m_store, remnant, word, Context())); }
    void note(const QString &branch = {});
    [[nodiscard]] Remnant remnant() const;
    Job addJob(Phase phase, bool deletes);
    [[nodiscard]] QByteArray path(const QString &rest = {}) const { return ("/repos/octo/" + m_name + rest).toLatin1(); }

    QString m_name;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::ScriptedServer> m_server;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<Sessions> m_sessions;
    Account m_account;
};

void TstLeftOvers::init()
{
    m_name = repositoryName(u"kernel.sh"_s, uid);
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<testing::ScriptedServer>();
    const Home home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
    auto tokens = std::make_shared<MemoryTokenStore>();
    m_sessions = std::make_shared<Sessions>(m_store, tokens);
    m_account = makeAccount(m_server->url(), u"octo"_s);
    QVERIFY(wait(tokens->write(m_account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_sessions->keep(m_account)));
}

void TstLeftOvers::cleanup()
{
    m_sessions.reset();
    m_store.reset();
    m_server.reset();
}

void TstLeftOvers::note(const QString &branch)
{
    const store::LeftOver leftOver{.uid = uid,
                                   .account = m_account.id,
                                   .owner = u"octo"_s,
                                   .repository = branch.isEmpty() ? m_name : u"standing"_s,
                                   .repositoryId = 7,
                                   .branch = branch,
                                   .page = QUrl(u"https://example.invalid/"_s),
                                   .reason = u"it could not be deleted"_s,
                                   .noticedAt = Clock::system().now()};
    QVERIFY(wait(m_store->addLeftOver(leftOver)));
}

Remnant TstLeftOvers::remnant() const
{
    return {.state = Remnant::State::Idle,
            .account = m_account.id,
            .uid = uid,
            .repo = {.owner = u"octo"_s, .name = m_name},
            .repositoryId = 7,
            .page = QUrl(u"https://example.invalid/"_s),
            .isRecorded = true};
}

Job TstLeftOvers::addJob(Phase phase, bool deletes)
{
    const JobSpec spec{.name = u"kernel.sh"_s, .account = m_account.id, .deleteHouse = deletes};
    Job job = *wait(m_store->add(Job{.uid = uid, .spec = spec, .createdAt = Clock::system().now()}));
    job.phase = phase;
    job.house = House{.owner = u"octo"_s, .name = m_name, .repositoryId = 7};
    if (!wait(m_store->save(job)))
        qFatal("not saved");
    return job;
}

void TstLeftOvers::whatCarriesTheMarkIsFound()
{
    m_server->expect("GET", "/user/repos?affiliation=owner&per_page=100")
        .reply(200, bytes(QJsonArray{repository(1, u"homework"_s, u"mine"_s)}))
        .header("Link", '<' + m_server->url(u"/user/repos?affiliation=owner&per_page=100&page=2"_s).toEncoded() + ">; rel=\"next\"");
    m_server->expect("GET", "/user/repos?affiliation=owner&per_page=100&page=2")
        .reply(200, bytes(QJsonArray{repository(7, m_name, u"A job. "_s + markerOf(uid))}));
    m_server->expect("GET", path(u"/actions/runs"_s)).reply(200, runs(u"in_progress"_s));
    const LeftOvers found = find();
    QCOMPARE(found.unseen.size(), 0);
    QCOMPARE(found.remnants.size(), 1);
    const Remnant &one = found.remnants.first();
    QCOMPARE(one.name(), u"octo/"_s + m_name);
    QCOMPARE(one.state, Remnant::State::Running);
    QCOMPARE(one.repositoryId, 7);
    QVERIFY(one.needsWord() && !one.isRecorded && !one.job);
    QCOMPARE(one.since, parseTime(u"2025-11-28T08:00:00Z"_s));
}

void TstLeftOvers::aCopiedMarkIsNoFind()
{
    const Job job = addJob(Phase::Cleared, true);
    m_server->expect("GET", "/user/repos")
        .reply(200,
               bytes(QJsonArray{repository(1, u"notes"_s, u"see "_s + markerOf(uid)), repository(8, m_name, markerOf(uid)),
                                repository(9, u"x"_s + m_name + u"-2"_s, markerOf(uid))}));
    QVERIFY(find().remnants.isEmpty());
}

void TstLeftOvers::branchesAndSecretsOfAStandingRepository()
{
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, u"standing"_s, standingMarker())}));
    const auto ref = [](const QString &name) {
        return QJsonObject{{u"ref"_s, u"refs/heads/"_s + name}, {u"object"_s, QJsonObject{{u"sha"_s, QString(40, u'a')}}}};
    };
    m_server->expect("GET", "/repos/octo/standing/git/matching-refs/heads/punchcard")
        .reply(200, bytes(QJsonArray{ref(branchOf(uid)), ref(u"punchcard/mine"_s), ref(liveBranchOf(otherUid, 1, -1))}));
    m_server->expect("GET", "/repos/octo/standing/actions/runs?exclude_pull_requests=true&per_page=1&branch=punchcard/" + uid.toLatin1())
        .reply(200, runs(u"queued"_s));
    m_server
        ->expect("GET", "/repos/octo/standing/actions/runs?exclude_pull_requests=true&per_page=1&branch=punchcard/" + otherUid.toLatin1())
        .reply(200, runs(u"completed"_s));
    const auto secret = [](const QString &name) { return QJsonObject{{u"name"_s, name}}; };
    m_server->expect("GET", "/repos/octo/standing/actions/secrets")
        .reply(200,
               bytes(QJsonObject{{u"total_count"_s, 3},
                                 {u"secrets"_s,
                                  QJsonArray{secret(standingSecret(uid, u"key"_s)), secret(u"PUNCHCARD_MINE"_s),
                                             secret(standingSecret(otherUid, u"key"_s))}}}));
    const LeftOvers found = find();
    QCOMPARE(found.remnants.size(), 4);
    QCOMPARE(found.remnants.at(0).name(), u"octo/standing:punchcard/"_s + uid);
    QCOMPARE(found.remnants.at(0).state, Remnant::State::Running);
    // What another job printed while it ran.
    QCOMPARE(found.remnants.at(1).branch, liveBranchOf(otherUid, 1, -1));
    QCOMPARE(found.remnants.at(1).state, Remnant::State::Idle);
    QCOMPARE(found.remnants.at(2).name(), u"octo/standing:"_s + standingSecret(uid, u"key"_s));
    QCOMPARE(found.remnants.at(2).state, Remnant::State::Running);
    QCOMPARE(found.remnants.at(3).uid, otherUid);
    QCOMPARE(found.remnants.at(3).state, Remnant::State::Idle);
}

void TstLeftOvers::whatAJobNeedsIsNotListed()
{
    addJob(Phase::Started, true);
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid))}));
    QVERIFY(find().remnants.isEmpty());
}

// Breaks for the user: they clean up while a job fetches what it had given up, or runs again, and its repository is deleted.
void TstLeftOvers::whatAJobNeedsAgainIsNotDeleted()
{
    note();
    note(branchOf(uid));
    for (const Phase phase : {Phase::Started, Phase::Ended}) {
        Job job = phase == Phase::Started ? addJob(phase, true) : wait(m_store->jobs())->constFirst();
        job.phase = phase;
        QVERIFY(wait(m_store->save(job)));
        m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid))}));
        QVERIFY(find().remnants.isEmpty());
        // It was listed just before.
        const Result<> removed = remove(remnant(), true);
        QVERIFY(!removed);
        QCOMPARE(removed.error().kind, Error::Kind::Conflict);
        QCOMPARE(wait(m_store->leftOvers())->size(), 2);
    }
}

void TstLeftOvers::whatWasKeptOnPurposeIsSaidToBe()
{
    const Job job = addJob(Phase::Cleared, false);
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid))}));
    m_server->expect("GET", path(u"/actions/runs"_s)).reply(200, runs(u"completed"_s));
    const LeftOvers found = find();
    QCOMPARE(found.remnants.size(), 1);
    QCOMPARE(found.remnants.first().state, Remnant::State::Kept);
    QVERIFY(found.remnants.first().needsWord());
    QCOMPARE(found.remnants.first().job, job.id);
}

// Breaks for the user: they clean up, and the only copy of results that could not be fetched goes with the rest.
void TstLeftOvers::whatHoldsResultsNeedsTheWord()
{
    Job job = addJob(Phase::Cleared, true);
    note();
    for (const Results results : {Results::Complete, Results::Incomplete}) {
        job.results = results;
        QVERIFY(wait(m_store->save(job)));
        m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid))}));
        m_server->expect("GET", path(u"/actions/runs"_s)).reply(200, runs(u"completed"_s));
        const LeftOvers found = find();
        QCOMPARE(found.remnants.size(), 1);
        QVERIFY(found.remnants.first().isRecorded);
        QCOMPARE(found.remnants.first().needsWord(), results == Results::Incomplete);
    }
}

// Breaks for the user: likewise, when the list of repositories is not to be had.
void TstLeftOvers::whatHoldsResultsNeedsTheWordUnseen()
{
    Job job = addJob(Phase::Cleared, true);
    note();
    for (const Results results : {Results::Complete, Results::Incomplete}) {
        job.results = results;
        QVERIFY(wait(m_store->save(job)));
        m_server->expect("GET", "/user/repos").reply(401, R"({"message":"Bad credentials"})");
        const LeftOvers found = find();
        QCOMPARE(found.remnants.size(), 1);
        QCOMPARE(found.remnants.first().state, Remnant::State::Unseen);
        QCOMPARE(found.remnants.first().needsWord(), results == Results::Incomplete);
    }
}

void TstLeftOvers::aBranchThatNobodyCouldLookForIsNotGone()
{
    Job job = addJob(Phase::Cleared, true);
    job.results = Results::Incomplete;
    QVERIFY(wait(m_store->save(job)));
    note(branchOf(uid));
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, u"standing"_s, standingMarker())}));
    m_server->expect("GET", "/repos/octo/standing/git/matching-refs/heads/punchcard").reply(403, R"({"message":"No"})");
    m_server->expect("GET", "/repos/octo/standing/actions/secrets").reply(200, R"({"total_count":0,"secrets":[]})");
    const LeftOvers found = find();
    QCOMPARE(found.remnants.size(), 1);
    QCOMPARE(found.remnants.first().state, Remnant::State::Unseen);
    QVERIFY(found.remnants.first().needsWord());
}

void TstLeftOvers::whatWasNotedIsShownWithoutTheServer()
{
    note();
    m_server->expect("GET", "/user/repos").reply(401, R"({"message":"Bad credentials"})");
    const LeftOvers found = find();
    QCOMPARE(found.unseen.size(), 1);
    QCOMPARE(found.unseen.first().error.kind, Error::Kind::Denied);
    QCOMPARE(found.remnants.size(), 1);
    QCOMPARE(found.remnants.first().state, Remnant::State::Unseen);
    QCOMPARE(found.remnants.first().why, u"it could not be deleted"_s);
    QVERIFY(!found.remnants.first().needsWord());
}

void TstLeftOvers::whatWasNotedAndIsGoneIsSaidToBe()
{
    note();
    m_server->expect("GET", "/user/repos").reply(200, "[]");
    QCOMPARE(find().remnants.first().state, Remnant::State::Gone);
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, u"renamed"_s, markerOf(uid))}));
    QCOMPARE(find().remnants.first().state, Remnant::State::Changed);
}

void TstLeftOvers::organisationsAreLookedAtToo()
{
    m_account.owner = u"guild"_s;
    QVERIFY(wait(m_sessions->keep(m_account)));
    m_server->expect("GET", "/user/repos").reply(200, "[]");
    m_server->expect("GET", "/orgs/guild/repos?per_page=100")
        .reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid), u"guild"_s)}));
    m_server->expect("GET", "/repos/guild/" + m_name.toLatin1() + "/actions/runs").reply(200, runs(u"completed"_s));
    QCOMPARE(find().remnants.first().name(), u"guild/"_s + m_name);
}

void TstLeftOvers::whatIsNotOursIsNeverDeleted_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    const QString name = repositoryName(u"kernel.sh"_s, uid);
    QTest::newRow("renamed") << 7LL << u"renamed"_s << markerOf(uid);
    QTest::newRow("replaced by another of its name") << 8LL << name << u"mine"_s;
    QTest::newRow("the mark copied into another's description") << 8LL << name << markerOf(uid);
    QTest::newRow("the mark taken away") << 7LL << name << u"mine now"_s;
    QTest::newRow("another job's mark") << 7LL << name << markerOf(otherUid);
    QTest::newRow("made the standing one") << 7LL << name << markerOf(uid) + u' ' + standingMarker();
}

void TstLeftOvers::whatIsNotOursIsNeverDeleted()
{
    QFETCH(const qint64, id);
    QFETCH(const QString, name);
    QFETCH(const QString, description);
    // No DELETE is expected: one that came would fail the test.
    m_server->expect("GET", path()).reply(200, bytes(repository(id, name, description)));
    const Result<> removed = remove(remnant(), true);
    QVERIFY(!removed);
    QCOMPARE(removed.error().kind, Error::Kind::Refused);
    QCOMPARE(removed.error().page, QUrl(u"https://example.invalid/"_s));
}

void TstLeftOvers::withoutANoteItTakesTheWord()
{
    Remnant found = remnant();
    found.isRecorded = false;
    QCOMPARE(remove(found, false).error().kind, Error::Kind::Refused);
    Remnant running = remnant();
    running.state = Remnant::State::Running;
    QCOMPARE(remove(running, false).error().kind, Error::Kind::Refused);
    // A note that names it without its id is no record of it.
    Remnant unseen = remnant();
    unseen.repositoryId = 0;
    QCOMPARE(remove(unseen, false).error().kind, Error::Kind::Refused);
    QVERIFY(m_server->seen().isEmpty());
    m_server->expect("GET", path()).reply(200, bytes(repository(7, m_name, markerOf(uid))));
    m_server->expect("DELETE", path()).reply(204);
    QVERIFY(remove(found, true));
}

void TstLeftOvers::whatWasNotedGoesWithItsNote()
{
    const Job job = addJob(Phase::Cleared, true);
    note();
    m_server->expect("GET", "/user/repos").reply(200, bytes(QJsonArray{repository(7, m_name, markerOf(uid))}));
    m_server->expect("GET", path(u"/actions/runs"_s)).reply(200, runs(u"completed"_s));
    const Remnant left = find().remnants.first();
    QCOMPARE(left.state, Remnant::State::Idle);
    QVERIFY(left.record != 0 && !left.needsWord());
    m_server->expect("GET", path()).reply(200, bytes(repository(7, m_name, markerOf(uid))));
    m_server->expect("DELETE", path()).reply(204);
    QVERIFY(remove(left, false));
    QVERIFY(wait(m_store->leftOvers())->isEmpty());
    // A rerun must not look for it.
    QVERIFY(wait(m_store->job(job.id))->house.dropped);
}

void TstLeftOvers::aBranchGoesOnlyFromItsOwnRepository()
{
    note(branchOf(uid));
    m_server->expect("GET", "/user/repos").reply(401, R"({"message":"Bad credentials"})");
    const Remnant left = find().remnants.first();
    QCOMPARE(left.kind, Remnant::Kind::Branch);
    m_server->expect("GET", "/repos/octo/standing").reply(200, bytes(repository(8, u"standing"_s, standingMarker())));
    QCOMPARE(remove(left, true).error().kind, Error::Kind::Refused);
    QCOMPARE(wait(m_store->leftOvers())->size(), 1);
    m_server->expect("GET", "/repos/octo/standing").reply(200, bytes(repository(7, u"standing"_s, standingMarker())));
    m_server->expect("DELETE", "/repos/octo/standing/git/refs/heads/punchcard/" + uid.toLatin1()).reply(204);
    QVERIFY(remove(left, false));
    QVERIFY(wait(m_store->leftOvers())->isEmpty());
    // Not one that is called otherwise than a job's.
    Remnant main = left;
    main.branch = u"main"_s;
    QCOMPARE(remove(main, true).error().kind, Error::Kind::Refused);
}

void TstLeftOvers::aSecretGoes()
{
    Remnant secret = remnant();
    secret.kind = Remnant::Kind::Secret;
    secret.repo.name = u"standing"_s;
    secret.secret = standingSecret(uid, u"key"_s);
    m_server->expect("GET", "/repos/octo/standing").reply(200, bytes(repository(7, u"standing"_s, standingMarker())));
    m_server->expect("DELETE", "/repos/octo/standing/actions/secrets/" + secret.secret.toLatin1()).reply(204);
    QVERIFY(remove(secret, true));
    secret.secret = u"DEPLOY_KEY"_s;
    QCOMPARE(remove(secret, true).error().kind, Error::Kind::Refused);
}

void TstLeftOvers::aRefusedOneKeepsItsNote()
{
    note();
    m_server->expect("GET", "/user/repos").reply(401, R"({"message":"Bad credentials"})");
    const Remnant left = find().remnants.first();
    m_server->expect("GET", path()).reply(200, bytes(repository(7, m_name, markerOf(uid))));
    m_server->expect("DELETE", path()).reply(403, R"({"message":"Must have admin rights to Repository."})");
    const Result<> removed = remove(left, false);
    QVERIFY(!removed);
    QCOMPARE(removed.error().kind, Error::Kind::Denied);
    QCOMPARE(wait(m_store->leftOvers())->size(), 1);
    QCOMPARE(wait(m_store->leftOvers())->first().reason, u"it could not be deleted"_s);
}

PUNCHCARD_TEST(TstLeftOvers, tst_leftovers)
#include "tst_leftovers.moc"
