// SPDX-License-Identifier: MIT
#include "app/cli/figures.h"
#include "app/cli/prompt.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/job/marks.h"
#include "core/jobs/session.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct LeftOversText
{
    Q_DECLARE_TR_FUNCTIONS(LeftOvers)
};

QString nameOf(const store::LeftOver &leftOver)
{
    const QString repository = leftOver.owner + u'/' + leftOver.repository;
    return leftOver.branch.isEmpty() ? repository : LeftOversText::tr("branch %1 of %2").arg(leftOver.branch, repository);
}

Error notOurs(const store::LeftOver &leftOver)
{
    return Error{.kind = Error::Kind::Refused,
                 .what = LeftOversText::tr("%1 is not what the job left there: it was renamed, or made anew.").arg(nameOf(leftOver)),
                 .remedy = LeftOversText::tr("Look at it, and delete it by hand if it is yours: %1").arg(leftOver.page.toString())};
}

Async<> deleteBranch(std::shared_ptr<Session> session, store::LeftOver leftOver, Context context)
{
    if (!leftOver.branch.contains(leftOver.uid))
        co_return notOurs(leftOver);
    const github::RepoName name{.owner = leftOver.owner, .name = leftOver.repository};
    const Result<MutationGate::Permit> permit = co_await session->enter(context);
    if (!permit)
        co_return permit.error();
    co_return co_await session->client().deleteRef(name, leftOver.branch, context);
}

// Only what still carries the job's id and marker is deleted.
Async<> deleteRepository(std::shared_ptr<Session> session, store::LeftOver leftOver, Context context)
{
    const github::RepoName name{.owner = leftOver.owner, .name = leftOver.repository};
    const Result<github::Repository> there = co_await session->client().repository(name, context);
    if (!there && there.error().kind == Error::Kind::Missing)
        co_return {};
    if (!there)
        co_return there.error();
    const bool sameId = leftOver.repositoryId == 0 || there->id == leftOver.repositoryId;
    const bool sameName = there->name.name.compare(leftOver.repository, Qt::CaseInsensitive) == 0;
    if (!sameId || !sameName || !hasMarker(there->description, leftOver.uid))
        co_return notOurs(leftOver);
    const Result<MutationGate::Permit> permit = co_await session->enter(context);
    if (!permit)
        co_return permit.error();
    co_return co_await session->client().deleteRepository(name, context);
}

// A rerun must not look for what is gone.
Async<> noteDropped(Bench &bench, QString uid)
{
    const Result<QList<Job>> jobs = co_await bench.store().jobs();
    if (!jobs)
        co_return jobs.error();
    const auto ours = std::ranges::find(*jobs, uid, &Job::uid);
    if (ours == jobs->end() || !ours->isOver())
        co_return {};
    const Result<Job> found = co_await bench.store().job(ours->id);
    if (!found)
        co_return found.error();
    Job job = *found;
    job.house.dropped = true;
    co_return co_await bench.store().save(job);
}

Async<> deleteOne(Bench &bench, store::LeftOver leftOver)
{
    const Result<std::shared_ptr<Session>> session = co_await bench.desk->sessions()->of(leftOver.account);
    if (!session)
        co_return session.error();
    const Context context = bench.context();
    const Result<> deleted
        = co_await (leftOver.branch.isEmpty() ? deleteRepository(*session, leftOver, context) : deleteBranch(*session, leftOver, context));
    if (!deleted)
        co_return deleted;
    if (const Result<> noted = co_await noteDropped(bench, leftOver.uid); !noted)
        co_return noted;
    co_return co_await bench.store().removeLeftOver(leftOver.id);
}

void printAll(Bench &bench, const QList<store::LeftOver> &leftOvers)
{
    const Time now = Clock::system().now();
    Table table({LeftOversText::tr("NAME"), LeftOversText::tr("ACCOUNT"), LeftOversText::tr("AGE"), LeftOversText::tr("WHY")});
    for (const store::LeftOver &leftOver : leftOvers)
        table.add({nameOf(leftOver), leftOver.account, ageText(now - leftOver.noticedAt), leftOver.reason});
    bench.terminal.print(table.lines());
}

} // namespace

QCoro::Task<ExitCode> leftOversVerb(Bench &bench)
{
    const Result<QList<store::LeftOver>> leftOvers = co_await bench.store().leftOvers();
    if (!leftOvers)
        co_return bench.fail(leftOvers.error());
    if (leftOvers->isEmpty()) {
        bench.terminal.tell(LeftOversText::tr("Nothing is left over."));
        co_return ExitCode::Succeeded;
    }
    if (!bench.arguments.deleteThem) {
        printAll(bench, *leftOvers);
        co_return ExitCode::Succeeded;
    }
    // Where nobody can be asked, the flag is the answer.
    const bool asks = !bench.arguments.yes && canAsk();
    ExitCode code = ExitCode::Succeeded;
    for (const store::LeftOver &leftOver : *leftOvers) {
        if (asks) {
            const Context context = bench.context();
            const Result<bool> wanted = co_await confirm(bench.terminal, LeftOversText::tr("Delete %1?").arg(nameOf(leftOver)), context);
            if (!wanted)
                co_return bench.fail(wanted.error());
            if (!*wanted)
                continue;
        }
        const Result<> deleted = co_await deleteOne(bench, leftOver);
        if (deleted)
            bench.terminal.tell(LeftOversText::tr("%1 is deleted.").arg(nameOf(leftOver)));
        else
            code = bench.fail(deleted.error());
        if (bench.interrupts.mustLeave())
            co_return ExitCode::Cancelled;
    }
    co_return code;
}

} // namespace punchcard::cli
