// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QWidget>

class QTabWidget;

namespace punchcard {

namespace look {
class NoticeBar;
class Prompts;
} // namespace look
class DetailsTab;
class JobActions;
class LogPane;
class StepsView;
class TimingTab;

/// What there is to see of the chosen job, below the script: its log, steps, timing and details; above them what it waits for.
class JobTabs : public QWidget
{
    Q_OBJECT

public:
    enum Tab { LogPage, StepsPage, TimingPage, DetailsPage };

    JobTabs(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent = nullptr);

    void setJob(std::optional<JobId> job);
    void show(Tab tab);
    [[nodiscard]] LogPane *log() const { return m_log; }

signals:
    void told(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeCorner();
    void lookAtWaiting();

    Desk &m_desk;
    JobActions &m_actions;
    std::optional<JobId> m_job;
    QTabWidget *m_tabs;
    QList<QWidget *> m_spare; ///< buttons that are seen where there is room; the menu has them all
    look::NoticeBar *m_waiting;
    LogPane *m_log;
    StepsView *m_steps;
    TimingTab *m_timing;
    DetailsTab *m_details;
};

} // namespace punchcard
