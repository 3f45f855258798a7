// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/store/jobstore.h"

namespace punchcard {

/// How much room the jobs take on this computer, in bytes.
struct RoomTaken
{
    int jobs = 0;
    qint64 logs = 0;
    qint64 artifacts = 0; ///< archives that could not be unpacked too
    qint64 others = 0;    ///< scripts, inputs, descriptions
};

/// How long a job's files are kept after its end; 0: for ever.
struct KeepRules
{
    int logsDays = 0;
    int artifactsDays = 0;

    bool operator==(const KeepRules &) const = default;
};

/// What a clean-up would remove.
struct CleanUp
{
    struct Target
    {
        JobId job = {};
        bool logs = false;
        bool artifacts = false;
        qint64 bytes = 0;
    };
    QList<Target> targets = {};
    qint64 bytes = 0;
};

[[nodiscard]] Async<RoomTaken> roomTaken(std::shared_ptr<store::Store> store, Context context);
/// Which files of jobs that are over are older than @p rules at @p context's time. Nothing is touched.
[[nodiscard]] Async<CleanUp> planCleanUp(std::shared_ptr<store::Store> store, KeepRules rules, Context context);
/// Removes what @p plan names, except of jobs that are not over (any more) or that somebody drives, and notes it at their items.
/// Gives the bytes that are free now. Storage: something could not be removed; the rest is.
[[nodiscard]] Async<qint64> carryOut(std::shared_ptr<store::Store> store, CleanUp plan, Context context);

} // namespace punchcard
