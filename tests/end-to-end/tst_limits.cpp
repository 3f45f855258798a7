// SPDX-License-Identifier: MIT
// Breaks for the user: their jobs fail because GitHub wants them to slow down, stand in a queue and nobody says why, or
// cannot be run at all where an organisation lets no workflow use actions.
#include "tests/end-to-end/journey.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QTcpSocket>

#include <algorithm>
#include <vector>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

/// Scripts that stand here until they are let go.
class Gatekeeper
{
public:
    Gatekeeper()
    {
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("the gate does not open: %s", qPrintable(m_server.errorString()));
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *const socket = m_server.nextPendingConnection())
                m_held.append(socket);
        });
    }
    [[nodiscard]] QByteArray line() const { return "read -r < /dev/tcp/127.0.0.1/" + QByteArray::number(m_server.serverPort()) + '\n'; }
    [[nodiscard]] qsizetype held() const { return m_held.size(); }
    void letGo()
    {
        for (QTcpSocket *socket : std::as_const(m_held)) {
            socket->write("go\n");
            socket->disconnectFromHost();
        }
    }

private:
    QTcpServer m_server;
    QList<QTcpSocket *> m_held;
};

} // namespace

class TstLimits : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_home = std::make_unique<PunchHome>(); }
    void cleanup() { m_home.reset(); }
    void noJobFailsWhenTheRequestsRunOut();
    void whyAJobIsStillQueued();
    void whereNoActionMayBeUsed();

private:
    [[nodiscard]] bool begin(int speed, const QStringList &environment);
    [[nodiscard]] std::unique_ptr<PunchProcess> run(const QByteArray &script, const QStringList &arguments = {}) const;
    [[nodiscard]] qsizetype requests(const QByteArray &text) const;

    std::unique_ptr<PunchHome> m_home;
    QStringList m_clock;
};

bool TstLimits::begin(int speed, const QStringList &environment)
{
    m_clock = {u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(speed).arg(QDateTime::currentMSecsSinceEpoch())};
    return m_home->startHub(m_clock + environment);
}

std::unique_ptr<PunchProcess> TstLimits::run(const QByteArray &script, const QStringList &arguments) const
{
    const QString file = m_home->write(u"job.sh"_s, script);
    return std::make_unique<PunchProcess>(*m_home, QStringList{u"run"_s, file, u"--json"_s} + m_home->asServer() + arguments, m_clock);
}

qsizetype TstLimits::requests(const QByteArray &text) const
{
    qsizetype count = 0;
    for (const QFileInfo &log : QDir(m_home->home()).entryInfoList({u"diagnostics*.log"_s}, QDir::Files)) {
        const QByteArrayList lines = m_home->read(u"home/"_s + log.fileName()).split('\n');
        count += std::ranges::count_if(
            lines, [&text](const QByteArray &line) { return line.contains(" punchcard.http ") && line.contains(text); });
    }
    return count;
}

// Jobs, each in a process of its own, and an hour that has too few requests for them: of its 20 they leave five alone. It lasts six
// seconds, so a machine must be very slow not to run into its limit.
void TstLimits::noJobFailsWhenTheRequestsRunOut()
{
    constexpr int atOnce = 12;
    QVERIFY(begin(600, {u"PUNCHCARD_HUB_REQUESTS=20"_s}));
    std::vector<std::unique_ptr<PunchProcess>> drivers;
    drivers.reserve(atOnce);
    for (int i = 0; i < atOnce; ++i)
        drivers.push_back(run("echo done\n"));
    int quotaWaits = 0;
    for (const auto &driver : drivers) {
        QVERIFY2(driver->finish() == 0, driver->said());
        const QList<QJsonObject> events = driver->events();
        quotaWaits += std::ranges::any_of(events, [](const QJsonObject &event) { return event[u"for"].toString() == "quota"_L1; }) ? 1 : 0;
    }
    QVERIFY(quotaWaits > 0);
    qInfo("%d of %d jobs waited for requests; all succeeded", quotaWaits, atOnce);
    QVERIFY(m_home->repositories().isEmpty());
}

