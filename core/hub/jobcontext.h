// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/filecommands.h"
#include "core/hub/jobrunner.h"
#include "core/hub/sandbox.h"
#include "core/workflow/expressions.h"

namespace punchcard::hub {

/// By which labels GitHub would choose this computer, if it were a self-hosted runner.
[[nodiscard]] QStringList runnerLabels();

/// A step's own files, through which it speaks to the runner.
struct StepFiles
{
    QString env;
    QString path;
    QString output;
    QString state;
    QString summary;

    [[nodiscard]] static StepFiles in(const JobLayout &layout, int step);
    [[nodiscard]] QStringList all() const { return {env, path, output, state, summary}; }
};

/// What a job's expressions see and its programs inherit, growing from step to step. A plain value.
class JobContext
{
public:
    JobContext(const JobRequest &request, const JobLayout &layout);

    /// Evaluates the workflow's and the job's `env`.
    [[nodiscard]] Result<> evaluateEnv(const workflow::Entries &workflowEnv, const workflow::Entries &jobEnv);

    /// What step fields see; @p env: the step's own, on top of the job's. An `if` sees no secrets.
    [[nodiscard]] workflow::Scope scope(const Texts &env, bool secrets) const;
    /// The environment of a step's program, "NAME=value".
    [[nodiscard]] QStringList environment(const Texts &stepEnv, const StepFiles &files) const;
    /// The job's variables with the step's on top, in the order that a log shows.
    [[nodiscard]] Texts merged(const Texts &stepEnv) const;

    void setEnv(const Texts &values);
    void addPath(const QStringList &folders);
    void setStep(const QString &id, const QJsonObject &outputs, Conclusion outcome, Conclusion conclusion);
    void setStatus(Conclusion status) { m_status = status; }
    void setAction(const QString &id) { m_github.insert(QStringLiteral("action"), id); }
    [[nodiscard]] Conclusion status() const { return m_status; }
    [[nodiscard]] QByteArray event() const;
    [[nodiscard]] const JobLayout &layout() const { return m_layout; }
    [[nodiscard]] QString eventFile() const { return m_layout.temp + QStringLiteral("/_github_workflow/event.json"); }

private:
    JobLayout m_layout;
    QJsonObject m_github;
    QJsonObject m_others; ///< matrix, strategy, needs, inputs, vars, runner
    QJsonObject m_secrets;
    QJsonObject m_steps;
    Texts m_env; ///< Of workflow, job and GITHUB_ENV.
    QStringList m_path; ///< GITHUB_PATH, the latest first.
    Conclusion m_status = Conclusion::Success;
};

} // namespace punchcard::hub
