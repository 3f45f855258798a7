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
    const quintptr begin = (quintptr(data) + page - 1) / page * page;
    const quintptr end = (quintptr(data) + quintptr(size)) / page * page;
    if (begin < end)
        madvise(reinterpret_cast<void *>(begin), end - begin, MADV_DONTNEED);
}

} // namespace punchcard
