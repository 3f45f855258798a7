// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"
#include "tests/end-to-end/punchprocess.h"

#include <QTcpServer>

#include <optional>

namespace punchcard::testing {

/// Hears of every script that really runs: scripts share the network and say so over a socket.
class Witness
{
public:
    Witness();

    /// A line of bash that tells @p text, in which variables are filled in.
    [[nodiscard]] QByteArray line(const QByteArray &text) const;
    /// What was told so far, one entry for each time.
    [[nodiscard]] QList<QByteArray> heard() const { return m_heard; }

private:
    QTcpServer m_server;
    QList<QByteArray> m_heard;
};

/// A home with a hub, on which one job after another goes its whole way, with a secret, a binary input, an artifact and
/// --out; and what must be true of each at its end, whatever happened on the way.
class Journey
{
public:
    /// Where its jobs live; what the hub finds in its environment. @p elements: each is an array of so many, each of which has
    /// a run of its own; 0: none is one.
    explicit Journey(Housing housing = Housing::Repository, const QStringList &environment = {}, int elements = 0);

    /// How its jobs find the hub: the arguments that stand for --local.
    void setReach(const QStringList &arguments) { m_reach = arguments; }
    /// What the hub does to the requests to come, see core/hub/faults.h; forgets the faults of before.
    void setFaults(const QJsonArray &faults);
    /// The next jobs have no input: their script brings along what they leave.
    void setBare(bool bare) { m_isBare = bare; }
    /// `punch run` of the next job.
    [[nodiscard]] std::unique_ptr<PunchProcess> begin(const QStringList &environment = {}, const QStringList &arguments = {});
    /// Likewise, of one that runs until it is cancelled; nobody drives it any more when this returns its number.
    [[nodiscard]] qint64 beginEndless();
    /// Likewise, of one that is over and whose repository is kept: the same one as long as nothing was wrong with it.
    [[nodiscard]] qint64 beginKept();
    /// Another `punch`.
    [[nodiscard]] std::unique_ptr<PunchProcess> goOn(const QStringList &arguments, const QStringList &environment = {}) const;

    /// What is not as it must be now that the job begun last is over; empty when all is. @p mayBeMissing: its process was
    /// killed before it said that there is a job.
    [[nodiscard]] QString complaint(bool mayBeMissing = false) const;
    /// Likewise of all jobs that were begun, which have no arrays.
    [[nodiscard]] QString complaintOfAll() const;
    /// Likewise of an endless job that was cancelled, and of a kept one that ran again.
    [[nodiscard]] QString cancelComplaint() const;
    [[nodiscard]] QString rerunComplaint();
    /// What `punch show` says of the job begun last; empty when there is none.
    [[nodiscard]] QJsonObject newestJob() const;
    /// The same as the database has it, which costs no process.
    [[nodiscard]] std::optional<Job> newest() const;
    /// That a kept job has run again is not written down anywhere.
    [[nodiscard]] bool isRerunForgotten() const;
    [[nodiscard]] bool isCancelWished() const;
    /// How many faults the hub has had in all.
    [[nodiscard]] int faultsHad() const;
    /// How often a script of this journey's job ran, and how many runs the hub made for it.
    [[nodiscard]] int executions() const;
    [[nodiscard]] qint64 runsMade() const;

    /// Where --out lets the results of the next job go.
    [[nodiscard]] QString nextOut() const { return home.path(QStringLiteral("out-%1").arg(m_number + 1)); }
    /// What stands on the server and is not on the list of left-overs. Nothing of a standing one is looked at.
    [[nodiscard]] QStringList strays() const;

    PunchHome home;

private:
    [[nodiscard]] std::unique_ptr<PunchProcess> begin(const QByteArray &script, const QStringList &environment,
                                                      const QStringList &arguments);
    [[nodiscard]] qint64 runCounter() const;
    [[nodiscard]] QString rerunComplaintOnly() const;
    [[nodiscard]] QString resultComplaint(int times) const;
    [[nodiscard]] QString tracesComplaint(qsizetype repositories = 0) const;
    [[nodiscard]] QString houseComplaint(qsizetype repositories) const;

    [[nodiscard]] QString placedComplaint(const QString &folder) const;

    Housing m_housing;
    QStringList m_reach{QStringLiteral("--local")};
    int m_elements;
    bool m_isBare = false;
    Witness m_witness;
    QByteArray m_input;
    QByteArray m_name; ///< of the job begun last
    QString m_out;
    int m_number = 0;
    int m_faultsNumber = 0;
    qint64 m_runsBefore = 0;
    qint64 m_kept = 0; ///< the job that runs again and again
    int m_attempts = 0; ///< of it, when its next rerun is over
};

} // namespace punchcard::testing
