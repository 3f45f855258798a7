// SPDX-License-Identifier: MIT
// The menus: all that the window can do, with its keys.
#include "core/artifacts/placing.h"
#include "core/jobs/savingexport.h"
#include "widgets/accounts/accountsdialog.h"
#include "widgets/accounts/leftoversdialog.h"
#include "widgets/artifacts/artifactpane.h"
#include "widgets/editor/language.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/jobactions.h"
#include "widgets/jobs/joblist.h"
#include "widgets/log/logpane.h"
#include "widgets/race/racepage.h"
#include "widgets/run/gallery.h"
#include "widgets/run/runstrip.h"
#include "widgets/settings/settingsdialog.h"
#include "widgets/timing/historypage.h"
#include "widgets/window/aboutdialog.h"
#include "widgets/window/diagnosticsdialog.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/shortcutspage.h"
#include "widgets/window/startpage.h"
#include "widgets/window/stateline.h"

#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>

namespace punchcard {

using namespace Qt::StringLiterals;
using Command = ScriptTabs::Command;

QAction *MainWindow::makeAction(const char *name, const QString &text, const QKeySequence &keys, std::function<void()> act)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1StringView(name));
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
    return action;
}

void MainWindow::makeMenus()
{
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    makeJobMenu();
    makeHelpMenu();
}

void MainWindow::makeFileMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&File"));
    // These two work wherever the focus is.
    for (const Command command : {Command::New, Command::Open}) {
        m_scripts->action(command)->setShortcutContext(Qt::WindowShortcut);
        menu->addAction(m_scripts->action(command));
    }
    menu->addAction(makeAction("newFromExample", tr("New from &Example…"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, [this] { showGallery(); }));
    QMenu *recent = menu->addMenu(tr("Open &Recent"));
    recent->setObjectName("recentMenu"_L1);
    const auto fill = [this, recent] {
        recent->clear();
        for (const QString &file : m_scripts->recentFiles())
            recent->addAction(QFileInfo(file).fileName(), this, [this, file] { m_scripts->open(file); })->setToolTip(file);
        recent->setToolTipsVisible(true);
        recent->setEnabled(!m_scripts->recentFiles().isEmpty());
    };
    connect(m_scripts, &ScriptTabs::recentFilesChanged, this, fill);
    fill();
    menu->addSeparator();
    for (const Command command : {Command::Save, Command::SaveAs, Command::SaveAll})
        menu->addAction(m_scripts->action(command));
    menu->addSeparator();
    auto *exporting = makeAction("exportWorkflow", tr("Export as &Workflow…"), {}, [this] { exportWorkflow(); });
    menu->addAction(exporting);
    connect(menu, &QMenu::aboutToShow, exporting, [this, exporting] { exporting->setEnabled(!m_strip->submission().script.isEmpty()); });
    menu->addSeparator();
    for (const Command command : {Command::Close, Command::CloseOthers})
        menu->addAction(m_scripts->action(command));
    menu->addSeparator();
    QAction *settings = makeAction("settings", tr("Se&ttings…"), QKeySequence::Preferences, [this] { showSettings(); });
    if (settings->shortcut().isEmpty())
        settings->setShortcut(Qt::CTRL | Qt::Key_Comma);
    settings->setMenuRole(QAction::PreferencesRole);
    menu->addAction(settings);
    menu->addAction(makeAction("accounts", tr("Acco&unts…"), {}, [this] { showAccounts(); }));
    menu->addAction(makeAction("leftOvers", tr("&Left on the Server…"), {}, [this] { showLeftOvers(); }));
    menu->addSeparator();
    QAction *quitAction = makeAction("quit", tr("&Quit"), QKeySequence::Quit, [this] { quit(); });
    quitAction->setMenuRole(QAction::QuitRole);
    menu->addAction(quitAction);
}

void MainWindow::makeEditMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Edit"));
    const QList<QList<Command>> groups{
        {Command::Undo, Command::Redo},
        {Command::Cut, Command::Copy, Command::Paste, Command::SelectAll},
        {Command::Find, Command::FindNext, Command::FindPrevious, Command::Replace, Command::GoToLine},
        {Command::Indent, Command::Unindent, Command::Comment},
        {Command::Fix, Command::NextProblem, Command::PreviousProblem},
    };
    for (const QList<Command> &group : groups) {
        menu->addSeparator();
        for (const Command command : group) {
            if (QAction *action = m_scripts->action(command))
                menu->addAction(action);
        }
    }
}

