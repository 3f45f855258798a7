// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "core/store/database.h"

#include <memory>

namespace punchcard::store {

/// The kind of the groups that are races: the same script on several runners at once.
[[nodiscard]] QString raceKind();

/// A race as a list shows it.
struct PastRace
{
    GroupId id = {};
    QString name = {};   ///< of the script
    Time createdAt = {}; ///< local: when it was begun
    QList<JobId> jobs = {}; ///< oldest first; with those that repeat one of them
    QList<JobSpec> racers = {}; ///< of the same jobs: account, labels and group of each, nothing else

    bool operator==(const PastRace &) const = default;
};

/// All races of which a job is still there, newest first.
[[nodiscard]] Async<QList<PastRace>> races(std::shared_ptr<Database> database);
/// All of each job of a race, oldest first. Missing: there is no such race (any more).
[[nodiscard]] Async<QList<Job>> jobsOfRace(std::shared_ptr<Database> database, GroupId race);
/// The race that @p job takes part in; nullopt: in none.
[[nodiscard]] Async<std::optional<GroupId>> raceOfJob(std::shared_ptr<Database> database, JobId job);

} // namespace punchcard::store
