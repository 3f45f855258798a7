// SPDX-License-Identifier: MIT
#include "app/cli/bench.h"

#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/textreporter.h"

#include <QLoggingCategory>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcBench, "punchcard.cli", QtWarningMsg)

std::unique_ptr<Reporter> Bench::reporter(bool many, const QString &name) const
{
    if (arguments.watch.json)
        return std::make_unique<JsonReporter>(terminal);
    const TextReporter::Options options{.logs = arguments.watch.logs, .many = many, .name = name, .leave = interrupts.leave()};
    return std::make_unique<TextReporter>(terminal, home.data + u"/jobs"_s, options);
}

ExitCode Bench::fail(const Error &error, ExitCode code) const
{
    if (arguments.watch.json)
        printJson(terminal, errorEvent(error));
    if (error.kind != Error::Kind::Cancelled || !interrupts.mustLeave())
        terminal.tell(error.sentence());
    return error.kind == Error::Kind::Cancelled ? ExitCode::Cancelled : code;
}

QCoro::Task<> goOnWithOthers(Bench &bench)
{
    const Result<QList<JobId>> taken = co_await bench.desk->resume();
    if (!taken)
        qCInfo(lcBench).noquote() << "other jobs stay where they are:" << taken.error().what;
}

QCoro::Task<ExitCode> watch(Bench &bench, Reporter &reporter, JobId id, bool cancels)
{
    const WatchOptions &wanted = bench.arguments.watch;
    const WatchJob::Options options{.cancels = cancels, .detach = wanted.detach, .limit = wanted.limit()};
    bench.interrupts.setCancels(cancels);
    WatchJob watching(*bench.desk, bench.interrupts, reporter, id, options);
    const ExitCode code = co_await watching.follow();
    co_return code;
}

} // namespace punchcard::cli
