// SPDX-License-Identifier: MIT
// Breaks for the user: the server does not what is asked of it, and their job is lost, hangs, or leaves something behind.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <QSaveFile>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

QJsonObject refuse(const QString &match, int status, const QJsonObject &body = {}, int times = -1)
{
    return {{u"match"_s, match}, {u"fault"_s, u"status"_s}, {u"status"_s, status}, {u"times"_s, times}, {u"body"_s, body}};
}

const QString runLogs = u"^GET .*/actions/runs/.*logs$"_s;
const QString jobLog = u"^GET .*/actions/jobs/.*logs$"_s;

} // namespace

class TstRefusals : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aRunThatNeverAppears();
    void aCancelThatIsNotObeyed();
    void noArchiveOfLogs();
    void aLogThatComesLate();
    void aLogThatNeverComes();
    void aRepositoryThatIsDeletedMeanwhile();
    void aRunThatIsNotToBeSeenForAWhile();
    void noRightToDeleteARepository();

private:
    [[nodiscard]] bool begin(int speed);
    void setFaults(const QJsonArray &faults) const;
    [[nodiscard]] std::unique_ptr<PunchProcess> run(const QByteArray &script, const QStringList &arguments = {}) const;
    [[nodiscard]] std::unique_ptr<PunchProcess> punch(const QStringList &arguments) const
    {
        return std::make_unique<PunchProcess>(*m_home, arguments, m_clock);
    }
    /// How many requests were answered that have @p text in their line.
    [[nodiscard]] int requests(const QByteArray &text) const;

    std::unique_ptr<PunchHome> m_home;
    QStringList m_clock;
};

void TstRefusals::init()
{
    m_home = std::make_unique<PunchHome>();
}

void TstRefusals::cleanup()
{
    m_home.reset();
}

bool TstRefusals::begin(int speed)
{
    m_clock = {u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(speed).arg(QDateTime::currentMSecsSinceEpoch())};
    return m_home->startHub(m_clock + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + m_home->path(u"faults.json"_s)});
}

