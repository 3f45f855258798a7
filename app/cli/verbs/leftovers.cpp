// SPDX-License-Identifier: MIT
#include "core/jobs/leftovers.h"
#include "app/cli/figures.h"
#include "app/cli/jsonreporter.h"
#include "app/cli/prompt.h"
#include "app/cli/table.h"
#include "app/cli/verbs/verbs.h"
#include "core/accounts/accountlist.h"
#include "core/models/remnantmodel.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct LeftOversText
{
    Q_DECLARE_TR_FUNCTIONS(LeftOvers)
};

QJsonObject remnantObject(const Remnant &remnant)
{
    QJsonObject object{{u"event"_s, u"leftover"_s},
                       {u"name"_s, remnant.name()},
                       {u"kind"_s, wordFor(remnant.kind)},
                       {u"state"_s, wordFor(remnant.state)},
                       {u"account"_s, remnant.account},
                       {u"recorded"_s, remnant.isRecorded},
                       {u"needs_name"_s, remnant.needsWord()},
                       {u"page"_s, remnant.page.toString()},
                       {u"why"_s, remnant.why},
                       {u"since"_s, remnant.since ? QJsonValue(isoTime(*remnant.since)) : QJsonValue()}};
    if (remnant.job)
        object.insert(u"job"_s, qint64(*remnant.job));
    return object;
}

void printAll(const Bench &bench, const QList<Remnant> &remnants)
{
    if (bench.arguments.watch.json) {
        for (const Remnant &remnant : remnants)
            printJson(bench.terminal, remnantObject(remnant));
        return;
    }
    const Time now = Clock::system().now();
    Table table({LeftOversText::tr("NAME"), LeftOversText::tr("ACCOUNT"), LeftOversText::tr("JOB"), LeftOversText::tr("AGE"),
                 LeftOversText::tr("STATE"), LeftOversText::tr("WHY")});
    for (const Remnant &remnant : remnants) {
        table.add({remnant.name(), remnant.accountName, remnant.job ? QString::number(qint64(*remnant.job)) : u"-"_s,
                   remnant.since ? ageText(now - *remnant.since) : u"-"_s, stateText(remnant), remnant.why});
    }
    bench.terminal.print(table.lines());
}

// What was asked to be deleted: the named ones, or all. Missing: a name that nothing has.
Result<QList<Remnant>> chosenOf(const Bench &bench, const QList<Remnant> &remnants)
{
    const QStringList &names = bench.arguments.names;
    if (names.isEmpty())
        return remnants;
    QList<Remnant> chosen;
    for (const QString &name : names) {
        const auto isNamed = [&name](const Remnant &remnant) { return remnant.name().compare(name, Qt::CaseInsensitive) == 0; };
        if (std::ranges::none_of(remnants, isNamed))
            return Error{.kind = Error::Kind::Missing,
                         .what = LeftOversText::tr("Nothing of the name “%1” is left over.").arg(name),
                         .remedy = LeftOversText::tr("“punch leftovers” lists the names.")};
        std::ranges::copy_if(remnants, std::back_inserter(chosen), isNamed);
    }
    return chosen;
}

enum class Wish { Delete, Leave, Unasked };

// Where nobody can be asked, naming it is the user's word, and for what our own note names the flag will do.
Async<Wish> wishFor(Bench &bench, const Remnant &remnant)
{
    if (!bench.arguments.names.isEmpty())
        co_return Wish::Delete;
    if (bench.arguments.yes || !canAsk())
        co_return remnant.needsWord() ? Wish::Unasked : Wish::Delete;
    const QString question = remnant.needsWord() ? LeftOversText::tr("Delete %1 (%2)?").arg(remnant.name(), stateText(remnant))
                                                 : LeftOversText::tr("Delete %1?").arg(remnant.name());
    const Context context = bench.context();
    const Result<bool> wanted = co_await confirm(bench.terminal, question, context);
    if (!wanted)
        co_return wanted.error();
    co_return *wanted ? Wish::Delete : Wish::Leave;
}

Async<ExitCode> deleteAll(Bench &bench, QList<Remnant> remnants)
{
    ExitCode code = ExitCode::Succeeded;
    qsizetype unasked = 0;
    for (const Remnant &remnant : std::as_const(remnants)) {
        const Result<Wish> wish = co_await wishFor(bench, remnant);
        if (!wish)
            co_return wish.error();
        if (*wish == Wish::Unasked)
            ++unasked;
        if (*wish != Wish::Delete)
            continue;
        const Context context = bench.context();
        const Result<> deleted = co_await removeRemnant(bench.desk->sessions(), bench.desk->sharedStore(), remnant, true, context);
        if (deleted)
            bench.terminal.tell(LeftOversText::tr("%1 is deleted.").arg(remnant.name()));
        else
            code = bench.fail(deleted.error());
        if (bench.interrupts.mustLeave())
            co_return ExitCode::Cancelled;
    }
    if (unasked > 0) {
        bench.terminal.tell(LeftOversText::tr("%n was/were left alone: it/they may be needed, or hold results that are nowhere else. "
                                              "“punch leftovers --delete NAME” deletes what you name.",
                                              nullptr, int(unasked)));
    }
    co_return code;
}

Result<QString> accountId(const Bench &bench, const QList<Account> &accounts)
{
    const QString &name = bench.arguments.accounts.account;
    if (name.isEmpty())
        return QString();
    const Result<Account> account = findAccount(accounts, name);
    if (!account)
        return account.error();
    return account->id;
}

} // namespace

QCoro::Task<ExitCode> leftOversVerb(Bench &bench)
{
    const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts();
    if (!accounts)
        co_return bench.fail(accounts.error());
    const Result<QString> only = accountId(bench, *accounts);
    if (!only)
        co_return bench.fail(only.error(), ExitCode::Usage);
    const Context context = bench.context();
    const Result<LeftOvers> found = co_await findLeftOvers(bench.desk->sessions(), bench.desk->sharedStore(), *only, context);
    if (!found)
        co_return bench.fail(found.error());
    ExitCode code = ExitCode::Succeeded;
    for (const LeftOvers::Unseen &unseen : found->unseen) {
        bench.terminal.tell(LeftOversText::tr("“%1” could not be looked at as a whole:").arg(unseen.accountName));
        code = bench.fail(unseen.error);
    }
    if (found->remnants.isEmpty() && found->unseen.isEmpty())
        bench.terminal.tell(LeftOversText::tr("Nothing is left over."));
    if (!bench.arguments.deleteThem) {
        if (!found->remnants.isEmpty())
            printAll(bench, found->remnants);
        co_return code;
    }
    const Result<QList<Remnant>> chosen = chosenOf(bench, found->remnants);
    if (!chosen)
        co_return bench.fail(chosen.error(), ExitCode::Usage);
    const Result<ExitCode> deleted = co_await deleteAll(bench, *chosen);
    if (!deleted)
        co_return bench.fail(deleted.error());
    co_return *deleted == ExitCode::Succeeded ? code : *deleted;
}

} // namespace punchcard::cli
