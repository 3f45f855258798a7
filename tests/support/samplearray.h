// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/array.h"
#include "core/job/job.h"

#include <QUrl>

namespace punchcard::testing {

/// An array of @p size elements with two parameters, of which the server lists the first @p listed: all have succeeded, each
/// after it waited 3 s and ran 20 s. Task 1000 is element 0.
inline Job sampleArray(int size, int listed)
{
    using namespace std::chrono_literals;
    Job job{.spec = {.name = QStringLiteral("render.sh")}, .phase = Phase::Started, .createdAt = fromEpoch(1'764'000'000'000)};
    job.spec.params.names = {QStringLiteral("width"), QStringLiteral("seed")};
    for (int i = 0; i < size; ++i)
        job.spec.params.rows.append({QString::number(80 + i), QString::number(i)});
    for (int number = 1; number <= runsOf(job.spec); ++number) {
        Attempt attempt{.status = Status::InProgress, .startedAt = job.createdAt};
        for (const int element : elementsOfRun(job.spec, number)) {
            if (element >= listed)
                break;
            attempt.tasks.append({.remoteId = 1000 + element,
                                  .name = taskNameOf(element),
                                  .status = Status::Completed,
                                  .conclusion = Conclusion::Success,
                                  .createdAt = job.createdAt,
                                  .startedAt = job.createdAt + 3s,
                                  .completedAt = job.createdAt + 23s,
                                  .runnerId = 5,
                                  .runnerName = QStringLiteral("runner"),
                                  .page = QUrl(QStringLiteral("https://github.com/octo/render/actions/runs/7/job/%1").arg(element))});
        }
        job.runs.append({.number = number, .remoteId = 70 + number, .attempts = {attempt}});
    }
    return job;
}

/// An array of 256 that is half way: most have succeeded, a few failed, twelve run, and the others wait for a runner.
inline Job halfwayArray(Time now)
{
    using namespace std::chrono_literals;
    Job job = sampleArray(256, 256);
    job.createdAt = now - 11min;
    job.submittedAt = job.createdAt + 4s;
    const QStringList models = {QStringLiteral("small"), QStringLiteral("medium"), QStringLiteral("large")};
    job.spec.name = QStringLiteral("transcribe.sh");
    job.spec.params.names = {QStringLiteral("model"), QStringLiteral("file"), QStringLiteral("beam")};
    job.spec.params.rows.clear();
    for (int i = 0; i < 256; ++i)
        job.spec.params.rows.append(
            {models.at(i % 3), QStringLiteral("talk-%1.flac").arg(i / 3 + 1, 3, 10, QLatin1Char('0')), QString::number(1 + i % 5)});
    Attempt &attempt = job.runs[0].attempts[0];
    attempt.startedAt = job.createdAt + 6s;
    for (int i = 0; i < 256; ++i) {
        Task &task = attempt.tasks[i];
        const int odd = (i * 7919 + i * i * 31) % 97; // anything that looks like nothing
        task.createdAt = attempt.startedAt;
        task.startedAt = *attempt.startedAt + 4s * (i / 12 + 1) * 6 + Milliseconds(odd * 150);
        task.completedAt = *task.startedAt + 18s + Milliseconds(odd * 420);
        task.runnerName = QStringLiteral("GitHub Actions %1").arg(i % 12 + 1);
        if (odd % 19 == 3 && i < 140)
            task.conclusion = odd == 3 ? Conclusion::TimedOut : Conclusion::Failure;
        if (i < 140)
            continue;
        task.completedAt.reset();
        task.conclusion = Conclusion::None;
        task.status = i < 152 ? Status::InProgress : Status::Queued;
        task.startedAt = i < 152 ? std::optional(now - 3s - Milliseconds(odd * 300)) : std::nullopt;
        if (i >= 152) {
            task.runnerId = 0;
            task.runnerName.clear();
        }
    }
    return job;
}

/// The artifacts of those that have succeeded, once @p run has its id.
inline QList<Item> artifactsOf(const Job &job, const Run &run)
{
    QList<Item> items;
    for (const Task &task : run.attempts.at(0).tasks) {
        const int element = elementOf(job.spec, task);
        const QString name = QStringLiteral("uploads-%1").arg(element);
        if (task.conclusion == Conclusion::Success)
            items.append({.run = run.id,
                          .name = name,
                          .remoteId = 5000 + element,
                          .size = 18'000 + (element * 7919) % 9000,
                          .state = Item::State::Here,
                          .path = QStringLiteral("artifacts/") + name});
    }
    return items;
}

} // namespace punchcard::testing
