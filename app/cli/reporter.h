// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/delivery.h"
#include "app/cli/exitcode.h"
#include "core/jobs/inputprogress.h"

#include <QCoroTask>

namespace punchcard::cli {

/// Why a job is no longer watched although it is not over.
enum class Leaving { Interrupted, LimitReached, OnItsWay };

/// Shows how one job goes. Told of everything in order; what is new in it is for the reporter to see.
class Reporter
{
public:
    Reporter() = default;
    virtual ~Reporter() = default;
    Q_DISABLE_COPY_MOVE(Reporter)

    /// @p notes: what was mended or left out, a sentence each.
    virtual void submitted(const Job &job, const QStringList &notes) = 0;
    virtual void update(const Job &job) = 0;
    virtual void progressed(const Job &job, ItemId item, const Progress &progress) = 0;
    virtual void sending(const Job &job, const InputProgress &progress) = 0;
    /// There may be more of what the job prints while it runs.
    virtual void printing(const Job &) { }
    /// The log of the newest attempt is here.
    virtual QCoro::Task<> logHere(Job job) = 0;
    /// Ctrl-C was pressed, and the cancel is on its way.
    virtual void cancelling(const Job &job) = 0;
    virtual void failed(const Error &error, const Job *job) = 0;
    virtual void left(const Job &job, Leaving why) = 0;
    virtual void over(const Job &job, const Delivery &delivery, ExitCode code) = 0;
};

} // namespace punchcard::cli
