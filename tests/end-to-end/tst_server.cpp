// SPDX-License-Identifier: MIT
// The hub as a server like any other, reached with an address and a token; with the command lines of actions-batch.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void commandLinesOfActionsBatch_data();
    void commandLinesOfActionsBatch();
    void anOrganisationsRepository();
    void aKeptRepositoryIsTold();
    void whoeverElsesTokenIsRefused_data();
    void whoeverElsesTokenIsRefused();
    void wrongUsage_data();
    void wrongUsage();
    void aTokenThatIsNoneIsNotSubmitted();
    void aWrongClockChangesNoTimes();
    void requestsCountedForAJob_data();
    void requestsCountedForAJob();

private:
    PunchEnd seed(const QByteArray &line);

    PunchHome m_home;
    // A minute in three seconds: GitHub is looked at every few seconds only.
    const QStringList m_clock{u"PUNCHCARD_TEST_CLOCK=20x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch())};
};

void TstServer::initTestCase()
{
    QVERIFY(m_home.startHub(m_clock + QStringList{u"PUNCHCARD_HUB_ORGS=actuated-samples"_s}));
    m_home.write(u"examples/cowsay.sh"_s, "set -e -x -o pipefail\necho moo\n");
    m_home.write(u"examples/secret.sh"_s, "echo \"$OPENFAAS_GATEWAY_PASSWORD\" | tr a-z A-Z\n");
    m_home.write(u"examples/linux-kernel.sh"_s, "mkdir -p uploads\necho image > uploads/vmlinux\n");
    m_home.write(u".secrets/openfaas-gateway-password"_s, "swordfish\n");
}

void TstServer::cleanup()
{
    QVERIFY(m_home.repositories().isEmpty());
}

PunchEnd TstServer::seed(const QByteArray &line)
{
    QStringList arguments;
    for (const QByteArray &word : line.split(' ')) {
        QString argument = QString::fromUtf8(word);
        if (argument.contains(u'/') || argument.startsWith(u'.'))
            argument = m_home.path(argument);
        arguments.append(argument);
    }
    const QString token = m_home.asServer().last();
    arguments.replaceInStrings(u"TOKEN"_s, token);
    return punch(m_home, arguments, m_clock + QStringList{u"PUNCHCARD_API_URL="_s + m_home.hub().root});
}

// Breaks for the user: they change the program's name, as the manual says, and nothing works.
void TstServer::commandLinesOfActionsBatch_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("printed");
    QTest::newRow("cowsay") << QByteArray("--owner local --token-file TOKEN --runs-on ubuntu-latest --file examples/cowsay.sh")
                            << QByteArray("moo\n");
    QTest::newRow("organisation") << QByteArray(
        "--private --owner actuated-samples --token-file TOKEN --runs-on actuated-arm64-32cpu-256gb "
        "--file examples/cowsay.sh")
                                  << QByteArray("moo\n");
    QTest::newRow("secrets") << QByteArray("--private=false --owner local --token-file TOKEN --runs-on ubuntu-latest --org=false "
                                           "--file examples/secret.sh --secrets-from .secrets")
                             << QByteArray("SWORDFISH\n");
    QTest::newRow("out") << QByteArray("--owner local --org=false --token-file TOKEN --file examples/linux-kernel.sh "
                                       "--runs-on ubuntu-latest --out ./kernel-bin")
                         << QByteArray("vmlinux");
    QTest::newRow("Go's spelling") << QByteArray("-owner local -org=false -token-file TOKEN -private=false -runs-on ubuntu-latest "
                                                 "-file examples/cowsay.sh -interval 1s -max-attempts 360 -logs=true -delete=true")
                                   << QByteArray("moo\n");
}

void TstServer::commandLinesOfActionsBatch()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, printed);
    const PunchEnd end = seed(line);
    QVERIFY2(end.code == 0, end.out + end.err);
    QVERIFY2(end.out.contains(printed), end.out);
    QVERIFY2(end.out.contains("View job at: " + m_home.hub().root.toUtf8() + '/'), end.out);
    QVERIFY2(end.out.contains("QUEUED") && end.out.contains("DURATION") && end.out.contains("TOTAL"), end.out);
    if (line.contains("--out"))
        QCOMPARE(m_home.read(u"kernel-bin/vmlinux"_s), QByteArray("image\n"));
}

void TstServer::anOrganisationsRepository()
{
    const QString script = m_home.write(u"org.sh"_s, "echo x\n");
    const QStringList arguments
        = QStringList{u"run"_s, script, u"--owner"_s, u"Actuated-Samples"_s, u"--org"_s, u"--delete=false"_s} + m_home.asServer();
    QCOMPARE(punch(m_home, arguments, m_clock).code, 0);
    const QJsonObject repository = m_home.repositories().at(0).toObject();
    QVERIFY2(repository[u"full_name"].toString().startsWith(u"actuated-samples/org-"_s), qPrintable(repository[u"full_name"].toString()));
    QCOMPARE(repository[u"owner"][u"type"].toString(), u"Organization"_s);
    QCOMPARE(repository[u"private"].toBool(), true);
    QCOMPARE(m_home.hub().send("DELETE", u"/repos/"_s + repository[u"full_name"].toString()).status, 204);
}

