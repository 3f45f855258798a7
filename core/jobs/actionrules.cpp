// SPDX-License-Identifier: MIT
#include "core/jobs/actionrules.h"

#include "core/store/ownerrules.h"
#include "core/workflow/jobworkflow.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcActionRules, "punchcard.jobs.rules")

struct ActionRulesText
{
    Q_DECLARE_TR_FUNCTIONS(ActionRules)
};

constexpr Milliseconds rulesAge = 24h;

bool takesOurs(const github::ActionsPermissions &rules)
{
    const workflow::ActionVersions versions;
    return rules.takes(u"actions/checkout@"_s + versions.checkout) && rules.takes(u"actions/upload-artifact@"_s + versions.uploadArtifact);
}

Error switchedOff(const Drive &drive)
{
    return Error{.kind = Error::Kind::Denied,
                 .what = ActionRulesText::tr("The job cannot run: GitHub Actions is switched off for %1.").arg(drive.repo().full()),
                 .remedy
                 = ActionRulesText::tr("Switch it on in the settings of the organisation or of the account, or choose another owner."),
                 .page = drive.job.house.page};
}

QString lossText(const QString &owner)
{
    return ActionRulesText::tr("The rules for Actions of “%1” refuse the actions that bring results back: what the script leaves in "
                               "“uploads” will be lost, what it prints comes back.")
        .arg(owner);
}

Async<bool> askRules(Drive &drive)
{
    const auto rules = co_await drive.client().actionsPermissions(drive.repo(), drive.context);
    // Who may not read them finds out by the run.
    if (!rules && (rules.error().retry || rules.error().kind == Error::Kind::Cancelled))
        co_return rules.error();
    if (!rules)
        co_return true;
    if (!rules->isEnabled)
        co_return switchedOff(drive);
    const store::OwnerRules seen{.refusesActions = !takesOurs(*rules), .seenAt = drive.now()};
    const auto kept = co_await store::keepOwnerRules(drive.store->database(), drive.job.spec.account, drive.job.house.owner, seen);
    if (!kept)
        qCWarning(lcActionRules).noquote() << "the rules are asked for again:" << kept.error().what;
    co_return !seen.refusesActions;
}

} // namespace

Async<bool> mayUseActions(Drive &drive)
{
    if (drive.session->isThisComputer())
        co_return true;
    const auto known = co_await store::ownerRules(drive.store->database(), drive.job.spec.account, drive.job.house.owner);
    if (known && *known && drive.now() - (*known)->seenAt < rulesAge)
        co_return !(*known)->refusesActions;
    if (!drive.job.house.organisation)
        co_return true;
    co_return co_await askRules(drive);
}

Async<std::optional<Error>> whyNotBegun(Drive &drive)
{
    Error error{.kind = Error::Kind::Refused,
                .what = ActionRulesText::tr("GitHub did not start the job's workflow."),
                .remedy = ActionRulesText::tr("Look at the page of the run for what GitHub says of it."),
                .page = pageOf(drive.job)};
    const Result<bool> may = co_await askRules(drive);
    if (!may && may.error().kind == Error::Kind::Cancelled)
        co_return may.error();
    if (may && !*may) {
        error.what = ActionRulesText::tr("GitHub did not start the job: the rules for Actions refuse the actions that its workflow uses.");
        error.remedy = ActionRulesText::tr("Run it again: its workflow will use none then. %1").arg(lossText(drive.job.house.owner));
    }
    co_return std::optional(std::move(error));
}

QCoro::Task<std::optional<Error>> lossByRules(std::shared_ptr<store::Store> store, JobSpec spec, Account account, Time now)
{
    if (account.isThisComputer())
        co_return std::nullopt;
    const QString chosen = spec.owner.isEmpty() ? account.owner : spec.owner;
    const QString owner = chosen.isEmpty() ? account.login : chosen;
    const auto known = co_await store::ownerRules(store->database(), account.id, owner);
    const bool isRefused = known && *known && (*known)->refusesActions && now - (*known)->seenAt < rulesAge;
    if (!isRefused)
        co_return std::nullopt;
    co_return Error{.kind = Error::Kind::Refused,
                    .what = lossText(owner),
                    .remedy = ActionRulesText::tr("An owner of “%1” can allow actions/checkout and actions/upload-artifact; or choose "
                                                  "another owner.")
                                  .arg(owner)};
}

QCoro::Task<QStringList> notesOnRules(std::shared_ptr<store::Store> store, JobSpec spec, Account account, Time now)
{
    const std::optional<Error> loss = co_await lossByRules(store, spec, account, now);
    co_return loss ? QStringList{loss->what} : QStringList();
}

} // namespace punchcard
