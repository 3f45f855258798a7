// SPDX-License-Identifier: MIT
#include "core/jobs/mutationgate.h"

#include "core/base/files.h"
#include "core/base/pause.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLockFile>

namespace punchcard {

namespace {
constexpr Milliseconds betweenTries{20};
}

MutationGate::MutationGate(QString lockFile)
    : m_lockFile(std::move(lockFile))
{
}

Async<MutationGate::Permit> MutationGate::enter(Context context)
{
    if (const Result<> made = makePrivateFolder(QFileInfo(m_lockFile).absolutePath()); !made)
        co_return made.error();
    for (;;) {
        if (m_taken.expired()) {
            auto lock = std::make_shared<QLockFile>(m_lockFile);
            lock->setStaleLockTime(0);
            if (lock->tryLock(0)) {
                m_taken = lock;
                co_return Permit(lock);
            }
            if (lock->error() != QLockFile::LockFailedError) {
                co_return storageError(QCoreApplication::translate("MutationGate", "The account's lock could not be taken."), m_lockFile,
                                       qt_error_string());
            }
        }
        if (const Result<> waited = co_await pause(betweenTries, context); !waited)
            co_return waited.error();
    }
}

} // namespace punchcard
