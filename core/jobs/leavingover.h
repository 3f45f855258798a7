// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// What the job's error says of what is left.
enum class LeftBecause {
    ItFailed, ///< that it could not be deleted, and what to do about that
    ItSaysSo ///< what the reason says, as it is
};

/// Puts what the job has on the server on the list of left-overs, since @p why keeps it there, and says so in the job's error.
[[nodiscard]] Async<> leaveOver(Drive &drive, Error why, LeftBecause because = LeftBecause::ItFailed);

/// Puts it there for @p reason, and says nothing of it in the job's error.
[[nodiscard]] Async<> noteLeftOver(Drive &drive, QString reason);
/// Takes it off the list: it is there no longer.
[[nodiscard]] Async<> strikeLeftOver(Drive &drive);

/// Whether it is asked once more for what @p error kept on the server: that may help, or the token was taken back and another one
/// is waited for. Not with a cancelled job, which nobody waits for. Also when the drive itself was stopped.
[[nodiscard]] bool isForLater(const Job &job, const Error &error);

/// Where the user deletes it by hand: the repository's settings, or the branches of a standing one.
[[nodiscard]] QUrl deletePage(const Job &job);

} // namespace punchcard
