// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace punchcard {

class ComparisonModel;
class DiffModel;

/// Two jobs side by side: what they took, where they ran, and their scripts line by line.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(Desk &desk, QWidget *parent = nullptr);

    void setJobs(JobId left, JobId right);

signals:
    void backAsked();
    /// Both jobs and their scripts are shown.
    void shown();

private:
    void take(const Job &left, const Job &right);
    void say(const QString &text);

    Desk &m_desk;
    std::pair<JobId, JobId> m_jobs = {};
    std::optional<Job> m_left;
    ComparisonModel *m_facts;
    DiffModel *m_diff;
    QTreeView *m_factView;
    QTreeView *m_diffView;
    QLabel *m_note;
};

} // namespace punchcard