void MainWindow::makeViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    menu->addAction(makeAction("showScript", tr("&Script"), Qt::ALT | Qt::Key_0, [this] {
        showDesk();
        focusInto(m_scripts);
    }));
    menu->addAction(makeAction("findJobs", tr("&Find a Job"), Qt::CTRL | Qt::SHIFT | Qt::Key_J, [this] {
        m_docks.first()->show();
        m_list->focusFind();
    }));
    menu->addAction(makeAction("showElements", tr("Ele&ments"), Qt::ALT | Qt::Key_7, [this] { showTab(JobTabs::ElementsPage); }));
    menu->addAction(makeAction("showLog", tr("&Log"), Qt::ALT | Qt::Key_3, [this] { showTab(JobTabs::LogPage); }));
    menu->addAction(makeAction("showSteps", tr("St&eps"), Qt::ALT | Qt::Key_4, [this] { showTab(JobTabs::StepsPage); }));
    menu->addAction(makeAction("showTiming", tr("&Timing"), Qt::ALT | Qt::Key_5, [this] { showTab(JobTabs::TimingPage); }));
    menu->addAction(makeAction("showDetails", tr("&Details"), Qt::ALT | Qt::Key_6, [this] { showTab(JobTabs::DetailsPage); }));
    menu->addAction(makeAction("showHistory", tr("&History of the Script"), Qt::CTRL | Qt::SHIFT | Qt::Key_H, [this] { showHistory(); }));
    menu->addAction(makeAction("showRaces", tr("R&aces"), Qt::CTRL | Qt::SHIFT | Qt::Key_Y, [this] { showRace({}); }));
    menu->addSeparator();
    int number = 1;
    for (const QDockWidget *dock : std::as_const(m_docks)) {
        QAction *toggle = dock->toggleViewAction();
        toggle->setShortcut(QKeySequence(u"Alt+%1"_s.arg(number++)));
        connect(toggle, &QAction::triggered, dock, [dock](bool shown) {
            if (shown)
                focusInto(dock->widget());
        });
        menu->addAction(toggle);
    }
    menu->addSeparator();
    menu->addAction(makeAction("nextPane", tr("Next &Pane"), Qt::Key_F6, [this] { m_panes.next(); }));
    menu->addAction(makeAction("previousPane", tr("P&revious Pane"), Qt::SHIFT | Qt::Key_F6, [this] { m_panes.previous(); }));
    listPanes();
    menu->addSeparator();
    for (const Command command : {Command::ZoomIn, Command::ZoomOut, Command::ZoomReset})
        menu->addAction(m_scripts->action(command));
    menu->addSeparator();
    for (const Command command : {Command::Fold, Command::FoldAll, Command::UnfoldAll, Command::NextTab, Command::PreviousTab}) {
        if (QAction *action = m_scripts->action(command))
            menu->addAction(action);
    }
    menu->addSeparator();
    menu->addAction(makeAction("fullScreen", tr("F&ull Screen"), QKeySequence::FullScreen,
                               [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); }));
}

void MainWindow::makeJobMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Job"));
    menu->addActions({m_run, m_startRace, m_preflight});
    menu->addSeparator();
    menu->addActions({m_actions->cancel, m_actions->runAgain, m_actions->retryFailed, m_actions->runAgainWithEdits, m_actions->goOn});
    menu->addSeparator();
    menu->addActions({m_actions->showRace, m_actions->openPage, m_actions->copyAsCommand, m_actions->exportJob});
    menu->addSeparator();
    menu->addAction(m_actions->forget);
    // Del belongs to whatever has the focus; only in the list does it mean a job.
    m_actions->forget->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_list->addAction(m_actions->forget);
}

