// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobrunner.h"
#include "core/hub/planner.h"

namespace punchcard::hub {

/// All that the runner needs for a job: what the file says, the contexts, the opened secrets, the commit's files.
[[nodiscard]] JobRequest makeJobRequest(State &state, Planner &planner, const workflow::WorkflowFile &file, const RunRecord &run,
                                        const JobRecord &job);

/// Appends @p text as an error line to the log of a job that nobody writes any more, and to that of the step it was in.
void appendToLog(const QString &logFolder, int step, const QString &text, Time now);

} // namespace punchcard::hub
