// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QTemporaryDir>

#include <memory>

namespace punchcard::testing {

/// A desk on a home of its own, with jobs written straight into the history.
class JobBook
{
public:
    JobBook();

    /// Writes a job down, created @p at, in @p phase.
    Job add(const QString &name, Time at, Phase phase = Phase::Prepared, Outcome outcome = Outcome::Open);
    [[nodiscard]] Result<> save(const Job &job);

    QTemporaryDir folder;
    Home home;
    std::shared_ptr<store::Store> store;
    std::unique_ptr<Desk> desk;
};

} // namespace punchcard::testing
