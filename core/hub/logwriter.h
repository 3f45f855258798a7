// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/hub/logcommand.h"

#include <QCoroTask>
#include <QObject>

#include <memory>

namespace punchcard::hub {

/// Writes a job's log in GitHub's format: one file for the whole job and one for each step, each line with its stamp.
/// It owns a thread, which reads what the job's programs print, strikes the secrets, obeys the workflow commands and
/// writes; so a gigabyte of output passes with little memory and without the main thread. All calls from the main
/// thread; what they order is done in their order. Between them and what programs print drained() is the border: it
/// takes in all that was printed, and is awaited before a program starts and after it has ended.
class LogWriter : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString folder; ///< Where job.txt and the steps' files lie; must be there.
        qint64 limit = 0; ///< Bytes of output that are kept in all.
        bool debug = false; ///< Whether ::debug:: is shown.
        Clock *clock = nullptr; ///< Its now() is asked on the thread.
    };

    explicit LogWriter(Options options, QObject *parent = nullptr);
    /// Waits for the thread, which ends without reading on.
    ~LogWriter() override;

    /// Reads @p descriptor, which it then owns, to its end. At most once.
    void readFrom(int descriptor);
    void addMask(const QByteArray &secret);
    /// What follows belongs to step @p number, in @p folder/<number>.txt. 0: to none.
    void beginStep(int number);
    /// A line of the runner's own; one with line breaks gets one stamp, as GitHub's have it.
    void line(const QString &text);
    /// Until all that was ordered and all that was printed before this call is in the files.
    [[nodiscard]] QCoro::Task<> drained();

    /// @p text with the secrets struck that are known by now. Main thread's own list: for names and messages.
    [[nodiscard]] QString masked(const QString &text) const;
    /// Whether @p text holds one.
    [[nodiscard]] bool hasSecret(const QString &text) const;

signals:
    /// A command that the log alone does not settle (error, warning, notice, and those that are refused), with its
    /// texts masked; @p step is the one it was printed in.
    void commanded(int step, const punchcard::hub::LogCommand &command);
    /// The log cannot be written (disk full): said once; what is printed is then thrown away.
    void failed(const QString &reason);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
    std::shared_ptr<class Masker> m_masker; ///< The main thread's copy.
};

} // namespace punchcard::hub
