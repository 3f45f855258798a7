// SPDX-License-Identifier: MIT
// punchcard-supervise: stands between the hub and a job's programs, inside bubblewrap or without it, for the whole job.
// It starts one program after the other, passes signals on, and leaves nobody behind: when its input ends (the hub is
// gone), or when it is told, all that descends from it dies. With the argument "shut-in" it is the last wall of a sandbox.
//
// Input: orders, each a length (4 bytes, little-endian) and so many bytes: 'R' folder NUL number-of-arguments NUL
// arguments NUL … environment NUL … (run), 'S' number (signal to the program's group), 'K' (kill all).
// Output: what the programs print. Errors: reports, one a line: "ready", "started PID", "exited CODE", "signalled NUMBER",
// "failed ERRNO folder|program", "killed".
#include "family.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

int wakeUp[2] = {-1, -1};
pid_t script = 0;

void onChild(int)
{
    const int before = errno;
    const char byte = 0;
    [[maybe_unused]] const auto written = write(wakeUp[1], &byte, 1);
    errno = before;
}

void report(const std::string &line)
{
    const std::string whole = line + '\n';
    [[maybe_unused]] const auto written = write(STDERR_FILENO, whole.data(), whole.size());
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> result;
    result.reserve(texts.size() + 1);
    for (std::string &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

struct Command
{
    std::string folder;
    std::vector<std::string> arguments;
    std::vector<std::string> environment;
};

Command readCommand(const std::string &body)
{
    Command command;
    std::size_t at = 0;
    const auto next = [&body, &at] {
        const std::size_t end = std::min(body.find('\0', at), body.size());
        const std::string part = at < end ? body.substr(at, end - at) : std::string();
        at = end + 1;
        return part;
    };
    command.folder = next();
    const int count = std::atoi(next().c_str());
    for (int argument = 0; argument < count; ++argument)
        command.arguments.push_back(next());
    while (at < body.size())
        command.environment.push_back(next());
    return command;
}

[[noreturn]] void becomeProgram(Command &command, int failure)
{
    setsid();
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, STDIN_FILENO);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD})
        signal(number, SIG_DFL);
    char where = 'f';
    if (chdir(command.folder.c_str()) == 0) {
        where = 'p';
        std::vector<char *> arguments = pointers(command.arguments);
        std::vector<char *> environment = pointers(command.environment);
        for (const std::string &entry : command.environment) {
            if (entry.starts_with("PATH="))
                setenv("PATH", entry.c_str() + 5, 1);
        }
#ifdef __linux__
        execvpe(arguments[0], arguments.data(), environment.data());
#else
        environ = environment.data();
        execvp(arguments[0], arguments.data());
#endif
    }
    const std::string problem = std::string(1, where) + std::to_string(errno);
    [[maybe_unused]] const auto written = write(failure, problem.data(), problem.size());
    _exit(127);
}

void run(Command command)
{
    int failure[2];
    if (pipe(failure) != 0)
        return report("failed " + std::to_string(errno) + " program");
    fcntl(failure[0], F_SETFD, FD_CLOEXEC);
    fcntl(failure[1], F_SETFD, FD_CLOEXEC);
    script = fork();
    if (script == 0)
        becomeProgram(command, failure[1]);
    close(failure[1]);
    if (script < 0) {
        close(failure[0]);
        script = 0;
        return report("failed " + std::to_string(errno) + " program");
    }
    char problem[32] = {};
    const auto length = read(failure[0], problem, sizeof problem - 1); // Ends when exec() closes the other end.
    close(failure[0]);
    if (length > 0) {
        waitpid(script, nullptr, 0);
        script = 0;
        return report("failed " + std::string(problem + 1) + (problem[0] == 'f' ? " folder" : " program"));
    }
    report("started " + std::to_string(script));
}

void reap()
{
    char drained[64];
    while (read(wakeUp[0], drained, sizeof drained) > 0) { }
    int status = 0;
    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        if (pid != script)
            continue;
        script = 0;
        if (WIFSIGNALED(status))
            report("signalled " + std::to_string(WTERMSIG(status)));
        else
            report("exited " + std::to_string(WEXITSTATUS(status)));
    }
}

void killAll()
{
    const bool running = script != 0;
    punchcard::family::killAll(script);
    script = 0;
    if (running)
        report("signalled " + std::to_string(SIGKILL));
    report("killed");
}

void obey(const std::string &order)
{
    switch (order[0]) {
    case 'R': return run(readCommand(order.substr(1)));
    case 'S':
        if (script > 0 && order.size() > 1)
            kill(-script, static_cast<unsigned char>(order[1]));
        return;
    case 'K': return killAll();
    default: return;
    }
}

/// Takes the whole orders out of @p input.
void obeyAll(std::string &input)
{
    while (input.size() >= 4) {
        std::uint32_t length = 0;
        for (int byte = 3; byte >= 0; --byte)
            length = length << 8 | static_cast<unsigned char>(input[std::size_t(byte)]);
        if (input.size() < 4 + std::size_t(length))
            return;
        const std::string order = input.substr(4, length);
        input.erase(0, 4 + std::size_t(length));
        if (!order.empty())
            obey(order);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    punchcard::family::adopt();
    if (argc > 1 && std::strcmp(argv[1], "shut-in") == 0)
        punchcard::family::shutIn();
    punchcard::family::closeInherited(3);
    if (pipe(wakeUp) != 0)
        return 1;
    for (const int end : wakeUp) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
        fcntl(end, F_SETFL, O_NONBLOCK);
    }
    struct sigaction action = {};
    action.sa_handler = onChild;
    action.sa_flags = SA_RESTART | SA_NOCLDSTOP;
    sigaction(SIGCHLD, &action, nullptr);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE})
        signal(number, SIG_IGN); // A Ctrl-C for the hub is the hub's matter.
    report("ready");
    std::string input;
    while (true) {
        pollfd waits[2] = {{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}, {.fd = wakeUp[0], .events = POLLIN, .revents = 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            break;
        reap();
        if (!(waits[0].revents & (POLLIN | POLLHUP | POLLERR)))
            continue;
        char chunk[65536];
        const auto length = read(STDIN_FILENO, chunk, sizeof chunk);
        if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN))
            break;
        if (length > 0)
            input.append(chunk, std::size_t(length));
        obeyAll(input);
    }
    punchcard::family::killAll(script);
    _exit(0);
}
