// SPDX-License-Identifier: MIT
#include "tests/support/hubprogram.h"
#include "tests/support/peakmemory.h"
#include "tests/support/testmain.h"

#include <QFileInfo>
#include <QLockFile>
#include <QNetworkReply>
#include <QSaveFile>
#include <QSslConfiguration>
#include <QSslSocket>

#include <csignal>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstHubProgram : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void addressFileIsThereWhileItServes();
    void secondStartFindsTheFirst();
    void aNewerDatabaseIsLeftAlone();
    void aDamagedDatabaseIsNamed();
    void leavesWhenNobodyAsks();
    void staysWhileAJobRuns();
    void portsFileTellsWhere();
    void wrongArgumentsAreRefused();
    void outlivesTheTerminal();
    void servesTls();

    // Breaks for the user: a job that was lost is shown as running for ever, or as succeeded.
    void killedHubsJobIsConcluded();
    void killedHubsQueueGoesOn();
    void politeEndConcludesJobs();

    void faults_data();
    void faults();
    void faultFileIsReadAgain();

    // Breaks for the user: a large artifact fills the memory.
    void largeArtifactNeedsLittleMemory();

private:
    [[nodiscard]] QJsonObject push(HubProgram &hub, const QByteArray &script, const QByteArray &more = {});
    [[nodiscard]] static QJsonObject job(HubProgram &hub, qint64 run);
    [[nodiscard]] static bool isRunningScript(HubProgram &hub, qint64 run);
    [[nodiscard]] static QString status(HubProgram &hub, qint64 run);
    void writeFaults(const QByteArray &json);
    /// Writes @p bytes at @p offset of the database that an earlier hub left, then starts one that must not begin; what it says.
    [[nodiscard]] QByteArray refusalOf(qint64 offset, const QByteArray &bytes);

    std::unique_ptr<QTemporaryDir> m_home;
};

static const QString runs = u"/repos/local/repo/actions/runs"_s;

void TstHubProgram::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

QJsonObject TstHubProgram::push(HubProgram &hub, const QByteArray &script, const QByteArray &more)
{
    hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"repo"_s}, {u"auto_init"_s, true}});
    const QByteArray workflow = "on: push\njobs:\n  job:\n    runs-on: x\n" + more
        + "    steps:\n      - name: Run job\n        shell: bash\n        run: " + script + "\n";
    const QString sha = hub.client
                            .send("PUT", u"/repos/local/repo/contents/.github/workflows/job.yml"_s,
                                  QJsonObject{{u"message"_s, u"m"_s}, {u"content"_s, QString::fromLatin1(workflow.toBase64())}})
                            .json()[u"commit"][u"sha"]
                            .toString();
    QJsonObject run;
    const bool shown = QTest::qWaitFor(
        [&] {
            run = hub.client.get(runs + u"?head_sha="_s + sha).json()[u"workflow_runs"][0].toObject();
            return !run.isEmpty();
        },
        10'000);
    return shown ? run : QJsonObject();
}

QJsonObject TstHubProgram::job(HubProgram &hub, qint64 run)
{
    return hub.client.get(runs + u"/%1/jobs"_s.arg(run)).json()[u"jobs"][0].toObject();
}

bool TstHubProgram::isRunningScript(HubProgram &hub, qint64 run)
{
    return job(hub, run)[u"steps"][1][u"status"] == u"in_progress"_s;
}

QString TstHubProgram::status(HubProgram &hub, qint64 run)
{
    return hub.client.get(runs + u"/%1"_s.arg(run)).json()[u"status"].toString();
}

void TstHubProgram::addressFileIsThereWhileItServes()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start());
    const QFileInfo info(hub.addressFile());
    QCOMPARE(info.permissions() & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
    const QJsonObject address = hub.address();
    QCOMPARE(address[u"pid"].toInteger(), hub.process.processId());
    QVERIFY(address[u"api"].toString().startsWith(u"http://127.0.0.1:"_s));
    QVERIFY(address[u"blobs"].toString().startsWith(u"http://127.0.0.2:"_s));
    QCOMPARE(hub.client.get(u"/user"_s).status, 200);
    QCOMPARE(hub.terminate(), 0);
    QVERIFY(!QFileInfo::exists(hub.addressFile()));
}

