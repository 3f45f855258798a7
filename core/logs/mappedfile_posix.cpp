// SPDX-License-Identifier: MIT
#include "core/logs/mappedfile.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace punchcard {

quint64 fileIdentity(const QFile &file)
{
    struct stat info = {};
    return fstat(file.handle(), &info) == 0 ? quint64(info.st_ino) : 0;
}

void releasePages(const char *data, qint64 size)
{
    static const auto page = quintptr(sysconf(_SC_PAGESIZE));
    const quintptr before = (page - quintptr(data) % page) % page; // of the page in which it begins
    if (before >= quintptr(size))
        return;
    const quintptr whole = (quintptr(size) - before) / page * page;
    if (whole > 0)
        madvise(const_cast<char *>(data) + before, whole, MADV_DONTNEED);
}

} // namespace punchcard
