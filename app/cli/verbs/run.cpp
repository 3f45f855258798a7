// SPDX-License-Identifier: MIT
// run and rerun: they begin a job, and the first Ctrl-C cancels it.
#include "app/cli/accountchoice.h"
#include "app/cli/submissionbuilder.h"
#include "app/cli/verbs/verbs.h"
#include "core/base/onpool.h"

#include <algorithm>

namespace punchcard::cli {

namespace {

Async<Checked> prepare(Bench &bench, Context context)
{
    const Result<Account> account = co_await accountFor(bench, bench.arguments.run.account);
    if (!account)
        co_return account.error();
    const auto building
        = [run = bench.arguments.run, watch = bench.arguments.watch, account = *account] { return buildSubmission(run, watch, account); };
    co_return co_await onPool(context, building);
}

// Said before anything runs: nothing keeps the script from the user's files. Once that is said it may be so.
QCoro::Task<QStringList> sandboxNotes(Bench &bench, JobSpec &spec)
{
    const Result<> sandbox = co_await bench.desk->sessions()->sandbox();
    if (sandbox)
        co_return {};
    spec.mayLackSandbox = true;
    const QString note = sandbox.error().sentence();
    bench.terminal.tell(note);
    co_return bench.arguments.watch.json ? QStringList{note} : QStringList();
}

QCoro::Task<ExitCode> race(Bench &bench, Checked prepared, QList<Racer> racers, QStringList notes, Context context)
{
    const Result<QList<Submission>> submissions = racersOf(prepared.submission, racers);
    if (!submissions)
        co_return bench.fail(submissions.error(), ExitCode::Usage);
    co_return co_await runRace(bench, bench.desk->submitRace(*submissions, context), prepared.notes + notes);
}

} // namespace

QCoro::Task<ExitCode> runVerb(Bench &bench)
{
    // Until there is a job a Ctrl-C, also one that came before, means that there shall be none.
    const Context context;
    if (bench.interrupts.wantsCancel() || bench.interrupts.mustLeave())
        context.cancel->request();
    QObject::connect(&bench.interrupts, &Interrupts::cancelWished, context.cancel.get(), &Cancel::request);
    QObject::connect(&bench.interrupts, &Interrupts::leaveWished, context.cancel.get(), &Cancel::request);
    Result<Checked> prepared = co_await prepare(bench, context);
    if (context.cancelled())
        co_return bench.fail(cancelledError());
    if (!prepared)
        co_return bench.fail(prepared.error(), ExitCode::NotSubmitted);
    const QList<Racer> racers = racersFor(bench.arguments.run, prepared->submission);
    QStringList notes;
    if (prepared->submission.spec.account == thisComputerId()
        || std::ranges::find(racers, thisComputerId(), &Racer::account) != racers.end())
        notes = co_await sandboxNotes(bench, prepared->submission.spec);
    if (context.cancelled())
        co_return bench.fail(cancelledError());
    if (!racers.isEmpty())
        co_return co_await race(bench, *prepared, racers, notes, context);
    const std::unique_ptr<Reporter> reporter = bench.reporter();
    const Result<Desk::Submitted> submitted = co_await bench.desk->submit(prepared->submission, context);
    if (!submitted)
        co_return bench.fail(submitted.error(), ExitCode::NotSubmitted);
    reporter->submitted(submitted->job, prepared->notes + notes + submitted->notes);
    co_await goOnWithOthers(bench);
    co_return co_await watch(bench, *reporter, submitted->job.id, true);
}

QCoro::Task<ExitCode> rerunVerb(Bench &bench)
{
    const JobId old = bench.arguments.job;
    const Result<JobId> id = co_await (bench.arguments.failedOnly ? bench.desk->retryFailed(old) : bench.desk->rerun(old));
    if (!id)
        co_return bench.fail(id.error(), id.error().kind == Error::Kind::Missing ? ExitCode::Usage : ExitCode::NotSubmitted);
    const std::unique_ptr<Reporter> reporter = bench.reporter();
    if (const Result<Job> job = co_await bench.store().job(*id))
        reporter->submitted(*job, {});
    co_await goOnWithOthers(bench);
    co_return co_await watch(bench, *reporter, *id, true);
}

} // namespace punchcard::cli
