// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobmodel.h"

#include <QObject>
#include <QTimer>

namespace punchcard {

/// Tells of jobs that ended, each once; those that end within a moment of each other together.
class JobEnds : public QObject
{
    Q_OBJECT

public:
    explicit JobEnds(JobModel &jobs, QObject *parent = nullptr);

signals:
    /// @p title and @p text are for people; @p job is the one to show, the newest of several.
    void ended(punchcard::JobId job, const QString &title, const QString &text);

private:
    void tell();

    struct End
    {
        JobId job;
        JobState state;
        QString name;
    };
    JobModel &m_jobs;
    QList<End> m_ends;
    QTimer m_moment; ///< single shot, from the first end on
};

} // namespace punchcard
