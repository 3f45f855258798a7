// SPDX-License-Identifier: MIT
// cancel and forget: wishes about a job.
#include "app/cli/jsonreporter.h"
#include "app/cli/textreporter.h"
#include "app/cli/verbs/verbs.h"
#include "core/jobs/givingup.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct CancelText
{
    Q_DECLARE_TR_FUNCTIONS(Cancel)
};

// How it goes on is told, but not what the script printed.
std::unique_ptr<Reporter> quietReporter(const Bench &bench, bool tables)
{
    if (bench.arguments.watch.json)
        return std::make_unique<JsonReporter>(bench.terminal);
    const TextReporter::Options options{.logs = false, .tables = tables};
    return std::make_unique<TextReporter>(bench.terminal, bench.home.data + u"/jobs"_s, options);
}

ExitCode codeFor(const Error &error)
{
    return error.kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed;
}

// It ends soon, whoever drives it, and what stays behind is told then.
QCoro::Task<ExitCode> giveUp(Bench &bench, JobId id)
{
    if (const Result<> wished = co_await bench.desk->giveUp(id); !wished)
        co_return bench.fail(wished.error(), codeFor(wished.error()));
    const std::unique_ptr<Reporter> reporter = quietReporter(bench, false);
    const ExitCode code = co_await watch(bench, *reporter, id, false);
    const Result<Job> job = co_await bench.desk->store().job(id);
    co_return job && job->isOver() ? ExitCode::Succeeded : code;
}

} // namespace

QCoro::Task<ExitCode> cancelVerb(Bench &bench)
{
    const JobId id = bench.arguments.job;
    const Result<Job> job = co_await bench.desk->store().job(id);
    if (job && canBeGivenUp(*job))
        co_return co_await giveUp(bench, id);
    if (const Result<> wished = co_await bench.desk->cancel(id); !wished)
        co_return bench.fail(wished.error(), codeFor(wished.error()));
    if (!bench.desk->drives(id)) {
        bench.terminal.tell(CancelText::tr("Whoever watches job %1 will cancel it.").arg(qint64(id)));
        co_return ExitCode::Succeeded;
    }
    // Nobody else does: to its end, so that what there is comes back and nothing stays on the server.
    const std::unique_ptr<Reporter> reporter = quietReporter(bench, true);
    const ExitCode code = co_await watch(bench, *reporter, id, false);
    co_return code == ExitCode::Cancelled ? ExitCode::Succeeded : code == ExitCode::Unknown ? code : ExitCode::Failed;
}

QCoro::Task<ExitCode> forgetVerb(Bench &bench)
{
    const JobId id = bench.arguments.job;
    if (const Result<> forgotten = co_await bench.desk->forget(id); !forgotten)
        co_return bench.fail(forgotten.error(), forgotten.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    bench.terminal.tell(CancelText::tr("Job %1 is forgotten.").arg(qint64(id)));
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
