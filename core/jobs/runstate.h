// SPDX-License-Identifier: MIT
#pragma once

#include "core/github/types.h"
#include "core/job/job.h"

namespace punchcard {

/// What GitHub tells, as the store keeps it. Pure.
[[nodiscard]] Task taskOf(const github::WorkflowJob &job);
/// Puts @p tasks into the attempt @p number of @p run (made if need be); true when that changed anything.
bool mergeTasks(Run &run, int number, const QList<Task> &tasks);
/// Puts what the run itself says into its newest attempt; true when that changed anything.
bool mergeRun(Run &run, const github::WorkflowRun &seen);

/// What happened to the script, from the end of a run.
struct Ending
{
    Conclusion conclusion = Conclusion::None;
    bool onlyUploads = false;    ///< it failed in nothing but keeping what the script left
    bool cancelAsked = false;    ///< we asked for it
    bool thisComputer = false;   ///< nobody else could have asked
    Milliseconds limit = std::chrono::hours(6); ///< of a task
    std::optional<Milliseconds> running = {};   ///< the longest of its tasks
};
/// After how long a task of such a job is ended by who runs it; @p thisComputer knows no limit of its own.
/// Source: GitHub's "Actions limits".
[[nodiscard]] Milliseconds timeLimitOf(const JobSpec &spec, bool thisComputer);
/// How long the slowest task of @p attempt ran; nullopt: none has begun and ended.
[[nodiscard]] std::optional<Milliseconds> longestTask(const Attempt &attempt);
/// The step that @p task failed in first; empty: none did.
[[nodiscard]] QString failedStep(const Task &task);
/// Whether each task of @p attempt that failed had run its script well: its uploads alone could not be kept.
[[nodiscard]] bool onlyUploadsFailed(const Attempt &attempt);
[[nodiscard]] Outcome outcomeOf(const Ending &ending);
/// Whether a task that ended so makes its run fail, and with fail-fast ends the others.
[[nodiscard]] bool isFailure(Conclusion conclusion);
/// Whether any task of the newest attempts did.
[[nodiscard]] bool hasFailure(const Job &job);
/// The worse of two, for a job of several runs.
[[nodiscard]] Outcome worse(Outcome a, Outcome b);

} // namespace punchcard
