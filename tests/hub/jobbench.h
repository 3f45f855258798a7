// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/jobrunner.h"

#include <QTemporaryDir>

#include <functional>

namespace punchcard::testing {

/// Runs one job of a workflow written as YAML, in a folder of its own, and keeps all that it told.
class JobBench
{
public:
    /// @p steps: the list below `steps:`, its lines indented by six; @p more: keys of the job, indented by four.
    explicit JobBench(const QByteArray &steps, const QByteArray &more = {}, const QByteArray &top = {});

    ~JobBench();
    Q_DISABLE_COPY_MOVE(JobBench)

    hub::JobRequest request;
    QList<hub::StepState> changes;
    QList<hub::Artifact> artifacts;
    QList<hub::Annotation> annotations;
    std::optional<hub::JobEnd> end;

    /// Starts, and waits for the end. @p during is called once it runs.
    void run(const std::function<void(hub::JobRunner &)> &during = {});
    void start();
    [[nodiscard]] bool waitForEnd(int seconds = 60);
    /// Until the log of the step holds @p text.
    [[nodiscard]] bool waitForLog(int step, const QByteArray &text, int seconds = 30);

    /// The job's log without its stamps; of step @p number when given.
    [[nodiscard]] QByteArray log(int number = 0) const;
    [[nodiscard]] QByteArray rawLog(int number = 0) const;
    [[nodiscard]] QString conclusion() const { return end ? hub::conclusionName(end->conclusion) : QString(); }
    /// The conclusions of the workflow's own steps: "success,failure,skipped".
    [[nodiscard]] QString stepConclusions() const;
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] hub::JobRunner &runner() { return *m_runner; }
    /// Deletes the runner and waits until what it had begun on other threads is through.
    void drop();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<hub::JobRunner> m_runner;
};

/// What the file holds; nothing when it cannot be read.
[[nodiscard]] QByteArray content(const QString &path);
/// What no other command line of this computer holds.
[[nodiscard]] QByteArray uniqueMarker();
/// The processes of this computer whose command line holds @p marker.
[[nodiscard]] int processesWith(const QByteArray &marker);

} // namespace punchcard::testing
