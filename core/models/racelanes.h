// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobstate.h"

#include <QList>

#include <array>
#include <optional>

namespace punchcard {

/// A part of a racer's time, by the server's stamps alone, over all its tasks.
enum class RacePart {
    Queued, ///< asked for until a runner picked it up
    SetUp,  ///< from then until the script began
    Script,
    Rest,   ///< what the runner had to do afterwards
};
inline constexpr std::array allRaceParts{RacePart::Queued, RacePart::SetUp, RacePart::Script, RacePart::Rest};
/// "Queued", "Set-up", "Script", "Rest".
[[nodiscard]] QString nameOf(RacePart part);

struct RaceStretch
{
    RacePart part = RacePart::Queued;
    Milliseconds length = {};
    bool open = false; ///< it goes on: the length is until now

    bool operator==(const RaceStretch &) const = default;
};

/// A figure of one racer, and how it stands against the best.
struct RaceFigure
{
    std::optional<Milliseconds> length = {}; ///< nullopt: not known, or there was no such time
    bool open = false;                       ///< it still grows
    /// How many times the shortest of those that count; nullopt: it still grows, does not count, or that one is zero.
    std::optional<double> ratio = {};

    bool operator==(const RaceFigure &) const = default;
};

struct RaceLane
{
    JobId job = {};
    QString name = {}; ///< racerNames()
    QString runner = {}; ///< the machine that took it; empty: none did yet
    JobState state = JobState::Starting;
    Outcome outcome = Outcome::Open;
    bool isOver = false;
    QList<RaceStretch> stretches = {}; ///< in order; one that was not is left out
    RaceFigure queued = {};
    RaceFigure setUp = {};
    RaceFigure script = {};
    RaceFigure total = {}; ///< all of it: until the runner was done
    int artifacts = 0;     ///< that are here
};

/// A race as it stands.
struct RaceLanes
{
    QList<RaceLane> lanes = {};
    Milliseconds longest = {}; ///< the longest total so far: the scale of all bars
    bool isOver = false;       ///< of every racer
    bool isRunning = false;    ///< something of it grows
    /// The lane whose script took the shortest time; only when all succeeded, and no other took the same.
    std::optional<qsizetype> winner = {};

    /// "ubuntu-24.04-arm won: its script took 1m02s. ubuntu-24.04 took 1.42 times as long."
    [[nodiscard]] QString verdict() const;
};
/// @p jobs: the standing racers. @p now is what an open stretch lasts until. Pure.
[[nodiscard]] RaceLanes raceLanes(const QList<Job> &jobs, Time now);

/// Two digits behind the point below ten: "1.00×", "1.42×", "14×".
[[nodiscard]] QString ratioText(double ratio);

} // namespace punchcard
