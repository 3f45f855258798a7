// SPDX-License-Identifier: MIT
// Where there are no POSIX signals Ctrl-C ends the process, and the next start takes its jobs up.
#include "core/base/signals.h"

namespace punchcard {

struct Signals::Source
{
};

Signals::Signals(QObject *parent)
    : QObject(parent)
{
}

Signals::~Signals() = default;

} // namespace punchcard
