// SPDX-License-Identifier: MIT
#include "core/base/files.h"
#include "core/hub/sandbox.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace punchcard::hub::sandbox {
namespace {

struct LinuxSandboxes
{
    Q_DECLARE_TR_FUNCTIONS(Sandboxes)
};

constexpr int probeTime = 5000; // ms
const QString insideSupervisor = u"/run/punchcard/supervise"_s;
const QString path = u"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"_s;

QString bubblewrap()
{
    return QStandardPaths::findExecutable(u"bwrap"_s);
}

/// Folders of people and of their sessions, by their true names (on some systems /home is a link), outermost only.
QStringList coveredFolders(const QStringList &more)
{
    QStringList folders;
    QStringList candidates = {u"/home"_s, u"/root"_s, u"/run"_s, u"/tmp"_s, u"/var/tmp"_s, u"/mnt"_s, u"/media"_s, QDir::homePath()};
    candidates += more;
    for (const QString &candidate : std::as_const(candidates)) {
        if (const QString real = QFileInfo(candidate).canonicalFilePath(); !real.isEmpty() && real != "/"_L1 && QFileInfo(real).isDir())
            folders.append(real);
    }
    std::ranges::sort(folders);
    QStringList outermost;
    for (const QString &folder : std::as_const(folders)) {
        if (outermost.isEmpty() || (folder != outermost.last() && !folder.startsWith(outermost.last() + u'/')))
            outermost.append(folder);
    }
    return outermost;
}

// Files that covering hides, though every program needs them: the resolver's configuration is often a link into /run.
QStringList uncovered()
{
    QStringList arguments;
    const QString resolver = QFileInfo(u"/etc/resolv.conf"_s).canonicalFilePath();
    if (resolver.startsWith("/run/"_L1))
        arguments += {u"--ro-bind"_s, resolver, resolver};
    for (const QString &folder : {u"/run/current-system"_s, u"/run/opengl-driver"_s}) {
        if (QFileInfo::exists(folder))
            arguments += {u"--ro-bind"_s, folder, folder};
    }
    return arguments;
}

QStringList isolation()
{
    // A user of its own also for root: no capability, and nothing that the script starts is anybody else.
    return {u"--unshare-user"_s,
            u"--uid"_s,
            u"1001"_s,
            u"--gid"_s,
            u"1001"_s,
            u"--unshare-pid"_s,
            u"--unshare-ipc"_s,
            u"--unshare-uts"_s,
            u"--hostname"_s,
            u"punchcard"_s,
            u"--unshare-cgroup-try"_s,
            u"--die-with-parent"_s,
            u"--new-session"_s,
            u"--cap-drop"_s,
            u"ALL"_s,
            u"--clearenv"_s,
            u"--ro-bind"_s,
            u"/"_s,
            u"/"_s,
            u"--dev"_s,
            u"/dev"_s,
            u"--proc"_s,
            u"/proc"_s};
}

// The system's users without their homes, and one named runner: programs ask who they are.
Result<QStringList> users(const QString &root)
{
    QStringList arguments;
    for (const auto &[file, line] :
         {std::pair{u"passwd"_s, u"runner:x:1001:1001:runner:/home/runner:/bin/bash\n"_s}, std::pair{u"group"_s, u"runner:x:1001:\n"_s}}) {
        QString kept;
        const Result<QByteArray> system = readFile(u"/etc/"_s + file, 1'000'000);
        const QStringList lines = system ? QString::fromUtf8(*system).split(u'\n', Qt::SkipEmptyParts) : QStringList();
        for (const QString &entry : lines) {
            const int id = entry.section(u':', 2, 2).toInt();
            if (id < 1000 || id == 65534)
                kept += entry + u'\n';
        }
        const QString copy = root + u'/' + file;
        if (const Result<> written = writePrivateFile(copy, (kept + line).toUtf8()); !written)
            return written.error();
        QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        arguments += {u"--ro-bind"_s, copy, u"/etc/"_s + file};
    }
    return arguments;
}

bool tried()
{
    const QString program = bubblewrap();
    const Result<QString> supervise = supervisor();
    const QTemporaryDir folder;
    if (program.isEmpty() || !supervise || !folder.isValid())
        return false;
    const JobLayout layout = JobLayout::of(folder.path() + u"/work"_s, u"probe/probe"_s, true);
    if (!layout.make())
        return false;
    const Result<Launch> launched = launch(layout, {});
    if (!launched)
        return false;
    QProcess process;
    process.setProcessEnvironment(launched->environment);
    QStringList arguments = launched->arguments;
    const qsizetype info = arguments.indexOf(u"--info-fd"_s);
    arguments.remove(info, 2);
    process.start(program, arguments);
    // "ready" is what the supervisor says once it runs inside; it ends when its input does.
    process.closeWriteChannel();
    if (!process.waitForFinished(probeTime)) {
        process.kill();
        process.waitForFinished(probeTime);
        return false;
    }
    return process.exitCode() == 0 && process.readAllStandardError().contains("ready\n");
}

} // namespace

bool works()
{
    static const bool answer = tried();
    return answer;
}

Result<Launch> launch(const JobLayout &layout, const QStringList &covered)
{
    const Result<QString> supervise = supervisor();
    if (!supervise)
        return supervise.error();
    Launch launch;
    if (!layout.sandboxed) {
        launch.program = *supervise;
        launch.environment = plainEnvironment();
        return launch;
    }
    const Result<QStringList> accounts = users(layout.root);
    if (!accounts)
        return accounts.error();
    launch.program = bubblewrap();
    launch.tellsPid = true;
    launch.arguments = isolation();
    for (const QString &folder : coveredFolders(covered))
        launch.arguments += {u"--tmpfs"_s, folder};
    launch.arguments += uncovered() + *accounts;
    launch.arguments += {u"--bind"_s,
                         layout.root + u"/tmp"_s,
                         u"/tmp"_s,
                         u"--bind"_s,
                         layout.root + u"/var-tmp"_s,
                         u"/var/tmp"_s,
                         u"--bind"_s,
                         layout.root + u"/home"_s,
                         layout.home,
                         u"--ro-bind"_s,
                         *supervise,
                         insideSupervisor,
                         u"--info-fd"_s,
                         QString::number(Launch::infoDescriptor),
                         u"--chdir"_s,
                         layout.workspace,
                         u"--"_s,
                         insideSupervisor};
    launch.environment.insert(u"PATH"_s, path);
    return launch;
}

QStringList baseEnvironment(const JobLayout &layout)
{
    if (!layout.sandboxed)
        return plainEnvironment().toStringList();
    const QString system = QFileInfo::exists(u"/run/current-system/sw/bin"_s) ? path + u":/run/current-system/sw/bin"_s : path;
    return {u"PATH="_s + system, u"LANG=C.UTF-8"_s, u"USER=runner"_s, u"LOGNAME=runner"_s, u"SHELL=/bin/bash"_s};
}

} // namespace punchcard::hub::sandbox
