// SPDX-License-Identifier: MIT
#include "core/hub/jobview.h"
#include "core/hub/process.h"
#include "core/hub/sandbox.h"
#include "tests/hub/jobbench.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QLocalServer>
#include <QTemporaryDir>

#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::hub;
using namespace punchcard::testing;

/// What a script in the sandbox can do, and what becomes of its processes.
class TstSandbox : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void scriptIsShutIn_data();
    void scriptIsShutIn();
    // Breaks for the user: a script takes their keys by their agents, reads their screen, or does something in their name.
    void socketsAreOutOfReach_data();
    void socketsAreOutOfReach();
    void socketsWithoutAFileAreOutOfReach();
    void keyringStaysOutside();
    void othersProcessesAreOutOfReach();
    void foldersOfTheSessionAreCovered();
    void foldersAreSharedWithTheHub();
    void coveredFoldersAreEmpty();
    void exitCodesAndSignals();
    void emptyArgumentsAndOddNamesArrive();
    void killAllLeavesTheSupervisor_data();
    void killAllLeavesTheSupervisor();
    void lostSupervisorIsSaid();
    void hubsDeathEndsAll_data();
    void hubsDeathEndsAll();
    void viewStaysInside();
    void viewWithoutSandbox();
    void launchThatFailsIsSaid();

private:
    void start(bool sandboxed, const QStringList &covered = {});
    /// Runs a script with bash; its output lies in m_printed.
    ProgramEnd run(const QString &script);
    [[nodiscard]] QByteArray drain();
    /// A folder that no rule for homes covers; none when nobody may make it.
    [[nodiscard]] static std::unique_ptr<QTemporaryDir> openFolder();

    std::unique_ptr<QTemporaryDir> m_folder;
    JobLayout m_layout;
    std::unique_ptr<Session> m_session;
    std::array<int, 2> m_pipe = {-1, -1};
    QByteArray m_printed;
};

