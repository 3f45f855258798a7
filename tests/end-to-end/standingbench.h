// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "tests/end-to-end/punchprocess.h"

#include <QTcpServer>

class QTcpSocket;

namespace punchcard::testing {

/// Where scripts that run say something and then wait to be let go.
class Meeting
{
public:
    Meeting();
    ~Meeting();

    /// Lines of bash that tell @p text, in which variables are filled in, and wait.
    [[nodiscard]] QByteArray line(const QByteArray &text) const;
    [[nodiscard]] bool hears(const QByteArray &text) const { return m_heard.contains(text); }
    void letGo();

private:
    QTcpServer m_server;
    QList<QTcpSocket *> m_waiting;
    QList<QByteArray> m_heard;
};

/// A home with a hub and a desk of this process, whose jobs live in a standing repository.
class StandingBench
{
public:
    StandingBench();
    ~StandingBench();

    /// Makes the hub an account like any other, which is asked as seldom as GitHub is.
    void useServer();
    [[nodiscard]] const Account &server() const { return m_server; }
    void setFaults(const QJsonArray &faults) const;
    /// Submits @p script; a secret for each of @p secrets, of the value that stands beside its name.
    /// On this computer, or where @p spec says.
    Result<Job> submit(const QByteArray &script, const QList<std::pair<QString, QByteArray>> &secrets = {},
                       JobSpec spec = {.housing = Housing::Standing});
    /// The job when it is over.
    Job over(JobId id);
    [[nodiscard]] Job now(JobId id) const;
    /// What of jobs is in the repository: its branches but the first, its secrets, its runs; a line each.
    [[nodiscard]] QStringList traces(const QString &repository = QStringLiteral("local/punchcard-jobs")) const;
    [[nodiscard]] QStringList secrets() const;
    [[nodiscard]] QList<store::LeftOver> leftOvers() const;

    PunchHome home;
    std::unique_ptr<Desk> desk;

private:
    std::shared_ptr<store::Store> m_store;
    Account m_server;
};

} // namespace punchcard::testing
