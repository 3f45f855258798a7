// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/hubprogram.h"

#include <QTemporaryDir>

#include <chrono>
#include <functional>

namespace punchcard::testing {

/// A private home for the built programs. The hub on it may be the test's own or one that punch has started.
class PunchHome
{
public:
    PunchHome() = default;
    /// Ends the hub, whoever started it.
    ~PunchHome();

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString home() const { return path(QStringLiteral("home")); }
    /// Writes a file beside the home, with the folders that it needs; gives its path.
    QString write(const QString &name, const QByteArray &content) const;
    [[nodiscard]] QByteArray read(const QString &name) const;

    /// Starts a hub that stays, with further variables in its environment ("PUNCHCARD_HUB_FAULTS=…").
    [[nodiscard]] bool startHub(const QStringList &environment = {}, const QStringList &arguments = {});
    /// The arguments that make the hub a server like any other, reached with an address and a token file: it is then
    /// asked as seldom as GitHub is.
    [[nodiscard]] QStringList asServer() const;
    /// SIGTERM, and waits until it has ended.
    [[nodiscard]] bool stopHub();
    /// kill -9, likewise.
    [[nodiscard]] bool killHub();
    /// 0: none runs.
    [[nodiscard]] qint64 hubPid() const;
    /// The most memory that the test's own hub ever had, in kB.
    [[nodiscard]] qint64 hubMemory() const { return m_hub->peakMemory(); }
    /// Raw HTTP to the hub that runs now.
    [[nodiscard]] HubClient hub() const;
    [[nodiscard]] QJsonArray repositories() const;
    /// Of repository "owner/name"; none while it has no name yet.
    [[nodiscard]] QJsonArray runs(const QString &repository) const;

    /// What `punch show ID --json` says.
    [[nodiscard]] QJsonObject job(qint64 id) const;
    /// What `punch list --json` says, newest first.
    [[nodiscard]] QList<QJsonObject> jobs() const;

private:
    bool endHub(int signal);
    [[nodiscard]] QJsonObject address() const;

    QTemporaryDir m_folder;
    std::unique_ptr<HubProgram> m_hub; ///< the test's own
};

/// One `punch` on a home.
class PunchProcess
{
public:
    PunchProcess(const PunchHome &home, const QStringList &arguments, const QStringList &environment = {});
    /// Kills it.
    ~PunchProcess();
    Q_DISABLE_COPY_MOVE(PunchProcess)

    /// Waits for its end. Its exit code; -1: killed by a signal, or not over in time.
    int finish(std::chrono::milliseconds limit = std::chrono::seconds(90));
    /// After finish(): a signal ended it.
    [[nodiscard]] bool wasKilled() const { return m_process.exitStatus() == QProcess::CrashExit; }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    void signal(int number) const;
    /// SIGKILL by then, unless it has ended; while somebody waits for it.
    void killAfter(std::chrono::milliseconds delay);
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    /// The most memory that it was seen to have during finish(), in kB. Linux.
    [[nodiscard]] qint64 peakMemory() const { return m_peak; }
    void write(const QByteArray &text) { m_process.write(text); }
    void closeInput() { m_process.closeWriteChannel(); }

    /// With --json: waits for an event of that name with these fields. An empty object when it ended without.
    QJsonObject event(const QString &name, const QJsonObject &fields = {}, std::chrono::milliseconds limit = std::chrono::seconds(60));
    QJsonObject phase(const QString &name) { return event(QStringLiteral("phase"), {{QStringLiteral("phase"), name}}); }
    [[nodiscard]] QList<QJsonObject> events() const;
    /// The first event's job; 0 without one.
    [[nodiscard]] qint64 job() const;

    [[nodiscard]] QByteArray out() const { return m_out; }
    [[nodiscard]] QByteArray err() const { return m_err; }
    /// Both, for a failing test's message.
    [[nodiscard]] QByteArray said() const { return "stdout:\n" + m_out + "stderr:\n" + m_err; }

private:
    void noteMemory();

    QProcess m_process;
    qint64 m_peak = 0;
    QByteArray m_out;
    QByteArray m_err;
};

/// Runs `punch` to its end.
struct PunchEnd
{
    int code;
    QByteArray out;
    QByteArray err;
};
PunchEnd punch(const PunchHome &home, const QStringList &arguments, const QStringList &environment = {});

} // namespace punchcard::testing
