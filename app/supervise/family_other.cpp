// SPDX-License-Identifier: MIT
#include "family.h"

#include <sys/wait.h>

#include <csignal>
#include <unistd.h>

namespace punchcard::family {

void adopt()
{
    // Only Linux hands orphans to anybody but the first process.
}

void shutIn()
{
    // There is no sandbox.
}

void closeInherited(int first)
{
    const long limit = sysconf(_SC_OPEN_MAX);
    for (int descriptor = first; descriptor < limit; ++descriptor)
        close(descriptor);
}

void killAll(int script)
{
    if (script > 0)
        kill(-script, SIGKILL);
}

} // namespace punchcard::family
