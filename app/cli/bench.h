// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/interrupts.h"
#include "app/cli/reporter.h"
#include "app/cli/terminal.h"
#include "app/cli/watchjob.h"
#include "core/base/home.h"
#include "core/jobs/desk.h"
#include "core/secrets/keychaintokenstore.h"
#include "core/secrets/sessiontokenstore.h"

#include <memory>

namespace punchcard::cli {

/// What a verb works with. Outlives it.
struct Bench
{
    Arguments arguments = {};
    Terminal &terminal;
    Interrupts &interrupts;
    Home home = {};
    std::shared_ptr<KeychainTokenStore> keychain = {};
    std::shared_ptr<SessionTokenStore> tokens = {};
    std::unique_ptr<Desk> desk = {};

    [[nodiscard]] store::Store &store() const { return desk->store(); }
    /// Ends when everything has to be left.
    [[nodiscard]] Context context() const { return {.cancel = interrupts.leave()}; }

    /// For one job, or with @p many for one among several, called @p name.
    [[nodiscard]] std::unique_ptr<Reporter> reporter(bool many = false, const QString &name = {}) const;
    /// Says what went wrong, in the form that was asked for. Gives @p code.
    ExitCode fail(const Error &error, ExitCode code = ExitCode::Failed) const;
};

/// Goes on, beside the verb and no longer than it lasts, with the jobs that nobody drives any more.
[[nodiscard]] QCoro::Task<> goOnWithOthers(Bench &bench);

/// Follows job @p id as the arguments say. @p cancels: the first Ctrl-C cancels it.
[[nodiscard]] QCoro::Task<ExitCode> watch(Bench &bench, Reporter &reporter, JobId id, bool cancels);

} // namespace punchcard::cli
