// SPDX-License-Identifier: MIT
// Goes into `punch` (LD_PRELOAD) and writes down what of a folder has really reached the disk: the bytes of a file when it is
// synced, the names in a folder when that is synced, everything when the file system is. What is not written down here a power
// failure may take; see powerloss.h. A line for each sync in PUNCHCARD_POWER_LOG/events.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

const char *setting(const char *name)
{
    const char *const value = std::getenv(name);
    return value ? value : "";
}

const std::string root = setting("PUNCHCARD_POWER_ROOT");
const std::string except = setting("PUNCHCARD_POWER_EXCEPT");
const std::string logFolder = setting("PUNCHCARD_POWER_LOG");

bool isBelow(const std::string &path, const std::string &folder)
{
    return path == folder || path.compare(0, folder.size() + 1, folder + '/') == 0;
}

bool isWatched(const std::string &path)
{
    return !root.empty() && isBelow(path, root) && !isBelow(path, except) && !isBelow(path, logFolder);
}

// The number of a file that is gone may be given to another one: together with its birth it is the only one.
std::string keyOf(int folder, const char *name, int flags, mode_t *mode)
{
    struct statx seen = {};
    if (::statx(folder, name, flags | AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &seen) != 0)
        return {};
    *mode = seen.stx_mode;
    return std::to_string(seen.stx_ino) + '.' + std::to_string(seen.stx_btime.tv_sec) + '.' + std::to_string(seen.stx_btime.tv_nsec);
}

std::string pathOf(int fd)
{
    std::array<char, 4096> text{};
    const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), text.data(), text.size());
    return size > 0 ? std::string(text.data(), size_t(size)) : std::string();
}

void writeAll(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t done = ::write(fd, bytes, size);
        if (done <= 0)
            std::abort();
        bytes += done;
        size -= size_t(done);
    }
}

// Gives the name of the copy.
std::string copyOf(int fd)
{
    static std::atomic_int number = 0;
    std::string name = std::to_string(::getpid()) + '-' + std::to_string(++number);
    const int to = ::open((logFolder + '/' + name).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::array<char, 65536> buffer{};
    off_t at = 0;
    for (;;) {
        const ssize_t got = ::pread(fd, buffer.data(), buffer.size(), at);
        if (got <= 0)
            break;
        writeAll(to, buffer.data(), size_t(got));
        at += got;
    }
    ::close(to);
    return name;
}

// One that is closed again takes a process's locks on the file with it: SQLite's and QLockFile's are left alone.
bool mayBeOpened(const std::string &path)
{
    return path.find(".sqlite") == std::string::npos && !path.ends_with("lock");
}

void noteFile(int fd, const std::string &path, std::string *events)
{
    mode_t mode = 0;
    const std::string key = keyOf(fd, "", AT_EMPTY_PATH, &mode);
    int readable = fd;
    if ((::fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY)
        readable = mayBeOpened(path) ? ::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC) : -1;
    if (readable < 0)
        return;
    *events += "file\t" + key + '\t' + copyOf(readable) + '\n';
    if (readable != fd)
        ::close(readable);
}

std::string inside(const std::string &path, const std::string &name)
{
    return std::string(path).append(1, '/').append(name);
}

void noteNames(int fd, const std::string &path, std::string *events)
{
    mode_t mode = 0;
    *events += "names\t" + keyOf(fd, "", AT_EMPTY_PATH, &mode) + '\n';
    DIR *const folder = ::opendir(path.c_str());
    while (const dirent *const entry = folder ? ::readdir(folder) : nullptr) {
        const std::string name = entry->d_name;
        if (name == "." || name == ".." || inside(path, name) == except)
            continue;
        const std::string key = keyOf(::dirfd(folder), entry->d_name, 0, &mode);
        if (!key.empty())
            events->append(S_ISDIR(mode)       ? "folder\t"
                               : S_ISLNK(mode) ? "link\t"
                                               : "name\t")
                .append(key)
                .append(1, '\t')
                .append(name)
                .append(1, '\n');
    }
    if (folder)
        ::closedir(folder);
}

void noteAll(const std::string &path, std::string *events)
{
    if (!isWatched(path))
        return;
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    noteNames(fd, path, events);
    DIR *const folder = ::opendir(path.c_str());
    while (const dirent *const entry = folder ? ::readdir(folder) : nullptr) {
        const std::string name = entry->d_name;
        const std::string below = inside(path, name);
        if (name == "." || name == "..")
            continue;
        mode_t mode = 0;
        (void)keyOf(::dirfd(folder), entry->d_name, 0, &mode);
        if (S_ISDIR(mode))
            noteAll(below, events);
        if (!S_ISREG(mode) || !mayBeOpened(below))
            continue;
        const int file = ::open(below.c_str(), O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            noteFile(file, below, events);
            ::close(file);
        }
    }
    if (folder)
        ::closedir(folder);
    ::close(fd);
}

// In one piece, whoever else writes there: what a kill cuts off was not on the disk.
void write(const std::string &events)
{
    static std::atomic_int number = 0;
    static const int cut = std::atoi(setting("PUNCHCARD_POWER_CUT"));
    const int fd = ::open((logFolder + "/events").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const std::string whole = events + "end\n";
    writeAll(fd, whole.c_str(), whole.size());
    ::close(fd);
    if (++number == cut)
        ::kill(::getpid(), SIGKILL);
}

std::mutex &mutex()
{
    static std::mutex one;
    return one;
}

void note(int fd, bool isAll)
{
    const std::string path = pathOf(fd);
    if (root.empty() || (!isAll && !isWatched(path)))
        return;
    const std::lock_guard lock(mutex());
    std::string events;
    struct stat there = {};
    if (isAll)
        noteAll(root, &events);
    else if (::fstat(fd, &there) == 0 && S_ISDIR(there.st_mode))
        noteNames(fd, path, &events);
    else
        noteFile(fd, path, &events);
    write(events);
}

int really(const char *name, int fd)
{
    const auto call = reinterpret_cast<int (*)(int)>(::dlsym(RTLD_NEXT, name));
    return call(fd);
}

} // namespace

// What a power failure in the middle of the call leaves is what was there before: the disk itself need not be troubled.
extern "C" int fsync(int fd)
{
    if (root.empty())
        return really("fsync", fd);
    note(fd, false);
    return 0;
}

extern "C" int fdatasync(int fd)
{
    if (root.empty())
        return really("fdatasync", fd);
    note(fd, false);
    return 0;
}

extern "C" int syncfs(int fd)
{
    if (root.empty())
        return really("syncfs", fd);
    note(fd, true);
    return 0;
}
