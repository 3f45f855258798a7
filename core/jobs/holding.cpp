// SPDX-License-Identifier: MIT
#include "core/jobs/holding.h"

#include "core/base/files.h"
#include "core/base/latch.h"
#include "core/base/onpool.h"
#include "core/jobs/writedown.h"
#include "core/secrets/specsecrets.h"
#include "core/store/jobfolder.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct HoldingText
{
    Q_DECLARE_TR_FUNCTIONS(Holding)
};

constexpr auto betweenLooks = 20ms;
constexpr int mostTries = 100;

Error notOver(JobId id)
{
    return Error{.kind = Error::Kind::Conflict,
                 .what = HoldingText::tr("Job %1 is not over yet.").arg(qint64(id)),
                 .remedy = HoldingText::tr("Wait for it, or cancel it first.")};
}

Error heldElsewhere(JobId id)
{
    return Error{.kind = Error::Kind::Conflict,
                 .what = HoldingText::tr("Another window or terminal is at work on job %1.").arg(qint64(id)),
                 .remedy = HoldingText::tr("Try again when it is done.")};
}

} // namespace

bool isOver(const Job &job)
{
    return job.isOver();
}

bool hasEnded(const Job &job)
{
    return job.phase >= Phase::Ended;
}

bool leftNothing(const Job &job)
{
    return isOver(job) || (hasEnded(job) && job.house.dropped);
}

Async<Held> hold(std::shared_ptr<store::Store> store, JobId id, bool (*may)(const Job &))
{
    for (int tries = 0; tries < mostTries; ++tries) {
        const Result<Job> seen = co_await store->job(id);
        if (!seen)
            co_return seen.error();
        if (!may(*seen))
            co_return notOver(id);
        const store::JobFolder folder(store->home(), seen->uid);
        // Somebody may have tidied it away.
        if (const Result<> made = makePrivateFolder(folder.path()); !made)
            co_return made.error();
        Result<std::unique_ptr<QLockFile>> lock = folder.tryLock();
        if (!lock)
            co_return lock.error();
        if (*lock) {
            // Read again under the lock: the last driver may have gone on after we looked.
            const Result<Job> job = co_await store->job(id);
            if (!job)
                co_return job.error();
            if (!may(*job))
                co_return notOver(id);
            Held held{.job = *job, .lock = std::move(*lock)};
            co_return std::move(held);
        }
        Latch moment;
        moment.openAfter(betweenLooks);
        co_await moment.opened();
    }
    co_return heldElsewhere(id);
}

Async<> strikeOut(std::shared_ptr<store::Store> store, TokenStorePtr tokens, Held held)
{
    const store::JobFolder folder(store->home(), held.job.uid);
    const Context context;
    if (const Result<> marked = markUnwritten(folder); !marked)
        co_return marked;
    if (const Result<> gone = co_await store->forget(held.job.id); !gone)
        co_return gone;
    if (const Result<> gone = co_await forgetJobSecrets(tokens, held.job.uid, held.job.spec.secrets, context); !gone)
        qWarning("job secrets stay in the keychain: %s", qPrintable(gone.error().what));
    held.lock->unlock(); // its file lies there too
    const auto removing = [folder] { return folder.remove(); };
    co_return co_await onPool(context, removing);
}

} // namespace punchcard