void TstServer::aKeptRepositoryIsTold()
{
    const QString script = m_home.write(u"kept.sh"_s, "echo x\n");
    const PunchEnd end
        = punch(m_home, QStringList{u"run"_s, script, u"--delete=false"_s, u"--private=false"_s} + m_home.asServer(), m_clock);
    QCOMPARE(end.code, 0);
    const QJsonObject repository = m_home.repositories().at(0).toObject();
    QCOMPARE(repository[u"private"].toBool(), false);
    const QByteArray name = repository[u"full_name"].toString().toUtf8();
    QVERIFY2(end.err.contains(name) && end.err.contains("/settings"), end.err);
    QCOMPARE(m_home.hub().send("DELETE", u"/repos/"_s + QString::fromUtf8(name)).status, 204);
}

// Breaks for the user: a job runs under another name than the one that they gave.
void TstServer::whoeverElsesTokenIsRefused_data()
{
    QTest::addColumn<QStringList>("owner");
    QTest::newRow("another user") << QStringList{u"somebody"_s, u"--org=false"_s};
    QTest::newRow("no organisation of mine") << QStringList{u"somebody"_s};
    QTest::newRow("a user is no organisation") << QStringList{u"local"_s, u"--org"_s};
}

void TstServer::whoeverElsesTokenIsRefused()
{
    QFETCH(QStringList, owner);
    const QString script = m_home.write(u"x.sh"_s, "echo never\n");
    const PunchEnd end = punch(m_home, QStringList{u"run"_s, script, u"--owner"_s} + owner + m_home.asServer(), m_clock);
    QVERIFY2(end.code == 3, end.err);
    QVERIFY2(!end.out.contains("never"), end.out);
}

void TstServer::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("told");
    const QString script = m_home.write(u"x.sh"_s, "echo never\n");
    const QStringList server = m_home.asServer();
    QTest::newRow("no such verb") << QStringList{u"frob"_s} << 2 << QByteArray("frob");
    QTest::newRow("no such flag") << QStringList{u"run"_s, script, u"--frob"_s} << 2 << QByteArray("--frob");
    QTest::newRow("a flag for a verb") << QStringList{u"--bogus"_s} << 2 << QByteArray("--bogus");
    QTest::newRow("no such account verb") << QStringList{u"account"_s, u"bogus"_s} << 2 << QByteArray("bogus");
    QTest::newRow("no account verb") << QStringList{u"account"_s} << 2 << QByteArray("punch account --help");
    QTest::newRow("empty value") << QStringList{u"run"_s, script, u"--local"_s, u"--out"_s, QString()} << 2 << QByteArray("--out");
    QTest::newRow("two places") << QStringList{u"run"_s, script, u"--local"_s, u"--account"_s, u"x"_s} << 2 << QByteArray("--local");
    QTest::newRow("too short") << QStringList{u"run"_s, script, u"--local"_s, u"--timeout"_s, u"30s"_s} << 2 << QByteArray("1m");
    QTest::newRow("unencrypted") << QStringList{u"run"_s, script, u"--api-url"_s, u"http://example.org"_s} << 2 << QByteArray("https");
    QTest::newRow("no such job") << QStringList{u"wait"_s, u"4711"_s} << 2 << QByteArray("4711");
    QTest::newRow("no such script") << QStringList{u"run"_s, u"/none.sh"_s, u"--local"_s} << 3 << QByteArray("/none.sh");
    QTest::newRow("no such token file") << QStringList{u"run"_s, script, u"--api-url"_s, server.at(1), u"--token-file"_s, u"/none"_s} << 3
                                        << QByteArray("/none");
    QTest::newRow("no such secrets") << QStringList{u"run"_s, script, u"--local"_s, u"--secrets-from"_s, u"/none"_s} << 3
                                     << QByteArray("/none");
    QTest::newRow("results into a file") << QStringList{u"run"_s, script, u"--local"_s, u"--out"_s, script} << 3 << script.toUtf8();
    QTest::newRow("results where nothing can be written")
        << QStringList{u"run"_s, script, u"--local"_s, u"--out"_s, u"/proc/none/results"_s} << 3 << QByteArray("/proc/none/results");
    QTest::newRow("no account") << QStringList{u"run"_s, script} << 3 << QByteArray("--local");
}

