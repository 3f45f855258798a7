// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/reporter.h"
#include "app/cli/terminal.h"

#include <QJsonObject>

#include <optional>

namespace punchcard::cli {

/// Prints one object a line.
void printJson(Terminal &terminal, const QJsonObject &object);

/// One object a line for each event; errors are told in words as well, on standard error.
class JsonReporter : public Reporter
{
public:
    explicit JsonReporter(Terminal &terminal);

    void submitted(const Job &job, const QStringList &notes) override;
    void update(const Job &job) override;
    void progressed(const Job &, ItemId, const Progress &) override { }
    void sending(const Job &, const InputProgress &) override { }
    QCoro::Task<> logHere(Job job) override;
    void cancelling(const Job &) override { }
    void failed(const Error &error, const Job *job) override;
    void left(const Job &job, Leaving why) override;
    void over(const Job &job, const Delivery &delivery, ExitCode code) override;

private:
    Terminal &m_terminal;
    QStringList m_notes;
    std::optional<Phase> m_phase;
    QString m_waiting;
};

} // namespace punchcard::cli
