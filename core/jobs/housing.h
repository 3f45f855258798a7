// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Settles under whom and by which name the job will live.
[[nodiscard]] Async<> chooseHouse(Drive &drive);
/// Creates the repository, or finds the one that an earlier life of this job created.
[[nodiscard]] Async<> createHouse(Drive &drive);
/// Deletes what stands for the job, if and only if it still has our id and our marker. What cannot be deleted goes on
/// the list of left-overs, and the job's error says so. Fails only when trying again may help.
[[nodiscard]] Async<> deleteHouse(Drive &drive);

/// What the end of a job asks for: delete when everything is here, or keep.
[[nodiscard]] Async<> chooseCleanUp(Drive &drive);
[[nodiscard]] Async<> cleanUp(Drive &drive);

} // namespace punchcard
