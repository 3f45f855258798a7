// SPDX-License-Identifier: MIT
#include "tests/core/models/jobbook.h"

#include "core/secrets/memorytokenstore.h"
#include "tests/support/wait.h"

namespace punchcard::testing {

using namespace Qt::StringLiterals;

JobBook::JobBook()
    : home{.data = folder.path(), .config = folder.path(), .cache = folder.path(), .keychainService = u"test"_s}
{
    const auto opened = wait(store::Store::open(home));
    if (!opened)
        qFatal("the store does not open: %s", qPrintable(opened.error().what));
    store = *opened;
    desk = std::make_unique<Desk>(store, std::make_shared<MemoryTokenStore>());
}

Job JobBook::add(const QString &name, Time at, Phase phase, Outcome outcome)
{
    const Job wanted{.spec = {.name = name, .account = thisComputerId()}, .createdAt = at};
    Job job = *wait(store->add(wanted));
    job.phase = phase;
    job.outcome = outcome;
    if (phase == Phase::Cleared)
        job.finishedAt = at + std::chrono::seconds(12);
    if (const Result<> saved = save(job); !saved)
        qFatal("a job is not saved: %s", qPrintable(saved.error().what));
    return job;
}

Result<> JobBook::save(const Job &job)
{
    return wait(store->save(job));
}

} // namespace punchcard::testing
