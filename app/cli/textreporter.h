// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/figures.h"
#include "app/cli/livetail.h"
#include "app/cli/reporter.h"
#include "app/cli/terminal.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>

namespace punchcard::cli {

/// What actions-batch prints, to people: the job's page, the log, the tables, and on standard error how it goes. On a
/// terminal that is one line which changes, otherwise a line for each change.
class TextReporter : public Reporter
{
public:
    struct Options
    {
        bool logs = true;
        bool tables = true;   ///< at the end: what came back, and how long it took
        bool many = false;    ///< others report to the same terminal: each line names its job
        QString name = {};    ///< by this, when it has one
        CancelPtr leave = {}; ///< ends the printing of a log
        std::optional<int> element = {}; ///< of an array: whose output and log are printed; none: all logs, at the end
    };
    /// @p jobsFolder: where the jobs' own folders lie.
    TextReporter(Terminal &terminal, QString jobsFolder, Options options);

    void submitted(const Job &job, const QStringList &notes) override;
    void update(const Job &job) override;
    void progressed(const Job &job, ItemId item, const Progress &progress) override;
    void sending(const Job &job, const InputProgress &progress) override;
    void printing(const Job &job) override;
    QCoro::Task<> logHere(Job job) override;
    /// Whether all of the log was printed.
    [[nodiscard]] bool hasPrintedLog() const { return m_logPrinted; }
    void cancelling(const Job &job) override;
    void failed(const Error &error, const Job *job) override;
    void left(const Job &job, Leaving why) override;
    void over(const Job &job, const Delivery &delivery, ExitCode code) override;

private:
    void tell(const QString &text);
    void tellPage(const Job &job);
    void tellState(const Job &job);
    void tellNotLive(const Job &job);
    void tellWaiting(const Job &job);
    void tellRefusals(const Delivery &delivery);
    void tellLostLogs(const Job &job);
    void tellHouse(const Job &job);
    void printFiles(const Job &job, const Delivery &delivery);
    void printTimes(const Job &job);
    void showLive();

    Terminal &m_terminal;
    QString m_jobsFolder;
    Options m_options;
    QString m_prefix;
    bool m_pageTold = false;
    bool m_notLiveTold = false;
    LiveTail m_tail;
    bool m_logPrinted = false;
    QString m_state;
    QString m_waiting;
    QString m_transfer; ///< what is sent or fetched just now, and how far it is
    QHash<ItemId, TransferRate> m_rates;
    QTimer m_tick; ///< on a terminal only: how long the state has lasted
    QElapsedTimer m_since;
};

} // namespace punchcard::cli
