// SPDX-License-Identifier: MIT
#include "core/accounts/hubprocess.h"

#include "core/accounts/hubaddress.h"
#include "core/base/files.h"
#include "core/base/programcall.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#endif

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct HubProcesses
{
    Q_DECLARE_TR_FUNCTIONS(LocalHub)
};

constexpr qint64 logLimit = 1 << 20;
constexpr qint64 tailLimit = 2000;

/// What the hub is given: our home, and no token that is ours.
QProcessEnvironment hubEnvironment(const Home &home)
{
    QProcessEnvironment environment = environmentWithoutSecrets();
    // As an absolute path: the hub works in another folder.
    if (home.keychainService != "punchcard"_L1)
        environment.insert(u"PUNCHCARD_HOME"_s, home.data);
    return environment;
}

} // namespace

Result<HubProcess> startHubProcess(const Home &home, const QString &program)
{
    const QString folder = home.hubFolder();
    if (const Result<> made = makePrivateFolder(folder); !made)
        return made.error();
    const QString logPath = hubLogFile(folder);
    if (QFileInfo(logPath).size() > logLimit) {
        QFile::remove(logPath + u".old"_s);
        QFile::rename(logPath, logPath + u".old"_s);
    }
    QFile log(logPath);
    if (!log.open(QIODevice::WriteOnly | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner))
        return storageError(HubProcesses::tr("The hub's log “%1” cannot be written.").arg(logPath), logPath, log.errorString());
    const qint64 logStart = log.size();
    log.close();

    // startDetached() gives it a session of its own.
    QProcess process;
    process.setProgram(program);
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(hubEnvironment(home));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(logPath, QIODevice::Append);
    process.setStandardErrorFile(logPath, QIODevice::Append);
#ifdef Q_OS_UNIX
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors | QProcess::UnixProcessFlag::ResetSignalHandlers);
#endif
    qint64 pid = 0;
    if (!process.startDetached(&pid))
        return Error{.kind = Error::Kind::Local,
                     .what = HubProcesses::tr("This computer's hub could not be started: %1").arg(process.errorString()),
                     .remedy = HubProcesses::tr("Check that “%1” can be run.").arg(program),
                     .detail = program};
    return HubProcess{.pid = pid, .logStart = logStart};
}

bool isAlive(const HubProcess &process)
{
#ifdef Q_OS_UNIX
    if (::kill(pid_t(process.pid), 0) != 0 && errno != EPERM)
        return false;
#endif
#ifdef Q_OS_LINUX
    // It is the child of whoever took it over, who may let it lie dead for seconds: "123 (punchcard-hub) Z 1 …"
    QFile status(u"/proc/%1/stat"_s.arg(process.pid));
    if (status.open(QIODevice::ReadOnly)) {
        const QByteArray text = status.readAll();
        return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
    }
#endif
    return process.pid != 0;
}

QString endOfHubLog(const QString &hubFolder, qint64 from)
{
    QFile log(hubLogFile(hubFolder));
    if (!log.open(QIODevice::ReadOnly))
        return {};
    log.seek(qMax(from, log.size() - tailLimit));
    return QString::fromUtf8(log.readAll()).trimmed();
}

} // namespace punchcard
