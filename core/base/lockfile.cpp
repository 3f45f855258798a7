// SPDX-License-Identifier: MIT
#include "core/base/lockfile.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLockFile>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

// Who has just made the file has not locked it yet.
constexpr auto making = 10s;

bool saysNothing(const QLockFile &lock)
{
    qint64 pid = 0;
    QString host;
    QString program;
    return !lock.getLockInfo(&pid, &host, &program)
        && QFileInfo(lock.fileName()).lastModified().addDuration(making) < QDateTime::currentDateTime();
}

} // namespace

bool takeLock(QLockFile &lock, std::chrono::milliseconds patience)
{
    lock.setStaleLockTime(0);
    if (lock.tryLock(int(patience.count())))
        return true;
    // Qt takes such a file for one that is held for ever. It removes none that the kernel knows a holder of.
    return lock.error() == QLockFile::LockFailedError && saysNothing(lock) && lock.removeStaleLockFile() && lock.tryLock(0);
}

} // namespace punchcard
