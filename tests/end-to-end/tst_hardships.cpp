// SPDX-License-Identifier: MIT
// Breaks for the user: the disk is full, the token is taken back, somebody deletes the repository, the clock of the server is
// wrong – and the job is lost, is said to be what it is not, leaves something behind, or stands there and nobody says why.
// Each of these happens at each moment of a job's way where it can; each is told in a line.
#include "core/store/migrations.h"
#include "tests/end-to-end/ordeal.h"
#include "tests/support/testmain.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 dayInMs = 24LL * 3600 * 1000;

QString clockAt(int speed, qint64 ahead = 0)
{
    // Which runs at that speed since then, so that it is ahead by so much now.
    return u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(speed).arg(QDateTime::currentMSecsSinceEpoch() - ahead / (speed - 1));
}

QString databaseOf(const Ordeal &ordeal)
{
    return ordeal.journey.home.home() + u"/punchcard.sqlite"_s;
}

void overwrite(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || file.write(bytes) != bytes.size())
        qCritical("%s: %s", qPrintable(path), qPrintable(file.errorString()));
}

void setVersion(const Ordeal &ordeal, int version)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"version"_s + databaseOf(ordeal));
        database.setDatabaseName(databaseOf(ordeal));
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        if (!query.exec(u"PRAGMA user_version = %1"_s.arg(version)))
            qCritical("the database keeps its version");
    }
    QSqlDatabase::removeDatabase(u"version"_s + databaseOf(ordeal));
}

// All of it: what is still in the -wal file would be read from there.
void damageDatabase(Ordeal &ordeal)
{
    const QString backup = ordeal.journey.home.path(u"backup"_s);
    for (const auto *const part : {"", "-wal"}) {
        const QString name = QString::fromLatin1(part);
        QFile::remove(backup + name);
        if (!QFile::copy(databaseOf(ordeal) + name, backup + name))
            qCritical("no copy of the database");
        overwrite(databaseOf(ordeal) + name, QByteArray(qsizetype(QFileInfo(backup + name).size()), 'x'));
    }
}

void restoreDatabase(Ordeal &ordeal)
{
    const QString backup = ordeal.journey.home.path(u"backup"_s);
    QFile::remove(databaseOf(ordeal) + u"-shm"_s);
    for (const auto *const part : {"", "-wal"}) {
        const QString name = QString::fromLatin1(part);
        QFile::remove(databaseOf(ordeal) + name);
        if (!QFile::copy(backup + name, databaseOf(ordeal) + name))
            qCritical("the database is not back");
    }
}

// The database alone: the hub has the home's disk.
void putDatabaseOnDisk(Ordeal &ordeal)
{
    if (ordeal.disk)
        return;
    const QString folder = ordeal.journey.home.path(u"small"_s);
    QDir().mkpath(folder);
    ordeal.disk = std::make_unique<SmallDisk>(folder);
    QFile file(folder + u"/punchcard.sqlite"_s);
    if (!file.open(QIODevice::WriteOnly) || !QFile::link(file.fileName(), databaseOf(ordeal)))
        qCritical("no database on the small disk");
}

void putJobsOnDisk(Ordeal &ordeal)
{
    if (ordeal.disk)
        return;
    const QString folder = ordeal.journey.home.home() + u"/jobs"_s;
    QDir().mkpath(folder);
    ordeal.disk = std::make_unique<SmallDisk>(folder);
}

void putResultsOnDisk(Ordeal &ordeal)
{
    QDir().mkpath(ordeal.journey.nextOut());
    ordeal.disk = std::make_unique<SmallDisk>(ordeal.journey.nextOut());
}

void fillDisk(Ordeal &ordeal)
{
    ordeal.disk->fill();
}

void makeRoomOnDisk(Ordeal &ordeal)
{
    ordeal.disk->makeRoom();
}

void closeHome(Ordeal &ordeal)
{
    const QString home = ordeal.journey.home.home();
    ordeal.closed = std::make_unique<ReadOnlyFolder>(home, home + u"/hub"_s);
}

void openHome(Ordeal &ordeal)
{
    ordeal.closed.reset();
}

void deleteRepository(Ordeal &ordeal)
{
    const Response gone = ordeal.journey.home.hub().send("DELETE", u"/repos/"_s + ordeal.repository());
    if (gone.status != 204)
        qCritical("not deleted: %s", gone.body.constData());
}

void renameRepository(Ordeal &ordeal)
{
    ordeal.rename(u"a-name-of-my-own"_s);
}

void takeTokenBack(Ordeal &ordeal)
{
    ordeal.line->setToken("second-token", ordeal.journey.home.hub().token);
}

void giveNewToken(Ordeal &ordeal)
{
    ordeal.giveToken("second-token");
}

