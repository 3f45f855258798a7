// SPDX-License-Identifier: MIT
// cancel and forget: wishes about a job.
#include "app/cli/textreporter.h"
#include "app/cli/verbs/verbs.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct CancelText
{
    Q_DECLARE_TR_FUNCTIONS(Cancel)
};

} // namespace

QCoro::Task<ExitCode> cancelVerb(Bench &bench)
{
    const JobId id = bench.arguments.job;
    if (const Result<> wished = co_await bench.desk->cancel(id); !wished)
        co_return bench.fail(wished.error(), wished.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::Failed);
    if (!bench.desk->drives(id)) {
        bench.terminal.tell(CancelText::tr("Whoever watches job %1 will cancel it.").arg(qint64(id)));
        co_return ExitCode::Succeeded;
    }
    // Nobody else does: to its end, so that what there is comes back and nothing stays on the server.
    const TextReporter::Options options{.logs = false};
    TextReporter reporter(bench.terminal, bench.home.data + u"/jobs"_s, options);
    const ExitCode code = co_await watch(bench, reporter, id, false);
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