void TstServer::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, told);
    PunchHome empty;
    const PunchEnd end = punch(empty, arguments);
    QVERIFY2(end.code == code, end.out + end.err);
    QCOMPARE(end.out, QByteArray());
    QVERIFY2(end.err.contains(told), end.err);
    // One line: what is wrong, and what to do.
    QVERIFY2(end.err.count('\n') == 1 && end.err.endsWith(".\n") && end.err.trimmed().contains(' '), end.err);
    QVERIFY(empty.jobs().isEmpty());
}

void TstServer::aTokenThatIsNoneIsNotSubmitted()
{
    const QString script = m_home.write(u"x.sh"_s, "echo never\n");
    const QString token = m_home.write(u"wrong"_s, "ghp_wrong\n");
    QFile::setPermissions(token, QFile::ReadOwner);
    const PunchEnd end
        = punch(m_home, {u"run"_s, script, u"--api-url"_s, m_home.hub().root, u"--token-file"_s, token, u"--json"_s}, m_clock);
    QCOMPARE(end.code, 3);
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QCOMPARE(done[u"outcome"], u"refused"_s);
    QVERIFY2(!end.out.contains("ghp_wrong") && !end.err.contains("ghp_wrong"), end.out);
}

// Breaks for the user: the clock of a laptop that slept is an hour fast, and so is every duration.
void TstServer::aWrongClockChangesNoTimes()
{
    PunchHome home;
    QVERIFY(home.startHub());
    const QString script = home.write(u"job.sh"_s, "sleep 1\n");
    // Sixty times as fast since a minute ago.
    const QString fast = u"PUNCHCARD_TEST_CLOCK=60x@%1"_s.arg(QDateTime::currentMSecsSinceEpoch() - 60'000);
    const PunchEnd end = punch(home, QStringList{u"run"_s, script, u"--json"_s} + home.asServer(), {fast});
    QVERIFY2(end.code == 0, end.out + end.err);
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QVERIFY2(done[u"duration_ms"].toInteger() >= 1000 && done[u"duration_ms"].toInteger() < 60'000, end.out);
    QVERIFY2(done[u"queued_ms"].toInteger() >= 0 && done[u"queued_ms"].toInteger() < 60'000, end.out);
}

void TstServer::requestsCountedForAJob_data()
{
    QTest::addColumn<QByteArray>("speed");
    QTest::addColumn<int>("seconds"); // of the hub's clock
    QTest::addColumn<bool>("neverUnchanged");
    QTest::addColumn<int>("most");
    // What a request takes counts as so many times longer, so the long form is the truer one.
    const QByteArray fast = qEnvironmentVariableIsSet("PUNCHCARD_LONG") ? "30" : "180";
    QTest::newRow("30 seconds") << QByteArray("20") << 30 << false << 24;
    QTest::newRow("30 minutes") << fast << 1800 << false << 24;
    QTest::newRow("30 minutes, never unchanged") << fast << 1800 << true << 150;
}

// Breaks for the user: two jobs at once use up what GitHub allows them in an hour.
void TstServer::requestsCountedForAJob()
{
    QFETCH(QByteArray, speed);
    QFETCH(int, seconds);
    QFETCH(bool, neverUnchanged);
    QFETCH(int, most);
    PunchHome home;
    QStringList clock{u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(QLatin1StringView(speed)).arg(QDateTime::currentMSecsSinceEpoch())};
    const QString faults = home.write(u"faults.json"_s, neverUnchanged ? R"([{"match": "^GET ", "times": -1, "fault": "fresh"}])" : "[]");
    QVERIFY(home.startHub(clock + QStringList{u"PUNCHCARD_HUB_FAULTS="_s + faults}));
    const QByteArray sleep = QByteArray::number(double(seconds) / speed.toDouble(), 'f', 2);
    const QString script = home.write(u"job.sh"_s, "echo begin\nsleep " + sleep + "\necho end > uploads/end\n");
    home.write(u"secrets/api-key"_s, "swordfish");
    const PunchEnd end
        = punch(home, QStringList{u"run"_s, script, u"--secrets-from"_s, home.path(u"secrets"_s), u"--json"_s} + home.asServer(), clock);
    QVERIFY2(end.code == 0, end.out + end.err);
    const QJsonObject done = QJsonDocument::fromJson(end.out.trimmed().split('\n').last()).object();
    QVERIFY2(done[u"duration_ms"].toInteger() >= seconds * 990LL, end.out);
    const QJsonValue core = home.hub().get(u"/rate_limit"_s).json()[u"resources"][u"core"];
    const int counted = core[u"used"].toInt();
    qInfo("%s: %d requests counted, duration %lld s, total %lld s", QTest::currentDataTag(), counted,
          done[u"duration_ms"].toInteger() / 1000, done[u"total_ms"].toInteger() / 1000);
    QVERIFY2(counted > 10 && counted <= most, qPrintable(QString::number(counted)));
}

PUNCHCARD_TEST(TstServer, tst_server)
#include "tst_server.moc"
