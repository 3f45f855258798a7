// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

#include <QList>

namespace punchcard {

/// A stretch of a job's life, and the steps in it.
struct TimeSpan
{
    enum class Kind { Sending, Queued, SetUp, Script, Upload, WrapUp, Fetching, CleanUp };
    Kind kind = Kind::Queued;
    Time begin = {};
    Milliseconds length = {};
    bool open = false; ///< it goes on: the length is until now
    QList<Step> steps = {};

    /// Measured by this computer's clock; all others by the server's stamps, so that no length is of two clocks.
    [[nodiscard]] bool isLocal() const { return kind == Kind::Sending || kind == Kind::Fetching || kind == Kind::CleanUp; }
};

/// Where the time of @p job went, in order, for the task of number @p taskRow in @p attempt of its run number @p run. A
/// stretch nobody stamped is left out. @p now is what an open one lasts until. Pure.
[[nodiscard]] QList<TimeSpan> timeSpans(const Job &job, int run, int attempt, int taskRow, Time now);
/// How long a step took, nullopt before it began; until @p now while it runs.
[[nodiscard]] std::optional<Milliseconds> lengthOf(const Step &step, Time now);

/// "Queued", "Script", "Fetching results".
[[nodiscard]] QString nameOf(TimeSpan::Kind kind);

} // namespace punchcard
