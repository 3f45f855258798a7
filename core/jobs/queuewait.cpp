// SPDX-License-Identifier: MIT
#include "core/jobs/queuewait.h"

#include "core/runners/hostedrunners.h"
#include "core/store/queuetimes.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct QueueWaitText
{
    Q_DECLARE_TR_FUNCTIONS(QueueWait)
};

constexpr Milliseconds longForHosted = 2min;
constexpr Milliseconds longForOwn = 5min;
// Fewer say nothing of what is usual.
constexpr qsizetype enoughJobs = 5;
// A minute is not worth a word, however quick it was before.
constexpr Milliseconds shortestLong = 1min;

bool hasAll(const github::OfferedRunner &runner, const QStringList &labels)
{
    return std::ranges::all_of(labels, [&runner](const QString &label) { return runner.labels.contains(label, Qt::CaseInsensitive); });
}

// The first label that GitHub itself has no machine for and that says nothing of one's own either.
QString unknownLabel(const QueueFacts &facts)
{
    if (!facts.group.isEmpty() || facts.labels.contains("self-hosted"_L1, Qt::CaseInsensitive))
        return {};
    const auto unknown = std::ranges::find_if(facts.labels, [](const QString &label) { return !hostedRunners().find(label); });
    return unknown == facts.labels.end() ? QString() : *unknown;
}

QStringList groupReasons(const QueueFacts &facts)
{
    if (facts.group.isEmpty() || !facts.groups)
        return {};
    const auto same = [&facts](const github::RunnerGroup &group) { return group.name.compare(facts.group, Qt::CaseInsensitive) == 0; };
    const auto group = std::ranges::find_if(*facts.groups, same);
    if (group == facts.groups->end())
        return {QueueWaitText::tr("The runner group “%1” does not exist, or is not open to this repository.").arg(facts.group)};
    if (!facts.isPrivate && !group->takesPublic)
        return {QueueWaitText::tr("The runner group “%1” takes no public repositories.").arg(facts.group)};
    return {};
}

QString listedReason(const QueueFacts &facts)
{
    const QString labels = facts.labels.join(u", "_s);
    QList<github::OfferedRunner> fitting;
    std::ranges::copy_if(*facts.runners, std::back_inserter(fitting),
                         [&facts](const github::OfferedRunner &runner) { return hasAll(runner, facts.labels); });
    if (fitting.isEmpty())
        return QueueWaitText::tr("No runner has all of these labels: %1.").arg(labels);
    const auto online = int(std::ranges::count_if(fitting, &github::OfferedRunner::isOnline));
    if (online == 0)
        return QueueWaitText::tr("%n runner(s) have these labels, and none is online: %1.", nullptr, int(fitting.size())).arg(labels);
    const auto isFree = [](const github::OfferedRunner &runner) { return runner.isOnline && !runner.isBusy; };
    if (std::ranges::none_of(fitting, isFree))
        return QueueWaitText::tr("%n runner(s) with these labels are online, and all of them are busy: %1.", nullptr, online).arg(labels);
    return QueueWaitText::tr("A runner with these labels is online and free: its group may not be open to this repository.");
}

QStringList ownReasons(const QueueFacts &facts)
{
    QStringList reasons = groupReasons(facts);
    if (facts.runners && reasons.isEmpty())
        reasons.append(listedReason(facts));
    else if (reasons.isEmpty())
        reasons.append(QueueWaitText::tr("No runner with these labels may be online, or its group not be open to this repository; the "
                                         "token may not list runners."));
    reasons.append(QueueWaitText::tr("GitHub ends a job that no runner has taken within 24 hours."));
    return reasons;
}

QStringList hostedReasons(const QueueFacts &facts)
{
    QStringList reasons;
    if (facts.ownRunning > 0)
        reasons.append(QueueWaitText::tr("%n other job(s) of this account are running: its plan may allow no more at once.", nullptr,
                                         facts.ownRunning));
    reasons.append(QueueWaitText::tr("GitHub may be short of such machines (its status page tells), or the account's spending limit be "
                                     "reached (its billing settings tell)."));
    return reasons;
}

} // namespace

bool wantsHosted(const QStringList &labels, const QString &group)
{
    return group.isEmpty() && std::ranges::all_of(labels, [](const QString &label) { return hostedRunners().find(label) != nullptr; });
}

