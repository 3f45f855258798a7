// SPDX-License-Identifier: MIT
#include "tests/end-to-end/standingbench.h"

#include "core/secrets/memorytokenstore.h"
#include "tests/support/wait.h"

#include <QSaveFile>
#include <QTcpSocket>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

Meeting::Meeting()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("nobody can meet: %s", qPrintable(m_server.errorString()));
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *const socket = m_server.nextPendingConnection()) {
            m_waiting.append(socket);
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] { m_heard.append(socket->readLine().trimmed()); });
        }
    });
}

Meeting::~Meeting() = default;

QByteArray Meeting::line(const QByteArray &text) const
{
    const QByteArray port = QByteArray::number(m_server.serverPort());
    return "exec 7<>/dev/tcp/127.0.0.1/" + port + "\necho \"" + text + "\" >&7\nread -r go <&7\n";
}

void Meeting::letGo()
{
    for (QTcpSocket *const socket : std::as_const(m_waiting))
        socket->write("go\n");
    m_waiting.clear();
}

StandingBench::StandingBench()
{
    setFaults({});
    if (!home.startHub({u"PUNCHCARD_HUB_FAULTS="_s + home.path(u"faults.json"_s)}))
        qFatal("no hub");
    qputenv("PUNCHCARD_HOME", home.home().toUtf8());
    const Result<Home> opened = Home::open();
    m_store = wait(store::Store::open(opened.value_or(Home()))).value_or(nullptr);
    if (!m_store)
        qFatal("no store");
    desk = std::make_unique<Desk>(m_store, std::make_shared<MemoryTokenStore>());
}

StandingBench::~StandingBench()
{
    desk.reset();
    m_store.reset();
    qunsetenv("PUNCHCARD_HOME");
}

void StandingBench::useServer()
{
    const HubClient hub = home.hub();
    m_server = makeAccount(QUrl(hub.root + u'/'), u"local"_s);
    m_server.tokenFile = home.write(u"token"_s, hub.token);
    QFile::setPermissions(m_server.tokenFile, QFile::ReadOwner | QFile::WriteOwner);
    if (!wait(desk->sessions()->keep(m_server)))
        qFatal("no account");
}

void StandingBench::setFaults(const QJsonArray &faults) const
{
    // The hub reads it at each request: in one piece.
    QSaveFile file(home.path(u"faults.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(faults).toJson()) < 0 || !file.commit())
        qFatal("the faults cannot be written: %s", qPrintable(file.errorString()));
}

Result<Job> StandingBench::submit(const QByteArray &script, const QList<std::pair<QString, QByteArray>> &secrets, JobSpec spec)
{
    spec.name = u"test.sh"_s;
    if (spec.account.isEmpty())
        spec.account = thisComputerId();
    Submission submission{.spec = spec, .script = script};
    for (const auto &[name, value] : secrets) {
        submission.spec.secrets.append({.name = name, .from = SecretSource::From::Typed});
        submission.typed.append({name, SecretString(QByteArray(value))});
    }
    const Result<Desk::Submitted> submitted = wait(desk->submit(submission, Context()));
    if (!submitted)
        return submitted.error();
    return submitted->job;
}

Job StandingBench::now(JobId id) const
{
    return wait(m_store->job(id)).value_or(Job());
}

Job StandingBench::over(JobId id)
{
    const auto isOver = [this, id] { return !desk->drives(id) && now(id).isOver(); };
    if (!QTest::qWaitFor(isOver, 90'000)) {
        const Job stuck = now(id);
        qWarning("phase %s, waiting: %s", qPrintable(wordFor(stuck.phase)),
                 stuck.waiting ? qPrintable(stuck.waiting->error.sentence()) : "-");
    }
    return now(id);
}

QStringList StandingBench::secrets() const
{
    QStringList names;
    const QJsonArray all = home.hub().get(u"/repos/local/punchcard-jobs/actions/secrets?per_page=100"_s).json()[u"secrets"].toArray();
    for (const auto &secret : all)
        names.append(secret[u"name"].toString());
    return names;
}

QStringList StandingBench::traces(const QString &repository) const
{
    QStringList found;
    const QString root = u"/repos/"_s + repository;
    const QJsonArray branches = home.hub().get(root + u"/git/matching-refs/heads/punchcard"_s).array();
    for (const auto &branch : branches)
        found.append(branch[u"ref"].toString());
    const QJsonArray secrets = home.hub().get(root + u"/actions/secrets"_s).json()[u"secrets"].toArray();
    for (const auto &secret : secrets)
        found.append(secret[u"name"].toString());
    const QJsonArray runs = home.runs(repository);
    for (const auto &run : runs)
        found.append(u"run %1"_s.arg(run[u"id"].toInteger()));
    return found;
}

QList<store::LeftOver> StandingBench::leftOvers() const
{
    return wait(m_store->leftOvers()).value_or(QList<store::LeftOver>());
}

} // namespace punchcard::testing
