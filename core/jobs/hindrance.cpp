// SPDX-License-Identifier: MIT
#include "core/jobs/hindrance.h"

#include "core/jobs/actionrules.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcHindrance, "punchcard.jobs.hindrance")

struct HindranceText
{
    Q_DECLARE_TR_FUNCTIONS(Hindrance)
};

bool isCancelled(const Drive &drive, const Error &error)
{
    return drive.context.cancelled() || error.kind == Error::Kind::Cancelled;
}

// An account that is flagged does not show here; but what shows is certain.
Async<std::optional<Error>> whatTheRulesSay(Drive &drive)
{
    const auto rules = co_await drive.client().actionsPermissions(drive.repo(), drive.context);
    if (!rules && (isCancelled(drive, rules.error()) || rules.error().retry))
        co_return rules.error();
    if (!rules || rules->isEnabled)
        co_return std::optional<Error>();
    co_return std::optional(
        Error{.kind = Error::Kind::Denied,
              .what = HindranceText::tr("The job cannot run: GitHub Actions is switched off for %1.").arg(drive.repo().full()),
              .remedy = HindranceText::tr("Switch it on in the settings of the organisation or of the account, or choose another owner."),
              .page = drive.job.house.page});
}

// Our workflow has no workflow_dispatch trigger, so asking for one starts nothing; but its refusal tells the truth.
Async<std::optional<Error>> whatADispatchSays(Drive &drive)
{
    const QString file = workflow::workflowPath.section(u'/', -1);
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<> asked = co_await drive.client().dispatch(drive.repo(), file, drive.job.house.branch, drive.context);
    if (!asked && (isCancelled(drive, asked.error()) || asked.error().retry))
        co_return asked.error();
    if (asked || !asked.error().said.contains("disabled"_L1, Qt::CaseInsensitive))
        co_return std::optional<Error>();
    Error error = asked.error();
    error.what = HindranceText::tr("The job cannot run. %1").arg(error.what);
    co_return std::optional(error);
}

} // namespace

Async<std::optional<Error>> whyNoRun(Drive &drive)
{
    const auto rules = co_await whatTheRulesSay(drive);
    if (!rules || *rules)
        co_return rules;
    // A dispatch needs the file on the default branch, where a standing repository has none.
    if (drive.isStanding())
        co_return std::optional<Error>();
    co_return co_await whatADispatchSays(drive);
}

Async<std::optional<Error>> whyNotTaken(Drive &drive, Attempt attempt)
{
    if (attempt.tasks.isEmpty() && attempt.conclusion == Conclusion::StartupFailure)
        co_return co_await whyNotBegun(drive);
    const bool anyTaken = std::ranges::any_of(attempt.tasks, [](const Task &task) { return task.runnerId != 0; });
    if (anyTaken || attempt.tasks.isEmpty() || attempt.conclusion != Conclusion::Failure)
        co_return std::optional<Error>();
    const github::TaskId task{attempt.tasks.constFirst().remoteId};
    const auto notes = co_await drive.client().annotations(drive.repo(), task, drive.context);
    if (!notes && isCancelled(drive, notes.error()))
        co_return notes.error();
    if (!notes)
        qCInfo(lcHindrance).noquote() << "job" << qint64(drive.job.id) << "never ran, and why is not to be read:" << notes.error().what;
    const QList<github::Annotation> all = notes.value_or(QList<github::Annotation>());
    const auto said = std::ranges::find(all, u"failure"_s, &github::Annotation::level);
    Error error{.kind = Error::Kind::Refused,
                .what = HindranceText::tr("No runner took the job before GitHub ended it."),
                .remedy = HindranceText::tr("Look at the page of the run, and at the account's billing settings; or run the job on this "
                                            "computer."),
                .page = attempt.tasks.constFirst().page};
    if (said != all.end()) {
        error.what = HindranceText::tr("GitHub did not start the job: %1").arg(said->message.simplified());
        error.said = said->message;
    }
    co_return std::optional(error);
}

} // namespace punchcard