void TstHubProgram::secondStartFindsTheFirst()
{
    HubProgram first(m_home->path());
    QVERIFY(first.start());
    QProcess second;
    second.setEnvironment(QProcess::systemEnvironment() + QStringList{u"PUNCHCARD_HOME="_s + m_home->path()});
    second.start(builtProgram(u"punchcard-hub"_s), QStringList());
    QVERIFY(second.waitForFinished(20'000));
    QCOMPARE(second.exitCode(), 0);
    const QByteArray said = second.readAllStandardOutput();
    QVERIFY2(said.contains(first.address()[u"api"].toString().toLatin1()), said);
    QVERIFY(!said.contains(first.client.token));
    // Whoever copies the folder of a running hub has to know what to remove.
    QVERIFY2(said.contains((m_home->path() + u"/hub/hub.lock"_s).toUtf8()), said);
    QCOMPARE(first.client.get(u"/user"_s).status, 200);
    // A killed one leaves its address file; the next start does not believe it.
    const QJsonObject old = first.address();
    first.kill();
    HubProgram next(m_home->path());
    QVERIFY(next.start());
    QVERIFY(next.address()[u"token"] != old[u"token"]);
    QCOMPARE(next.client.get(u"/user"_s).status, 200);
}

QByteArray TstHubProgram::refusalOf(qint64 offset, const QByteArray &bytes)
{
    HubProgram first(m_home->path());
    if (!first.start() || first.terminate() != 0)
        return "the first did not run";
    QFile file(m_home->path() + u"/hub/hub.sqlite"_s);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(offset) || file.write(bytes) != bytes.size() || !file.flush())
        return "not written";
    file.seek(0);
    const QByteArray before = file.readAll();
    QProcess second;
    second.setEnvironment(QProcess::systemEnvironment() + QStringList{u"PUNCHCARD_HOME="_s + m_home->path()});
    second.start(builtProgram(u"punchcard-hub"_s), QStringList());
    if (!second.waitForFinished(20'000) || second.exitCode() == 0)
        return "it runs";
    file.seek(0);
    return file.readAll() == before ? second.readAllStandardError() : "it writes";
}

// Breaks for the user: after a look at an older version the newer one finds a database that it does not know.
void TstHubProgram::aNewerDatabaseIsLeftAlone()
{
    constexpr qint64 userVersion = 60; // in the header of every SQLite file
    const QByteArray said = refusalOf(userVersion, QByteArray::fromHex("0000270f"));
    QVERIFY2(said.contains("newer version") && said.contains("hub.sqlite"), said);
}

// Breaks for the user: they look for free space, and there is plenty.
void TstHubProgram::aDamagedDatabaseIsNamed()
{
    const QByteArray said = refusalOf(0, QByteArray(4096, 'x'));
    QVERIFY2(said.contains("is damaged") && said.contains((m_home->path() + u"/hub/hub.sqlite"_s).toUtf8()), said);
    // As told: moved away, a new one is begun.
    QVERIFY(QFile::remove(m_home->path() + u"/hub/hub.sqlite"_s));
    HubProgram next(m_home->path());
    QVERIFY(next.start());
    QCOMPARE(next.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"same"_s}}).status, 201);
}

