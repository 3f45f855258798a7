// SPDX-License-Identifier: MIT
#include "app/cli/logprinter.h"
#include "app/cli/textreporter.h"
#include "app/cli/verbs/verbs.h"
#include "core/job/array.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct LogsText
{
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

/// Waits until @p id's log is here, telling on standard error how it goes, and printing what the script prints. nullopt: the
/// log has still to be printed.
QCoro::Task<std::optional<ExitCode>> waitForLog(Bench &bench, JobId id)
{
    const TextReporter::Options options{
        .logs = !bench.arguments.everything, .tables = false, .leave = bench.context().cancel, .element = bench.arguments.element};
    if (bench.arguments.element)
        bench.desk->followElements(id, {*bench.arguments.element});
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
    if (job && bench.arguments.element && *bench.arguments.element >= arraySize(job->spec)) {
        co_return bench.fail({.kind = Error::Kind::Missing,
                              .what = LogsText::tr("Job %1 has no element %2.").arg(qint64(id)).arg(*bench.arguments.element),
                              .remedy = LogsText::tr("They are counted from 0; it has %1.").arg(arraySize(job->spec))},
                             ExitCode::Usage);
    }
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
    if (const Result<> printed = co_await printLog(bench.terminal, *job, folder, part, context, {}, bench.arguments.element); !printed)
        co_return bench.fail(printed.error());
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