void TstSandbox::init()
{
    QTest::failOnWarning();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TstSandbox::cleanup()
{
    m_session.reset();
    for (int &end : m_pipe) {
        if (end >= 0)
            close(std::exchange(end, -1));
    }
}

void TstSandbox::start(bool sandboxed, const QStringList &covered)
{
    cleanup();
    if (sandboxed && !sandbox::works())
        QSKIP("bubblewrap does not work here");
    m_layout = JobLayout::of(m_folder->path() + u"/work"_s, u"o/r"_s, sandboxed);
    QVERIFY(m_layout.make());
    const Result<Launch> launch = sandbox::launch(m_layout, covered);
    QVERIFY(launch);
    QCOMPARE(pipe2(m_pipe.data(), O_CLOEXEC | O_NONBLOCK), 0);
    fcntl(m_pipe[1], F_SETFL, 0);
    m_session = std::make_unique<Session>();
    const Result<> started = wait(m_session->start(*launch, m_pipe[1]));
    QVERIFY2(started, qPrintable(started ? QString() : started.error().said));
    QCOMPARE(m_session->insidePid() > 0, sandboxed);
}

QByteArray TstSandbox::drain()
{
    QByteArray all;
    std::array<char, 65536> chunk{};
    for (auto length = ::read(m_pipe[0], chunk.data(), chunk.size()); length > 0; length = ::read(m_pipe[0], chunk.data(), chunk.size()))
        all.append(chunk.data(), length);
    return all;
}

ProgramEnd TstSandbox::run(const QString &script)
{
    const Command command{.arguments = {u"/bin/bash"_s, u"-c"_s, script},
                          .environment = sandbox::baseEnvironment(m_layout) + QStringList{u"HOME="_s + m_layout.home},
                          .folder = m_layout.workspace};
    const ProgramEnd end = wait(m_session->run(command));
    m_printed = drain();
    return end;
}

void TstSandbox::scriptIsShutIn_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char *name, const QString &script, const QByteArray &printed) { QTest::newRow(name) << script << printed; };
    row("the system cannot be written", u"touch /usr/x /etc/x /x 2>/dev/null || echo no"_s, "no\n");
    row("homes are empty", u"ls -A /home; ls -A /root | wc -l"_s, "runner\n0\n");
    row("tmp is writable by all", u"stat -c %a /tmp /var/tmp; echo x > /tmp/x && cat /tmp/x"_s, "1777\n1777\nx\n");
    row("own processes only", u"ls -d /proc/[0-9]* | wc -l | xargs test 8 -gt && echo few"_s, "few\n");
    row("a plain user", u"id -u; whoami; echo ~"_s, "1001\nrunner\n/home/runner\n");
    row("no capabilities", u"grep CapEff /proc/self/status | tr -d '\\t'"_s, "CapEff:0000000000000000\n");
    row("nothing can be unmounted", u"umount /home /tmp 2>/dev/null || echo no"_s, "no\n");
    row("own host name", u"cat /proc/sys/kernel/hostname"_s, "punchcard\n");
    row("no terminal", u"(: < /dev/tty) 2>/dev/null || echo none"_s, "none\n");
    row("nothing in the environment", u"env | cut -d= -f1 | sort | grep -v '^_$' | xargs"_s,
        "HOME LANG LOGNAME PATH PWD SHELL SHLVL USER\n");
    row("no descriptor but three", u"ls /proc/self/fd | wc -l; ls -l /proc/self/fd/0 | grep -c /dev/null"_s, "4\n1\n");
    row("nothing gives more rights", u"grep NoNewPrivs /proc/self/status | tr -d '\\t'"_s, "NoNewPrivs:1\n");
    row("nothing of the session is in /run", u"find /run /mnt /media -type s 2>/dev/null | wc -l; ls -A /run/user 2>/dev/null | wc -l"_s,
        "0\n0\n");
    row("nobody's mail", u"find /var/mail/ /var/spool/mail/ -type f 2>/dev/null | wc -l"_s, "0\n");
    row("no mount comes off with other rights", u"unshare -Urm umount /root 2>/dev/null || echo no; ls -A /root | wc -l"_s, "no\n0\n");
    row("devices of nobody",
        u"ls /dev | grep -vxE 'console|core|fd|full|mqueue|null|ptmx|pts|random|shm|std(err|in|out)|tty|u?random|zero'; "
        "ls -A /dev/shm | wc -l"_s,
        "0\n");
    row("names of system users are known", u"getent passwd root | cut -d: -f1"_s, "root\n");
}

void TstSandbox::scriptIsShutIn()
{
    QFETCH(QString, script);
    QFETCH(QByteArray, printed);
    start(true);
    if (!m_session)
        return; // skipped, or failed
    QCOMPARE(run(script).how, ProgramEnd::How::Exited);
    QVERIFY2(m_printed == printed, m_printed.constData());
}

std::unique_ptr<QTemporaryDir> TstSandbox::openFolder()
{
    for (const QString &place : {u"/opt/"_s, u"/srv/"_s, u"/"_s}) {
        auto folder = std::make_unique<QTemporaryDir>(place + u"punchcard-test-XXXXXX"_s);
        if (folder->isValid())
            return folder;
    }
    return {};
}

void TstSandbox::socketsAreOutOfReach_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("keys of ssh") << QByteArray("SSH_AUTH_SOCK") << QByteArray("%1/socket");
    QTest::newRow("bus") << QByteArray("DBUS_SESSION_BUS_ADDRESS") << QByteArray("unix:path=%1/socket,guid=0");
    QTest::newRow("screen") << QByteArray("WAYLAND_DISPLAY") << QByteArray("%1/socket");
    QTest::newRow("containers") << QByteArray("DOCKER_HOST") << QByteArray("unix://%1/socket");
    QTest::newRow("keys of gpg") << QByteArray("GPG_AGENT_INFO") << QByteArray("%1/socket:1:1");
    QTest::newRow("folder of the session") << QByteArray("XDG_RUNTIME_DIR") << QByteArray("%1");
    QTest::newRow("folder of gpg") << QByteArray("GNUPGHOME") << QByteArray("%1");
    QTest::newRow("keyring") << QByteArray("GNOME_KEYRING_CONTROL") << QByteArray("%1");
}

