// SPDX-License-Identifier: MIT
#include "app/hub/signals.h"

#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace {

// A handler may do next to nothing: it writes a byte, and the event loop reads it.
int ends[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    const auto written = write(ends[0], &byte, 1);
    static_cast<void>(written);
}

void handle(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

} // namespace

Signals::Signals()
{
    handle(SIGHUP, SIG_IGN);
    handle(SIGPIPE, SIG_IGN);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(ends[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (read(ends[1], &byte, 1) == 1)
            emit toldToLeave();
    });
    handle(SIGTERM, onSignal);
    handle(SIGINT, onSignal);
}

Signals::~Signals()
{
    handle(SIGTERM, SIG_DFL);
    handle(SIGINT, SIG_DFL);
}
