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
    if (!job->isOver()) {
        // What it makes can be placed only when it is there.
        const std::unique_ptr<Reporter> reporter = bench.reporter();
        const ExitCode code = co_await watch(bench, *reporter, arguments.job, false);
        if (code == ExitCode::Unknown || arguments.outFolder.isEmpty())
            co_return code;
    }
    const Result<> wished = co_await bench.desk->fetch(arguments.job, arguments.outFolder, arguments.overwrite);
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
