// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/state.h"
#include "core/workflow/workflowfile.h"

#include <QJsonObject>
#include <QObject>

namespace punchcard::hub {

struct Account;

/// Turns events into runs: a ref that moved, a dispatch. A run is stored with the event that made it, so no crash can lose
/// it, and shown a moment later, as on GitHub.
class RunMaker : public QObject
{
    Q_OBJECT

public:
    RunMaker(State &state, const Account &account);

    /// Sets @p ref to @p sha and starts what that push starts; nothing when a job pushed with its own token.
    enum class By { Owner, Job };
    void moveRef(RepositoryRecord &repository, const QString &ref, const QString &sha, By by = By::Owner);
    /// Whether that would bring other workflow files to @p ref than it has, or, when it is new, than any branch has.
    [[nodiscard]] bool changesWorkflows(const RepositoryRecord &repository, const QString &ref, const QString &sha);

    /// A workflow file of the repository at a commit: its path, and what reading it gave.
    struct Found
    {
        QString path;
        Result<workflow::WorkflowFile> file;
    };
    [[nodiscard]] QList<Found> workflows(const RepositoryRecord &repository, const QString &sha);
    [[nodiscard]] Result<workflow::WorkflowFile> workflow(const RepositoryRecord &repository, const QString &sha, const QString &path);
    /// The same for a run, kept while the run lasts.
    [[nodiscard]] std::shared_ptr<const workflow::WorkflowFile> workflowOf(const RunRecord &run);
    void forget(Id run) { m_kept.erase(run); }

    /// Starts a workflow by hand; returns the run's id.
    Id dispatch(RepositoryRecord &repository, const QString &path, const workflow::WorkflowFile &file, const QString &ref,
                const QString &sha, const QJsonObject &inputs);
    /// Announces the runs that an earlier hub had stored and not yet shown.
    void announceLeftOver();

signals:
    /// The run may be seen and started.
    void announced(punchcard::hub::Id run);

private:
    void push(RepositoryRecord &repository, const QString &ref, const QString &before, const QString &after);
    [[nodiscard]] QString workflowFolderAt(const RepositoryRecord &repository, const QString &sha);
    RunRecord &make(RepositoryRecord &repository, const QString &path, const Result<workflow::WorkflowFile> &file, RunRecord run);
    WorkflowRecord &workflowRecord(RepositoryRecord &repository, const QString &path, const QString &name);
    void announceLater(Id run);

    State &m_state;
    const Account &m_account;
    std::map<Id, std::shared_ptr<const workflow::WorkflowFile>> m_kept;
};

/// The `github` context of a run, and what its jobs share of it. @p origin is the hub's own address.
[[nodiscard]] QJsonObject githubContext(const RepositoryRecord &repository, const RunRecord &run, const Account &account,
                                        const QString &origin);

} // namespace punchcard::hub
