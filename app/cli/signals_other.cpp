// SPDX-License-Identifier: MIT
// Where there are no POSIX signals Ctrl-C ends the process, and the next start takes its jobs up.
#include "app/cli/signals.h"

namespace punchcard::cli {

struct Signals::Source
{
};

Signals::Signals(QObject *parent)
    : QObject(parent)
{
}

Signals::~Signals() = default;

} // namespace punchcard::cli
