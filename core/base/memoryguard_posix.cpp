// SPDX-License-Identifier: MIT
#include "core/base/memoryguard.h"

#include <QtGlobal>

#include <sys/resource.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#elif defined(Q_OS_MACOS)
#include <sys/ptrace.h>
#include <sys/types.h>
#endif

namespace punchcard {

bool guardMemory()
{
#ifdef Q_OS_LINUX
    // Neither dumped nor traced; and a limit would be inherited by scripts, which may want theirs.
    return prctl(PR_SET_DUMPABLE, 0) == 0;
#else
    constexpr rlimit none{};
    const bool undumped = setrlimit(RLIMIT_CORE, &none) == 0;
#ifdef Q_OS_MACOS
    return undumped && ptrace(PT_DENY_ATTACH, 0, nullptr, 0) == 0;
#else
    return undumped;
#endif
#endif
}

} // namespace punchcard
