// SPDX-License-Identifier: MIT
#include "core/base/signals.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace punchcard {

namespace {

constexpr std::array caught{SIGINT, SIGTERM, SIGHUP};

// Written in the handler, read by the notifier: nothing else may be done in a handler.
std::array<int, 2> channel{-1, -1};

void handle(int number)
{
    const int saved = errno;
    const char byte = char(number);
    [[maybe_unused]] const ssize_t written = ::write(channel[1], &byte, 1);
    errno = saved;
}

bool openChannel()
{
    if (::pipe(channel.data()) != 0)
        return false;
    for (const int end : channel) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    return true;
}

} // namespace

struct Signals::Source
{
    std::unique_ptr<QSocketNotifier> notifier;
};

Signals::Signals(QObject *parent)
    : QObject(parent)
    , m_source(std::make_unique<Source>())
{
    // A reader that has gone must not end us: there may be more to do than to tell it.
    ::signal(SIGPIPE, SIG_IGN);
    if (!openChannel())
        return;
    m_source->notifier = std::make_unique<QSocketNotifier>(channel[0], QSocketNotifier::Read);
    connect(m_source->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(channel[0], &byte, 1) == 1) {
            if (byte == SIGINT)
                emit interrupted();
            else
                emit terminated();
        }
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    for (const int number : caught) {
        // Started with nohup, or in the background of a shell without job control: it stays so.
        struct sigaction before = {};
        if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN)
            continue;
        ::sigaction(number, &action, nullptr);
    }
}

Signals::~Signals()
{
    for (const int number : caught)
        ::signal(number, SIG_DFL);
    m_source->notifier.reset();
    for (int &end : channel)
        ::close(std::exchange(end, -1));
}

} // namespace punchcard
