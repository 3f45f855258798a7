// SPDX-License-Identifier: MIT
#include "core/hub/jobview.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace punchcard::hub {

int openInRoot(int root, const char *path, int flags, uint mode)
{
    if (root < 0)
        return open(path, flags, mode);
    struct open_how how = {};
    how.flags = quint64(uint(flags));
    how.mode = (flags & O_CREAT) != 0 ? mode : 0;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    // The kernel gives up on a ".." while anything is mounted or renamed, and asks to be called again.
    int file = -1;
    for (int tries = 0; tries < 100; ++tries) {
        file = int(syscall(SYS_openat2, root, path, &how, sizeof how));
        if (file >= 0 || errno != EAGAIN)
            break;
    }
    return file;
}

} // namespace punchcard::hub
