// SPDX-License-Identifier: MIT
// widgets/window: the main window: it puts the other folders' widgets together and lets them hear of each other.
#pragma once

#include "core/jobs/desk.h"
#include "core/models/jobmodel.h"
#include "core/settings/settings.h"
#include "widgets/run/runchoices.h"
#include "widgets/window/jobtabs.h"
#include "widgets/window/panes.h"

#include <QMainWindow>

class QDockWidget;
class QSplitter;
class QStackedWidget;

namespace punchcard {

namespace look {
class Prompts;
}
class AccountsDialog;
class ArtifactPane;
class HistoryPage;
class JobActions;
class JobEnds;
class JobList;
class Keeping;
class RacePage;
class RunStrip;
class ScriptTabs;
class SettingsDialog;
class StartPage;
class StateLine;
struct Example;
struct KeepRules;

/// Jobs on the left, script and log in the middle, artifacts on the right.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Desk &desk, std::shared_ptr<store::Store> store, Settings &settings, look::Prompts &prompts, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Reads the jobs, takes up those that have not ended, and puts everything back as it was left.
    void begin();
    void openScripts(const QStringList &files);
    void showJob(JobId job);
    /// Comes to the front, whatever is there now.
    void comeForward();
    /// Chooses this computer to run the script in front.
    void chooseThisComputer();
    /// Closing only hides it: something else keeps the program alive.
    void setStaysWhenClosed(bool stays) { m_staysWhenClosed = stays; }

    [[nodiscard]] JobModel &jobs() { return *m_jobs; }
    [[nodiscard]] JobEnds &ends() { return *m_ends; }
    [[nodiscard]] ScriptTabs *scripts() const { return m_scripts; }

public slots:
    void run();
    /// The first example, on this computer.
    void tryExample();
    /// Asks what has to be asked, and closes even when closing only hides.
    void quit();
    /// Keeps all that quit() keeps, and asks nothing.
    void leaveAtOnce();

signals:
    /// The window has closed for good.
    void left();

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeCentre();
    void makeDocks();
    QDockWidget *addDock(const char *name, const QString &title, Qt::DockWidgetArea area, QWidget *content);
    void connectParts();
    void makeMenus();
    void makeFileMenu();
    void makeEditMenu();
    void makeViewMenu();
    void makeJobMenu();
    void makeHelpMenu();
    QAction *makeAction(const char *name, const QString &text, const QKeySequence &keys, std::function<void()> act);
    void restore();
    void keepState();
    [[nodiscard]] std::optional<ScriptInFront> scriptInFront() const;
    [[nodiscard]] bool mayLeave();
    void cancelLocalJobs();
    void takeJob(std::optional<JobId> job);
    void choosePage();
    /// Script and job, whatever was in front of them.
    void showDesk();
    void submitExample(const Example &example, bool mayLackSandbox);
    void showTab(JobTabs::Tab tab);
    void showHistory();
    /// nullopt: the newest.
    void showRace(std::optional<GroupId> race);
    void makeRacePage();
    void listPanes();
    SettingsDialog *showSettings();
    AccountsDialog *showAccounts();
    void showLeftOvers();
    void exportWorkflow();
    void showGallery();
    void updateTitle();
    void applyPreferences();
    [[nodiscard]] KeepRules keepRules() const;
    void say(const Error &error);

    Desk &m_desk;
    std::shared_ptr<store::Store> m_store;
    Settings &m_settings;
    look::Prompts &m_prompts;
    JobModel *m_jobs;
    JobEnds *m_ends;
    Keeping *m_keeping;
    JobActions *m_actions;
    JobList *m_list;
    ScriptTabs *m_scripts;
    JobTabs *m_tabs;
    ArtifactPane *m_artifacts;
    StartPage *m_start;
    HistoryPage *m_history = nullptr; ///< made when it is first asked for
    RacePage *m_race = nullptr;       ///< likewise
    StateLine *m_line;
    RunStrip *m_strip;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    QAction *m_run;
    QAction *m_preflight;
    QAction *m_startRace;
    Panes m_panes;
    QList<QDockWidget *> m_docks;
    std::optional<JobId> m_job;
    bool m_staysWhenClosed = false;
    bool m_isWelcomed = false;
    bool m_showsStart = false;
};

} // namespace punchcard
