// SPDX-License-Identifier: MIT
// widgets/window: the main window: it puts the other folders' widgets together and lets them hear of each other.
#pragma once

#include "core/jobs/desk.h"
#include "core/models/jobmodel.h"
#include "core/settings/settings.h"

#include <QMainWindow>

class QPlainTextEdit;
class QSplitter;
class QStackedWidget;

namespace punchcard {

namespace look {
class Prompts;
}
class ArtifactPane;
class JobActions;
class JobList;
class JobTabs;
class StartPage;

/// Jobs on the left, script and log in the middle, artifacts on the right.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Desk &desk, Settings &settings, look::Prompts &prompts, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Reads the jobs, takes up those that have not ended, and puts everything back as it was left.
    void begin();
    void openScripts(const QStringList &files);
    void showJob(JobId job);
    /// Comes to the front, whatever is there now.
    void comeForward();

    [[nodiscard]] JobModel &jobs() { return *m_jobs; }

public slots:
    void run();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeCentre();
    void makeDocks();
    void makeBar();
    void makeMenus();
    void restore();
    void keepState();
    void takeJob(std::optional<JobId> job);
    void say(const Error &error);

    Desk &m_desk;
    Settings &m_settings;
    look::Prompts &m_prompts;
    JobModel *m_jobs;
    JobActions *m_actions;
    JobList *m_list;
    JobTabs *m_tabs;
    ArtifactPane *m_artifacts;
    StartPage *m_start;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    QPlainTextEdit *m_script;
    QString m_scriptPath;
    std::optional<JobId> m_job;
};

} // namespace punchcard
