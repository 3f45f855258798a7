// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/deskfixture.h"

#include <QRandomGenerator>

namespace punchcard::testing {

/// A run of one task as GitHub tells it after its end (or while its script runs), @p ago before now.
inline Run sampleRun(Milliseconds ago, Milliseconds queued, Milliseconds script, bool over = true, bool failed = false)
{
    using namespace std::chrono_literals;
    const Time asked = Clock::system().now() - ago;
    const Time begin = asked + queued;
    Task task{.remoteId = 42,
              .name = QStringLiteral("job"),
              .status = over ? Status::Completed : Status::InProgress,
              .conclusion = !over ? Conclusion::None
                  : failed        ? Conclusion::Failure
                                  : Conclusion::Success,
              .startedAt = begin,
              .runnerId = 5,
              .runnerName = QStringLiteral("GitHub Actions 5"),
              .labels = {QStringLiteral("ubuntu-24.04")}};
    Time at = begin;
    const auto step = [&](const QString &name, Milliseconds length, bool ended = true) {
        task.steps.append({.number = int(task.steps.size()) + 1,
                           .name = name,
                           .status = ended ? Status::Completed : Status::InProgress,
                           .conclusion = ended ? Conclusion::Success : Conclusion::None,
                           .startedAt = at,
                           .completedAt = ended ? std::optional(at + length) : std::nullopt});
        at += length;
    };
    step(QStringLiteral("Set up job"), 4s);
    step(QStringLiteral("Fetch the script"), 3s);
    step(QStringLiteral("Run job.sh"), script, over);
    if (over) {
        if (failed)
            task.steps.last().conclusion = Conclusion::Failure;
        step(QStringLiteral("Keep uploads"), 9s);
        step(QStringLiteral("Post Fetch the script"), 1s);
        step(QStringLiteral("Complete job"), 2s);
        task.completedAt = at;
    }
    return Run{.remoteId = 7,
               .page = QUrl(QStringLiteral("https://github.com/octo/kernel-3f2a/actions/runs/7")),
               .attempts = {Attempt{.status = task.status, .conclusion = task.conclusion, .startedAt = asked, .tasks = {task}}}};
}

/// Writes @p count past jobs of @p script down, a few hours apart, on two kinds of runner, some of them failed.
inline QList<JobId> addHistory(DeskFixture &fixture, const QString &script, int count)
{
    using namespace std::chrono_literals;
    QRandomGenerator random(7);
    QList<JobId> ids;
    for (int i = 0; i < count; ++i) {
        const Milliseconds ago = 4h * (count - i);
        const bool fast = i % 3 == 0;
        const bool failed = random.bounded(12) == 0;
        const Job wanted{.spec = {.name = script, .runsOn = {fast ? QStringLiteral("self-hosted") : QStringLiteral("ubuntu-24.04")}},
                         .createdAt = Clock::system().now() - ago - 2s};
        Job job = *wait(fixture.store().add(wanted));
        job.phase = Phase::Cleared;
        job.outcome = failed ? Outcome::Failed : random.bounded(40) == 0 ? Outcome::Cancelled : Outcome::Succeeded;
        job.submittedAt = job.createdAt + 2s;
        const Milliseconds length = (fast ? 95s : 170s) + Milliseconds(random.bounded(40'000)) - (failed ? 80s : 0s);
        [[maybe_unused]] const auto saved = wait(fixture.store().save(job));
        const Milliseconds queued = Milliseconds(random.bounded(25'000));
        [[maybe_unused]] const auto kept = wait(fixture.store().saveRun(job.id, sampleRun(ago, queued, length, true, failed)));
        ids.append(job.id);
    }
    return ids;
}

} // namespace punchcard::testing
