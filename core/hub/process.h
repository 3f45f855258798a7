// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/hub/sandbox.h"

#include <QObject>
#include <QProcess>
#include <QStringList>

#include <array>
#include <memory>

namespace punchcard::hub {

/// A pipe that programs do not inherit: read end, write end. False: errno says why.
[[nodiscard]] bool openPipe(std::array<int, 2> &ends);

/// A program to be run for a job.
struct Command
{
    QStringList arguments; ///< The first one is the program, found by the environment's PATH.
    QStringList environment; ///< "NAME=value"; there is nothing else.
    QString folder;
};

/// How a program ended.
struct ProgramEnd
{
    enum class How { Exited, Signalled, NotStarted, Lost };
    How how = How::Lost;
    int code = 0; ///< The exit code, or the signal's number.
    QString reason = {}; ///< NotStarted, Lost: the system's words.
};

/// One job's programs on this computer: the supervisor (app/supervise), in bubblewrap or without it, and one program
/// after the other as its child. What was left running lives on until killAll() or the end of this object.
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /// Starts the supervisor; programs will print into @p output (a pipe's end, which stays the caller's).
    [[nodiscard]] Async<> start(Launch launch, int output);
    /// Ends when the program does; one at a time.
    [[nodiscard]] QCoro::Task<ProgramEnd> run(Command command);
    /// Sends signal @p number to the program and what it started, unless that has left its process group.
    void signal(int number);
    /// Kills the program and all that was ever started; ends when nothing is left.
    [[nodiscard]] QCoro::Task<> killAll();
    /// Ends the supervisor too, and with it all that is left; at once, without waiting.
    void end();
    /// The same, and ends when it is gone.
    [[nodiscard]] QCoro::Task<> ended();
    /// A process inside, as seen from here: /proc/<pid>/root is the job's view of the file system. 0 without bubblewrap.
    [[nodiscard]] qint64 insidePid() const { return m_insidePid; }

private:
    void read();
    void report(const QByteArray &line);
    void order(const QByteArray &body);
    /// Asks bubblewrap, once.
    void learnInsidePid();
    void settle(const ProgramEnd &end);
    void lose();

    struct Waiting;
    std::unique_ptr<Waiting> m_waiting;
    QProcess m_process;
    QByteArray m_said; ///< The reports' last, unfinished line.
    QByteArray m_complaint; ///< What bubblewrap said.
    int m_info = -1;
    bool m_bubblewrap = false;
    qint64 m_insidePid = 0;
};

} // namespace punchcard::hub