void TstLimits::whyAJobIsStillQueued()
{
    QVERIFY(begin(120, {u"PUNCHCARD_HUB_JOBS=1"_s, u"PUNCHCARD_HUB_ORGS=guild"_s}));
    Gatekeeper gate;
    const auto first = run(gate.line());
    QTRY_COMPARE(gate.held(), 1);
    QTRY_COMPARE(m_home->job(1)[u"tasks"][0][u"status"].toString(), u"in_progress"_s);
    const auto anywhere = run("echo anywhere\n");
    const QJsonObject early = anywhere->event(u"waiting"_s, {{u"for"_s, u"runner"_s}});
    QVERIFY2(early[u"message"].toString().contains(u"No runner has taken the job for"_s), anywhere->said());
    // The server is one of somebody's own: it has none of GitHub's machines.
    QVERIFY2(early[u"remedy"].toString().contains(u"No runner has all of these labels: ubuntu-latest."_s), anywhere->said());
    const auto own = run("echo own\n", {u"--owner"_s, u"guild"_s, u"--runs-on"_s, u"self-anywhere"_s, u"--runs-on"_s, u"gpu"_s});
    const QJsonObject labels = own->event(u"waiting"_s, {{u"for"_s, u"runner"_s}});
    QVERIFY2(labels[u"remedy"].toString().contains(u"No runner has all of these labels: self-anywhere, gpu."_s), own->said());
    QVERIFY2(labels[u"remedy"].toString().contains(u"24 hours"_s), own->said());
    // It goes on as soon as it can: nobody gave it up.
    gate.letGo();
    for (PunchProcess *driver : {first.get(), anywhere.get(), own.get()})
        QVERIFY2(driver->finish() == 0, driver->said());
    QCOMPARE(requests("/orgs/guild/actions/runners"), 1);
    QVERIFY(m_home->job(2)[u"waiting_for"].isNull());
}

void TstLimits::whereNoActionMayBeUsed()
{
    QVERIFY(begin(60, {u"PUNCHCARD_HUB_ORGS=guild"_s}));
    const QStringList guild{u"--owner"_s, u"guild"_s};
    const auto before = run("echo hello > uploads/one\n", guild);
    QVERIFY2(before->finish() == 0, before->said());
    const QJsonObject rules{{u"enabled_repositories"_s, u"all"_s}, {u"allowed_actions"_s, u"local_only"_s}};
    QCOMPARE(m_home->hub().send("PUT", u"/orgs/guild/actions/permissions"_s, rules).status, 204);
    // What was seen today does not hold any more: the run does not start, and it says why.
    const auto refused = run("echo hello > uploads/one\n", guild);
    QVERIFY2(refused->finish() == 3, refused->said());
    QVERIFY2(refused->err().contains("refuse the actions that its workflow uses") && refused->err().contains("Run it again"),
             refused->said());
    const auto printing = run("#!/bin/bash\necho 'hello ${{ github.sha }}'\nrmdir uploads\n", guild);
    QVERIFY2(printing->finish() == 0, printing->said());
    QVERIFY2(printing->said().contains("will be lost"), printing->said());
    const QByteArray log = punch(*m_home, {u"logs"_s, u"3"_s}, m_clock).out;
    QVERIFY2(log.contains("hello ${{ github.sha }}"), log);
    const auto losing = run("echo 1 > uploads/one\n", guild);
    QVERIFY2(losing->finish() == 6, losing->said());
    QCOMPARE(losing->event(u"done"_s)[u"outcome"].toString(), u"succeeded"_s);
    QVERIFY2(losing->err().contains("What lies in uploads is lost"), losing->said());
    // Asked once for the first job, and once more for the one that did not start.
    QCOMPARE(requests("/actions/permissions 200"), 2);
    QVERIFY(m_home->repositories().isEmpty());
}

PUNCHCARD_TEST(TstLimits, tst_limits)
#include "tst_limits.moc"
