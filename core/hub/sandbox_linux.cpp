// SPDX-License-Identifier: MIT
#include "core/base/files.h"
#include "core/base/sandboxwalls.h"
#include "core/hub/sandbox.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>

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

/// A user of /etc/passwd or a group of /etc/group that no service is.
bool isPerson(const QString &line)
{
    const int id = line.section(u':', 2, 2).toInt();
    return id >= 1000 && id != 65534;
}

bool isBelow(const QString &path, const QStringList &folders)
{
    return std::ranges::any_of(folders, [&path](const QString &folder) { return path == folder || path.startsWith(folder + u'/'); });
}

/// The homes that /etc/passwd gives to people, wherever they are.
QStringList homesOfPeople()
{
    QStringList homes;
    const Result<QByteArray> users = readFile(u"/etc/passwd"_s, 1'000'000);
    const QStringList lines = users ? QString::fromUtf8(*users).split(u'\n', Qt::SkipEmptyParts) : QStringList();
    for (const QString &line : lines) {
        if (isPerson(line))
            homes.append(line.section(u':', 5, 5));
    }
    return homes;
}

/// Where our own session keeps what is only the user's, when that is not where one would look for it.
QStringList foldersOfTheSession()
{
    QStringList folders;
    for (const char *name : {"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "GNUPGHOME",
                             "GNOME_KEYRING_CONTROL", "TMPDIR"}) {
        if (const QString folder = qEnvironmentVariable(name); QDir::isAbsolutePath(folder))
            folders.append(folder);
    }
    return folders;
}

/// Likewise its sockets and files: the agents of keys, the bus, the screen, containers.
QStringList filesOfTheSession()
{
    QStringList files = {qEnvironmentVariable("SSH_AUTH_SOCK"), qEnvironmentVariable("WAYLAND_DISPLAY"), qEnvironmentVariable("XAUTHORITY"),
                         qEnvironmentVariable("GPG_AGENT_INFO").section(u':', 0, 0), qEnvironmentVariable("KRB5CCNAME").section(u':', -1)};
    static const QRegularExpression place(u"^unix:(?://|(?:.*,)?path=)([^,;]+)"_s);
    for (const char *name : {"DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "CONTAINER_HOST"})
        files.append(place.match(qEnvironmentVariable(name)).captured(1));
    files.removeIf([](const QString &file) { return !QDir::isAbsolutePath(file); });
    return files;
}

/// What every program needs stays in sight, whoever says that it is his home.
bool isSystems(const QString &folder)
{
    static const QStringList needed{u"/"_s,    u"/usr"_s, u"/bin"_s, u"/sbin"_s, u"/lib"_s, u"/lib64"_s, u"/etc"_s,
                                    u"/opt"_s, u"/var"_s, u"/dev"_s, u"/proc"_s, u"/sys"_s, u"/nix"_s,   u"/gnu"_s};
    return needed.contains(folder);
}

/// Folders of people and of their sessions, by their true names (on some systems /home is a link), outermost only.
QStringList coveredFolders(const QStringList &more)
{
    QStringList folders;
    QStringList candidates = {u"/home"_s,     u"/root"_s,           u"/run"_s,       u"/tmp"_s, u"/var/tmp"_s, u"/mnt"_s, u"/media"_s,
                              u"/var/mail"_s, u"/var/spool/mail"_s, QDir::homePath()};
    candidates += more + homesOfPeople() + foldersOfTheSession();
    for (const QString &candidate : std::as_const(candidates)) {
        if (const QString real = QFileInfo(candidate).canonicalFilePath(); !real.isEmpty() && !isSystems(real) && QFileInfo(real).isDir())
            folders.append(real);
    }
    std::ranges::sort(folders);
    QStringList outermost;
    for (const QString &folder : std::as_const(folders)) {
        if (!isBelow(folder, outermost))
            outermost.append(folder);
    }
    return outermost;
}

/// Nothing stands in place of the session's sockets that lie in none of @p folders.
QStringList coveredFiles(const QStringList &folders)
{
    QStringList arguments;
    const QStringList files = filesOfTheSession();
    for (const QString &file : files) {
        const QString real = QFileInfo(file).canonicalFilePath();
        if (!real.isEmpty() && !QFileInfo(real).isDir() && !isBelow(real, folders))
            arguments += {u"--ro-bind"_s, u"/dev/null"_s, real};
    }
    return arguments;
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
            if (!isPerson(entry))
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

enum class Trial { Works, Fails, TakesLong };

Trial tried()
{
    const QString program = bubblewrap();
    const Result<QString> supervise = supervisor();
    const QTemporaryDir folder;
    if (program.isEmpty() || !supervise || !folder.isValid())
        return Trial::Fails;
    const JobLayout layout = JobLayout::of(folder.path() + u"/work"_s, u"probe/probe"_s, true);
    if (!layout.make())
        return Trial::Fails;
    const Result<Launch> launched = launch(layout, {});
    if (!launched)
        return Trial::Fails;
    QProcess process;
    process.setProcessEnvironment(launched->environment);
    QStringList arguments = launched->arguments;
    const qsizetype info = arguments.indexOf(u"--info-fd"_s);
    arguments.remove(info, 2);
    process.start(program, arguments);
    // "ready" is what the supervisor says once it runs inside; it ends when its input does.
    process.closeWriteChannel();
    if (!process.waitForFinished(probeTime)) {
        const bool runs = process.state() == QProcess::Running;
        process.kill();
        process.waitForFinished(probeTime);
        return runs ? Trial::TakesLong : Trial::Fails;
    }
    return process.exitCode() == 0 && process.readAllStandardError().contains("ready\n") ? Trial::Works : Trial::Fails;
}

} // namespace

bool works()
{
    // What has worked is believed while it is there; what has not is tried anew, since whoever starts a job has just been told
    // what works now. A computer that is too busy to tell is no reason to do without.
    static std::atomic_bool hasWorked = false;
    if (hasWorked)
        return !bubblewrap().isEmpty();
    const Trial trial = tried();
    hasWorked = trial == Trial::Works;
    return trial != Trial::Fails;
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
    launch.arguments = sandboxWalls();
    const QStringList folders = coveredFolders(covered);
    for (const QString &folder : folders)
        launch.arguments += {u"--tmpfs"_s, folder};
    launch.arguments += coveredFiles(folders) + uncovered() + *accounts;
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
                         insideSupervisor,
                         u"shut-in"_s};
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
