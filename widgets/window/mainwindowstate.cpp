// SPDX-License-Identifier: MIT
// How the window begins and ends: what it remembers, and what it asks before it goes.
#include "widgets/artifacts/artifactpane.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/joblist.h"
#include "widgets/look/prompts.h"
#include "widgets/run/runstrip.h"
#include "widgets/window/mainwindow.h"
#include "widgets/window/startpage.h"

#include <QCloseEvent>
#include <QSplitter>

namespace punchcard {

using namespace Qt::StringLiterals;

void MainWindow::begin()
{
    applyPreferences();
    restore();
    m_jobs->load();
    QCoro::connect(m_desk.sessions()->sandbox(), this, [this](const Result<> &sandbox) {
        m_strip->setSandboxed(sandbox.has_value());
        m_start->setSandboxed(sandbox.has_value());
    });
    QCoro::connect(m_desk.resume(), this, [this](const Result<QList<JobId>> &driven) {
        if (!driven)
            say(driven.error());
    });
}

void MainWindow::restore()
{
    const WindowState state = m_settings.windowState();
    m_isWelcomed = state.welcomed;
    restoreGeometry(state.geometry);
    restoreState(state.docks);
    m_splitter->restoreState(state.splitter);
    m_artifacts->restoreState(state.artifacts);
    m_scripts->restore(state.scripts);
    if (state.job > 0)
        m_list->choose(JobId(state.job));
    choosePage();
    if (m_scripts->hasScript())
        m_scripts->setFocus();
}

void MainWindow::keepState()
{
    m_scripts->keepDrafts();
    WindowState state = m_settings.windowState();
    state.geometry = saveGeometry();
    state.docks = m_isWelcomed ? saveState() : QByteArray();
    state.splitter = m_splitter->saveState();
    state.artifacts = m_artifacts->saveState();
    state.scripts = m_scripts->state();
    state.job = m_job ? qint64(*m_job) : 0;
    state.welcomed = m_isWelcomed;
    m_settings.setWindowState(state);
}

// Leaving is free: what runs on GitHub is picked up at the next start, what runs here goes on. That is said once.
bool MainWindow::mayLeave()
{
    WindowState state = m_settings.windowState();
    const auto &jobs = m_jobs->jobs();
    const auto isOpen = [](const store::JobSummary &job) { return !job.isOver(); };
    const auto isLocal = [](const store::JobSummary &job) { return !job.isOver() && job.account == thisComputerId(); };
    if (state.toldQuitIsFree || std::ranges::none_of(jobs, isOpen))
        return true;
    QStringList answers{tr("Quit, leave them running")};
    if (std::ranges::any_of(jobs, isLocal))
        answers.append(tr("Cancel those on this computer"));
    const int answer = m_prompts.choose(this, tr("Jobs go on without the window."),
                                        tr("Those on GitHub are picked up at the next start, with all that they made. "
                                           "Those on this computer go on in the background. This is said once."),
                                        answers);
    if (answer < 0)
        return false;
    state.toldQuitIsFree = true;
    m_settings.setWindowState(state);
    if (answer == 1)
        cancelLocalJobs();
    return true;
}

void MainWindow::cancelLocalJobs()
{
    for (const store::JobSummary &job : m_jobs->jobs()) {
        // The wish is stored before the program ends: the database's thread is waited for.
        if (!job.isOver() && job.account == thisComputerId())
            QCoro::connect(m_desk.cancel(job.id), this, [](const Result<> &) { });
    }
}

void MainWindow::quit()
{
    m_staysWhenClosed = false;
    if (!isVisible() && mayLeave()) {
        leaveAtOnce();
        return;
    }
    close();
}

void MainWindow::leaveAtOnce()
{
    keepState();
    hide();
    emit left();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_staysWhenClosed) {
        keepState();
        QMainWindow::closeEvent(event);
        return;
    }
    if (!mayLeave()) {
        event->ignore();
        return;
    }
    keepState();
    QMainWindow::closeEvent(event);
    emit left();
}

} // namespace punchcard
