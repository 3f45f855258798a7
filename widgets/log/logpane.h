// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/models/joblogs.h"
#include "widgets/look/prompts.h"

#include <QWidget>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QToolButton;

namespace punchcard {

namespace look {
class EmptyState;
}
class LogFindBar;
class LogView;

/// The log of one job: which attempt, task and part of it, how it is shown, and the view itself. Until there is a log it
/// says when it comes.
class LogPane : public QWidget
{
    Q_OBJECT

public:
    LogPane(Desk &desk, look::Prompts &prompts, QWidget *parent = nullptr);
    ~LogPane() override;

    /// nullopt: no job. The newest attempt's script output is shown.
    void setJob(std::optional<JobId> job);
    /// Instead of a log.
    void showNothing(const QString &title, const QString &text = {});
    /// One step of a task, or all of it (@p step 0), as StepsView's stepChosen() has it.
    void showStep(JobId job, int attempt, qint64 task, int step);
    /// What the script of a task has printed.
    void showTask(JobId job, int attempt, qint64 task);
    /// The same, of whichever job: from now on others choose the task, and it cannot be chosen here. 0: there is none yet.
    void showTaskAlone(JobId job, int attempt, qint64 task);
    /// A file that belongs to no job of this computer.
    void showFile(const QString &file);

    [[nodiscard]] LogView *view() const { return m_view; }

signals:
    /// A word for the status line.
    void told(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeBar();
    void makeActions();
    QAction *makeAction(const QString &name, const QString &icon, const QString &text, const QKeySequence &key);
    QToolButton *makeButton(QAction *action);
    void load();
    void take(const Job &job);
    void choose(int attempt, qint64 task);
    void fillAttempts();
    void fillTasks();
    void fillParts(const TaskLog *log);
    void showChosen();
    void showLog(const JobLog &chosen, const Result<TaskLog> &log);
    /// What has been printed so far; false: there is nothing.
    [[nodiscard]] bool showLive(const JobLog &chosen);
    /// Goes in the full log to where the reader was in what stood in for it.
    void keepPlace();
    void showError(const Error &error);
    void goToLine();
    void saveAs();
    void updateActions();
    void updateProgress();
    [[nodiscard]] const JobLog *chosenLog() const;
    [[nodiscard]] LogPart chosenPart() const;

    Desk &m_desk;
    look::Prompts &m_prompts;
    std::optional<JobId> m_job;
    QString m_folder; ///< Of the job.
    QString m_nothing; ///< Said while the job has no task yet.
    bool m_isOpen = false; ///< The job goes on, and so may its log.
    QList<JobLog> m_logs;
    QList<std::pair<QString, qint64>> m_listed; ///< the tasks in the box
    std::optional<std::pair<int, qint64>> m_alone; ///< attempt and task, where others choose
    bool m_isLoading = false;
    bool m_loadAgain = false; ///< what comes will be old
    LogPart m_wanted; ///< Chosen by the user, also while it is not there.
    quint64 m_asked = 0; ///< Answers to earlier questions are dropped.
    quint64 m_reading = 0; ///< Likewise for what was read of the log.

    LogView *m_view;
    LogFindBar *m_findBar;
    look::EmptyState *m_empty;
    QStackedWidget *m_pages;
    QHBoxLayout *m_bar;
    QComboBox *m_attempts;
    QComboBox *m_tasks;
    QComboBox *m_parts;
    QLabel *m_problems;
    QLabel *m_live; ///< what is seen is not the log yet
    QString m_liveFile; ///< shown in place of a log
    std::optional<std::pair<qint64, QByteArray>> m_place; ///< the line's number and text at the top, to be found again
    QProgressBar *m_progress; ///< while a large log is indexed
    QAction *m_find;
    QAction *m_goToLine;
    QAction *m_saveAs;
    QAction *m_copy;
    QAction *m_copyWithStamps;
    QAction *m_selectAll;
    QAction *m_previousProblem;
    QAction *m_nextProblem;
    QAction *m_wrap;
    QAction *m_follow;
    QAction *m_stampsOff;
    QAction *m_stampsAbsolute;
    QAction *m_stampsRelative;
    QAction *m_showHidden;
    QAction *m_foldAll;
    QAction *m_unfoldAll;
};

} // namespace punchcard
