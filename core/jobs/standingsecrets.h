// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/drive.h"

namespace punchcard {

/// A secret as it is sent: by its name in the job, sealed for the repository.
struct SealedOne
{
    QString name = {};
    github::SealedSecret box = {};
};

/// Sets all of @p secrets in the standing repository under names of the job's own, or none of them. Throttled: the other
/// jobs' secrets leave no room for them now. Refused: they never will.
[[nodiscard]] Async<> putStandingSecrets(Drive &drive, QList<SealedOne> secrets);
/// Takes the job's secrets out of the standing repository again.
[[nodiscard]] Async<> removeStandingSecrets(Drive &drive);

/// Whether @p need more secrets of job @p uid fit beside those called @p there in @p repository.
[[nodiscard]] Result<> roomForSecrets(const QString &repository, const QStringList &there, const QString &uid, qsizetype need, Time now);

} // namespace punchcard
