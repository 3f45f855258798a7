// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"

#include <QWidget>

class QTabWidget;

namespace punchcard {

namespace look {
class Prompts;
}
class DetailsTab;
class ElementsPane;
class JobActions;
class LogPane;
class StepsView;
class TimingTab;
class WaitingBar;

/// What there is to see of the chosen job, below the script: its log, steps, timing and details; above them what it waits for.
class JobTabs : public QWidget
{
    Q_OBJECT

public:
    enum Tab { LogPage, StepsPage, TimingPage, DetailsPage, ElementsPage };

    JobTabs(Desk &desk, JobActions &actions, look::Prompts &prompts, QWidget *parent = nullptr);

    /// An array has one more tab, in front of the others.
    void setJob(std::optional<JobId> job, bool isArray);
    /// Of a job that is no array the log is shown in place of the elements.
    void show(Tab tab);
    [[nodiscard]] LogPane *log() const { return m_log; }
    /// nullptr before the first array is shown.
    [[nodiscard]] ElementsPane *elements() const { return m_elements; }

    /// Something has changed that the job may have waited for: it tries again at once.
    void endWaitFor(Waiting::For what);

signals:
    void told(const QString &text);
    /// Of the array that is shown.
    void elementChosen(int number);
    void failed(const punchcard::Error &error);
    /// The token of @p account is not accepted.
    void accountWanted(const QString &account);
    /// The disk is full.
    void storageWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeCorner();
    void makeElements();
    void placeElements(bool isArray);
    void lookAtWaiting();
    void tellWait(const Job &job);
    void tryAgain();
    void mend(const Job &job);
    void askForSecrets(const Job &job);

    Desk &m_desk;
    JobActions &m_actions;
    look::Prompts &m_prompts;
    std::optional<JobId> m_job;
    QTabWidget *m_tabs;
    QList<QWidget *> m_spare; ///< buttons that are seen where there is room; the menu has them all
    std::optional<Waiting> m_wait; ///< the job's, as it is shown
    WaitingBar *m_waiting;
    LogPane *m_log;
    StepsView *m_steps;
    TimingTab *m_timing;
    DetailsTab *m_details;
    ElementsPane *m_elements = nullptr;
};

} // namespace punchcard