void TstSandbox::socketsAreOutOfReach()
{
    QFETCH(const QByteArray, variable);
    QFETCH(const QByteArray, value);
    const std::unique_ptr<QTemporaryDir> folder = openFolder();
    if (!folder)
        QSKIP("nothing can be written here but homes, which are covered anyway");
    QLocalServer server;
    server.setSocketOptions(QLocalServer::WorldAccessOption);
    QVERIFY(server.listen(folder->filePath(u"socket"_s)));
    // Who may pass: in the sandbox, too, it is the same user.
    const QString ask = u"curl -s --max-time 0.3 --unix-socket %1 http://x/ >/dev/null; echo $?"_s.arg(server.fullServerName());
    start(true);
    if (!m_session)
        return; // skipped, or failed
    run(ask);
    QVERIFY2(m_printed == "28\n", m_printed); // connected, and nobody answered: without the variable it is not known for what it is
    const QByteArray before = qgetenv(variable.constData());
    qputenv(variable.constData(), QString::fromUtf8(value).arg(folder->path()).toUtf8());
    start(true);
    before.isNull() ? qunsetenv(variable.constData()) : qputenv(variable.constData(), before);
    run(ask);
    QVERIFY2(m_printed == "7\n", m_printed); // could not connect
}

void TstSandbox::socketsWithoutAFileAreOutOfReach()
{
    if (const long level = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION); level < 6)
        QSKIP("this system cannot keep them apart, see SECURITY.md");
    QLocalServer server;
    server.setSocketOptions(QLocalServer::AbstractNamespaceOption);
    const QString name = u"punchcard-"_s + QString::fromLatin1(uniqueMarker());
    QVERIFY(server.listen(name));
    const QString ask = u"curl -s --max-time 0.3 --abstract-unix-socket %1 http://x/ >/dev/null; echo $?"_s.arg(name);
    start(false);
    run(ask);
    QVERIFY2(m_printed == "28\n", m_printed);
    start(true);
    if (!m_session)
        return; // skipped, or failed
    run(ask);
    QVERIFY2(m_printed == "7\n", m_printed);
}

void TstSandbox::keyringStaysOutside()
{
    const QByteArray name = "punchcard-test-" + uniqueMarker();
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr);
    if (syscall(SYS_add_key, "user", name.constData(), "secret", 6, KEY_SPEC_SESSION_KEYRING) < 0)
        QSKIP("this system has no keyrings");
    const QString ask
        = u"perl -e 'my ($t, $d) = (\"user\", \"%3\"); print syscall(%1, %2, -3, $t, $d, 0) > 0 ? \"found\" : \"none\"'"_s.arg(SYS_keyctl)
              .arg(KEYCTL_SEARCH)
              .arg(QString::fromLatin1(name));
    start(false);
    run(ask);
    if (m_printed != "found")
        QSKIP("nothing here can ask for a key");
    start(true);
    if (!m_session)
        return; // skipped, or failed
    run(ask);
    QCOMPARE(m_printed, "none");
}

void TstSandbox::othersProcessesAreOutOfReach()
{
    start(true);
    if (!m_session)
        return; // skipped, or failed
    const QByteArray marker = uniqueMarker();
    QProcess other;
    other.start(u"/bin/sh"_s, {u"-c"_s, u"sleep 600; : "_s + QString::fromLatin1(marker)});
    QVERIFY(other.waitForStarted());
    QTRY_VERIFY(processesWith(marker) > 0);
    // By their names, by their numbers, by a trace: no process of ours can be seen.
    run(u"cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '%1 *$' ; kill -0 %2 2>/dev/null || echo unknown; ls /proc/%2 2>/dev/null || echo none"_s
            .arg(QString::fromLatin1(marker))
            .arg(other.processId()));
    const bool seen = m_printed.startsWith("0\n");
    other.kill();
    other.waitForFinished();
    QVERIFY2(seen && m_printed.endsWith("unknown\nnone\n"), m_printed);
    // What it may kill is inside.
    run(u"kill -9 -1"_s);
    wait(m_session->killAll());
}

