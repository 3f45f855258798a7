// SPDX-License-Identifier: MIT
// Goes into `punch` and the hub (LD_PRELOAD): the wall's clock is so many seconds ahead as the file PUNCHCARD_TIME_SHIFT says,
// from one moment to the next, and no other clock is. So a machine looks that was asleep.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <ctime>

namespace {

using Get = int (*)(clockid_t, timespec *);

int ask(clockid_t clock, timespec *time)
{
    static const auto call = reinterpret_cast<Get>(::dlsym(RTLD_NEXT, "clock_gettime"));
    return call(clock, time);
}

// Read anew twenty times a second.
long shift()
{
    static std::atomic_long known = 0;
    static std::atomic_long readAt = -1;
    timespec steady = {};
    ask(CLOCK_MONOTONIC, &steady);
    const long now = steady.tv_sec * 20 + steady.tv_nsec / 50'000'000;
    if (readAt.exchange(now) == now)
        return known;
    const char *const path = std::getenv("PUNCHCARD_TIME_SHIFT");
    const int file = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
    std::array<char, 32> text = {};
    if (file >= 0 && ::read(file, text.data(), text.size() - 1) > 0)
        known = std::atol(text.data());
    if (file >= 0)
        ::close(file);
    return known;
}

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const int done = ask(clock, time);
    if (done == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += shift();
    return done;
}

extern "C" int gettimeofday(timeval *time, void *) noexcept
{
    timespec now = {};
    const int done = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return done;
}

extern "C" time_t time(time_t *into) noexcept
{
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    if (into)
        *into = now.tv_sec;
    return now.tv_sec;
}
