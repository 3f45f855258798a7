// SPDX-License-Identifier: MIT
#include "app/cli/verbs/verbs.h"

namespace punchcard::cli {

QCoro::Task<ExitCode> fetchVerb(Bench &bench)
{
    const Arguments &arguments = bench.arguments;
    const Result<Job> job = co_await bench.store().job(arguments.job);
    if (!job)
        co_return bench.fail(job.error(), job.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    bench.arguments.watch.logs = false;
    if (!job->isOver() && arguments.outFolder.isEmpty()) {
        // Its driver fetches everything.
        const std::unique_ptr<Reporter> reporter = bench.reporter();
        co_return co_await watch(bench, *reporter, arguments.job, false);
    }
    // What waits with its results goes on with the new folder.
    Result<> wished = co_await bench.desk->fetch(arguments.job, arguments.outFolder, arguments.overwrite);
    if (!wished && wished.error().kind == Error::Kind::Conflict && !job->isOver()) {
        // What it makes can be placed only when it is there.
        const std::unique_ptr<Reporter> reporter = bench.reporter();
        if (const ExitCode code = co_await watch(bench, *reporter, arguments.job, false); code == ExitCode::Unknown)
            co_return code;
        wished = co_await bench.desk->fetch(arguments.job, arguments.outFolder, arguments.overwrite);
    }
    if (!wished)
        co_return bench.fail(wished.error());
    const std::unique_ptr<Reporter> reporter = bench.reporter();
    const ExitCode code = co_await watch(bench, *reporter, arguments.job, false);
    if (code == ExitCode::Unknown || code == ExitCode::Usage)
        co_return code;
    // How the script fared is not the question here.
    const Result<Job> fetched = co_await bench.store().job(arguments.job);
    const bool isAllHere = fetched && fetched->results == Results::Complete;
    co_return isAllHere ? ExitCode::Succeeded : ExitCode::Incomplete;
}

} // namespace punchcard::cli