void TstSandbox::foldersOfTheSessionAreCovered()
{
    const std::unique_ptr<QTemporaryDir> folder = openFolder();
    if (!folder)
        QSKIP("nothing can be written here but homes, which are covered anyway");
    QFile file(folder->filePath(u"secret"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const char *name : {"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "GNUPGHOME"}) {
        const QByteArray before = qgetenv(name);
        qputenv(name, folder->path().toUtf8());
        start(true);
        before.isNull() ? qunsetenv(name) : qputenv(name, before);
        if (!m_session)
            return; // skipped, or failed
        run(u"ls -A "_s + folder->path());
        QVERIFY2(m_printed.isEmpty(), name);
    }
    // What every program needs is covered for nobody.
    const QByteArray before = qgetenv("XDG_DATA_HOME");
    qputenv("XDG_DATA_HOME", "/usr");
    start(true);
    before.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", before);
    run(u"ls /usr/bin/env"_s);
    QCOMPARE(m_printed, "/usr/bin/env\n");
}

void TstSandbox::foldersAreSharedWithTheHub()
{
    start(true);
    if (!m_session)
        return; // skipped, or failed
    run(u"echo from inside > file; pwd"_s);
    QCOMPARE(m_printed, "/home/runner/work/r/r\n");
    QFile file(m_layout.outside(m_layout.workspace + u"/file"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "from inside\n");
}

void TstSandbox::coveredFoldersAreEmpty()
{
    const QString own = QCoreApplication::applicationDirPath() + u"/covered-"_s + QString::fromLatin1(uniqueMarker());
    QVERIFY(QDir().mkdir(own));
    QFile file(own + u"/secret"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    start(true);
    if (!m_session)
        return; // skipped, or failed
    run(u"ls "_s + own);
    const bool wasSeen = m_printed == "secret\n";
    start(true, {own});
    if (!m_session)
        return; // skipped, or failed
    run(u"ls -A "_s + own + u"; touch "_s + own + u"/x"_s);
    // Where the tests lie in a home or in /tmp, all of it is covered anyway and there is no such folder.
    if (wasSeen)
        QCOMPARE(m_printed, "");
    QVERIFY2(!m_printed.contains("secret"), m_printed.constData());
    QVERIFY(!QFile::exists(own + u"/x"_s));
    QVERIFY(QDir(own).removeRecursively());
}

void TstSandbox::exitCodesAndSignals()
{
    for (const bool sandboxed : {true, false}) {
        start(sandboxed);
        if (!m_session)
            return; // skipped, or failed
        QCOMPARE(run(u"exit 0"_s).code, 0);
        QCOMPARE(run(u"exit 77"_s).code, 77);
        const ProgramEnd killed = run(u"kill -SEGV $$"_s);
        QCOMPARE(killed.how, ProgramEnd::How::Signalled);
        QCOMPARE(killed.code, SIGSEGV);
        const Command missing{.arguments = {u"/no/such/program"_s}, .environment = {}, .folder = u"/"_s};
        const ProgramEnd none = wait(m_session->run(missing));
        QCOMPARE(none.how, ProgramEnd::How::NotStarted);
        QCOMPARE(none.code, ENOENT);
        const Command nowhere{.arguments = {u"/bin/true"_s}, .environment = {}, .folder = u"/no/such/folder"_s};
        QCOMPARE(wait(m_session->run(nowhere)).how, ProgramEnd::How::NotStarted);
        QCOMPARE(run(u"echo still here"_s).code, 0);
        QCOMPARE(m_printed, "still here\n");
    }
}

void TstSandbox::emptyArgumentsAndOddNamesArrive()
{
    start(false);
    if (!m_session)
        return; // skipped, or failed
    const Command command{.arguments = {u"printf"_s, u"[%s]"_s, u""_s, u"a b"_s, u"ü\n"_s, u""_s},
                          .environment = {u"PATH=/usr/bin:/bin"_s, u"EMPTY="_s},
                          .folder = u"/"_s};
    QCOMPARE(wait(m_session->run(command)).code, 0);
    QCOMPARE(drain(), "[][a b][ü\n][]");
    const Command environment{.arguments = {u"env"_s},
                              .environment = {u"PATH=/usr/bin:/bin"_s, u"EMPTY="_s, u"LONG="_s + QString(60'000, u'x')},
                              .folder = u"/"_s};
    QCOMPARE(wait(m_session->run(environment)).code, 0);
    QCOMPARE(drain(), "PATH=/usr/bin:/bin\nEMPTY=\nLONG=" + QByteArray(60'000, 'x') + "\n");
}

void TstSandbox::killAllLeavesTheSupervisor_data()
{
    QTest::addColumn<bool>("sandboxed");
    QTest::newRow("bubblewrap") << true;
    QTest::newRow("supervisor") << false;
}

void TstSandbox::killAllLeavesTheSupervisor()
{
    QFETCH(bool, sandboxed);
    start(sandboxed);
    if (!m_session)
        return; // skipped, or failed
    const QString marker = QString::fromLatin1(uniqueMarker());
    run(u"for i in 1 2 3 4 5; do (setsid bash -c 'trap \"\" HUP INT TERM; while true; do (sleep 0.01; : "_s + marker
        + u"); done' &) ; done"_s);
    QTRY_VERIFY(processesWith(marker.toLatin1()) >= 5);
    wait(m_session->killAll());
    QCOMPARE(processesWith(marker.toLatin1()), 0);
    QCOMPARE(run(u"exit 3"_s).code, 3);
}

void TstSandbox::lostSupervisorIsSaid()
{
    start(true);
    if (!m_session)
        return; // skipped, or failed
    const ProgramEnd end = run(u"kill -9 $PPID; sleep 60"_s);
    QCOMPARE(end.how, ProgramEnd::How::Lost);
    QCOMPARE(wait(m_session->run({.arguments = {u"/bin/true"_s}, .environment = {}, .folder = u"/"_s})).how, ProgramEnd::How::Lost);
    wait(m_session->killAll());
    wait(m_session->ended());
}

void TstSandbox::hubsDeathEndsAll_data()
{
    killAllLeavesTheSupervisor_data();
}

// Breaks for the user: the hub is killed, and the script goes on unseen for days.
void TstSandbox::hubsDeathEndsAll()
{
    QFETCH(bool, sandboxed);
    if (sandboxed && !sandbox::works())
        QSKIP("bubblewrap does not work here");
    m_layout = JobLayout::of(m_folder->path() + u"/work"_s, u"o/r"_s, sandboxed);
    QVERIFY(m_layout.make());
    Result<Launch> launch = sandbox::launch(m_layout, {});
    QVERIFY(launch);
    if (const qsizetype info = launch->arguments.indexOf(u"--info-fd"_s); info >= 0)
        launch->arguments.remove(info, 2);
    // A stand-in for the hub: it holds the orders' pipe and starts the supervisor, then we kill it.
    const QByteArray marker = uniqueMarker();
    const QByteArray script = "setsid sh -c 'trap \"\" HUP INT TERM; sleep 999; : " + marker + "'";
    QByteArray body = "R/" + QByteArray(1, '\0') + "3" + QByteArray(1, '\0') + "/bin/sh" + QByteArray(1, '\0') + "-c" + QByteArray(1, '\0')
        + script + QByteArray(1, '\0') + "PATH=/usr/bin:/bin" + QByteArray(1, '\0');
    QByteArray order(4, '\0');
    order[0] = char(body.size() & 0xff);
    order[1] = char(body.size() >> 8);
    QFile orders(m_folder->filePath(u"orders"_s));
    QVERIFY(orders.open(QIODevice::WriteOnly));
    orders.write(order + body);
    orders.close();
    QProcess hub;
    hub.start(u"/bin/bash"_s,
              QStringList{u"-c"_s, u"coproc \"$@\"; cat \"$0\" >&\"${COPROC[1]}\"; wait"_s, orders.fileName(), launch->program}
                  + launch->arguments);
    QVERIFY(hub.waitForStarted());
    QTRY_VERIFY(processesWith(marker) > 0);
    hub.kill();
    QVERIFY(hub.waitForFinished());
    QTRY_COMPARE(processesWith(marker), 0);
}

// Breaks for the user: the hub, which sees all files, follows a link that a script planted.
void TstSandbox::viewStaysInside()
{
    start(true);
    if (!m_session)
        return; // skipped, or failed
    QFile mine(m_folder->filePath(u"outside.txt"_s));
    QVERIFY(mine.open(QIODevice::WriteOnly));
    mine.write("mine");
    mine.close();
    const QString outside = mine.fileName();
    run(u"ln -s "_s + outside + u" direct; ln -s / root; ln -s ../../../../../../../../../../../../.. up; ln -s "_s
        + outside.section(u'/', 0, -2)
        + u" folder; ln -s /proc/1/root magic; ln -s /tmp/in in; echo inside > /tmp/in; mkfifo pipe; echo plain > plain; ln -s plain link"_s);
    const Result<std::shared_ptr<const JobView>> opened = JobView::of(m_session->insidePid());
    QVERIFY(opened);
    const JobView &view = **opened;
    const QString here = m_layout.workspace + u'/';
    for (const QString &path : {here + u"direct"_s, here + u"root"_s + outside, here + u"up"_s + outside, here + u"folder/outside.txt"_s,
                                outside, u"/.."_s + outside, u"/proc/self/root"_s + outside, here + u"magic"_s + outside}) {
        QVERIFY2(!view.look(path), qPrintable(path));
        QVERIFY(!view.open(path));
        QVERIFY(!view.read(path, 100));
    }
    const Result<std::unique_ptr<QFile>> followed = view.open(here + u"in"_s);
    QVERIFY(followed);
    QCOMPARE((*followed)->readAll(), "inside\n");
    QVERIFY(!view.open(here + u"pipe"_s));
    QCOMPARE(*view.read(here + u"plain"_s, 6), "plain\n");
    QVERIFY(!view.read(here + u"plain"_s, 5));
    QVERIFY(!view.read(here + u"link"_s, 100)); // Small files of ours are never links.
    // Nor can it write where the script cannot.
    QVERIFY(!view.write(here + u"folder/new"_s, "x", 0644));
    QVERIFY(!view.write(here + u"direct"_s, "x", 0644));
    QVERIFY(!view.write(u"/etc/new"_s, "x", 0644));
    QVERIFY(view.write(here + u"new"_s, "x", 0755));
    QVERIFY(!view.write(here + u"new"_s, "x", 0755));
    QVERIFY(!QFile::exists(m_folder->filePath(u"new"_s)));
    QVERIFY(!view.clear(here + u"folder"_s));
    QVERIFY(view.makeFolder(here + u"a/b/c"_s));
    QVERIFY(view.clear(m_layout.workspace));
    QCOMPARE(view.list(m_layout.workspace)->texts, QStringList());
    QVERIFY(mine.exists());
}

void TstSandbox::viewWithoutSandbox()
{
    start(false);
    if (!m_session)
        return; // skipped, or failed
    const std::shared_ptr<const JobView> view = *JobView::of(0);
    const QString here = m_layout.workspace;
    QVERIFY(view->write(here + u"/x"_s, "x", 0600));
    QCOMPARE(view->look(here + u"/x"_s)->size, 1);
    QVERIFY(view->link(here + u"/l"_s, u"x"_s));
    QCOMPARE(view->look(here + u"/l"_s, false)->kind, JobView::Info::Kind::Link);
    QCOMPARE(view->list(here)->texts, (QStringList{u"l"_s, u"x"_s}));
    run(u"cat l"_s);
    QCOMPARE(m_printed, "x");
}

void TstSandbox::launchThatFailsIsSaid()
{
    QCOMPARE(pipe2(m_pipe.data(), O_CLOEXEC), 0);
    Session none;
    QVERIFY(!wait(none.start({.program = u"/no/such/program"_s}, m_pipe[1])));
    Session wrong;
    const Result<> started
        = wait(wrong.start({.program = u"/bin/sh"_s, .arguments = {u"-c"_s, u"echo cannot do that >&2; exit 1"_s}}, m_pipe[1]));
    QVERIFY(!started);
    QCOMPARE(started.error().said, u"cannot do that"_s);
    QCOMPARE(wait(wrong.run({.arguments = {u"/bin/true"_s}, .environment = {}, .folder = u"/"_s})).how, ProgramEnd::How::Lost);
}

PUNCHCARD_TEST(TstSandbox, tst_sandbox)
#include "tst_sandbox.moc"