void MainWindow::makeHelpMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(makeAction("shortcutsPage", tr("&Keyboard Shortcuts"), Qt::CTRL | Qt::Key_F1, [this] {
        auto *page = new ShortcutsPage(*menuBar(), this);
        page->add(tr("In the log"), m_tabs->log()->actions());
        page->add(tr("Among the artifacts"), m_artifacts->QWidget::actions());
        page->setAttribute(Qt::WA_DeleteOnClose);
        page->open();
    }));
    menu->addAction(makeAction("diagnostics", tr("&Diagnostics"), {}, [this] {
        auto *dialog = new DiagnosticsDialog(m_desk.store().home(), m_settings.preferences(), m_prompts, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }));
    menu->addSeparator();
    QAction *about = makeAction("about", tr("&About Punchcard"), {}, [this] {
        auto *dialog = new AboutDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    about->setMenuRole(QAction::AboutRole);
    menu->addAction(about);
}

// What opens over the window.
void MainWindow::showGallery()
{
    auto *gallery = new Gallery(m_settings.preferences().templatesFolder, this);
    gallery->setAttribute(Qt::WA_DeleteOnClose);
    connect(gallery, &Gallery::chosen, this, [this](const Example &example) {
        m_scripts->newScript(example.file, QString::fromUtf8(example.text));
        m_strip->scriptChanged();
    });
    gallery->setWindowModality(Qt::WindowModal);
    gallery->show();
}

// The script in front, with what the strip says of it.
void MainWindow::exportWorkflow()
{
    const Submission submission = m_strip->submission();
    const QString suggested = safeFolderName(QFileInfo(submission.spec.name).completeBaseName()) + u".yml"_s;
    const QString file = m_prompts.chooseSaveName(this, tr("Export as Workflow"), suggested, tr("Workflows (*.yml *.yaml)"));
    if (file.isEmpty())
        return;
    const auto exported = workflow::exportWorkflow(submission.spec, submission.script, QFileInfo(file).fileName());
    if (!exported) {
        m_prompts.tell(this, exported.error().what, exported.error().remedy);
        return;
    }
    // Whoever asks for a name asks as well whether a file may be replaced.
    const auto saved = saveExport(*exported, submission.script, file, true);
    if (!saved) {
        m_prompts.tell(this, saved.error().what, saved.error().remedy);
        return;
    }
    QStringList todo;
    if (!saved->scriptBelongs.isEmpty())
        todo.append(tr("Put the script, which lies beside it, at %1 in the repository.").arg(saved->scriptBelongs));
    if (!exported->inputs.isEmpty())
        todo.append(tr("Put into the repository's root: %1").arg(exported->inputs.join(u", "_s)));
    for (const QString &name : exported->secrets)
        todo.append(tr("Set the secret: %1").arg(u"gh secret set "_s + name));
    m_prompts.tell(this, tr("The workflow is saved as %1.").arg(QDir::toNativeSeparators(file)),
                   todo.isEmpty() ? tr("Put it into .github/workflows/ of your repository.") : todo.join(u'\n'));
}

SettingsDialog *MainWindow::showSettings()
{
    auto *dialog = new SettingsDialog(m_settings, m_store, m_prompts, themeNames(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, m_tabs, [this] { m_tabs->endWaitFor(Waiting::For::Disk); });
    dialog->open();
    return dialog;
}

AccountsDialog *MainWindow::showAccounts()
{
    auto *dialog = new AccountsDialog(m_desk, m_prompts, {}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setClientId(m_settings.preferences().clientId);
    connect(dialog, &AccountsDialog::clientIdChanged, this, [this](const QString &id) {
        Preferences preferences = m_settings.preferences();
        preferences.clientId = id;
        m_settings.setPreferences(preferences);
    });
    connect(dialog, &AccountsDialog::accountsChanged, m_strip, &RunStrip::reloadAccounts);
    connect(dialog, &AccountsDialog::accountsChanged, m_jobs, &JobModel::loadAccounts);
    connect(dialog, &AccountsDialog::accountAdded, m_strip, &RunStrip::chooseAccount);
    connect(dialog, &AccountsDialog::accountsChanged, m_tabs, [this] { m_tabs->endWaitFor(Waiting::For::Token); });
    dialog->open();
    return dialog;
}

void MainWindow::showLeftOvers()
{
    auto *dialog = new LeftOversDialog(m_desk, m_prompts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LeftOversDialog::removed, m_line, &StateLine::readLeftOvers);
    dialog->open();
}

// In the order in which they stand; of the pages in the middle one is seen.
void MainWindow::listPanes()
{
    QList<QWidget *> panes{m_strip, m_scripts, m_tabs, m_start};
    for (QWidget *page : std::initializer_list<QWidget *>{m_history, m_race}) {
        if (page)
            panes.append(page);
    }
    m_panes = Panes(panes + QList<QWidget *>{m_artifacts, m_list});
}

void MainWindow::showHistory()
{
    if (!m_history) {
        m_history = new HistoryPage(m_desk, m_prompts);
        m_history->setMinimumSize(m_start->minimumSize());
        m_pages->addWidget(m_history);
        connect(m_history, &HistoryPage::jobChosen, this, [this](JobId job) {
            showJob(job);
            focusInto(m_list);
        });
        connect(m_history, &HistoryPage::backWished, this, [this] {
            showDesk();
            focusInto(m_scripts);
        });
        listPanes();
        connect(m_history, &HistoryPage::racesWished, this, [this] { showRace({}); });
        connect(m_history, &HistoryPage::told, this, [this](const QString &text) { statusBar()->showMessage(text, 8000); });
    }
    if (m_job)
        m_history->setScript(m_jobs->indexOf(*m_job).data().toString());
    m_pages->setCurrentWidget(m_history);
    focusInto(m_history);
}

void MainWindow::makeRacePage()
{
    m_race = new RacePage(m_desk);
    m_race->setMinimumSize(m_start->minimumSize());
    m_pages->addWidget(m_race);
    listPanes();
    // The page stays: artifacts stand beside it.
    connect(m_race, &RacePage::jobChosen, m_list, &JobList::choose);
    connect(m_race, &RacePage::jobOpened, this, [this](JobId job) {
        m_list->choose(job);
        showTab(JobTabs::LogPage);
    });
    connect(m_race, &RacePage::backWished, this, [this] {
        showDesk();
        focusInto(m_scripts);
    });
    connect(m_race, &RacePage::told, this, [this](const QString &text) { statusBar()->showMessage(text, 8000); });
    connect(m_race, &RacePage::failed, this, &MainWindow::say);
}

void MainWindow::showRace(std::optional<GroupId> race)
{
    if (!m_race)
        makeRacePage();
    const QVariant ofJob = m_job ? m_jobs->indexOf(*m_job).data(JobModel::RaceRole) : QVariant();
    m_race->setRace(race || !ofJob.isValid() ? race : std::optional(GroupId(ofJob.toLongLong())));
    m_pages->setCurrentWidget(m_race);
    focusInto(m_race);
}

// What nobody else wanted: Esc goes back to the script.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_showsStart) {
        showDesk();
        m_scripts->setFocus();
    } else {
        QMainWindow::keyPressEvent(event);
    }
}

} // namespace punchcard
