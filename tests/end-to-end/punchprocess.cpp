// SPDX-License-Identifier: MIT
#include "tests/end-to-end/punchprocess.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

// A process that has ended but that nobody has waited for still has its number.
bool lives(qint64 pid)
{
    QFile status(u"/proc/%1/stat"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return QFileInfo::exists(u"/proc/self"_s) ? false : ::kill(pid_t(pid), 0) == 0;
    const QByteArray text = status.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
}

QList<QJsonObject> objects(const QByteArray &lines)
{
    QList<QJsonObject> list;
    for (const QByteArray &line : lines.split('\n')) {
        const QJsonDocument json = QJsonDocument::fromJson(line);
        if (json.isObject())
            list.append(json.object());
    }
    return list;
}

// Nothing of the person who runs the tests.
QStringList environmentOf(const PunchHome &home, const QStringList &more)
{
    QStringList variables = QProcess::systemEnvironment();
    variables.removeIf([](const QString &each) {
        return (each.startsWith("PUNCHCARD_"_L1) && !each.startsWith("PUNCHCARD_HUB_RECORD="_L1)) || each.startsWith("GITHUB_TOKEN="_L1);
    });
    return variables + QStringList{u"PUNCHCARD_HOME="_s + home.home()} + more;
}

} // namespace

PunchHome::~PunchHome()
{
    endHub(SIGTERM);
}

QString PunchHome::write(const QString &name, const QByteArray &content) const
{
    const QString file = path(name);
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("%s: %s", qPrintable(file), qPrintable(out.errorString()));
    return file;
}

QByteArray PunchHome::read(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool PunchHome::startHub(const QStringList &environment, const QStringList &arguments)
{
    QDir().mkpath(home());
    m_hub = std::make_unique<HubProgram>(home());
    return m_hub->start(QStringList{u"--idle"_s, u"0"_s} + arguments, environment);
}

QStringList PunchHome::asServer() const
{
    const QString token = write(u"token"_s, hub().token);
    QFile::setPermissions(token, QFile::ReadOwner | QFile::WriteOwner);
    return {u"--api-url"_s, hub().root, u"--token-file"_s, token};
}

bool PunchHome::endHub(int signal)
{
    const qint64 pid = hubPid();
    if (pid == 0)
        return true;
    ::kill(pid_t(pid), signal);
    const bool ended = QTest::qWaitFor([pid] { return !lives(pid); }, 30'000);
    m_hub.reset();
    return ended;
}

bool PunchHome::stopHub()
{
    return endHub(SIGTERM);
}

bool PunchHome::killHub()
{
    return endHub(SIGKILL);
}

QJsonObject PunchHome::address() const
{
    QFile file(home() + u"/hub/address.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

qint64 PunchHome::hubPid() const
{
    const qint64 pid = address()[u"pid"].toInteger();
    return pid > 0 && lives(pid) ? pid : 0;
}

HubClient PunchHome::hub() const
{
    const QJsonObject json = address();
    return {json[u"api"].toString().chopped(1), json[u"token"].toString().toLatin1()};
}

QJsonArray PunchHome::repositories() const
{
    return hub().get(u"/user/repos?per_page=100"_s).array();
}

QJsonArray PunchHome::runs(const QString &repository) const
{
    if (repository.isEmpty())
        return {};
    return hub().get(u"/repos/%1/actions/runs"_s.arg(repository)).json()[u"workflow_runs"].toArray();
}

QJsonObject PunchHome::job(qint64 id) const
{
    return objects(punch(*this, {u"show"_s, QString::number(id), u"--json"_s}).out).value(0);
}

QList<QJsonObject> PunchHome::jobs() const
{
    return objects(punch(*this, {u"list"_s, u"--json"_s}).out);
}

PunchProcess::PunchProcess(const PunchHome &home, const QStringList &arguments, const QStringList &environment)
{
    m_process.setEnvironment(environmentOf(home, environment));
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { m_out += m_process.readAllStandardOutput(); });
    QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process, [this] { m_err += m_process.readAllStandardError(); });
    m_process.start(builtProgram(u"punch"_s), arguments);
    if (!m_process.waitForStarted(15'000))
        qCritical("punch did not start: %s", qPrintable(m_process.errorString()));
}

PunchProcess::~PunchProcess()
{
    if (!isRunning())
        return;
    m_process.kill();
    m_process.waitForFinished(10'000);
}

int PunchProcess::finish(std::chrono::milliseconds limit)
{
    const auto isOver = [this] {
        noteMemory();
        return !isRunning();
    };
    if (!QTest::qWaitFor(isOver, int(limit.count())))
        return -1;
    return wasKilled() ? -1 : m_process.exitCode();
}

void PunchProcess::noteMemory()
{
    QFile status(u"/proc/%1/status"_s.arg(pid()));
    if (!isRunning() || !status.open(QIODevice::ReadOnly))
        return;
    static const QRegularExpression peak(u"VmHWM:\\s+(\\d+) kB"_s);
    m_peak = std::max(m_peak, peak.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong());
}

void PunchProcess::signal(int number) const
{
    // One that has ended has the number 0, which would be all of us.
    if (isRunning())
        ::kill(pid_t(pid()), number);
}

void PunchProcess::killAfter(std::chrono::milliseconds delay)
{
    QTimer::singleShot(delay, &m_process, [this] { m_process.kill(); });
}

QJsonObject PunchProcess::event(const QString &name, const QJsonObject &fields, std::chrono::milliseconds limit)
{
    const auto isWanted = [&](const QJsonObject &event) {
        const auto agrees = [&](const QString &key) { return event[key] == fields[key]; };
        return event[u"event"] == name && std::ranges::all_of(fields.keys(), agrees);
    };
    QJsonObject found;
    const auto isHere = [&] {
        const QList<QJsonObject> all = events();
        const auto first = std::ranges::find_if(all, isWanted);
        if (first != all.end())
            found = *first;
        return first != all.end() || !isRunning();
    };
    if (!QTest::qWaitFor(isHere, int(limit.count())))
        qCritical("no event %s came: %s", qPrintable(name), said().constData());
    return found;
}

QList<QJsonObject> PunchProcess::events() const
{
    return objects(m_out);
}

qint64 PunchProcess::job() const
{
    const QList<QJsonObject> all = events();
    const auto first = std::ranges::find_if(all, [](const QJsonObject &event) { return event.contains(u"job"_s); });
    return first == all.end() ? 0 : (*first)[u"job"].toInteger();
}

PunchEnd punch(const PunchHome &home, const QStringList &arguments, const QStringList &environment)
{
    PunchProcess process(home, arguments, environment);
    const int code = process.finish();
    return {.code = code, .out = process.out(), .err = process.err()};
}

} // namespace punchcard::testing
