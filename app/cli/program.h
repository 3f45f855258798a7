// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/bench.h"
#include "core/base/signals.h"

#include <QObject>

#include <memory>

namespace punchcard::cli {

/// Makes what a verb needs, carries the verb out, and leaves in good order.
class Program : public QObject
{
    Q_OBJECT

public:
    explicit Program(Arguments arguments);
    ~Program() override;

    /// Ends the event loop with the exit code when all is done.
    void start();

private:
    [[nodiscard]] QCoro::Task<ExitCode> run();
    [[nodiscard]] Async<> open();
    [[nodiscard]] QCoro::Task<> close();
    [[nodiscard]] ExitCode withOutput(ExitCode code);

    Arguments m_arguments;
    Terminal m_terminal;
    Interrupts m_interrupts;
    Signals m_signals;
    std::unique_ptr<Bench> m_bench;
};

} // namespace punchcard::cli
