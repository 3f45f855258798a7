// SPDX-License-Identifier: MIT
#include "app/cli/logprinter.h"
#include "app/cli/textreporter.h"
#include "app/cli/verbs/verbs.h"

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

/// Waits until @p id's log is here, telling on standard error how it goes, and printing what the script prints. nullopt: the
/// log has still to be printed.
QCoro::Task<std::optional<ExitCode>> waitForLog(Bench &bench, JobId id)
{
    const TextReporter::Options options{.logs = !bench.arguments.everything, .tables = false, .leave = bench.context().cancel};
    TextReporter reporter(bench.terminal, bench.home.data + u"/jobs"_s, options);
    const ExitCode code = co_await watch(bench, reporter, id, false);
    if (reporter.hasPrintedLog())
        co_return ExitCode::Succeeded;
    co_return code == ExitCode::Unknown &&bench.interrupts.mustLeave() ? std::optional(code) : std::nullopt;
}

} // namespace

QCoro::Task<ExitCode> logsVerb(Bench &bench)
{
    const JobId id = bench.arguments.job;
    Result<Job> job = co_await bench.store().job(id);
    if (job && !logsAreSettled(*job) && !job->isOver() && bench.arguments.follow) {
        if (const std::optional<ExitCode> left = co_await waitForLog(bench, id))
            co_return *left;
        job = co_await bench.store().job(id);
    }
    if (!job)
        co_return bench.fail(job.error(), job.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    const LogPart part = bench.arguments.everything ? LogPart::Everything : LogPart::Script;
    const Context context = bench.context();
    const QString folder = bench.home.jobFolder(job->uid);
    if (const Result<> printed = co_await printLog(bench.terminal, *job, folder, part, context); !printed)
        co_return bench.fail(printed.error());
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
