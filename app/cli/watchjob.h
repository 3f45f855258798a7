// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/interrupts.h"
#include "app/cli/reporter.h"
#include "core/base/latch.h"
#include "core/jobs/desk.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace punchcard::cli {

/// Follows one job until it is over, tells a reporter how it goes, and carries out what the user's signals mean.
class WatchJob : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        bool cancels = false;                    ///< the first Ctrl-C cancels the job; otherwise it only ends the watching
        bool detach = false;                     ///< only until the push is accepted
        std::optional<Milliseconds> limit = {};  ///< from then on
    };
    WatchJob(Desk &desk, Interrupts &interrupts, Reporter &reporter, JobId id, Options options);

    /// Called once; the object outlives it.
    [[nodiscard]] QCoro::Task<ExitCode> follow();
    /// The job as it was when last looked at.
    [[nodiscard]] const std::optional<Job> &job() const { return m_job; }

private:
    QCoro::Task<> report();
    QCoro::Task<> cancelIfWished();
    QCoro::Task<ExitCode> conclude();
    ExitCode leave(Leaving why);
    [[nodiscard]] std::optional<Leaving> mustLeave();
    void wake();
    void lookForOutput();

    Desk &m_desk;
    Interrupts &m_interrupts;
    Reporter &m_reporter;
    JobId m_id;
    Options m_options;
    std::unique_ptr<Latch> m_changed;
    std::optional<Job> m_job;
    std::optional<Error> m_driverFailed;
    QTimer m_lookTimer; ///< another process may be the one that fetches what the job prints
    int m_logTold = 0; ///< the attempt whose log was told of
    bool m_cancelAsked = false;
    bool m_limitRuns = false;
    bool m_limitReached = false;
};

} // namespace punchcard::cli