void beginWithOldToken(Ordeal &ordeal)
{
    ordeal.giveToken("first-token");
    ordeal.line->setToken("first-token", ordeal.journey.home.hub().token);
}

void holdDatabase(Ordeal &ordeal)
{
    ordeal.holdDatabase();
}

void freeDatabase(Ordeal &ordeal)
{
    ordeal.freeDatabase();
}

QJsonObject answered(const QString &match, int status, const QJsonValue &body, int times, const QJsonObject &headers = {})
{
    return {{u"match"_s, match}, {u"fault"_s, u"status"_s}, {u"status"_s, status},
            {u"body"_s, body},   {u"times"_s, times},       {u"headers"_s, headers}};
}

QJsonObject spoilt(const QString &match, const QString &fault, QJsonObject more = {})
{
    more.insert(u"match"_s, match);
    more.insert(u"fault"_s, fault);
    return more;
}

QJsonObject ledTo(const QString &match, const QString &place, int times)
{
    return answered(match, 302, {}, times, {{u"Location"_s, place}});
}

const QString artifactFile = u"^GET /artifacts/"_s;
const QString logFile = u"^GET /(runs|jobs)/[0-9].*log"_s;
const QString artifactLink = u"^GET .*/actions/artifacts/\\d+/zip$"_s;
const QString logLink = u"^GET .*/actions/(runs|jobs)/\\d+/(attempts/1/)?logs$"_s;
const QString runList = u"^GET .*/actions/runs$"_s;
const QString jobList = u"^GET .*/actions/runs/\\d+/(attempts/1/)?jobs$"_s;
const QString artifactList = u"^GET .*/actions/runs/\\d+/artifacts$"_s;

} // namespace

class TstHardships : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatHappensMeanwhile();
    void whatComesLateOrDamaged();
    void noWayToTheServer_data();
    void noWayToTheServer();
    void aStandingRepositoryOfAnotherName();
    void cleanupTestCase() { qInfo("%d hardships tried", m_tried); }

private:
    [[nodiscard]] QList<Hardship> hardships() const;

    QString m_clock;
    int m_tried = 0;
};

void TstHardships::initTestCase()
{
    m_clock = clockAt(30);
}

QList<Hardship> TstHardships::hardships() const
{
    QList<Hardship> all;
    const auto add = [this, &all](Hardship hardship) {
        if (hardship.environment.isEmpty())
            hardship.environment = {m_clock};
        all.append(hardship);
    };
    add({.name = "repository deleted", .at = {Sealing, Pushing}, .end = End::NotBegun, .strike = deleteRepository});
    add({.name = "repository deleted", .at = {Queued, Running}, .end = End::Lost, .strike = deleteRepository});
    add({.name = "repository deleted", .at = {FetchingLog, FetchingArtifact}, .end = End::Incomplete, .strike = deleteRepository});
    add({.name = "repository deleted", .at = {Deleting}, .strike = deleteRepository});
    add({.name = "repository renamed",
         .at = {Sealing, Pushing, Queued, Running, FetchingLog, FetchingArtifact},
         .end = End::LeftOver,
         .strike = renameRepository});
    add({.name = "repository renamed", .at = {Deleting}, .strike = renameRepository});
    add({.name = "token taken back",
         .at = {Beginning, Making, Sealing, Pushing, Queued, Running, FetchingLog},
         .wait = u"token"_s,
         .before = beginWithOldToken,
         .strike = takeTokenBack,
         .heal = giveNewToken,
         .server = true});
    // The artifact comes all the same, as its link was given out already; to take away what stands there needs the next token.
    add({.name = "token taken back at the end",
         .at = {FetchingArtifact},
         .wait = u"token"_s,
         .before = beginWithOldToken,
         .strike = takeTokenBack,
         .heal = giveNewToken,
         .server = true});
    add({.name = "token never good", .end = End::NotBegun, .strike = giveNewToken, .server = true});
    add({.name = "disk full for the database",
         .at = {Beginning, Making, Sealing, Pushing, Queued, Running, FetchingLog, FetchingArtifact, Deleting},
         .wait = u"disk"_s,
         .before = putDatabaseOnDisk,
         .strike = fillDisk,
         .heal = makeRoomOnDisk,
         .mounts = true});
    add({.name = "disk full for logs and artifacts",
         .at = {FetchingLog, FetchingArtifact},
         .wait = u"disk"_s,
         .before = putJobsOnDisk,
         .strike = fillDisk,
         .heal = makeRoomOnDisk,
         .mounts = true});
    add({.name = "disk full for the results",
         .at = {FetchingArtifact},
         .wait = u"disk"_s,
         .before = putResultsOnDisk,
         .strike = fillDisk,
         .heal = makeRoomOnDisk,
         .after = [](Ordeal &ordeal) { ordeal.disk.reset(); },
         .mounts = true});
    add({.name = "home read-only",
         .at = {FetchingLog, FetchingArtifact},
         .wait = u"disk"_s,
         .strike = closeHome,
         .heal = openHome,
         .mounts = true});
    add({.name = "home read-only at the next start",
         .at = {Pushing, Running, Deleting},
         .strike = closeHome,
         .heal = openHome,
         .killed = true,
         .mounts = true});
    add({.name = "database damaged at the next start",
         .at = {Pushing, Running, FetchingArtifact},
         .strike = damageDatabase,
         .heal = restoreDatabase,
         .killed = true});
    add({.name = "database of a newer version at the next start",
         .at = {Making, Queued, FetchingLog},
         .strike = [](Ordeal &ordeal) { setVersion(ordeal, 9999); },
         .heal = [](Ordeal &ordeal) { setVersion(ordeal, store::migrationCount()); },
         .killed = true});
    add({.name = "database held by another program",
         .at = {Making, Pushing, Running, FetchingArtifact, Deleting},
         .wait = u"disk"_s,
         .strike = holdDatabase,
         .heal = freeDatabase,
         .slow = true,
         .environment = {clockAt(4)}});
    add({.name = "database held by another program at the next start",
         .at = {Pushing, FetchingLog},
         .strike = holdDatabase,
         .heal = freeDatabase,
         .killed = true,
         .slow = true});
    // With a quota for a part of the job, whose end the server tells by its own clock.
    const auto skewed = [&](const char *name, qint64 ahead) {
        add({.name = name, .server = true, .hub = {clockAt(30, ahead)}});
        add({.name = name + QByteArray(", requests used up"),
             .wait = u"quota"_s,
             .slow = true,
             .server = true,
             .environment = {clockAt(200)},
             .hub = {clockAt(200, ahead), u"PUNCHCARD_HUB_REQUESTS=10"_s}});
    };
    skewed("server's clock a day ahead", dayInMs);
    skewed("server's clock a day behind", -dayInMs);
    add({.name = "standing repository renamed",
         .at = {Sealing, Pushing, Running, FetchingArtifact},
         .strike = renameRepository,
         .after = [](Ordeal &ordeal) { ordeal.rename(u"punchcard-jobs"_s); },
         .housing = Housing::Standing});
    return all;
}