Milliseconds usualQueueTime(const QList<Milliseconds> &before, bool hosted)
{
    if (before.size() < enoughJobs)
        return hosted ? longForHosted : longForOwn;
    return std::max(std::ranges::max(before), shortestLong);
}

Waiting queueWaiting(const QueueFacts &facts, const QUrl &page)
{
    const bool isHosted = facts.hasHosted && wantsHosted(facts.labels, facts.group);
    QStringList reasons = isHosted ? hostedReasons(facts) : ownReasons(facts);
    if (const QString label = unknownLabel(facts); facts.hasHosted && !label.isEmpty())
        reasons.prepend(QueueWaitText::tr("“%1” is the label of none of GitHub's own machines.").arg(label));
    const QString waited = durationText(std::chrono::floor<std::chrono::seconds>(facts.waited));
    const QString usual = durationText(std::chrono::ceil<std::chrono::seconds>(facts.usual));
    Error error{.kind = Error::Kind::Refused,
                .what = facts.isUsualKnown
                    ? QueueWaitText::tr("No runner has taken the job for %1; it never took longer than %2 before.").arg(waited, usual)
                    : QueueWaitText::tr("No runner has taken the job for %1.").arg(waited),
                .remedy = reasons.join(u' '),
                .page = isHosted ? QUrl(u"https://www.githubstatus.com/"_s) : page};
    return {.what = Waiting::For::Runner, .until = {}, .error = std::move(error)};
}

QCoro::Task<> QueueWait::learnUsual(Drive &drive)
{
    const JobSpec &spec = drive.job.spec;
    const auto before = co_await store::queueTimes(drive.store->database(), spec.account, spec.runsOn, spec.runnerGroup);
    const QList<Milliseconds> times = before.value_or(QList<Milliseconds>());
    m_isUsualKnown = times.size() >= enoughJobs;
    m_usual = usualQueueTime(times, wantsHosted(spec.runsOn, spec.runnerGroup));
}

// What may not be asked, or has no answer just now, is left open.
Async<QueueFacts> QueueWait::ask(Drive &drive)
{
    const JobSpec &spec = drive.job.spec;
    const bool hasHosted = drive.session->account().kind != AccountKind::Enterprise;
    QueueFacts facts{.labels = spec.runsOn, .group = spec.runnerGroup, .isPrivate = spec.isPrivate, .hasHosted = hasHosted};
    const auto summaries = co_await drive.store->summaries();
    for (const store::JobSummary &other : summaries.value_or(QList<store::JobSummary>()))
        facts.ownRunning += other.isRunning && other.account == spec.account && other.id != drive.job.id ? 1 : 0;
    if (hasHosted && wantsHosted(spec.runsOn, spec.runnerGroup))
        co_return facts;
    if (!drive.job.house.organisation) {
        const auto runners = co_await drive.client().repositoryRunners(drive.repo(), drive.context);
        facts.runners = runners.value_or(std::nullopt);
    } else {
        const auto runners = co_await drive.client().organisationRunners(drive.job.house.owner, drive.context);
        facts.runners = runners.value_or(std::nullopt);
    }
    if (drive.job.house.organisation && !spec.runnerGroup.isEmpty()) {
        const auto groups = co_await drive.client().runnerGroups(drive.job.house.owner, drive.job.house.name, drive.context);
        facts.groups = groups.value_or(std::nullopt);
    }
    if (drive.context.cancelled())
        co_return cancelledError();
    co_return facts;
}

Async<std::optional<Waiting>> QueueWait::look(Drive &drive, const Attempt &attempt, Time since)
{
    const auto waits = [](const Task &task) { return task.runnerId == 0 && task.status == Status::Queued; };
    const bool isQueued = !attempt.tasks.isEmpty() && std::ranges::all_of(attempt.tasks, waits);
    if (!isQueued || drive.session->isThisComputer()) {
        m_waiting.reset();
        co_return std::optional<Waiting>();
    }
    if (m_waiting)
        co_return m_waiting;
    if (!m_usual)
        co_await learnUsual(drive);
    if (drive.now() - since <= *m_usual)
        co_return std::optional<Waiting>();
    Result<QueueFacts> facts = co_await ask(drive);
    if (!facts)
        co_return facts.error();
    facts->waited = drive.now() - since;
    facts->usual = *m_usual;
    facts->isUsualKnown = m_isUsualKnown;
    m_waiting = queueWaiting(*facts, pageOf(drive.job));
    co_return m_waiting;
}

} // namespace punchcard
