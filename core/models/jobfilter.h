// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/models/jobmodel.h"
#include "core/models/scriptsearch.h"

#include <QSet>
#include <QSortFilterProxyModel>
#include <QTimer>

namespace punchcard {

/// The jobs that a person looks for: by a text in name, state, runner or script, by kind, by account.
class JobFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    JobFilter(JobModel &jobs, Home home, QObject *parent = nullptr);
    ~JobFilter() override;

    /// What names and states have is found at once, what scripts have a moment later.
    void setText(const QString &text);
    void setKinds(JobKinds kinds);
    /// Its id; empty: all.
    void setAccount(const QString &account);

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] JobKinds kinds() const { return m_kinds; }
    [[nodiscard]] QString account() const { return m_account; }
    /// Whether jobs may be hidden.
    [[nodiscard]] bool isNarrow() const;

    [[nodiscard]] static JobKinds allKinds() { return JobKind::Open | JobKind::Succeeded | JobKind::Failed | JobKind::Cancelled; }
    /// The row of @p id here; invalid while it is hidden.
    [[nodiscard]] QModelIndex indexOf(JobId id) const { return mapFromSource(m_jobs.indexOf(id)); }

signals:
    void narrowed();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    /// The scripts of the jobs in these rows of the source: they are searched when the typing pauses.
    void searchLater(int first, int last);
    void searchScripts();

    JobModel &m_jobs;
    Home m_home;
    QString m_text;
    JobKinds m_kinds = allKinds();
    QString m_account;
    QSet<JobId> m_byScript;
    QList<StoredScript> m_unsearched;
    CancelPtr m_search; ///< of all searches for the text as it is
    QTimer m_pause; ///< single shot: scripts are read when the typing pauses
};

} // namespace punchcard
