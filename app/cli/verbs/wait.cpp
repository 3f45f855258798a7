// SPDX-License-Identifier: MIT
// wait and resume: they watch jobs that others began, so Ctrl-C only ends the watching.
#include "app/cli/verbs/verbs.h"

#include <QCoreApplication>

#include <vector>

namespace punchcard::cli {

namespace {

struct WaitText
{
    Q_DECLARE_TR_FUNCTIONS(Wait)
};

} // namespace

QCoro::Task<ExitCode> waitVerb(Bench &bench)
{
    co_await goOnWithOthers(bench);
    const std::unique_ptr<Reporter> reporter = bench.reporter();
    co_return co_await watch(bench, *reporter, bench.arguments.job, false);
}

QCoro::Task<ExitCode> resumeVerb(Bench &bench)
{
    const Result<QList<JobId>> taken = co_await bench.desk->resume();
    if (!taken)
        co_return bench.fail(taken.error());
    if (taken->isEmpty()) {
        const Result<QList<Job>> unfinished = co_await bench.store().unfinished();
        if (!unfinished)
            co_return bench.fail(unfinished.error());
        bench.terminal.tell(unfinished->isEmpty()
                                ? WaitText::tr("All jobs are over.")
                                : WaitText::tr("All jobs that are not over are looked after by other windows or terminals."));
        co_return ExitCode::Succeeded;
    }
    const bool many = taken->size() > 1;
    std::vector<std::unique_ptr<Reporter>> reporters;
    std::vector<QCoro::Task<ExitCode>> watched;
    for (const JobId id : *taken) {
        reporters.push_back(bench.reporter(many));
        watched.push_back(watch(bench, *reporters.back(), id, false));
    }
    ExitCode worst = ExitCode::Succeeded;
    for (QCoro::Task<ExitCode> &task : watched)
        worst = worseOf(worst, co_await task);
    co_return worst;
}

} // namespace punchcard::cli
