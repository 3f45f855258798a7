// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/bench.h"

namespace punchcard::cli {

// Each does what one verb says. The bench outlives it.
[[nodiscard]] QCoro::Task<ExitCode> runVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> rerunVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> waitVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> resumeVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> fetchVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> logsVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> cancelVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> forgetVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> listVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> showVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> leftOversVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> accountListVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> accountAddVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> accountEditVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> accountRemoveVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> accountCheckVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> doctorVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> examplesVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> exampleShowVerb(Bench &bench);
[[nodiscard]] QCoro::Task<ExitCode> exportVerb(Bench &bench);

[[nodiscard]] QCoro::Task<ExitCode> raceVerb(Bench &bench);

/// Begins a race, shows how it goes, and at its end how it went. @p notes: said before anything runs.
[[nodiscard]] QCoro::Task<ExitCode> runRace(Bench &bench, Async<Desk::StartedRace> starting, QStringList notes);

[[nodiscard]] QCoro::Task<ExitCode> carryOut(Bench &bench);

} // namespace punchcard::cli
