// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/delivery.h"
#include "app/cli/exitcode.h"
#include "core/logs/livetext.h"
#include "core/models/racelanes.h"

#include <QJsonObject>
#include <QStringList>

namespace punchcard::cli {

/// The objects that `--json` prints, one a line. Keys and words are stable; tests/contract/events.schema.json has them all.

/// A job reached @p phase. Facts that are not known yet are left out.
[[nodiscard]] QJsonObject phaseEvent(const Job &job, Phase phase, const QStringList &notes = {});
[[nodiscard]] QJsonObject waitingEvent(const Job &job);
/// @p job: nullptr when there is none.
[[nodiscard]] QJsonObject errorEvent(const Error &error, const Job *job = nullptr);
/// The last one of a job that is over.
[[nodiscard]] QJsonObject doneEvent(const Job &job, const Delivery &delivery, ExitCode code);

/// A job for `punch list`. @p progress: how far its script says it is.
[[nodiscard]] QJsonObject jobEvent(const Job &job, const std::optional<LiveProgress> &progress = {});
/// All about a job, for `punch show`.
[[nodiscard]] QJsonObject detailEvent(const Job &job, const Delivery &delivery, const QString &folder,
                                      const std::optional<LiveProgress> &progress = {});

/// How a race stands, or went: the last one of it.
[[nodiscard]] QJsonObject raceEvent(GroupId id, const RaceLanes &race, ExitCode code);

/// The phases that a job really went through after @p before when @p job was seen next: two changes may be seen as one, and
/// a job that is given up on the way goes straight to its end.
[[nodiscard]] QList<Phase> phasesSince(std::optional<Phase> before, const Job &job);

} // namespace punchcard::cli
