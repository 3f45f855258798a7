// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobcontext.h"
#include "core/hub/jobrunner.h"
#include "core/hub/logwriter.h"
#include "core/hub/process.h"
#include "core/hub/stepplan.h"

#include <QHash>
#include <QPointer>

#include <memory>
#include <optional>

namespace punchcard::hub {

/// One job from "Set up job" to "Complete job". JobRunner is its face; this lives until the last process is gone.
class JobRun : public QObject
{
    Q_OBJECT

public:
    JobRun(JobRequest request, JobRunner *owner);

    /// The whole job; the frame keeps @p self alive.
    static QCoro::Task<> run(std::shared_ptr<JobRun> self);
    void cancel(bool force);
    /// Nobody wants to know any more: kills, and emits nothing from here on.
    void abandon();
    [[nodiscard]] const QList<StepState> &steps() const { return m_steps; }
    [[nodiscard]] bool isRunning() const { return m_running; }

private:
    struct Prepared
    {
        JobLayout layout = {};
        Launch launch = {};
    };
    /// What a step wrote to its files.
    struct Written
    {
        Texts env = {};
        Texts outputs = {};
        QStringList path = {};
        QByteArray summary = {};
        QList<Error> problems = {};
    };
    [[nodiscard]] static Result<Prepared> prepare(const QString &folder, const QString &repository, Walls walls,
                                                  const QStringList &covered);
    [[nodiscard]] static Result<Written> readFiles(const std::shared_ptr<const JobView> &view, const StepFiles &files);

    // Set up job
    QCoro::Task<> setUp();
    Async<> startSession(Launch launch);
    void describe();
    void limitTime();

    // A step of the workflow: jobrunstep.cpp
    QCoro::Task<> step(qsizetype index);
    QCoro::Task<Result<StepPlan>> plan(qsizetype index);
    QCoro::Task<Conclusion> perform(qsizetype index, StepPlan plan, QJsonObject &outputs);
    QCoro::Task<Conclusion> runProgram(qsizetype index, StepPlan plan, QJsonObject &outputs);
    QCoro::Task<Conclusion> runCheckout(StepPlan plan);
    QCoro::Task<Conclusion> runUpload(qsizetype index, StepPlan plan, QJsonObject &outputs);
    Async<> takeWritten(qsizetype index, QJsonObject &outputs);
    [[nodiscard]] Conclusion judge(const ProgramEnd &end, const StepPlan &plan);
    [[nodiscard]] Conclusion judge(const Error &error, const StepPlan &plan);
    void warnOfInputs(const StepPlan &plan, const QStringList &known);
    [[nodiscard]] bool forgives(const workflow::Step &step, const StepPlan &plan) const;
    void startTimer(const StepPlan &plan);
    /// Whether the step that runs would also have begun after a cancel: then a cancel does not disturb it.
    [[nodiscard]] bool outlivesCancel() const;
    /// Asks what runs to end: politely, less politely, by force.
    void interrupt();
    void killHard();

    // Complete job
    QCoro::Task<> complete();
    [[nodiscard]] QJsonObject outputs();
    [[nodiscard]] Conclusion conclusion() const;

    void begin(qsizetype at);
    void conclude(qsizetype at, Conclusion conclusion);
    void skip(qsizetype at);
    void error(const QString &text);
    void warn(const QString &text);
    void error(const Error &error);
    void onCommand(int step, const LogCommand &command);
    void onLogFailed(const QString &reason);
    void after(Milliseconds delay, std::function<void()> call);
    /// Whether nothing more may be started.
    [[nodiscard]] bool isOver() const { return m_fatal || m_forced || m_abandoned; }

    JobRequest m_request;
    QPointer<JobRunner> m_owner;
    QList<StepState> m_steps;
    bool m_running = true;
    bool m_cancelled = false;
    bool m_timedOut = false;
    bool m_forced = false;
    bool m_fatal = false; ///< The job cannot go on: the log or the supervisor is lost, or it never began.
    bool m_abandoned = false;

    std::unique_ptr<LogWriter> m_log;
    std::unique_ptr<Session> m_session;
    std::shared_ptr<const JobView> m_view;
    std::optional<JobContext> m_context;

    // Of the step that runs:
    qsizetype m_current = 0; ///< In m_steps.
    int m_action = 0; ///< Counts what can be interrupted, so that a timer knows whether its own still runs.
    bool m_acting = false;
    bool m_interrupted = false;
    bool m_stepTimedOut = false;
    bool m_refused = false; ///< A workflow command was.
    Texts m_stepEnv;
    CancelPtr m_stepCancel = Cancel::make();
    QCoro::Task<> m_killing;
    QHash<QString, int> m_annotations; ///< How many of a step and level there were.
};

} // namespace punchcard::hub
