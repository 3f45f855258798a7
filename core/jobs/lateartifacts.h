// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// Stands for an artifact that a log tells of and that the server never listed.
[[nodiscard]] bool isUnlisted(const Item &item);
/// Its item, whose place the artifact takes when it is listed after all; 0: there is none.
[[nodiscard]] ItemId unlistedOf(const Drive &drive, qint64 run, int attempt, const QString &name);

/// Missing, with a time: the log of a task says that an artifact was handed over, and the server does not list it yet. After a
/// while it is given up, and stays on the server.
[[nodiscard]] Async<> waitForListing(Drive &drive);

} // namespace punchcard