void TstRefusals::setFaults(const QJsonArray &faults) const
{
    // The hub reads it at each request: in one piece.
    QSaveFile file(m_home->path(u"faults.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(faults).toJson()) > 0 && file.commit());
}

std::unique_ptr<PunchProcess> TstRefusals::run(const QByteArray &script, const QStringList &arguments) const
{
    const QString file = m_home->write(u"job.sh"_s, script);
    return punch(QStringList{u"run"_s, file, u"--local"_s} + arguments);
}

int TstRefusals::requests(const QByteArray &text) const
{
    int count = 0;
    for (const QFileInfo &log : QDir(m_home->home()).entryInfoList({u"diagnostics*.log"_s}, QDir::Files)) {
        const QByteArrayList lines = m_home->read(u"home/"_s + log.fileName()).split('\n');
        count += int(std::ranges::count_if(
            lines, [&text](const QByteArray &line) { return line.contains(" punchcard.http ") && line.contains(text); }));
    }
    return count;
}

// Nobody can tell why, so it is not given up.
void TstRefusals::aRunThatNeverAppears()
{
    QVERIFY(begin(60));
    setFaults({refuse(u"^GET .*/actions/runs$"_s, 200, {{u"total_count"_s, 0}, {u"workflow_runs"_s, QJsonArray()}})});
    const auto driver = run("sleep 100000\n", {u"--json"_s});
    const QJsonObject waiting = driver->event(u"waiting"_s, {{u"for"_s, u"decision"_s}});
    QVERIFY2(waiting[u"message"].toString().contains(u"has not appeared"_s), driver->said());
    QVERIFY(!waiting[u"remedy"].toString().isEmpty());
    QVERIFY(driver->isRunning());
    const auto cancel = punch({u"cancel"_s, u"1"_s});
    QVERIFY2(cancel->finish() == 0, cancel->said());
    QVERIFY2(driver->finish() == 4, driver->said());
    QCOMPARE(driver->event(u"done"_s)[u"outcome"].toString(), u"cancelled"_s);
    QVERIFY(m_home->repositories().isEmpty());
}

void TstRefusals::aCancelThatIsNotObeyed()
{
    QVERIFY(begin(60));
    setFaults({refuse(u"^POST .*/cancel$"_s, 202)});
    const auto driver = run("sleep 100000\n", {u"--json"_s});
    QVERIFY(!driver->phase(u"started"_s).isEmpty());
    const auto cancel = punch({u"cancel"_s, u"1"_s});
    QVERIFY2(cancel->finish() == 0, cancel->said());
    QVERIFY2(driver->finish() == 4, driver->said());
    QCOMPARE(driver->event(u"done"_s)[u"outcome"].toString(), u"cancelled"_s);
    QCOMPARE(requests("/force-cancel 202"), 1);
    QCOMPARE(requests("/cancel 202"), 1);
    QVERIFY(m_home->repositories().isEmpty());
}

void TstRefusals::noArchiveOfLogs()
{
    QVERIFY(begin(20));
    setFaults({refuse(runLogs, 404)});
    const auto driver = run("echo printed\n");
    QVERIFY2(driver->finish() == 0, driver->said());
    QVERIFY2(driver->out().contains("printed\n"), driver->said());
    QVERIFY(m_home->repositories().isEmpty());
}

// Its repository stays until the log is here.
void TstRefusals::aLogThatComesLate()
{
    QVERIFY(begin(20));
    setFaults({refuse(runLogs, 404), refuse(jobLog, 404)});
    const auto driver = run("echo printed | tee uploads/one\n", {u"--json"_s, u"--out"_s, m_home->path(u"out"_s)});
    const QJsonObject waiting = driver->event(u"waiting"_s);
    QVERIFY2(waiting[u"kind"] == u"missing"_s, driver->said());
    // What is there is fetched meanwhile.
    QCOMPARE(m_home->job(1)[u"phase"].toString(), u"ended"_s);
    QCOMPARE(m_home->repositories().size(), 1);
    setFaults({});
    QVERIFY2(driver->finish() == 0, driver->said());
    const QJsonObject done = driver->event(u"done"_s);
    QCOMPARE(done[u"results"].toString(), u"complete"_s);
    QCOMPARE(done[u"logs"].toArray().size(), 1);
    QVERIFY(m_home->repositories().isEmpty());
}

void TstRefusals::aLogThatNeverComes()
{
    QVERIFY(begin(120));
    setFaults({refuse(runLogs, 404), refuse(jobLog, 404)});
    const auto driver = run("echo 1 > uploads/one\n", {u"--out"_s, m_home->path(u"out"_s), u"--delete=false"_s});
    QVERIFY2(driver->finish() == 6, driver->said());
    QVERIFY2(driver->err().contains("The server has no log of “job”"), driver->said());
    QCOMPARE(m_home->read(u"out/one"_s), QByteArray("1\n"));
    // While its repository stands it may come yet.
    setFaults({});
    const auto fetch = punch({u"fetch"_s, u"1"_s});
    QVERIFY2(fetch->finish() == 0, fetch->said());
}

void TstRefusals::aRepositoryThatIsDeletedMeanwhile()
{
    QVERIFY(begin(60));
    const Witness witness;
    const auto driver = run(witness.line("begun") + "sleep 100000\n", {u"--json"_s});
    QTRY_COMPARE_WITH_TIMEOUT(witness.heard().size(), 1, 20'000);
    const QString repository = m_home->repositories().at(0)[u"full_name"].toString();
    QCOMPARE(m_home->hub().send("DELETE", u"/repos/"_s + repository).status, 204);
    QVERIFY2(driver->finish() == 5, driver->said());
    QCOMPARE(driver->event(u"done"_s)[u"outcome"].toString(), u"lost"_s);
    QVERIFY2(m_home->job(1)[u"error"][u"message"].toString().contains(repository), driver->said());
    // It is not made anew.
    QVERIFY(m_home->repositories().isEmpty());
    QCOMPARE(requests("POST 127.0.0.1/user/repos 201"), 1);
    QCOMPARE(witness.heard().size(), 1);
}

// A 404 on the run alone says nothing of the job.
void TstRefusals::aRunThatIsNotToBeSeenForAWhile()
{
    QVERIFY(begin(60));
    setFaults({refuse(u"^GET .*/actions/runs/[0-9]+(/jobs)?$"_s, 404, {}, 3)});
    const auto driver = run("echo 1 > uploads/one\n", {u"--json"_s, u"--out"_s, m_home->path(u"out"_s)});
    QVERIFY2(!driver->event(u"waiting"_s).isEmpty(), driver->said());
    QVERIFY2(driver->finish() == 0, driver->said());
    QCOMPARE(m_home->read(u"out/one"_s), QByteArray("1\n"));
    QVERIFY(m_home->repositories().isEmpty());
}

// A repository that can never be deleted is not even made, unless it is to stay.
void TstRefusals::noRightToDeleteARepository()
{
    QVERIFY(begin(60));
    const QJsonObject rights{{u"match"_s, u"^GET /user$"_s},
                             {u"fault"_s, u"status"_s},
                             {u"status"_s, 200},
                             {u"times"_s, -1},
                             {u"headers"_s, QJsonObject{{u"X-OAuth-Scopes"_s, u"repo, workflow, read:org"_s}}},
                             {u"body"_s, QJsonObject{{u"login"_s, u"local"_s}, {u"id"_s, 1}}}};
    setFaults({rights});
    const QString script = m_home->write(u"job.sh"_s, "echo done\n");
    const QStringList arguments = QStringList{u"run"_s, script} + m_home->asServer();
    const auto refused = punch(arguments);
    QCOMPARE(refused->finish(), 3);
    QVERIFY2(refused->err().contains("--standing") && refused->err().contains("--delete=false"), refused->said());
    QCOMPARE(requests("POST /user/repos"), 0);
    const auto kept = punch(arguments + QStringList{u"--delete=false"_s});
    QCOMPARE(kept->finish(), 0);
    QCOMPARE(m_home->repositories().size(), 1);
}

PUNCHCARD_TEST(TstRefusals, tst_refusals)
#include "tst_refusals.moc"
