// SPDX-License-Identifier: MIT
#include "tests/end-to-end/journey.h"

#include "core/store/jobrows.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSaveFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTcpSocket>
#include <QTest>
#include <QUuid>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

const QByteArray secret = "swordfish-4711";
// The hub's first run has the next number.
constexpr qint64 beforeFirstRun = 34'000'000'000;

QByteArray someBytes(qsizetype size)
{
    QByteArray bytes(size, '\0');
    QRandomGenerator generator(42);
    for (char &byte : bytes)
        byte = char(generator.generate());
    return bytes;
}

QByteArray digest(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

template<typename Read>
auto fromDatabase(const QString &file, Read read)
{
    struct Connection
    {
        const QString name = QUuid::createUuid().toString();
        ~Connection() { QSqlDatabase::removeDatabase(name); }
    };
    const Connection connection;
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection.name);
    database.setDatabaseName(file);
    database.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=15000"_s);
    if (!database.open())
        qFatal("%s cannot be read: %s", qPrintable(file), qPrintable(database.lastError().text()));
    return read(database);
}

// The first number that @p query gives; 0 without one.
qint64 numberIn(const QString &file, const QString &query)
{
    return fromDatabase(file, [&query](QSqlDatabase &database) {
        QSqlQuery asked(query, database);
        return asked.next() ? asked.value(0).toLongLong() : 0LL;
    });
}

QString stateOf(const Job &job)
{
    return u"%1, %2, %3"_s.arg(wordFor(job.phase), wordFor(job.outcome), wordFor(job.results));
}

} // namespace

Witness::Witness()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the witness hears nothing: %s", qPrintable(m_server.errorString()));
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *const socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
                m_heard.append(socket->readAll().trimmed());
                socket->deleteLater();
            });
        }
    });
}

QByteArray Witness::line(const QByteArray &text) const
{
    return "echo \"" + text + "\" > /dev/tcp/127.0.0.1/" + QByteArray::number(m_server.serverPort()) + '\n';
}