void TstHardships::whatHappensMeanwhile()
{
    const Verdict verdict = endure(hardships(), 4);
    for (const QString &line : verdict.lines)
        qInfo().noquote() << line;
    m_tried += int(verdict.lines.size());
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
}

void TstHardships::whatComesLateOrDamaged()
{
    const QJsonObject noRuns{{u"total_count"_s, 0}, {u"workflow_runs"_s, QJsonArray()}};
    const QJsonObject noArtifacts{{u"total_count"_s, 0}, {u"artifacts"_s, QJsonArray()}};
    const QString expired = u"<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><AuthenticationErrorDetail>Signature not "
                            "valid in the specified time frame</AuthenticationErrorDetail></Error>"_s;
    const QJsonObject xml{{u"Content-Type"_s, u"application/xml"_s}};
    const QJsonObject notFound{{u"message"_s, u"Not Found"_s}};
    const QString page = u"<!DOCTYPE html><html><title>Sign in to this network</title></html>"_s;
    const QJsonObject html{{u"Content-Type"_s, u"text/html"_s}};
    QList<Trial> trials;
    const auto add = [this, &trials](const char *name, const QJsonArray &faults) {
        trials.append({.name = name, .faults = faults, .environment = {m_clock, u"PUNCHCARD_TEST_PATIENCE=3000"_s}});
    };
    add("artifact's link has expired", {answered(artifactFile, 403, expired, 1, xml)});
    add("artifact's link has expired thrice", {answered(artifactFile, 403, expired, 3, xml)});
    add("log's link has expired", {answered(logFile, 403, expired, 2, xml)});
    add("artifact's link expires on the way", {spoilt(artifactFile, u"delay"_s, {{u"ms"_s, 61'500}})});
    add("run not listed for a minute", {answered(runList, 200, noRuns, 15)});
    add("logs not there for a minute", {answered(logLink, 404, notFound, 8)});
    add("artifact not there for a moment", {answered(artifactLink, 404, notFound, 2)});
    add("artifacts listed late", {answered(artifactList, 200, noArtifacts, 3)});
    add("artifacts listed very late", {answered(artifactList, 200, noArtifacts, 7)});
    add("artifact half there, length agrees", {spoilt(artifactFile, u"shorten"_s)});
    add("artifact half there, length does not agree", {spoilt(artifactFile, u"cut"_s)});
    add("artifact damaged twice", {spoilt(artifactFile, u"garble"_s, {{u"times"_s, 2}})});
    add("log half there, length agrees", {spoilt(logFile, u"shorten"_s)});
    add("log half there, length does not agree", {spoilt(logFile, u"cut"_s, {{u"times"_s, 2}})});
    add("log damaged", {spoilt(logFile, u"garble"_s)});
    add("artifact at an unknown host", {ledTo(artifactLink, u"https://storage.invalid/content.zip"_s, 2)});
    add("log at an unknown host", {ledTo(logLink, u"https://storage.invalid/log.zip"_s, 2)});
    add("artifact where no route leads", {ledTo(artifactLink, u"https://192.0.2.1/content.zip"_s, 1)});
    add("run at an unknown host", {ledTo(jobList, u"https://moved.invalid/"_s, 2)});
    add("portal in between, while queued", {ledTo(runList, u"https://login.invalid/"_s, 2)});
    add("portal in between, while it runs", {answered(jobList, 511, page, 2, html)});
    add("portal in between, while fetched", {answered(artifactFile, 200, page, 2, html)});
    add("portal in between, while deleted", {answered(u"^DELETE "_s, 511, page, 2, html)});
    add("narrow line", {spoilt(artifactFile, u"slow"_s, {{u"rate"_s, 60'000}}), spoilt(logFile, u"slow"_s, {{u"rate"_s, 2'000}})});
    const QList<Trial> some = due(trials, 0, 3);
    const Verdict verdict = run(some);
    for (const QString &line : verdict.lines)
        qInfo().noquote() << line;
    m_tried += int(some.size());
    QVERIFY2(verdict.wrong.isEmpty(), verdict.text());
    QVERIFY2(verdict.faults >= some.size(), "a fault met no request");
}

void TstHardships::noWayToTheServer_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("its name is unknown") << u"https://nowhere.invalid/"_s;
    QTest::newRow("no route") << u"https://192.0.2.1/"_s;
    QTest::newRow("nothing listens") << u"https://127.0.0.1:9/"_s;
}

void TstHardships::noWayToTheServer()
{
    QFETCH(const QString, address);
    ++m_tried;
    const PunchHome home;
    const QString token = home.write(u"token"_s, "any-token");
    QFile::setPermissions(token, QFile::ReadOwner | QFile::WriteOwner);
    const QStringList environment{m_clock, u"PUNCHCARD_TEST_PATIENCE=1500"_s};
    const QString script = home.write(u"job.sh"_s, "echo\n");
    PunchProcess run(home, {u"run"_s, script, u"--api-url"_s, address, u"--token-file"_s, token, u"--json"_s}, environment);
    const QJsonObject waiting = run.event(u"waiting"_s, {{u"for"_s, u"network"_s}});
    qInfo().noquote() << waiting[u"message"].toString() << waiting[u"remedy"].toString();
    QVERIFY2(waiting[u"message"].toString().contains(QUrl(address).host()), run.said());
    QVERIFY2(!waiting[u"remedy"].toString().isEmpty(), run.said());
    QVERIFY(run.isRunning());
    const PunchEnd cancel = punch(home, {u"cancel"_s, u"1"_s}, environment);
    QVERIFY2(cancel.code == 0, cancel.err);
    QVERIFY2(run.finish() == 4, run.said());
}

// Breaks for the user: their jobs go on in a repository that somebody gave another purpose, or a second one is made beside it.
void TstHardships::aStandingRepositoryOfAnotherName()
{
    ++m_tried;
    Journey journey(Housing::Standing, {m_clock});
    const auto first = journey.begin({m_clock});
    QVERIFY2(first->finish() == 0, first->said());
    const Response renamed = journey.home.hub().send("PATCH", u"/repos/local/punchcard-jobs"_s, {{u"name"_s, u"our-jobs"_s}});
    QCOMPARE(renamed.status, 200);
    const auto second = journey.begin({m_clock});
    QVERIFY2(second->finish() == 3, second->said());
    const QJsonObject error = journey.newestJob()[u"error"].toObject();
    qInfo().noquote() << error[u"message"].toString() << error[u"remedy"].toString();
    QVERIFY2(error[u"message"].toString().contains(u"our-jobs"_s), second->said());
    QVERIFY2(error[u"remedy"].toString().contains(u"--standing"_s), second->said());
    QCOMPARE(journey.home.repositories().size(), 1);
    const auto named = journey.begin({m_clock}, {u"our-jobs"_s});
    QVERIFY2(named->finish() == 0, named->said());
    QCOMPARE(journey.complaint(), QString());
}

PUNCHCARD_TEST(TstHardships, tst_hardships)
#include "tst_hardships.moc"
