// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Under whom the job will live: its own word, the account's, or whoever the token belongs to.
[[nodiscard]] Async<> settleOwner(Drive &drive);
/// The first of @p texts that says something.
[[nodiscard]] QString firstFilled(const QStringList &texts);

/// Settles under whom and by which name the job will live.
[[nodiscard]] Async<> chooseHouse(Drive &drive);
/// Creates the repository, or finds the one that an earlier life of this job created, or the standing one.
[[nodiscard]] Async<> createHouse(Drive &drive);
/// Deletes what stands for the job, if and only if it still has our id and our marker. Of a standing repository only what
/// carries the job's uid. What cannot be deleted goes on
/// the list of left-overs, and the job's error says so. Fails only when trying again may help.
[[nodiscard]] Async<> deleteHouse(Drive &drive);

/// What the job asks for at its end: deletes, or keeps. Keeps as well, and says so, what has a result that is not here.
[[nodiscard]] Async<> cleanUp(Drive &drive);

} // namespace punchcard