Journey::Journey(Housing housing, const QStringList &environment, int elements)
    : m_housing(housing)
    , m_elements(elements)
    , m_input(someBytes(50'000))
{
    if (!home.startHub(QStringList{u"PUNCHCARD_HUB_FAULTS="_s + home.path(u"faults.json"_s)} + environment))
        qFatal("no hub");
    home.write(u"secrets/api-key"_s, secret + '\n');
    home.write(u"input.bin"_s, m_input);
}

void Journey::setFaults(const QJsonArray &faults)
{
    // The hub begins anew when the file has changed; so it must differ, and be there in one piece.
    const QJsonObject mark{{u"match"_s, u"the %1st faults"_s.arg(++m_faultsNumber)}, {u"times"_s, 0}};
    QJsonArray all = faults;
    all.append(mark);
    QSaveFile file(home.path(u"faults.json"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(all).toJson()) < 0 || !file.commit())
        qFatal("the faults cannot be written: %s", qPrintable(file.errorString()));
}

std::unique_ptr<PunchProcess> Journey::begin(const QStringList &environment, const QStringList &arguments)
{
    const QByteArray content = "base64 -d > uploads/input.bin << END\n" + m_input.toBase64() + "\nEND\n";
    return begin(m_isBare ? content : "cp input.bin uploads/\n", environment, arguments);
}

std::unique_ptr<PunchProcess> Journey::begin(const QByteArray &script, const QStringList &environment, const QStringList &arguments)
{
    const QString out = nextOut();
    ++m_number;
    m_name = "journey-" + QByteArray::number(m_number);
    m_out = out;
    m_runsBefore = runCounter();
    const QString file = home.write(QString::fromLatin1(m_name), m_witness.line(m_name + " $API_KEY") + script);
    QStringList all{u"run"_s, file, u"--json"_s, u"--secrets-from"_s, home.path(u"secrets"_s), u"--out"_s, m_out};
    if (!m_isBare)
        all += {u"--input"_s, home.path(u"input.bin"_s)};
    all += m_reach;
    if (m_housing == Housing::Standing)
        all.append(u"--standing"_s);
    if (m_elements > 0)
        all += {u"--array"_s, QString::number(m_elements)};
    return goOn(all + arguments, environment);
}

qint64 Journey::beginEndless()
{
    const auto process = begin("cp input.bin uploads/\nsleep 600\n", {}, {u"--detach"_s});
    const bool left = process->finish() == 0;
    const bool runs = QTest::qWaitFor([this] { return executions() > 0; }, 20'000);
    return left && runs ? process->job() : 0;
}

qint64 Journey::beginKept()
{
    if (m_kept == 0) {
        const auto process = begin({}, {u"--delete=false"_s});
        m_kept = process->finish() == 0 ? process->job() : 0;
        m_attempts = 1;
    }
    ++m_attempts;
    return m_kept;
}

bool Journey::isRerunForgotten() const
{
    const std::optional<Job> job = newest();
    return job && job->isOver() && job->runs.constFirst().attempts.constLast().number < m_attempts;
}

std::unique_ptr<PunchProcess> Journey::goOn(const QStringList &arguments, const QStringList &environment) const
{
    const QStringList small = m_elements > 0 ? QStringList{u"PUNCHCARD_TEST_MATRIX=1"_s} : QStringList();
    return std::make_unique<PunchProcess>(home, arguments, small + environment);
}

int Journey::executions() const
{
    return int(m_witness.heard().count(m_name + ' ' + secret));
}

// Never reused, so that it also tells of runs that are gone.
qint64 Journey::runCounter() const
{
    return numberIn(home.home() + u"/hub/hub.sqlite"_s, u"SELECT max(last) FROM counter WHERE name = 'run'"_s);
}

bool Journey::isCancelWished() const
{
    return numberIn(home.home() + u"/punchcard.sqlite"_s, u"SELECT wish_cancel FROM job ORDER BY id DESC"_s) != 0;
}

qint64 Journey::runsMade() const
{
    const qint64 now = runCounter();
    return m_runsBefore == 0 && now > 0 ? now - beforeFirstRun : now - m_runsBefore;
}

QJsonObject Journey::newestJob() const
{
    const QJsonObject newest = home.jobs().value(0);
    return newest[u"name"].toString().toLatin1() == m_name ? home.job(newest[u"job"].toInteger()) : QJsonObject();
}

std::optional<Job> Journey::newest() const
{
    return fromDatabase(home.home() + u"/punchcard.sqlite"_s, [this](QSqlDatabase &database) -> std::optional<Job> {
        Result<QList<Job>> jobs = store::selectJobs(database, u"ORDER BY id DESC LIMIT 1"_s);
        if (!jobs || jobs->isEmpty() || jobs->constFirst().spec.name.toLatin1() != m_name)
            return std::nullopt;
        Job job = jobs->takeFirst();
        job.runs = store::selectRuns(database, job.id).value_or(QList<Run>());
        return job;
    });
}

QString Journey::complaint(bool mayBeMissing) const
{
    if (const qint64 open = numberIn(home.home() + u"/punchcard.sqlite"_s, u"SELECT count(*) FROM job WHERE phase < 6"_s); open > 0)
        return u"%1 jobs are not over"_s.arg(open);
    const std::optional<Job> job = newest();
    if (!job) {
        if (!mayBeMissing)
            return u"the job is not there"_s;
        return runsMade() != 0 ? u"a run was made for no job"_s : tracesComplaint();
    }
    if (job->outcome != Outcome::Succeeded || job->results != Results::Complete)
        return stateOf(*job);
    const QString wrong = resultComplaint(1);
    return wrong.isEmpty() ? tracesComplaint() : wrong;
}

QString Journey::complaintOfAll() const
{
    const QString file = home.home() + u"/punchcard.sqlite"_s;
    const qint64 right = numberIn(file, u"SELECT count(*) FROM job WHERE phase = 6 AND outcome = 1 AND results = 1"_s);
    if (right != m_number)
        return u"%1 of %2 jobs are over as they must"_s.arg(right).arg(m_number);
    if (const qint64 runs = runCounter() - beforeFirstRun; runs != m_number)
        return u"%1 runs were made"_s.arg(runs);
    const auto timesOf = [this](int number) { return m_witness.heard().count("journey-" + QByteArray::number(number) + ' ' + secret); };
    for (int number = 1; number <= m_number; ++number) {
        if (!QTest::qWaitFor([&] { return timesOf(number) > 0; }, 30'000) || timesOf(number) != 1)
            return u"the script of job %1 ran %2 times"_s.arg(number).arg(timesOf(number));
        if (const QString wrong = placedComplaint(home.path(u"out-%1"_s.arg(number))); !wrong.isEmpty())
            return wrong;
    }
    return tracesComplaint();
}

QString Journey::cancelComplaint() const
{
    const std::optional<Job> job = newest();
    if (!job || !job->isOver() || job->outcome != Outcome::Cancelled)
        return job ? stateOf(*job) : u"the job is not there"_s;
    if (runsMade() != 1 || executions() != 1)
        return u"%1 runs were made, the script ran %2 times"_s.arg(runsMade()).arg(executions());
    return tracesComplaint();
}

// Takes a repository away that the next job would be blamed for.
QString Journey::rerunComplaint()
{
    const QString wrong = rerunComplaintOnly();
    if (wrong.isEmpty())
        return {};
    const QJsonArray repositories = home.repositories();
    for (const auto &repository : repositories)
        (void)home.hub().send("DELETE", u"/repos/"_s + repository[u"full_name"].toString());
    m_kept = 0;
    return wrong;
}

QString Journey::rerunComplaintOnly() const
{
    const std::optional<Job> job = newest();
    if (!job || !job->isOver() || job->outcome != Outcome::Succeeded || job->results != Results::Complete)
        return job ? stateOf(*job) : u"the job is not there"_s;
    if (const int attempt = job->runs.constFirst().attempts.constLast().number; attempt != m_attempts)
        return u"it is at attempt %1"_s.arg(attempt);
    const QString wrong = resultComplaint(m_attempts);
    return wrong.isEmpty() ? tracesComplaint(1) : wrong;
}

int Journey::faultsHad() const
{
    int count = 0;
    for (const QFileInfo &log : QDir(home.home()).entryInfoList({u"diagnostics.*.log"_s}, QDir::Files))
        count += int(home.read(u"home/"_s + log.fileName()).count(" punchcard.hub.http fault "));
    return count;
}

QStringList Journey::strays() const
{
    QStringList strays;
    const QJsonArray repositories = home.repositories();
    for (const QJsonValue repository : repositories) {
        const QString noted = u"SELECT count(*) FROM leftover WHERE repository_id = %1"_s.arg(repository[u"id"].toInteger());
        if (m_housing != Housing::Standing && numberIn(home.home() + u"/punchcard.sqlite"_s, noted) == 0)
            strays.append(repository[u"full_name"].toString());
    }
    return strays;
}

QString Journey::resultComplaint(int times) const
{
    const int runs = std::max(1, m_elements);
    if (runsMade() != runs)
        return u"%1 runs were made"_s.arg(runsMade());
    const bool heard = QTest::qWaitFor([this, runs, times] { return executions() >= runs * times; }, 30'000);
    if (!heard || executions() != runs * times)
        return u"the script ran %1 times with its secret"_s.arg(executions());
    QString wrong = m_elements == 0 ? placedComplaint(m_out) : QString();
    for (int element = 0; element < m_elements && wrong.isEmpty(); ++element)
        wrong = placedComplaint(m_out + u"/%1"_s.arg(element));
    return wrong;
}

QString Journey::placedComplaint(const QString &folder) const
{
    QFile file(folder + u"/input.bin"_s);
    if (!file.open(QIODevice::ReadOnly))
        return u"the artifact is not in "_s + folder;
    return digest(file.readAll()) == digest(m_input) ? QString() : u"the artifact is damaged"_s;
}

QString Journey::houseComplaint(qsizetype repositories) const
{
    const QJsonArray stand = home.repositories();
    if (m_housing == Housing::Repository)
        return stand.size() == repositories ? QString() : u"%1 repositories stand"_s.arg(stand.size());
    // One whose job was never written down has none yet.
    if (stand.isEmpty() && executions() == 0)
        return {};
    if (stand.size() != 1)
        return u"%1 standing repositories"_s.arg(stand.size());
    const QString name = stand.at(0)[u"full_name"].toString();
    const QString root = u"/repos/"_s + name;
    const qsizetype branches = home.hub().get(root + u"/git/matching-refs/heads/"_s).array().size();
    const qint64 secrets = home.hub().get(root + u"/actions/secrets"_s).json()[u"total_count"].toInteger();
    const qsizetype runs = home.runs(name).size();
    if (branches == 1 && secrets == 0 && runs == 0)
        return {};
    return u"%1 branches, %2 secrets and %3 runs stand"_s.arg(branches).arg(secrets).arg(runs);
}

// Nothing stays behind on the server or half done in the home.
QString Journey::tracesComplaint(qsizetype repositories) const
{
    if (const QString wrong = houseComplaint(repositories); !wrong.isEmpty())
        return wrong;
    QStringList folders = QDir(home.home() + u"/jobs"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    // Who died before anything was in it leaves it to a later sweep: so young it may be somebody's who has just made it.
    folders.removeIf([this](const QString &uid) { return QDir(home.home() + u"/jobs/"_s + uid).isEmpty(); });
    if (folders.size() != numberIn(home.home() + u"/punchcard.sqlite"_s, u"SELECT count(*) FROM job"_s))
        return u"there are %1 folders of jobs"_s.arg(folders.size());
    QDirIterator files(home.home() + u"/jobs"_s, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (file.contains("/downloads/"_L1) || file.endsWith(".part"_L1) || file.endsWith(".zip"_L1) || file.endsWith("/unwritten"_L1))
            return u"left: "_s + file;
    }
    return {};
}

} // namespace punchcard::testing