void TstHubProgram::leavesWhenNobodyAsks()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({u"--idle"_s, u"500ms"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(hub.process.state(), QProcess::NotRunning, 10'000);
    QCOMPARE(hub.process.exitCode(), 0);
    QVERIFY(!QFileInfo::exists(hub.addressFile()));
}

void TstHubProgram::staysWhileAJobRuns()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({u"--idle"_s, u"1500ms"_s}));
    QElapsedTimer timer;
    timer.start();
    const qint64 id = push(hub, "sleep 3; echo done")[u"id"].toInteger();
    QVERIFY(id > 0);
    QTRY_COMPARE_WITH_TIMEOUT(hub.process.state(), QProcess::NotRunning, 20'000);
    QVERIFY(timer.elapsed() > 3'000);
    HubProgram next(m_home->path());
    QVERIFY(next.start());
    QCOMPARE(job(next, id)[u"conclusion"].toString(), u"success"_s);
}

void TstHubProgram::portsFileTellsWhere()
{
    HubProgram hub(m_home->path());
    const QString ports = m_home->path() + u"/ports.json"_s;
    QVERIFY(hub.start({u"--ports-file"_s, ports}));
    QFile file(ports);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(json[u"api"], hub.address()[u"api"]);
    QCOMPARE(json[u"blobs"], hub.address()[u"blobs"]);
    QFile token(json[u"token_file"].toString());
    QVERIFY(token.open(QIODevice::ReadOnly));
    QCOMPARE(token.readAll().trimmed(), hub.client.token);
    QVERIFY(!(token.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    QVERIFY(!json.contains(u"token"_s));
}

void TstHubProgram::wrongArgumentsAreRefused()
{
    for (const QStringList &arguments :
         {QStringList{u"--nonsense"_s}, QStringList{u"--idle"_s, u"soon"_s}, QStringList{u"--tls"_s, u"/none,/none"_s}}) {
        QProcess process;
        process.setEnvironment(QProcess::systemEnvironment() + QStringList{u"PUNCHCARD_HOME="_s + m_home->path()});
        process.start(builtProgram(u"punchcard-hub"_s), arguments);
        QVERIFY(process.waitForFinished(20'000));
        QVERIFY2(process.exitCode() != 0, qPrintable(arguments.join(u' ')));
        QVERIFY(!process.readAllStandardError().isEmpty());
    }
}

void TstHubProgram::outlivesTheTerminal()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start());
    ::kill(pid_t(hub.process.processId()), SIGHUP);
    QCOMPARE(hub.client.get(u"/user"_s).status, 200);
    // Whoever read its output is gone.
    hub.process.closeReadChannel(QProcess::StandardOutput);
    QCOMPARE(hub.client.get(u"/rate_limit"_s).status, 200);
    QCOMPARE(hub.process.state(), QProcess::Running);
}

void TstHubProgram::servesTls()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("no TLS backend");
    const QString certificate = m_home->path() + u"/cert.pem"_s;
    const QString key = m_home->path() + u"/key.pem"_s;
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s,
                   u"2"_s, u"-subj"_s, u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"_s,
                   u"-keyout"_s, key, u"-out"_s, certificate});
    QVERIFY(openssl.waitForFinished(30'000));
    QCOMPARE(openssl.exitCode(), 0);
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({u"--tls"_s, certificate + u',' + key}));
    QVERIFY(hub.client.root.startsWith(u"https://127.0.0.1:"_s));
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.setCaCertificates(QSslCertificate::fromPath(certificate, QSsl::Pem));
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration::setDefaultConfiguration(trusting);
    HubClient client(hub.client.root, hub.client.token);
    const Response user = client.get(u"/api/v3/user"_s);
    QSslConfiguration::setDefaultConfiguration(before);
    QCOMPARE(user.status, 200);
    QVERIFY(user.json()[u"url"].toString().startsWith(u"https://127.0.0.1:"_s));
    QVERIFY(hub.address()[u"blobs"].toString().startsWith(u"https://127.0.0.2:"_s));
}

void TstHubProgram::killedHubsJobIsConcluded()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start());
    const qint64 id
        = push(hub, "echo begun; sleep 600", "    strategy: { max-parallel: 1, matrix: { part: [1, 2] } }\n")[u"id"].toInteger();
    QTRY_VERIFY_WITH_TIMEOUT(isRunningScript(hub, id), 20'000);
    const qint64 jobId = job(hub, id)[u"id"].toInteger();
    const QString log = m_home->path() + u"/hub/runs/%1/%2/logs/job.txt"_s.arg(id).arg(jobId);
    const auto logHas = [&log](const QByteArray &text) {
        QFile file(log);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
    };
    QTRY_VERIFY_WITH_TIMEOUT(logHas("Z begun"), 20'000);
    hub.kill();

    HubProgram next(m_home->path());
    QVERIFY(next.start());
    const QJsonObject run = next.client.get(runs + u"/%1"_s.arg(id)).json();
    QCOMPARE(run[u"status"].toString(), u"completed"_s);
    QCOMPARE(run[u"conclusion"].toString(), u"cancelled"_s);
    const QJsonArray jobs = next.client.get(runs + u"/%1/jobs"_s.arg(id)).json()[u"jobs"].toArray();
    QCOMPARE(jobs.size(), 2);
    for (const QJsonValue each : jobs)
        QCOMPARE(each[u"conclusion"].toString(), u"cancelled"_s);
    QCOMPARE(jobs[0][u"steps"][1][u"conclusion"].toString(), u"cancelled"_s);
    const QJsonArray annotations = next.client.get(u"/repos/local/repo/check-runs/%1/annotations"_s.arg(jobId)).array();
    QCOMPARE(annotations.size(), 1);
    QCOMPARE(annotations[0][u"message"].toString(), u"The hub stopped while this job was running."_s);
    const Response link = next.client.get(u"/repos/local/repo/actions/jobs/%1/logs"_s.arg(jobId));
    QCOMPARE(link.status, 302);
    const QByteArray text = next.client.fetch(QString::fromLatin1(link.header("location"))).body;
    QVERIFY(text.contains("Z begun\n"));
    QVERIFY2(text.endsWith("##[error]The hub stopped while this job was running.\n"), text);
    // Nothing of it lives on.
    QTRY_VERIFY(!QFileInfo::exists(m_home->path() + u"/hub/runs/%1/%2/work"_s.arg(id).arg(jobId)));
    QCOMPARE(next.client.send("POST", runs + u"/%1/rerun"_s.arg(id)).status, 201);
}

void TstHubProgram::killedHubsQueueGoesOn()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({}, {u"PUNCHCARD_HUB_JOBS=1"_s}));
    const qint64 blocking = push(hub, "sleep 600")[u"id"].toInteger();
    QTRY_VERIFY_WITH_TIMEOUT(isRunningScript(hub, blocking), 20'000);
    const QByteArray workflow = "on: push\njobs: { later: { runs-on: x, steps: [{ run: echo later }] } }\n";
    const QString sha = hub.client
                            .send("PUT", u"/repos/local/repo/contents/.github/workflows/later.yml"_s,
                                  QJsonObject{{u"message"_s, u"m"_s}, {u"content"_s, QString::fromLatin1(workflow.toBase64())}})
                            .json()[u"commit"][u"sha"]
                            .toString();
    QVERIFY(!sha.isEmpty());
    // Killed before the new runs are even shown: the push was accepted, so they must come.
    hub.kill();
    HubProgram next(m_home->path());
    QVERIFY(next.start());
    QTRY_COMPARE_WITH_TIMEOUT(next.client.get(runs + u"?head_sha="_s + sha).json()[u"total_count"].toInt(), 2, 20'000);
    const QJsonArray list = next.client.get(runs + u"?head_sha="_s + sha).json()[u"workflow_runs"].toArray();
    for (const QJsonValue run : list) {
        if (run[u"path"].toString().endsWith(u"later.yml"_s)) {
            QTRY_COMPARE_WITH_TIMEOUT(status(next, run[u"id"].toInteger()), u"completed"_s, 20'000);
            QCOMPARE(job(next, run[u"id"].toInteger())[u"conclusion"].toString(), u"success"_s);
        }
    }
    QCOMPARE(next.client.get(runs + u"/%1"_s.arg(blocking)).json()[u"conclusion"].toString(), u"cancelled"_s);
}

void TstHubProgram::politeEndConcludesJobs()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start());
    const qint64 id = push(hub, "trap 'echo tidied; exit 1' INT; for i in $(seq 6000); do sleep 0.1; done")[u"id"].toInteger();
    QTRY_VERIFY_WITH_TIMEOUT(isRunningScript(hub, id), 20'000);
    QCOMPARE(hub.terminate(), 0);
    HubProgram next(m_home->path());
    QVERIFY(next.start());
    QCOMPARE(next.client.get(runs + u"/%1"_s.arg(id)).json()[u"conclusion"].toString(), u"cancelled"_s);
    const qint64 jobId = job(next, id)[u"id"].toInteger();
    QCOMPARE(next.client.get(u"/repos/local/repo/check-runs/%1/annotations"_s.arg(jobId)).array().last()[u"message"].toString(),
             u"The hub stopped while this job was running."_s);
}

void TstHubProgram::writeFaults(const QByteArray &json)
{
    QSaveFile file(m_home->path() + u"/faults.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(json);
    QVERIFY(file.commit());
}

void TstHubProgram::faults_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QList<int>>("statuses"); // of POST /user/repos asked three times; 0: no answer
    QTest::newRow("status") << QByteArray(R"({"fault": "status", "status": 502, "times": 2, "body": {"message": "no"}})")
                            << QList<int>{502, 502, 201};
    QTest::newRow("skip") << QByteArray(R"({"fault": "status", "status": 503, "skip": 1})") << QList<int>{201, 503, 422};
    QTest::newRow("delay") << QByteArray(R"({"fault": "delay", "ms": 50})") << QList<int>{201, 422, 422};
}

void TstHubProgram::faults()
{
    QFETCH(QByteArray, rule);
    QFETCH(const QList<int>, statuses);
    writeFaults("[" + rule.replace("{\"fault\"", "{\"match\": \"^POST /user/repos$\", \"fault\"") + "]");
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({}, {u"PUNCHCARD_HUB_FAULTS="_s + m_home->path() + u"/faults.json"_s}));
    QList<int> seen;
    for (qsizetype i = 0; i < statuses.size(); ++i)
        seen.append(hub.client.send("POST", u"/user/repos"_s, QJsonObject{{u"name"_s, u"same"_s}}).status);
    QCOMPARE(seen, statuses);
    QCOMPARE(hub.client.get(u"/user"_s).status, 200);
}

void TstHubProgram::faultFileIsReadAgain()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start({}, {u"PUNCHCARD_HUB_FAULTS="_s + m_home->path() + u"/faults.json"_s}));
    const auto raw = [&hub](const QByteArray &name) {
        const QByteArray body = "{\"name\":\"" + name + "\"}";
        return rawExchange(hub.client.root,
                           "POST /user/repos HTTP/1.1\r\nUser-Agent: x\r\nHost: " + QUrl(hub.client.root).authority().toLatin1()
                               + "\r\nAuthorization: Bearer " + hub.client.token + "\r\nContent-Length: " + QByteArray::number(body.size())
                               + "\r\n\r\n" + body,
                           "}");
    };
    QVERIFY(raw("one").startsWith("HTTP/1.1 201"));
    writeFaults(R"([{"match": "POST /user/repos", "fault": "drop"}])");
    QCOMPARE(raw("two"), QByteArray());
    QCOMPARE(hub.client.get(u"/repos/local/two"_s).status, 404);
    writeFaults(R"([{"match": "POST /user/repos", "fault": "drop-after"}])");
    QCOMPARE(raw("three"), QByteArray());
    QCOMPARE(hub.client.get(u"/repos/local/three"_s).status, 200);
    writeFaults(R"([{"match": "GET /user$", "fault": "hang"}])");
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(hub.client.root + u"/user"_s));
    request.setRawHeader("Authorization", "Bearer " + hub.client.token);
    request.setTransferTimeout(500);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
    QCOMPARE(hub.client.get(u"/user"_s).status, 200);
}

