// SPDX-License-Identifier: MIT
#include "family.h"

#include <dirent.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <set>
#include <unistd.h>

namespace punchcard::family {
namespace {

/// The parent of process @p pid, 0 when it is gone or only waits to be reaped.
pid_t parentOf(pid_t pid)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
    std::FILE *file = std::fopen(path, "re");
    if (!file)
        return 0;
    char line[512] = {};
    const std::size_t length = std::fread(line, 1, sizeof line - 1, file);
    std::fclose(file);
    line[length] = 0;
    // The name stands in brackets and may hold anything, brackets too.
    const char *end = std::strrchr(line, ')');
    char state = 0;
    int parent = 0;
    if (!end || std::sscanf(end + 1, " %c %d", &state, &parent) != 2 || state == 'Z')
        return 0;
    return parent;
}

std::set<pid_t> descendants()
{
    std::multimap<pid_t, pid_t> children;
    DIR *proc = opendir("/proc");
    if (!proc)
        return {};
    while (const dirent *entry = readdir(proc)) {
        if (const pid_t pid = std::atoi(entry->d_name); pid > 0)
            children.emplace(parentOf(pid), pid);
    }
    closedir(proc);
    std::set<pid_t> found;
    std::set<pid_t> edge = {getpid()};
    while (!edge.empty()) {
        std::set<pid_t> next;
        for (const pid_t parent : edge) {
            for (auto [child, end] = children.equal_range(parent); child != end; ++child) {
                if (found.insert(child->second).second)
                    next.insert(child->second);
            }
        }
        edge = next;
    }
    return found;
}

} // namespace

void adopt()
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

void shutIn()
{
    // The keys of the user's session are inherited by whoever descends from it: an empty keyring takes their place.
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr);
#ifdef LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
    // Sockets without a file belong to the network, which is shared: since Linux 6.12 they can be kept apart all the same.
    struct landlock_ruleset_attr rules = {};
    rules.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET;
    const long ruleset = syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0U);
    if (ruleset < 0)
        return;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    syscall(SYS_landlock_restrict_self, int(ruleset), 0U);
    close(int(ruleset));
#endif
}

void closeInherited(int first)
{
    close_range(unsigned(first), ~0U, 0);
}

void killAll(int)
{
    // Frozen first: what cannot run cannot have children that the next look misses.
    std::set<pid_t> frozen;
    for (std::set<pid_t> seen = descendants(); seen != frozen; seen = descendants()) {
        for (const pid_t pid : seen)
            kill(pid, SIGSTOP);
        frozen = seen;
    }
    for (std::set<pid_t> left = frozen; !left.empty(); left = descendants()) {
        for (const pid_t pid : left)
            kill(pid, SIGKILL);
        while (waitpid(-1, nullptr, WNOHANG) > 0) { }
        const timespec moment = {.tv_sec = 0, .tv_nsec = 2'000'000};
        nanosleep(&moment, nullptr);
    }
}

} // namespace punchcard::family
