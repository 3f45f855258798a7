// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/jobs/submission.h"
#include "core/runners/runnerchoice.h"
#include "core/store/jobfolder.h"

namespace punchcard {

/// Where one of those runs that race with the same script.
struct Racer
{
    QString account = {}; ///< its id; empty: that of the script
    RunnerChoice runner = {};

    bool operator==(const Racer &) const = default;
};

/// What a user typed for one: labels between commas, `group:NAME`, or `local` for this computer.
[[nodiscard]] Racer racerFromText(const QString &text);
[[nodiscard]] QString textOf(const Racer &racer);

/// What each racer submits of the same script, inputs and secrets. Where results are placed, each has a folder of its own below.
/// Refused: there are fewer than two, one has no runner, or one is there twice.
[[nodiscard]] Result<QList<Submission>> racersOf(const Submission &script, const QList<Racer> &racers);
/// Where @p spec runs.
[[nodiscard]] Racer racerOf(const JobSpec &spec);
[[nodiscard]] bool isSameRacer(const JobSpec &one, const JobSpec &other);

/// What each racer of a race is called: by its labels, its group or this computer; no two alike.
[[nodiscard]] QStringList racerNames(const QList<JobSpec> &racers);
/// The jobs of a race that count: of those that repeat one another only the newest. In the order of the racers' first jobs.
[[nodiscard]] QList<Job> standingRacers(const QList<Job> &jobs);

/// What has to be submitted to run @p job again: the stored copies, since the originals may have changed.
[[nodiscard]] Result<Submission> submissionOf(const Job &job, const store::JobFolder &folder);

} // namespace punchcard