void TstHubProgram::largeArtifactNeedsLittleMemory()
{
    HubProgram hub(m_home->path());
    QVERIFY(hub.start());
    const qint64 id
        = push(hub,
               "mkdir uploads; head -c 200M /dev/urandom > uploads/big; seq 2000000\n"
               "      - uses: actions/upload-artifact@v4\n        with: { name: uploads, path: uploads/, compression-level: 0 }")[u"id"]
              .toInteger();
    QTRY_COMPARE_WITH_TIMEOUT(status(hub, id), u"completed"_s, 90'000);
    const QJsonObject artifact = hub.client.get(runs + u"/%1/artifacts"_s.arg(id)).json()[u"artifacts"][0].toObject();
    QVERIFY(artifact[u"size_in_bytes"].toInteger() > 200'000'000);
    const Response link = hub.client.get(u"/repos/local/repo/actions/artifacts/%1/zip"_s.arg(artifact[u"id"].toInteger()));
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(QUrl(QString::fromLatin1(link.header("location"))))));
    reply->setReadBufferSize(1 << 20);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    connect(reply.get(), &QNetworkReply::readyRead, this, [&] { hash.addData(reply->readAll()); });
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 60'000);
    hash.addData(reply->readAll());
    QCOMPARE(artifact[u"digest"].toString(), u"sha256:"_s + QString::fromLatin1(hash.result().toHex()));
    const Response logs = hub.client.get(runs + u"/%1/logs"_s.arg(id));
    QVERIFY(hub.client.fetch(QString::fromLatin1(logs.header("location"))).body.size() > 1'000'000);
    QVERIFY2(hub.peakMemory() > 0 && (isSanitized || hub.peakMemory() < 96'000), qPrintable(QString::number(hub.peakMemory())));
}

PUNCHCARD_TEST(TstHubProgram, tst_hubprogram)
#include "tst_hubprogram.moc"
