// SPDX-License-Identifier: MIT
#include "app/cli/figures.h"
#include "app/cli/jsonevents.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/stateline.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/accounts/accountlist.h"
#include "core/jobs/livelog.h"

#include <QCoreApplication>
#include <QHash>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct ListText
{
    Q_DECLARE_TR_FUNCTIONS(List)
};

Table tableOf(const QList<Job> &jobs, const QHash<QString, QString> &accounts, const Home &home, Time now)
{
    Table table({ListText::tr("ID"), ListText::tr("NAME"), ListText::tr("STATE"), ListText::tr("RUNNER"), ListText::tr("ACCOUNT"),
                 ListText::tr("AGE"), ListText::tr("TIME")});
    for (const Job &job : jobs) {
        table.add({QString::number(qint64(job.id)), job.spec.name, stateWord(job, liveProgressOf(job, home.jobFolder(job.uid))),
                   runnerOf(job), accounts.value(job.spec.account, job.spec.account), ageText(now - job.createdAt),
                   secondsText(timesOf(job).total)});
    }
    return table;
}

} // namespace

QCoro::Task<ExitCode> listVerb(Bench &bench)
{
    Result<QList<Job>> jobs = co_await bench.store().jobs();
    if (!jobs)
        co_return bench.fail(jobs.error());
    for (Job &job : *jobs) {
        // Whether it runs or is queued is only in its runs.
        if (job.isOver())
            continue;
        if (const Result<Job> whole = co_await bench.store().job(job.id))
            job = *whole;
    }
    if (bench.arguments.watch.json) {
        for (const Job &job : std::as_const(*jobs))
            printJson(bench.terminal, jobEvent(job, liveProgressOf(job, bench.home.jobFolder(job.uid))));
        co_return ExitCode::Succeeded;
    }
    if (jobs->isEmpty()) {
        bench.terminal.tell(ListText::tr("There are no jobs yet. “punch run FILE --local” runs a script on this computer."));
        co_return ExitCode::Succeeded;
    }
    QHash<QString, QString> names;
    if (const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts()) {
        for (const Account &account : *accounts)
            names.insert(account.id, account.name);
    }
    bench.terminal.print(tableOf(*jobs, names, bench.home, Clock::system().now()).lines());
    co_return ExitCode::Succeeded;
}

} // namespace punchcard::cli
