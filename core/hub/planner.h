// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/runmaker.h"
#include "core/hub/state.h"
#include "core/workflow/expressions.h"

#include <optional>

namespace punchcard::hub {

struct Account;

/// What a workflow file makes of an attempt: which of its jobs are due, with which names and matrices, and how it all ended.
/// A job of the file has no record until all that it needs has ended, as on GitHub.
class Planner
{
public:
    Planner(State &state, const Account &account, const QString &origin);

    /// Makes the records of all jobs that are due now; true when there were any.
    bool open(RunRecord &run, const workflow::WorkflowFile &file);
    /// Whether each job of the file has a record and all have ended.
    [[nodiscard]] bool isDone(const RunRecord &run, const workflow::WorkflowFile &file);
    /// The attempt's conclusion, once done.
    [[nodiscard]] QString conclusionOf(const RunRecord &run);
    /// Whether a job of a run that is being cancelled wants to run all the same: always(), cancelled().
    [[nodiscard]] bool outlivesCancel(const RunRecord &run, const workflow::WorkflowFile &file, const JobRecord &job);
    /// A new attempt whose jobs repeat the results of the last one, except those for which @p again holds and what needs
    /// them. With @p all everything runs again.
    void addAttempt(RunRecord &run, const workflow::WorkflowFile &file, bool all, const std::function<bool(const JobRecord &)> &again);

    [[nodiscard]] QJsonObject needsContext(const RunRecord &run, const workflow::Job &job);
    [[nodiscard]] QJsonObject github(const RunRecord &run);
    /// What the file's own texts may refer to: run-name, concurrency.
    [[nodiscard]] workflow::Scope scopeOf(const RunRecord &run);

private:
    [[nodiscard]] QList<JobRecord *> ofKey(const RunRecord &run, const QString &key);
    [[nodiscard]] std::optional<Conclusion> conclusionOfKey(const RunRecord &run, const QString &key);
    [[nodiscard]] workflow::Scope scopeOf(const RunRecord &run, const workflow::WorkflowFile &file, const workflow::Job &job);
    [[nodiscard]] JobRecord blank(const RunRecord &run, const workflow::Job &job) const;
    void openJob(RunRecord &run, const workflow::WorkflowFile &file, const workflow::Job &job);
    [[nodiscard]] Result<QList<JobRecord>> expand(const RunRecord &run, const workflow::Job &job, workflow::Scope scope);
    void add(RunRecord &run, JobRecord record);

    State &m_state;
    const Account &m_account;
    const QString &m_origin;
};

} // namespace punchcard::hub
